"""Figures of places -> the map's shades and labels, and the ranking."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from dashboard.live.alarms import is_slow
from dashboard.live.board import DENSITY_BREAKS, MOST_RANKED, State
from dashboard.live.facts import Facts
from dashboard.live.snapshot import Snapshot
from dashboard.queries.question import Figures
from dashboard.wording.numbers import count, share
from dashboard.wording.places import listed_name, short_name
from dashboard.wording.wall import wall_word
from dashboard.wording.words import Language
from pipelines.domain.kpi import Basis
from pipelines.domain.unit import OrgLevel

"""Open cases per km² at which the next shade begins; fixed, so that days can be compared by colour."""

MOST_NAMED = 12
LONGEST_ON_CROWDED_MAP = 3


def draw_map(facts: Facts, areas_km2: Mapping[str, float], language: Language) -> Snapshot:
    """A shade for each area with a known size, name and number for each place that is labelled."""
    counted = facts.counted
    return Snapshot(
        cells={f"map-name:{one.unit.code}": _map_name(one, len(counted.children), language) for one in counted.children}
        | {f"map-open:{one.unit.code}": count(_open(one), language, is_wall=True) for one in counted.children},
        states={f"area:{one.unit.code}": _shade(one, areas_km2) for one in counted.shaded},
    )


def _map_name(figures: Figures, places: int, language: Language) -> str:
    """The short name; on a crowded map only what fits, the others are told by ranking and pointer."""
    name = short_name(figures.unit, language)
    fits = language == Language.ZH and len(name) <= LONGEST_ON_CROWDED_MAP
    return name if places <= MOST_NAMED or fits else ""


def _shade(figures: Figures, areas_km2: Mapping[str, float]) -> str:
    size = areas_km2.get(figures.unit.code)
    return str(1 + bisect_right(DENSITY_BREAKS, _open(figures) / size)) if size else "0"


def _open(figures: Figures) -> int:
    return figures.counts[Basis.STOCK]["open"]


def draw_ranking(facts: Facts, language: Language) -> Iterable[Snapshot]:
    """The children by open cases, most first; rows without a place are off."""
    ranked = sorted(facts.counted.children, key=lambda one: (-_open(one), one.unit.code))
    most = max((_open(one) for one in ranked), default=0)
    shown = len(ranked) if len(ranked) <= MOST_RANKED else MOST_RANKED - 1
    for n in range(MOST_RANKED):
        yield _row(n, ranked[n], most, language) if n < shown else _empty_row(n)
    rest = len(ranked) - shown
    yield Snapshot(
        cells={
            "rank-title": wall_word(f"ranking_{_level(facts)}", language),
            "rank-more": wall_word("more", language).format(rest) if rest > 0 else "",
        },
        states={
            "rank": "dense" if len(ranked) > 6 else "roomy",
            "rank-more": State.ON if rest > 0 else State.OFF,
        },
    )


def _level(facts: Facts) -> str:
    levels = {one.unit.level for one in facts.counted.children}
    return str(next(iter(levels), OrgLevel.GRID)) if len(levels) < 2 else "mixed"


def _row(n: int, figures: Figures, most: int, language: Language) -> Snapshot:
    key, rate = f"rank-{n}", figures.rates["on_time_rate"].value
    return Snapshot(
        cells={
            f"{key}-name": listed_name(figures.unit, language),
            f"{key}-open": count(_open(figures), language, is_wall=True),
            f"{key}-rate": share(rate, language),
            f"{key}-overdue": count(figures.counts[Basis.STOCK]["overdue"], language, is_wall=True),
        },
        states={key: State.WARNING if is_slow(figures) else State.ON},
        bars={key: round(_open(figures) / most, 3) if most else 0},
        links={key: f"/places/{figures.unit.code}"},
    )


def _empty_row(n: int) -> Snapshot:
    cells = {f"rank-{n}-{part}": "" for part in ("name", "open", "rate", "overdue")}
    return Snapshot(cells, states={f"rank-{n}": State.OFF}, bars={f"rank-{n}": 0}, links={f"rank-{n}": ""})
