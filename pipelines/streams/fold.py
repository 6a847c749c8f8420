"""Shifts -> one table of numbers, and its sums for every place on the paths: numpy over integer codes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipelines.domain.kpi import STORED_PER_BASIS
from pipelines.domain.tally import CELLS_PER_PAIR, Shift

Numbers = NDArray[np.int64]
_DAY_BITS, _CELL_BITS = 22, 16  # 9999-12-31 is day 3,652,059; a cell is below 25 pairs × 1000


@dataclass(frozen=True, slots=True)
class Folded:
    """Changes of cells in columns of one length: `path` numbers the (shard, path) pairs in `paths`; day 0 is stock."""

    paths: Sequence[tuple[str, tuple[str, ...]]]
    path: Numbers
    day: Numbers
    changed: Numbers
    cell: Numbers
    n: Numbers

    def where(self, chosen: NDArray[np.bool_]) -> "Folded":
        """Only the chosen rows."""
        columns = (self.path, self.day, self.changed, self.cell, self.n)
        return Folded(self.paths, *(column[chosen] for column in columns))

    def whenever(self) -> "Folded":
        """The same changes, without the day on which they came."""
        return replace(self, changed=np.zeros_like(self.changed))

    def summed(self, places: Callable[[str, tuple[str, ...]], Sequence[int]]) -> tuple[Numbers, ...]:
        """Columns place, day, changed, cell, n: one row for each place number that `places` gives a (shard, path)."""
        numbers = [places(*pair) for pair in self.paths]
        rows, place = _spread([len(own) for own in numbers], _numbers(n for own in numbers for n in own), self.path)
        when, days = np.unique(self.day << _DAY_BITS | self.changed, return_inverse=True)
        key = (place * len(when) + days[rows]) << _CELL_BITS | self.cell[rows]
        keys, index = np.unique(key, return_inverse=True)
        n = np.bincount(index, weights=self.n[rows], minlength=len(keys)).astype(np.int64)
        keys, n = keys[n != 0], n[n != 0]
        place, days = np.divmod(keys >> _CELL_BITS, max(len(when), 1))
        times = when[days]
        return place, times >> _DAY_BITS, times & (1 << _DAY_BITS) - 1, keys & (1 << _CELL_BITS) - 1, n


def fold(shifts: Iterable[tuple[str, Shift]]) -> Folded:
    """The cells of (shard, shift) pairs, one row for each cell of each shift."""
    paths: dict[tuple[str, tuple[str, ...]], int] = {}
    kinds: dict[tuple[tuple[int, int], ...], int] = {}
    found = [
        (paths.setdefault((shard, path), len(paths)), kinds.setdefault(cells, len(kinds)), *days)
        for shard, (_, path, days, cells) in shifts
    ]
    path, kind, *days = _numbers(one for row in found for one in row).reshape(-1, 5).T
    flat = _numbers(one for cells in kinds for pair in cells for one in pair).reshape(-1, 2)
    rows, index = _spread([len(cells) for cells in kinds], np.arange(len(flat)), kind)
    cell, n = flat[index].T
    basis = cell % CELLS_PER_PAIR // STORED_PER_BASIS
    day = np.choose(basis, [*(column[rows] for column in days), 0])
    return Folded(tuple(paths), path[rows], day, days[2][rows], cell, n)


def _numbers(values: Iterable[int]) -> Numbers:
    return np.fromiter(values, dtype=np.int64)


def _spread(lengths: Sequence[int], values: Numbers, chosen: Numbers) -> tuple[Numbers, Numbers]:
    """For groups of values laid end to end: the values of each chosen group, and which choice each belongs to."""
    length = _numbers(lengths)
    start, taken = np.cumsum(length) - length, length[chosen]
    rows = np.repeat(np.arange(len(chosen)), taken)
    offset = np.arange(len(rows)) - (np.cumsum(taken) - taken)[rows]
    return rows, values[start[chosen][rows] + offset]
