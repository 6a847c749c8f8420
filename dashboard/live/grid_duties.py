"""The duty register -> the way from the baseline to today, cut by cut, with a bar for what no cut names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.address import Address
from dashboard.live.board import State
from dashboard.live.board_grid import BURDENS, DESK, DUTY_STEPS, MOST_CUTS, WALL
from dashboard.live.grid_facts import GridFacts
from dashboard.live.snapshot import Snapshot
from dashboard.wording.grid import grid_word
from dashboard.wording.numbers import MISSING, count, share
from dashboard.wording.words import Language
from pipelines.domain.duty import DutyKind, Reduction
from pipelines.domain.kpi import Basis

TODAY = "today"
_COUNTS: Mapping[str, str] = {"baseline": "duty_baseline", "now": "duty_items"}
ROOM_ON_A_WALL = 4
"""Cuts that fit between baseline and today; those beyond are one bar."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A step of the way: from which number of items to which, and where it has room."""

    before: int
    after: int
    room: str = State.ON
    label: str = ""

    @property
    def low(self) -> int:
        """Where it begins."""
        return min(self.before, self.after)

    @property
    def size(self) -> int:
        """How many items it stands for."""
        return abs(self.before - self.after)


def draw_duties(own: GridFacts, here: Address) -> Iterator[Snapshot]:
    """Duty items step by step; the other kinds in one line each."""
    language, found = here.language, next((one for one in own.duties if one.kind is DutyKind.DUTY), None)
    bars = _bars(found, language) if found else {}
    most = max([1, *(max(bar.before, bar.after) for bar in bars.values())])
    nothing = State.ON if own.is_read and not found else State.OFF
    yield Snapshot(
        cells={"duty-rate": _rate(found, language) if found else MISSING},
        states={"no-duties": nothing, "duties": State.ON if found else State.OFF},
        links={"duty-rate": _behind("duty_removed", here)},
    )
    for name in DUTY_STEPS:
        yield _row(name, bars.get(name), most, here)
    for kind in BURDENS:
        yield _other(kind, next((one for one in own.duties if one.kind is kind), None), here)


def _behind(count: str, here: Address) -> str:
    """The entries of today's lists that a count is made of."""
    return replace(here, period=TODAY).behind(Basis.STOCK, count).href


def _bars(found: Reduction, language: Language) -> dict[str, Bar]:
    """By key; the largest cut comes first."""
    cuts = sorted(found.cuts.items(), key=lambda one: (-one[1], one[0]))
    named = sum(found.cuts.values())
    rest_after = found.baseline - named
    bars = {"baseline": Bar(0, found.baseline), **_cut_bars(found, cuts, language)}
    if found.not_itemised:
        bars["unnamed"] = Bar(rest_after, rest_after - found.not_itemised)
    if found.admitted:
        bars["admitted"] = Bar(found.items - found.admitted, found.items)
    return bars | {"now": Bar(0, found.items)}


def _cut_bars(found: Reduction, cuts: Sequence[tuple[str, int]], language: Language) -> dict[str, Bar]:
    room = ROOM_ON_A_WALL - bool(found.admitted)
    on_wall = len(cuts) if len(cuts) <= room else room - 1
    bars, level, end = dict[str, Bar](), found.baseline, found.baseline - sum(n for _, n in cuts)
    for n, (name, items) in enumerate(cuts[:MOST_CUTS]):
        if n == on_wall:
            bars["rest-wall"] = _rest(level, end, len(cuts) - n, WALL, language)
        bars[f"cut-{n}"] = Bar(level, level - items, State.ON if n < on_wall else DESK, name)
        level -= items
    if level > end:
        bars["rest"] = _rest(level, end, len(cuts) - MOST_CUTS, DESK, language)
    return bars


def _rest(before: int, after: int, n: int, room: str, language: Language) -> Bar:
    return Bar(before, after, room, grid_word("other_cuts", language).format(n))


def _row(name: str, bar: Bar | None, most: int, here: Address) -> Snapshot:
    """The first and the last bar lead to their entries, those between to all that was taken off or admitted."""
    key = f"duty-{name}"
    fixed = grid_word(f"duty_{name}", here.language) if name in {"baseline", "unnamed", "admitted", "now"} else ""
    return Snapshot(
        cells={f"{key}-name": (bar.label or fixed) if bar else "", f"{key}-n": _signed(name, bar) if bar else ""},
        states={key: bar.room if bar else State.OFF},
        bars={f"{key}-from": round(bar.low / most, 4) if bar else 0, key: round(bar.size / most, 4) if bar else 0},
        links={key: _behind(_COUNTS.get(name, "duty_removed"), here) if bar else ""},
    )


def _signed(name: str, bar: Bar) -> str:
    sign = "" if name in {"baseline", "now"} else "+" if bar.after > bar.before else "−"
    return f"{sign}{bar.size:,}"


def _rate(found: Reduction, language: Language) -> str:
    """At least so much, where the baseline is a least number."""
    sign = "≥ " if found.is_at_least and found.rate is not None else ""
    return sign + share(found.rate, language)


def _other(kind: DutyKind, found: Reduction | None, here: Address) -> Snapshot:
    key, language = f"burden-{kind}", here.language
    least = "≥ " if found and found.is_at_least else ""
    way = f"{least}{count(found.baseline, language)} → {count(found.items, language)}" if found else ""
    return Snapshot(
        cells={f"{key}-way": way, f"{key}-rate": _rate(found, language) if found else ""},
        states={key: DESK if found else State.OFF},
        links={key: _behind(f"{kind}_items", here) if found else ""},
    )
