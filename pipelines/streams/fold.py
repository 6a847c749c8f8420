"""Shifts -> the changes of every place on their paths, in columns: numpy over integer codes."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.domain.kpi import STORED_PER_BASIS
from pipelines.domain.tally import CELLS_PER_PAIR, Shift

Numbers = NDArray[np.int64]
_DAY_BITS, _CELL_BITS = 22, 16  # 9999-12-31 is day 3,652,059; a cell is below 25 pairs × 1000


class Columns(NamedTuple):
    """Changes of cells in columns of one length; day 0 is stock."""

    place: Numbers
    day: Numbers
    changed: Numbers
    cell: Numbers
    n: Numbers

    def where(self, chosen: NDArray[np.bool_]) -> "Columns":
        """Only the chosen rows."""
        return Columns(*(column[chosen] for column in self))

    def summed(self) -> "Columns":
        """One row for each place, day, day of change and cell, in this order; without those that come to nothing."""
        when, days = np.unique(self.day << _DAY_BITS | self.changed, return_inverse=True)
        key = (self.place * len(when) + days) << _CELL_BITS | self.cell
        keys, index = np.unique(key, return_inverse=True)
        n = np.bincount(index, weights=self.n, minlength=len(keys)).astype(np.int64)
        keys, n = keys[n != 0], n[n != 0]
        place, days = np.divmod(keys >> _CELL_BITS, max(len(when), 1))
        times = when[days]
        return Columns(place, times >> _DAY_BITS, times & (1 << _DAY_BITS) - 1, keys & (1 << _CELL_BITS) - 1, n)


class Folded(NamedTuple):
    """What shifts change, summed; `columns.place` numbers the (shard, place code) pairs in `places`."""

    places: Sequence[tuple[str, str]]
    columns: Columns


def fold(shifts: Iterable[tuple[str, Shift]]) -> Folded:
    """The cells of (shard, shift) pairs, for every place on their paths."""
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
    of_path = Columns(path[rows], day, days[2][rows], cell, n).summed()
    return _of_places(tuple(paths), of_path)


def joined(parts: Sequence[Folded]) -> Folded:
    """What all of them change; a place of several parts is numbered for each."""
    starts = np.cumsum([0, *(len(part.places) for part in parts[:-1])])
    columns = [part.columns._replace(place=part.columns.place + at) for part, at in zip(parts, starts, strict=True)]
    places = [place for part in parts for place in part.places]
    return Folded(places, Columns(*map(np.concatenate, zip(*columns, strict=True))))


def _of_places(paths: Sequence[tuple[str, tuple[str, ...]]], of_path: Columns) -> Folded:
    places: dict[tuple[str, str], int] = {}
    above = _numbers(places.setdefault((shard, code), len(places)) for shard, path in paths for code in path)
    rows, place = _spread([len(path) for _, path in paths], above, of_path.place)
    return Folded(tuple(places), Columns(place, *(column[rows] for column in of_path[1:])).summed())


def _numbers(values: Iterable[int]) -> Numbers:
    return np.fromiter(values, dtype=np.int64)


def _spread(lengths: Sequence[int], values: Numbers, chosen: Numbers) -> tuple[Numbers, Numbers]:
    """For groups of values laid end to end: the values of each chosen group, and which choice each belongs to."""
    length = _numbers(lengths)
    start, taken = np.cumsum(length) - length, length[chosen]
    rows = np.repeat(np.arange(len(chosen)), taken)
    offset = np.arange(len(rows)) - (np.cumsum(taken) - taken)[rows]
    return rows, values[start[chosen][rows] + offset]
