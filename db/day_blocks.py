"""Blocks of days: when the worker last touched one, so that what was read of it may be kept until then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from db.derived_tables import day_block, owner
from db.engine import upsert

BLOCK_DAYS = 16
Numbers = NDArray[np.int64]
Days = tuple[int, int]
"""The first and the last day of a span, as ordinals."""

K = TypeVar("K")
V = TypeVar("V")


class Side(IntEnum):
    """What has happened to a day of a block: something that is counted on it has changed, or it was changed on it."""

    COUNTED = 0
    CHANGED = 1


def spans(first: int, last: int) -> list[Days]:
    """The days in parts, each within one block."""
    blocks = range(first // BLOCK_DAYS, last // BLOCK_DAYS + 1) if first <= last else ()
    return [(max(first, block * BLOCK_DAYS), min(last, (block + 1) * BLOCK_DAYS - 1)) for block in blocks]


def block_of(days: Days) -> int:
    """The block that a part lies in."""
    return days[0] // BLOCK_DAYS


def touch(connection: Connection, side: Side, days: Iterable[int], pos: int) -> None:
    """Say that a batch up to a position of the log has touched these days."""
    row = upsert(connection.engine, day_block)
    row = row.on_conflict_do_update(index_elements=["side", "block"], set_={"pos": row.excluded.pos})
    rows = [{"side": side, "block": block, "pos": pos} for block in sorted({day // BLOCK_DAYS for day in days})]
    if rows:
        connection.execute(row, rows)


@dataclass(frozen=True, slots=True)
class Touched:
    """The position of the last batch that touched each block, in one incarnation of the derived side."""

    incarnation: str | None
    positions: Mapping[int, int]

    def mark(self, block: int) -> tuple[str | None, int]:
        """Equal as long as nothing in the block has been touched."""
        return self.incarnation, self.positions.get(block, 0)


def read_touched(connection: Connection, side: Side) -> Touched:
    """The marks of all blocks."""
    incarnation = connection.execute(select(owner.c.incarnation)).scalar()
    query = select(day_block.c.block, day_block.c.pos).where(day_block.c.side == side)
    return Touched(incarnation, {row.block: row.pos for row in connection.execute(query)})


class BlockCache(Generic[K, V]):
    """What was read of blocks, by a key and the block; each is kept until its block is touched."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[tuple[K, int], tuple[tuple[str | None, int], V]] = {}

    def find(self, touched: Touched, wanted: Iterable[tuple[K, int]]) -> dict[tuple[K, int], V]:
        """Those that still hold."""
        held = ((one, self._kept.get(one)) for one in wanted)
        return {one: found[1] for one, found in held if found is not None and found[0] == touched.mark(one[1])}

    def keep(self, touched: Touched, found: Mapping[tuple[K, int], V]) -> None:
        """Keep what has been read in the same transaction as the marks; all is let go when it becomes too much."""
        if len(self._kept) + len(found) > self._most:
            self._kept.clear()
        self._kept.update({one: (touched.mark(one[1]), value) for one, value in found.items()})
