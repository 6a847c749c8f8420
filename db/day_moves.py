"""What was counted in the course of one day, move by move: for figures as they stood at an instant of that day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from sqlalchemy import Connection, func, select

from db.codec import decode_shifts, to_millis
from db.day_blocks import BLOCK_DAYS, BlockCache, Days, Numbers, Side, read_touched
from db.derived_tables import PLACE_COLUMNS, cases, change
from pipelines.domain.org import OrgTree
from pipelines.domain.tally import CELLS_PER_PAIR, entries

MOST_KEPT = 16


@dataclass(frozen=True, slots=True)
class Moves:
    """Rows of instant (epoch ms), day that it counts on (0: stock), cell and delta; beside each its places."""

    day: int
    rows: Numbers
    places: Numbers

    def until(self, instant: int, place: int, days: Days) -> Numbers:
        """(cell, delta) of what had been counted at or below a place by an instant: stock, and counts of the days.

        Stock is that of the last of the days: moves of a later day do not change it.
        """
        at, day = self.rows[:, 0], self.rows[:, 1]
        is_counted = ((day == 0) & (self.day <= days[1])) | ((day >= days[0]) & (day <= days[1]))
        return self.rows[(at <= instant) & is_counted & (self.places == place).any(axis=1), 2:]


class DayMoves:
    """Reads the moves of days within a transaction; they are kept until the worker adds to a day of the block."""

    def __init__(self) -> None:
        self._kept: BlockCache[int, Moves] = BlockCache(MOST_KEPT)

    def read(self, connection: Connection, day: int, tree: OrgTree) -> Moves:
        """The moves made on a day."""
        touched, key = read_touched(connection, Side.CHANGED), (day, day // BLOCK_DAYS)
        found = self._kept.find(touched, [key])
        if not found:
            found = {key: _read(connection, day, tree)}
            self._kept.keep(touched, found)
        return found[key]


def _read(connection: Connection, day: int, tree: OrgTree) -> Moves:
    rows: Numbers = np.array(list(_columns(connection, day, tree)), np.int64).reshape(-1, 4 + len(PLACE_COLUMNS))
    return Moves(day, rows[:, :4], rows[:, 4:])


def _columns(connection: Connection, day: int, tree: OrgTree) -> Iterator[tuple[int, ...]]:
    numbers = _place_numbers(tree)
    query = select(*(func.coalesce(cases.c[name], 0) for name in PLACE_COLUMNS), change.c.shifts)
    query = query.join(cases, cases.c.case_id == change.c.case_id).where(change.c.day == day)
    for *settled, body in connection.execute(query):
        for shift in decode_shifts(body, ()):
            at, places = to_millis(shift.at), numbers(shift.places) if shift.places else settled
            for pair, number, counted_on, delta in entries(shift):
                yield at, counted_on, pair * CELLS_PER_PAIR + number, delta, *places


def _place_numbers(tree: OrgTree) -> Callable[[tuple[str, ...]], tuple[int, ...]]:
    """The store's numbers of places, filled up with 0."""

    @cache
    def numbers(places: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(tree.units[code].id for code in places) + (0,) * (len(PLACE_COLUMNS) - len(places))

    return numbers
