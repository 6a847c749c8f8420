"""CaseChanges -> counts for each place on the path, by their days: pure, folded over the batch."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pipelines.domain.kpi import STORED_PER_BASIS
from pipelines.domain.tally import CaseChange, Entry, LocalDay

HistoryKey = tuple[str, int, int, int, int, int]


def history(changes: Iterable[CaseChange], local_day: LocalDay) -> Counter[HistoryKey]:
    """Increments by (place, basis, day, change day, number, bucket); for stock both days are the change day."""
    per_path: Counter[tuple[tuple[str, ...], date | None, date, int, int]] = Counter()
    for change in changes:
        for at, (number, pair, day), delta, path in change.entries:
            per_path[path, day, local_day(at), number, pair] += delta
    sums: Counter[HistoryKey] = Counter()
    for (path, day, changed, number, pair), n in per_path.items():
        change_day = changed.toordinal()
        rest = (number // STORED_PER_BASIS, day.toordinal() if day else change_day, change_day, number, pair)
        for place in path:
            sums[(place, *rest)] += n
    return sums


@dataclass(frozen=True, slots=True)
class RowKey:
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
    rows: dict[RowKey, Counter[int]] = field(default_factory=dict)

    def add(self, shard: str, entries: Iterable[Entry]) -> set[RowKey]:
        """Fold entries in; the keys of the rows they touched."""
        sums: Counter[tuple[tuple[str, ...], date | None, int]] = Counter()
        for _, (number, pair, day), delta, path in entries:
            if day is None or self.first <= day <= self.last:
                sums[path, day, pair * 1000 + number] += delta
        touched = set[RowKey]()
        for (path, day, cell), n in sums.items():
            for place in path if n else ():
                key = RowKey(shard, place, day)
                self.rows.setdefault(key, Counter())[cell] += n
                touched.add(key)
        return touched

    def row(self, key: RowKey) -> Mapping[int, int]:
        """The row without zeros."""
        return {cell: n for cell, n in self.rows.get(key, Counter()).items() if n}

    def of_shard(self, shard: str) -> list[RowKey]:
        """All rows of one shard."""
        return [key for key in self.rows if key.shard == shard]


def window(now_day: date) -> tuple[date, date]:
    """The days kept live: yesterday, today and tomorrow, so that midnight finds its rows waiting."""
    return date.fromordinal(now_day.toordinal() - 1), date.fromordinal(now_day.toordinal() + 1)
