"""What a case counts for: a pure function of its state, and of the step it has just taken.

An entry is what one movement adds to or takes from one count; folding entries gives every figure.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from pipelines.domain.case import Case, CaseFile, CaseStage, Movement, Step, Timing
from pipelines.domain.kpi import DUE_PARTS, OPEN_PARTS, OPEN_STAGES, STAGE_COUNTS, Basis, bucket, count_number
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


_COHORT = {name: count_number(Basis.COHORT, name) for name in ("reported", "registered", "voided", "parked")}
_STAGES = tuple(count_number(Basis.COHORT, name) for name in STAGE_COUNTS)
_DUE = {name: count_number(Basis.DUE, name) for name in DUE_PARTS}
_OPEN = {name: count_number(Basis.STOCK, name) for name in OPEN_PARTS}
_OPEN_STAGE = tuple(count_number(Basis.STOCK, name) for name in OPEN_STAGES)
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


def cells(case: Case, local_day: LocalDay) -> list[Cell]:
    """All cohort, due and stock cells that a case stands in."""
    pair = bucket(case.center, case.class_)
    found = list[Cell]()
    if case.parked:
        first = case.reported_at or min(parked.event.occurred_at for parked in case.parked)
        found.append(Cell(_COHORT["parked"], pair, local_day(first)))
    if case.reported_at is None or case.stage is None:
        return found
    day = local_day(case.reported_at)
    found.append(Cell(_COHORT["reported"], pair, day))
    found.extend(Cell(number, pair, day) for number in _STAGES[: case.stage - 1])
    found.extend(Cell(number, pair, day) for number in _extras(case))
    return found + _due_cells(case, pair, local_day) + _stock_cells(case, pair)


def _extras(case: Case) -> list[int]:
    found = [] if case.registered_at is None else [_COHORT["registered"]]
    return found if case.voided_at is None else [*found, _COHORT["voided"]]


def _due_cells(case: Case, pair: int, local_day: LocalDay) -> list[Cell]:
    part = due_part(case)
    if part is None or case.due_at is None:
        return []
    return [Cell(_DUE[part], pair, local_day(case.due_at))]


def _stock_cells(case: Case, pair: int) -> list[Cell]:
    part = open_part(case)
    if part is None or case.stage is None:
        return []
    return [Cell(_OPEN[part], pair, None), Cell(_OPEN_STAGE[case.stage - 1], pair, None)]


def flow_numbers(movement: Movement) -> list[int]:
    """The flow counts of one movement; none while it is parked or only time has passed."""
    if movement.is_parked or movement.step not in _FLOW_NUMBERS:
        return []
    numbers = [_FLOW_NUMBERS[movement.step]]
    if movement.step is Step.CLOSE and movement.after.level in _RESOLVED_AT:
        numbers.append(_RESOLVED_AT[OrgLevel(movement.after.level)])
    return numbers


def make_move(movement: Movement, local_day: LocalDay) -> Move:
    """The movement with what it changes: cells left and entered, and its milestones."""
    before, after = movement.before, movement.after
    if before.path == after.path:
        found = _shift(cells(before, local_day), cells(after, local_day), movement)
    else:
        found = _shift(cells(before, local_day), [], movement) + _shift([], cells(after, local_day), movement)
    pair = bucket(after.center, after.class_)
    milestones = (Cell(number, pair, local_day(movement.at)) for number in flow_numbers(movement))
    return Move(movement, (*found, *(Entry(movement.at, cell, 1, after.path) for cell in milestones)))


def _shift(left: list[Cell], entered: list[Cell], movement: Movement) -> list[Entry]:
    path = movement.after.path if entered else movement.before.path
    found = [Entry(movement.at, cell, 1, path) for cell in entered if cell not in left]
    return found + [Entry(movement.at, cell, -1, path) for cell in left if cell not in entered]


def difference(old: Iterable[Entry], new: Iterable[Entry]) -> tuple[Entry, ...]:
    """What must be added to the entries of an earlier fold to get those of a later one."""
    sums: Counter[tuple[datetime, Cell, tuple[str, ...]]] = Counter()
    for entry in new:
        sums[entry.at, entry.cell, entry.path] += entry.delta
    for entry in old:
        sums[entry.at, entry.cell, entry.path] -= entry.delta
    return tuple(Entry(at, cell, delta, path) for (at, cell, path), delta in sums.items() if delta)
