"""What each step of a case changes in the counts: pure functions of the states before and after it.

A shift is what one movement adds to and takes from the counts of its places; folding shifts gives every figure.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import NamedTuple

from pipelines.domain.case import CaseFile, Movement, Standing
from pipelines.domain.kpi import BASES, STORED_PER_BASIS, Basis
from pipelines.domain.milestone import flow_numbers
from pipelines.domain.standing import LocalDay, standing

CELLS_PER_PAIR = 1000
Cells = tuple[tuple[int, int], ...]
_STOCK = BASES.index(Basis.STOCK)


class Days(NamedTuple):
    """The local days a shift counts on, as ordinals, 0 for none: of the report, of the deadline, of the change."""

    cohort: int
    due: int
    change: int

    def of(self, number: int) -> int:
        """The day on which a count number is counted; 0 for stock."""
        basis = number // STORED_PER_BASIS
        return 0 if basis == _STOCK else self[basis]


class Shift(NamedTuple):
    """A change of some cells at an instant, for each of its places: (pair × 1000 + count number, delta)."""

    at: datetime
    places: tuple[str, ...]
    days: Days
    cells: Cells


class Move(NamedTuple):
    """One movement with the shifts it makes, its local day, and where the case counts then: a row of its history."""

    movement: Movement
    shifts: tuple[Shift, ...]
    day: int
    stands: Standing


class CaseChange(NamedTuple):
    """What one event made of a case: the new file, the moves from number `first` on, and the shifts to count.

    After a refold `first` is 0: the moves replace all earlier ones, the shifts hold only the difference.
    """

    file: CaseFile
    first: int
    moves: tuple[Move, ...]
    shifts: tuple[Shift, ...]


_NOWHERE: frozenset[int] = frozenset()


def make_moves(movements: Iterable[Movement], local_day: LocalDay, stood: Standing | None = None) -> tuple[Move, ...]:
    """Movements of one case, in order, each with what it changes: counts left and entered, and its milestones.

    `stood` is where the case counted before the first of them, when that is known.
    """
    moves = list[Move]()
    for movement in movements:
        stood = stood or standing(movement.before, local_day)
        stands = standing(movement.after, local_day)
        day = local_day(movement.at).toordinal()
        moves.append(Move(movement, _shifts(stood, stands, movement, day), day, stands))
        stood = stands
    return tuple(moves)


def _shifts(stood: Standing, stands: Standing, movement: Movement, day: int) -> tuple[Shift, ...]:
    at, places, flows = movement.at, movement.after.places, flow_numbers(movement)
    days = Days(stands.cohort_day, stands.due_day, day)
    if stood[:3] == stands[:3] and movement.before.places == places:
        cells = _cells(stood.numbers, stands.numbers, flows, stands.pair)
        return (Shift(at, places, days, cells),) if cells else ()
    left = _cells(stood.numbers, _NOWHERE, (), stood.pair)
    entered = Shift(at, places, days, _cells(_NOWHERE, stands.numbers, flows, stands.pair))
    was = Shift(at, movement.before.places, Days(stood.cohort_day, stood.due_day, day), left)
    return (was, entered) if left else (entered,)


@cache
def _cells(old: frozenset[int], new: frozenset[int], flows: tuple[int, ...], pair: int) -> Cells:
    base = pair * CELLS_PER_PAIR
    left = [(base + number, -1) for number in sorted(old - new)]
    entered = [(base + number, 1) for number in sorted(new - old)]
    return (*left, *entered, *((base + number, 1) for number in flows))


def present_shift(file: CaseFile, local_day: LocalDay) -> Shift:
    """All that a case is part of now, as if it had just come from nowhere."""
    stands = standing(file.case, local_day)
    days = Days(stands.cohort_day, stands.due_day, 0)
    return Shift(file.events[0].occurred_at, file.case.places, days, _cells(_NOWHERE, stands.numbers, (), stands.pair))


def difference(old: Iterable[Shift], new: Iterable[Shift]) -> tuple[Shift, ...]:
    """What must be added to the shifts of an earlier fold to get those of a later one."""
    sums: dict[tuple[datetime, tuple[str, ...], Days], Counter[int]] = {}
    for sign, shifts in ((1, new), (-1, old)):
        for at, places, days, cells in shifts:
            own = sums.setdefault((at, places, days), Counter())
            for cell, delta in cells:
                own[cell] += sign * delta
    made = (Shift(*key, tuple((cell, n) for cell, n in own.items() if n)) for key, own in sums.items())
    return tuple(shift for shift in made if shift.cells)


def entries(shift: Shift) -> Iterator[tuple[int, int, int, int]]:
    """(pair, count number, day as ordinal or 0, delta) of each cell of a shift."""
    for cell, delta in shift.cells:
        pair, number = divmod(cell, CELLS_PER_PAIR)
        yield pair, number, shift.days.of(number), delta
