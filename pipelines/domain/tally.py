"""What a case counts for: a pure function of its state, and of the step it has just taken.

An entry is what one movement adds to or takes from one count; folding entries gives every figure.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from pipelines.domain.case import Case, CaseFile, CaseStage, Movement, Step, Timing
from pipelines.domain.kpi import DUE_PARTS, OPEN_STAGES, STAGE_COUNTS, Basis, bucket, count_number
from pipelines.domain.org import OrgLevel

LocalDay = Callable[[datetime], date]


class Cell(NamedTuple):
    """Where one case is counted: stored count, (center, class) pair, day of the basis (stock: none)."""

    number: int
    bucket: int
    day: date | None


class Entry(NamedTuple):
    """A change of one cell by `delta` at an instant, for every place on the path."""

    at: datetime
    cell: Cell
    delta: int
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """One movement with the entries it makes: one row of a case's history."""

    movement: Movement
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class CaseChange:
    """What one event made of a case: the new file, the moves from number `first` on, and the entries to count.

    After a refold `first` is 0: the moves replace all earlier ones, the entries hold only the difference.
    """

    file: CaseFile
    first: int
    moves: tuple[Move, ...]
    entries: tuple[Entry, ...]


_DUE = {name: count_number(Basis.DUE, name) for name in DUE_PARTS}
_FLOW = {
    Step.REPORT: "reported",
    Step.ACCEPT: "accepted",
    Step.REGISTER: "registered",
    Step.DISPATCH: "dispatched",
    Step.ARRIVE: "arrived",
    Step.DISPOSE: "disposed",
    Step.FEEDBACK: "fed_back",
    Step.CLOSE: "closed",
    Step.ARCHIVE: "archived",
    Step.REWORK: "reworked",
    Step.SEND_BACK: "sent_back",
    Step.URGE: "urged",
    Step.SUPERVISE: "supervised",
    Step.HAND_OVER: "handed_over",
}
_FLOW_NUMBERS = {step: count_number(Basis.FLOW, name) for step, name in _FLOW.items()}
_RESOLVED_AT = {
    level: count_number(Basis.FLOW, f"resolved_at_{level}")
    for level in (OrgLevel.GRID, OrgLevel.COMMUNITY, OrgLevel.SUBDISTRICT, OrgLevel.DISTRICT)
}


def open_part(case: Case) -> str | None:
    """The part of `open` a case is in, the first that fits; None when it is not open."""
    if not case.is_open:
        return None
    return "awaiting_close" if CaseStage.DISPOSED in case.reached else str(case.timing)


def due_part(case: Case) -> str | None:
    """The part of `due` a case is in; None without a deadline, a report, or after void."""
    if case.due_at is None or case.stage is None or case.voided_at is not None:
        return None
    if case.disposed_at is None:
        return "open_overdue" if case.timing is Timing.OVERDUE else "not_yet_due"
    settled = "closed" if case.closed_at else "awaiting"
    return f"{settled}_on_time" if case.disposed_at <= case.due_at else f"{settled}_late"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case is counted now: its (center, class) pair, and the numbers of each basis with their day."""

    pair: int
    day: date | None
    cohort: frozenset[int]
    due_day: date | None
    due: frozenset[int]
    stock: frozenset[int]

    def cells(self, other: "Standing") -> list[Cell]:
        """One cell for each number that another standing of the same pair and days does not have."""
        return [
            *(Cell(number, self.pair, self.day) for number in self.cohort - other.cohort),
            *(Cell(number, self.pair, self.due_day) for number in self.due - other.due),
            *(Cell(number, self.pair, None) for number in self.stock - other.stock),
        ]


_NOWHERE: frozenset[int] = frozenset()
NOTHING = Standing(0, None, _NOWHERE, None, _NOWHERE, _NOWHERE)


def standing(case: Case, local_day: LocalDay) -> Standing:
    """All cohort, due and stock counts that a case is part of."""
    pair, reported_at = bucket(case.center, case.class_), case.reported_at
    if reported_at is None or case.stage is None:
        first = min((parked.event.occurred_at for parked in case.parked), default=None)
        cohort = _cohort_numbers(0, False, False, bool(case.parked))
        return Standing(pair, local_day(first) if first else None, cohort, None, _NOWHERE, _NOWHERE)
    part, is_registered, is_void = due_part(case), case.registered_at is not None, case.voided_at is not None
    return Standing(
        pair,
        local_day(reported_at),
        _cohort_numbers(case.stage, is_registered, is_void, bool(case.parked)),
        local_day(case.due_at) if part and case.due_at else None,
        frozenset((_DUE[part],)) if part else _NOWHERE,
        _stock_numbers(open_part(case), case.stage),
    )


@cache
def _cohort_numbers(stage: int, is_registered: bool, is_void: bool, is_parked: bool) -> frozenset[int]:
    facts = {"reported": stage > 0, "registered": is_registered, "voided": is_void, "parked": is_parked}
    names = [name for name, is_so in facts.items() if is_so] + list(STAGE_COUNTS[: max(stage - 1, 0)])
    return frozenset(count_number(Basis.COHORT, name) for name in names)


@cache
def _stock_numbers(part: str | None, stage: CaseStage) -> frozenset[int]:
    names = (part, OPEN_STAGES[stage - 1]) if part else ()
    return frozenset(count_number(Basis.STOCK, name) for name in names)


def flow_numbers(movement: Movement) -> list[int]:
    """The flow counts of one movement; none while it is parked or only time has passed."""
    if movement.is_parked or movement.step not in _FLOW_NUMBERS:
        return []
    numbers = [_FLOW_NUMBERS[movement.step]]
    if movement.step is Step.CLOSE and movement.after.level in _RESOLVED_AT:
        numbers.append(_RESOLVED_AT[OrgLevel(movement.after.level)])
    return numbers


def make_moves(movements: Iterable[Movement], local_day: LocalDay) -> tuple[Move, ...]:
    """Movements of one case, in order, each with what it changes: counts left and entered, and its milestones."""
    moves, stood = list[Move](), None
    for movement in movements:
        stood = stood or standing(movement.before, local_day)
        stands = standing(movement.after, local_day)
        moves.append(Move(movement, (*_shift(stood, stands, movement), *_milestones(movement, stands.pair, local_day))))
        stood = stands
    return tuple(moves)


def _milestones(movement: Movement, pair: int, local_day: LocalDay) -> list[Entry]:
    numbers = flow_numbers(movement)
    if not numbers:
        return []
    at, day, path = movement.at, local_day(movement.at), movement.after.path
    return [Entry(at, Cell(number, pair, day), 1, path) for number in numbers]


def _shift(stood: Standing, stands: Standing, movement: Movement) -> list[Entry]:
    at, old_path, path = movement.at, movement.before.path, movement.after.path
    if stood == stands and old_path == path:
        return []
    if (stood.pair, stood.day, stood.due_day, old_path) != (stands.pair, stands.day, stands.due_day, path):
        left = [Entry(at, cell, -1, old_path) for cell in stood.cells(NOTHING)]
        return left + [Entry(at, cell, 1, path) for cell in stands.cells(NOTHING)]
    left = [Entry(at, cell, -1, path) for cell in stood.cells(stands)]
    return left + [Entry(at, cell, 1, path) for cell in stands.cells(stood)]


def difference(old: Iterable[Entry], new: Iterable[Entry]) -> tuple[Entry, ...]:
    """What must be added to the entries of an earlier fold to get those of a later one."""
    sums: Counter[tuple[datetime, Cell, tuple[str, ...]]] = Counter()
    for entry in new:
        sums[entry.at, entry.cell, entry.path] += entry.delta
    for entry in old:
        sums[entry.at, entry.cell, entry.path] -= entry.delta
    return tuple(Entry(at, cell, delta, path) for (at, cell, path), delta in sums.items() if delta)
