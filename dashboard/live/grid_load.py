"""Loads of the children -> a strip of dots around the middle one, and those that carry most, or each in turn."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil

from dashboard.address import Address
from dashboard.live.board import State
from dashboard.live.board_grid import DESK, LOADED_ON_A_WALL, MOST_LOADED
from dashboard.live.facts import Facts
from dashboard.live.grid_facts import GridFacts
from dashboard.live.snapshot import Chart, Snapshot
from dashboard.queries.question import Figures
from dashboard.wording.grid import grid_word
from dashboard.wording.numbers import MISSING
from dashboard.wording.places import name_within
from pipelines.domain.kpi import Basis, Ratio
from pipelines.domain.load import load_index, load_spread
from pipelines.domain.ranking import in_turn

EVEN = 100
STEP, NARROWEST = 10, 20
"""The axis reaches full steps to both sides of the middle place, and at least so far; no load is below 0."""
_Indexed = tuple[Figures, float]


def draw_load(own: GridFacts, facts: Facts, here: Address) -> Iterator[Snapshot]:
    """Each child's index, the middle one of them being 100, and P90 over P50 as their spread; without any the parts."""
    loads = [_load(one) for one in own.loaded]
    indices = [(one, load_index(_load(one), loads)) for one in own.loaded]
    known = [(one, index) for one, index in indices if index is not None]
    yield _strip_of(own, known, load_spread(loads) if facts.ranking.compares else None, facts, here)
    rows: Sequence[_Indexed] = sorted(known, key=_heaviest)
    if not facts.ranking.is_ordered:
        _, rows = in_turn(sorted(known, key=lambda one: one[0].unit.code), LOADED_ON_A_WALL, facts.turn)
    for n in range(MOST_LOADED):
        yield _row(n, rows, facts, here)


def _strip_of(own: GridFacts, known: Sequence[_Indexed], spread: float | None, facts: Facts, here: Address) -> Snapshot:
    """The children as dots and what they say together; a comparison, that some districts do without."""
    is_compared = facts.ranking.compares
    low, high = _axis([index for _, index in known])
    return Snapshot(
        cells={
            "load-title": grid_word("load" if is_compared else "load_plain", here.language),
            "load-unit": grid_word("load_unit", here.language) if is_compared else "",
            "load-spread": MISSING if spread is None else f"{spread:.2f}",
            "load-low": str(low),
            "load-high": str(high),
            "load-n": grid_word("loaded_n", here.language).format(len(known)),
        },
        states={
            "no-load": State.ON if own.is_read and not known else State.OFF,
            "load": State.ON if known else State.OFF,
            "load-compared": State.ON if is_compared else State.OFF,
        },
        charts={"load": _strip([index for _, index in known], spread, low, high)},
    )


def _load(one: Figures) -> Ratio:
    stock = one.counts[Basis.STOCK]
    return Ratio(stock.get("open_weighted", 0), stock.get("workers_on_duty", 0))


def _heaviest(one: _Indexed) -> tuple[float, str]:
    return -one[1], one[0].unit.code


def _axis(indices: Sequence[float]) -> tuple[int, int]:
    furthest = max((abs(index - EVEN) for index in indices), default=0)
    reach = max(NARROWEST, ceil(furthest / STEP) * STEP)
    return max(0, EVEN - reach), EVEN + reach


def _strip(indices: Sequence[float], spread: float | None, low: int, high: int) -> Chart:
    """Every place as a share of the axis."""

    def at(index: float) -> float:
        return round((index - low) / (high - low), 4)

    if spread is None:
        return Chart()
    return Chart([at(index) for index in indices], middle=[at(EVEN)], high=[at(EVEN * spread)], top=1)


def _row(n: int, rows: Sequence[_Indexed], facts: Facts, here: Address) -> Snapshot:
    key, found, place = f"load-{n}", rows[n] if n < len(rows) else None, facts.place.unit
    room = State.ON if n < LOADED_ON_A_WALL else DESK
    link = replace(here, key=found[0].unit.code, period="", center=None) if found else None
    return Snapshot(
        cells={
            f"{key}-name": name_within(found[0].unit, place, here.language) if found else "",
            f"{key}-index": f"{found[1]:.0f}" if found and facts.ranking.compares else "",
            f"{key}-parts": _parts(found[0], here) if found else "",
        },
        states={key: room if found else State.OFF},
        links={key: link.listing(Basis.STOCK, "open").href if link else ""},
    )


def _parts(one: Figures, here: Address) -> str:
    load = _load(one)
    return grid_word("load_parts", here.language).format(f"{load.n:,}", f"{load.d:,}")
