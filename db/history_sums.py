"""Sums of the daily counts over spans of days; those of whole blocks are kept until the worker touches them."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from sqlalchemy import Connection, Select, func, select

from db.day_blocks import BlockCache, Days, Numbers, Side, days_of, read_touched, split
from db.tables import cases, change, history
from pipelines.domain.kpi import BASES, STORED_PER_BASIS, Basis
from pipelines.domain.tally import CELLS_PER_PAIR

STOCK = BASES.index(Basis.STOCK)
DAILY = tuple(n for n in range(len(BASES)) if n != STOCK)
MOST_KEPT = 20_000


def read_extent(connection: Connection) -> Days:
    """The first and the last day on which anything is counted; (1, 0) when nothing is."""
    ends = [
        connection.execute(select(of(column)).where(column.is_not(None))).scalar()
        for of in (func.min, func.max)
        for column in (change.c.day, cases.c.due_day)
    ]
    return min(filter(None, ends[:2]), default=1), max(filter(None, ends[2:]), default=0)


def sums(places: Collection[int], bases: Sequence[int], days: Days) -> Select[int, int, int]:
    """Place, cell and sum over the days; a cell is pair × 1000 + count number."""
    c = history.c
    cell = c.bucket * CELLS_PER_PAIR + c.number
    query = select(c.place, cell, func.sum(c.n))
    query = query.where(c.place.in_(list(places)), c.basis.in_(list(bases)), c.day.between(*days))
    return query.group_by(c.place, cell)


class HistorySums:
    """Sums of places, read within somebody's transaction: (cell, n) rows, in which a cell may stand several times."""

    def __init__(self) -> None:
        self._kept: BlockCache[int, Numbers] = BlockCache(MOST_KEPT)

    def read(
        self, connection: Connection, places: Collection[int], bases: Sequence[int], days: Days
    ) -> dict[int, list[Numbers]]:
        """Rows of each place for counts of the bases on the days."""
        blocks, around = split(*days)
        parts: dict[int, list[Numbers]] = {place: [] for place in places}
        for span in around:
            for place, rows in read_sums(connection, sums(places, bases, span)).items():
                parts[place].append(rows)
        for (place, _), rows in self._whole(connection, places, blocks).items():
            parts[place].append(rows[np.isin(rows[:, 0] % CELLS_PER_PAIR // STORED_PER_BASIS, bases)])
        return parts

    def _whole(
        self, connection: Connection, places: Collection[int], blocks: range
    ) -> Mapping[tuple[int, int], Numbers]:
        """Rows of all bases by place and block; only what does not hold any more is read."""
        touched = read_touched(connection, Side.COUNTED)
        found = self._kept.find(touched, [(place, block) for block in blocks for place in places])
        fresh: dict[tuple[int, int], Numbers] = {}
        for block in blocks:
            missing = [place for place in places if (place, block) not in found]
            read = read_sums(connection, sums(missing, (*DAILY, STOCK), days_of(block))) if missing else {}
            fresh |= {(place, block): read.get(place, _NOTHING) for place in missing}
        self._kept.keep(touched, fresh)
        return found | fresh


_NOTHING: Numbers = np.empty((0, 2), np.int64)


def read_sums(connection: Connection, query: Select[int, int, int]) -> dict[int, Numbers]:
    """(cell, n) rows by place; places without any are left out."""
    found: dict[int, list[tuple[int, int]]] = {}
    for place, cell, n in connection.execute(query):
        found.setdefault(place, []).append((cell, int(n)))
    return {place: np.array(rows, np.int64) for place, rows in found.items()}
