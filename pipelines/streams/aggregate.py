"""CaseChanges -> counts for each place on the path, by their days: pure, folded over the batch."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from pipelines.domain.kpi import STORED_PER_BASIS
from pipelines.domain.org import OrgTree
from pipelines.domain.tally import CELLS_PER_PAIR
from pipelines.streams.fold import Folded

HistoryRow = tuple[int, int, int, int, int, int, int]


def history(folded: Folded, tree: OrgTree) -> list[HistoryRow]:
    """Sorted (place id, basis, day, change day, number, bucket, n); for stock both days are the change day."""
    ids = np.array([tree.unit(code).id for _, code in folded.places], dtype=np.int64)
    place, day, changed, cell, n = folded.columns._replace(place=ids[folded.columns.place]).summed()
    pair, number = cell // CELLS_PER_PAIR, cell % CELLS_PER_PAIR
    day[day == 0] = changed[day == 0]
    columns = (place, number // STORED_PER_BASIS, day, changed, number, pair, n)
    return list(zip(*(column.tolist() for column in columns), strict=True))


class RowKey(NamedTuple):
    """One live row: a place in a shard, its stock (day None) or one of its days."""

    shard: str
    place: str
    day: date | None


@dataclass(slots=True)
class LiveCounts:
    """The live rows of all shards in memory, for stock and the days from `first` to `last`.

    A row maps bucket × 1000 + count number to n; zeros are left out.
    """

    first: date
    last: date
    rows: dict[RowKey, dict[int, int]] = field(default_factory=dict)

    def add(self, folded: Folded) -> set[RowKey]:
        """Count what falls on stock and on the live days; the keys of the rows it touched."""
        first, last = self.first.toordinal(), self.last.toordinal()
        days, touched = folded.columns.day, set[RowKey]()
        live = folded.columns.where((days == 0) | ((days >= first) & (days <= last)))
        columns = live._replace(changed=np.zeros_like(live.changed)).summed()
        rows = zip(*(column.tolist() for column in columns), strict=True)
        for (place, day), own in groupby(rows, key=itemgetter(0, 1)):
            shard, code = folded.places[place]
            key = RowKey(shard, code, date.fromordinal(day) if day else None)
            touched.add(key)
            row = self.rows.setdefault(key, {})
            for _, _, _, cell, n in own:
                row[cell] = row.get(cell, 0) + n
        return touched

    def row(self, key: RowKey) -> Mapping[int, int]:
        """The row without zeros."""
        return {cell: n for cell, n in self.rows.get(key, {}).items() if n}

    def of_shard(self, shard: str) -> list[RowKey]:
        """All rows of one shard."""
        return [key for key in self.rows if key.shard == shard]


def window(now_day: date) -> tuple[date, date]:
    """The days kept live: yesterday, today and tomorrow, so that midnight finds its rows waiting."""
    return date.fromordinal(now_day.toordinal() - 1), date.fromordinal(now_day.toordinal() + 1)
