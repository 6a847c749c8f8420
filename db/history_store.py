"""Figures from SQL: counts per place and day, folded from every change; one answer is one transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

import numpy as np
from sqlalchemy import Connection, Engine, func, select

from db.codec import to_millis
from db.day_blocks import Days, Numbers
from db.day_moves import DayMoves
from db.derived_tables import cases, change, history, watermark
from db.engine import reading
from db.history_sums import DAILY, NOTHING, STOCK, HistorySums, read_extent, read_sums, sums_by_day
from db.moved_sums import read_moved
from pipelines.domain.boundary import Ground
from pipelines.domain.kpi import BASES, STORED_PER_BASIS, Basis, count_number
from pipelines.domain.org import OrgTree
from pipelines.domain.tally import CELLS_PER_PAIR

Cells = dict[int, dict[int, int]]
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class AsOf:
    """A moment in the past: the local day it falls on, and the instant itself."""

    day: date
    instant: datetime


@dataclass(frozen=True, slots=True)
class HistoryAnswer(Generic[K]):
    """Counts by place or day: pair -> number -> n, with the watermark of the shards they were read at."""

    cells: Mapping[K, Cells]
    watermark: Mapping[str, int]
    simulated: frozenset[str]


class HistoryStore:
    """Reads the daily counts; the worker's CaseStore writes them."""

    def __init__(self, engine: Engine, sums: HistorySums | None = None) -> None:
        self._engine = engine
        self._sums = sums or HistorySums()
        self._moves = DayMoves()

    def read(
        self,
        places: Sequence[str],
        first: date,
        last: date,
        tree: OrgTree,
        as_of: AsOf | None = None,
        ground: Ground | None = None,
        bases: Collection[Basis] = BASES,
    ) -> HistoryAnswer[str]:
        """Counts of the places over the days, in their state now or as it stood at an earlier instant.

        With a `ground` one place is asked about, and counted as if that had always been its own. Of the bases that are
        not asked for there may be some counts, but not all.
        """
        codes, days = {tree.unit(place).id: place for place in places}, (first.toordinal(), last.toordinal())
        with reading(self._engine) as connection:
            asked = (connection, codes, _numbers(bases), days)
            parts = self._now(*asked) if as_of is None else self._then(*asked, as_of, tree)
            if ground is not None:
                (unit,), until = map(tree.unit, places), to_millis(as_of.instant) if as_of else None
                parts[unit.id].append(read_moved(connection, unit, ground, days, until))
            return _answer(connection, {code: _cells(parts[number]) for number, code in codes.items()})

    def _now(
        self, connection: Connection, places: Collection[int], bases: tuple[int, ...], days: Days
    ) -> dict[int, list[Numbers]]:
        begun, end = read_extent(connection, change.c.day, cases.c.due_day)
        daily = self._sums.read(connection, places, _daily(bases), (max(days[0], begun), min(days[1], end)))
        stock = self._stock(connection, places, days[1]) if STOCK in bases else {}
        return {place: daily[place] + stock.get(place, []) for place in places}

    def _stock(self, connection: Connection, places: Collection[int], last: int) -> dict[int, list[Numbers]]:
        """Stock at the end of a day: all that has changed it so far."""
        begun, end = read_extent(connection, change.c.day)
        return self._sums.read(connection, places, (STOCK,), (begun, min(last, end)))

    def _then(
        self,
        connection: Connection,
        places: Collection[int],
        bases: tuple[int, ...],
        days: Days,
        as_of: AsOf,
        tree: OrgTree,
    ) -> dict[int, list[Numbers]]:
        """What had changed before the day of `as_of`, and on that day up to the instant."""
        today = as_of.day.toordinal()
        daily = self._sums.read(connection, places, _daily(bases), days, before=today)
        stock = self._stock(connection, places, min(days[1], today - 1))
        moves, instant = self._moves.read(connection, today, tree), to_millis(as_of.instant)
        return {place: [*stock[place], *daily[place], moves.until(instant, place, days)] for place in places}

    def by_day(self, place: int, first: date, last: date) -> dict[date, Cells]:
        """Cohort, due and flow counts of a place for each day that has any, in their state now."""
        with reading(self._engine) as connection:
            found = read_sums(connection, sums_by_day(place, DAILY, (first.toordinal(), last.toordinal())))
        return {date.fromordinal(day): _cells([rows]) for day, rows in found.items()}

    def closed_days(self, place: int, first: date, last: date) -> HistoryAnswer[date]:
        """All counts of a place for each day, as they stood at the day's own end."""
        days = (first.toordinal(), last.toordinal())
        with reading(self._engine) as connection:
            query = sums_by_day(place, DAILY, days).where(history.c.change_day <= history.c.day)
            daily = read_sums(connection, query)
            steps = read_sums(connection, sums_by_day(place, (STOCK,), days))
            stock = self._stock(connection, [place], days[0] - 1)[place]
            cells: dict[date, Cells] = {}
            for day in range(days[0], days[1] + 1):
                stock = [*stock, steps.get(day, NOTHING)]
                cells[date.fromordinal(day)] = _cells([*stock, daily.get(day, NOTHING)])
            return _answer(connection, cells)

    def reports(self, place: int, first: date, last: date) -> list[tuple[int, int, int]]:
        """How many were reported at or below a place: (day as ordinal, pair, n)."""
        c, number = history.c, count_number(Basis.COHORT, "reported")
        query = select(c.day, c.bucket, func.sum(c.n)).where(c.place == place, c.basis == number // STORED_PER_BASIS)
        query = query.where(c.day.between(first.toordinal(), last.toordinal()), c.number == number)
        with reading(self._engine) as connection:
            return [(day, pair, int(n)) for day, pair, n in connection.execute(query.group_by(c.day, c.bucket))]

    def first_turn(self) -> int | None:
        """When the clock of a case turns next, or has turned without being taken up yet; epoch ms."""
        with reading(self._engine) as connection:
            return connection.execute(select(func.min(cases.c.turns_at)).where(cases.c.turns_at.is_not(None))).scalar()

    def first_day(self) -> date | None:
        """The first day on which anything was counted; None while nothing is."""
        with reading(self._engine) as connection:
            begun, end = read_extent(connection, change.c.day)
        return date.fromordinal(begun) if begun <= end else None

    def watermarks(self) -> dict[str, int]:
        """The last applied number by shard."""
        return {shard: seq for shard, (seq, _) in self.marks().items()}

    def marks(self) -> dict[str, tuple[int, bool]]:
        """By shard: the last applied number, and whether simulated data are in it."""
        with reading(self._engine) as connection:
            return {row.shard: (row.seq, row.simulated) for row in connection.execute(select(watermark))}


def _numbers(bases: Collection[Basis]) -> tuple[int, ...]:
    """As they stand in the tables."""
    return tuple(n for n, basis in enumerate(BASES) if basis in bases)


def _daily(bases: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(n for n in bases if n != STOCK)


def _answer(connection: Connection, cells: Mapping[K, Cells]) -> HistoryAnswer[K]:
    marks = connection.execute(select(watermark)).all()
    simulated = frozenset(row.shard for row in marks if row.simulated)
    return HistoryAnswer(cells, {row.shard: row.seq for row in marks}, simulated)


def _cells(parts: Sequence[Numbers]) -> Cells:
    """Pair -> count number -> n, of (cell, n) rows in which a cell may stand several times."""
    rows = np.concatenate([NOTHING, *parts])
    keys, index = np.unique(rows[:, 0], return_inverse=True)
    totals = np.bincount(index, weights=rows[:, 1], minlength=len(keys)).astype(np.int64)
    cells: Cells = {}
    for key, n in zip(keys.tolist(), totals.tolist(), strict=True):
        pair, number = divmod(key, CELLS_PER_PAIR)
        cells.setdefault(pair, {})[number] = n
    return cells
