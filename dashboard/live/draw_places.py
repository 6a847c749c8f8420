"""Figures of places -> the map's shades and labels."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from dashboard.live.board import DENSITY_BREAKS
from dashboard.live.facts import Facts
from dashboard.live.snapshot import Snapshot
from dashboard.queries.question import Figures
from dashboard.wording.numbers import count
from dashboard.wording.places import short_name
from dashboard.wording.words import Language
from pipelines.domain.kpi import Basis

MOST_NAMED = 12
LONGEST_ON_CROWDED_MAP = 3


def draw_map(board: str, facts: Facts, areas_km2: Mapping[str, float], language: Language) -> Snapshot:
    """A shade for each area with a known size, name and number for each place that is labelled."""
    counted = facts.counted
    return Snapshot(
        cells={f"map-name:{one.unit.code}": _map_name(one, len(counted.children), language) for one in counted.children}
        | {f"map-open:{one.unit.code}": count(_open(one), language, is_wall=True) for one in counted.children},
        states={f"area:{one.unit.code}": _shade(one, areas_km2, DENSITY_BREAKS[board]) for one in counted.shaded},
    )


def _map_name(figures: Figures, places: int, language: Language) -> str:
    """The short name; on a crowded map only what fits, the others are told by ranking and pointer."""
    name = short_name(figures.unit, language)
    fits = language == Language.ZH and len(name) <= LONGEST_ON_CROWDED_MAP
    return name if places <= MOST_NAMED or fits else ""


def _shade(figures: Figures, areas_km2: Mapping[str, float], breaks: Sequence[float]) -> str:
    size = areas_km2.get(figures.unit.code)
    return str(1 + bisect_right(breaks, _open(figures) / size)) if size else "0"


def _open(figures: Figures) -> int:
    return figures.counts[Basis.STOCK]["open"]
