"""Sums of the daily counts over spans of days; those of whole blocks are kept until the worker touches them."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from sqlalchemy import Column, Connection, Integer, Select, asc, desc, func, select

from db.day_blocks import BlockCache, Days, Numbers, Side, days_of, read_touched, split
from db.derived_tables import history
from pipelines.domain.kpi import BASES, Basis
from pipelines.domain.tally import CELLS_PER_PAIR

STOCK = BASES.index(Basis.STOCK)
DAILY = tuple(n for n in range(len(BASES)) if n != STOCK)
MOST_KEPT = 20_000
MOST_BLOCKS = 500
NOTHING: Numbers = np.empty((0, 2), np.int64)
"""No (cell, n) rows."""


def read_extent(connection: Connection, *columns: Column[int]) -> Days:
    """The first and the last day in columns that have an index; (1, 0) when there is none.

    In order, and not by min and max: so the index serves a union of two tables too.
    """
    ends = [
        connection.execute(select(column).where(column.is_not(None)).order_by(order(column)).limit(1)).scalar()
        for order in (asc, desc)
        for column in columns
    ]
    firsts, lasts = ends[: len(columns)], ends[len(columns) :]
    return min(filter(None, firsts), default=1), max(filter(None, lasts), default=0)


_CELL = history.c.bucket.cast(Integer) * CELLS_PER_PAIR + history.c.number
_Key = tuple[int, tuple[int, ...]]


def sums(places: Collection[int], bases: Sequence[int], days: Days) -> Select[int, int, int]:
    """Place, cell and sum over the days; a cell is pair × 1000 + count number."""
    c = history.c
    query = select(c.place, _CELL, func.sum(c.n))
    query = query.where(c.place.in_(list(places)), c.basis.in_(list(bases)), c.day.between(*days))
    return query.group_by(c.place, _CELL)


def sums_by_day(place: int, bases: Sequence[int], days: Days) -> Select[int, int, int]:
    """Day (ordinal), cell and sum of one place."""
    c = history.c
    query = select(c.day, _CELL, func.sum(c.n))
    query = query.where(c.place == place, c.basis.in_(list(bases)), c.day.between(*days))
    return query.group_by(c.day, _CELL)


class HistorySums:
    """Sums of places, read within somebody's transaction: (cell, n) rows, in which a cell may stand several times.

    A span of more blocks than `most_blocks` is read at once, and nothing of it kept.
    """

    def __init__(self, most_blocks: int = MOST_BLOCKS) -> None:
        self._kept: BlockCache[_Key, Numbers] = BlockCache(MOST_KEPT)
        self._most_blocks = most_blocks

    def read(
        self, connection: Connection, places: Collection[int], bases: tuple[int, ...], days: Days
    ) -> dict[int, list[Numbers]]:
        """Rows of each place for counts of the bases on the days."""
        blocks, around = split(*days)
        if len(blocks) > self._most_blocks:
            blocks, around = range(0), [days]
        parts: dict[int, list[Numbers]] = {place: [] for place in places}
        for span in around:
            for place, rows in read_sums(connection, sums(places, bases, span)).items():
                parts[place].append(rows)
        for ((place, _), _), rows in self._whole(connection, places, bases, blocks).items():
            parts[place].append(rows)
        return parts

    def _whole(
        self, connection: Connection, places: Collection[int], bases: tuple[int, ...], blocks: range
    ) -> Mapping[tuple[_Key, int], Numbers]:
        """Rows by place and block; only what does not hold any more is read."""
        touched = read_touched(connection, Side.COUNTED)
        found = self._kept.find(touched, [((place, bases), block) for block in blocks for place in places])
        fresh: dict[tuple[_Key, int], Numbers] = {}
        for block in blocks:
            missing = [place for place in places if ((place, bases), block) not in found]
            read = read_sums(connection, sums(missing, bases, days_of(block))) if missing else {}
            fresh |= {((place, bases), block): read.get(place, NOTHING) for place in missing}
        self._kept.keep(touched, fresh)
        return found | fresh


def read_sums(connection: Connection, query: Select[int, int, int]) -> dict[int, Numbers]:
    """(cell, n) rows by place, or by day; what has none is left out.

    Rows are taken from the driver as they are: to make one of SQLAlchemy's costs more than to read it.
    """
    cursor = connection.execute(query).cursor
    rows = np.array(cursor.fetchall() if cursor else [], np.int64).reshape(-1, 3)
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    keys, starts = np.unique(rows[:, 0], return_index=True)
    return dict(zip(keys.tolist(), np.split(rows[:, 1:], starts)[1:], strict=True))
