"""Sums of the daily counts over spans of days, kept block by block until the worker touches them."""

from collections.abc import Collection, Sequence

import numpy as np
from sqlalchemy import BigInteger, Column, ColumnElement, Connection, Integer, Select, asc, desc, func, select

from db.day_blocks import BLOCK_DAYS, BlockCache, Days, Numbers, Side, block_of, read_touched, spans
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
_Key = tuple[int, tuple[int, ...], int | None, Days]
"""A place, the bases, the day before which things had changed, and the days that are counted."""
_MOST_BLOCKS_EVER = 1 << 20
_PLACE_AND_BLOCK = history.c.place.cast(BigInteger) * _MOST_BLOCKS_EVER + history.c.day // BLOCK_DAYS


def _sums(
    key: ColumnElement[int], places: Collection[int], bases: Sequence[int], days: Days, before: int | None
) -> Select[int, int, int]:
    """Key, cell and sum over the days; a cell is pair × 1000 + count number."""
    c = history.c
    query = select(key, _CELL, func.sum(c.n))
    query = query.where(c.place.in_(list(places)), c.basis.in_(list(bases)), c.day.between(*days))
    return (query if before is None else query.where(c.change_day < before)).group_by(key, _CELL)


def sums_by_day(place: int, bases: Sequence[int], days: Days) -> Select[int, int, int]:
    """Day (ordinal), cell and sum of one place."""
    c = history.c
    query = select(c.day, _CELL, func.sum(c.n))
    query = query.where(c.place == place, c.basis.in_(list(bases)), c.day.between(*days))
    return query.group_by(c.day, _CELL)


class HistorySums:
    """Sums of places, read within somebody's transaction: (cell, n) rows, in which a cell may stand several times.

    Days of more blocks than `most_blocks` are read at once, and nothing of them kept.
    """

    def __init__(self, most_blocks: int = MOST_BLOCKS) -> None:
        self._kept: BlockCache[_Key, Numbers] = BlockCache(MOST_KEPT)
        self._most_blocks = most_blocks

    def read(
        self,
        connection: Connection,
        places: Collection[int],
        bases: tuple[int, ...],
        days: Days,
        before: int | None = None,
    ) -> dict[int, list[Numbers]]:
        """Rows of each place for counts of the bases on the days; only what had changed before a day, if one is given.

        What does not hold any more is read, and kept.
        """
        parts = spans(*days)
        if len(parts) > self._most_blocks:
            found = read_sums(connection, _sums(history.c.place, places, bases, days, before))
            return {place: [found.get(place, NOTHING)] for place in places}
        touched = read_touched(connection, Side.COUNTED)
        wanted = [((place, bases, before, part), block_of(part)) for part in parts for place in places]
        kept = self._kept.find(touched, wanted)
        fresh = _read(connection, [key for key, block in wanted if (key, block) not in kept])
        self._kept.keep(touched, fresh)
        rows: dict[int, list[Numbers]] = {place: [] for place in places}
        for ((place, *_), _), own in (kept | fresh).items():
            rows[place].append(own)
        return rows


def _read(connection: Connection, missing: Sequence[_Key]) -> dict[tuple[_Key, int], Numbers]:
    """All that is missing at once: a part of a block begins or ends with the days, so no other day of it is read."""
    if not missing:
        return {}
    (_, bases, before, (first, _)), (*_, (_, last)) = missing[0], missing[-1]
    places = {place for place, *_ in missing}
    found = read_sums(connection, _sums(_PLACE_AND_BLOCK, places, bases, (first, last), before))
    keys = [(key, block_of(key[-1])) for key in missing]
    return {(key, block): found.get(key[0] * _MOST_BLOCKS_EVER + block, NOTHING) for key, block in keys}


def read_sums(connection: Connection, query: Select[int, int, int]) -> dict[int, Numbers]:
    """(cell, n) rows by place, or by day; what has none is left out.

    Rows are taken from the driver as they are: to make one of SQLAlchemy's costs more than to read it.
    """
    cursor = connection.execute(query).cursor
    rows = np.array(cursor.fetchall() if cursor else [], np.int64).reshape(-1, 3)
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    keys, starts = np.unique(rows[:, 0], return_index=True)
    return dict(zip(keys.tolist(), np.split(rows[:, 1:], starts)[1:], strict=True))
