"""Live figures against those recomputed from SQL, shard by shard at one watermark; safe while the worker works."""

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from redis import Redis

from db.case_reader import CaseReader, Ownership
from db.engine import Database, one_state
from db.kpi_store import Flush, KpiStore, LiveRow, Verdict, Window
from db.live_copy import LiveCopy, copy_shard
from db.org_store import OrgStore
from pipelines.domain.errors import StoreError
from pipelines.domain.rules import Rules
from pipelines.domain.standing import LocalDay
from pipelines.streams.aggregate import LiveCounts, RowKey
from pipelines.worker.live import load_counts

PATIENCE_SECONDS = 20.0
PAUSE_SECONDS = 0.01
MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell of a live row, and what it should hold; `live` is None in a row that cannot be read.

    `cell` is None where such a row should not be at all.
    """

    row: RowKey
    cell: int | None
    live: int | None
    true: int


@dataclass(frozen=True, slots=True)
class Compared:
    """One shard: what Redis held, what SQL says at the same watermark, and where the two differ."""

    shard: str
    owner: Ownership
    live: LiveCopy
    truth: LiveCounts

    def differences(self) -> Iterator[Difference]:
        """By day and place."""
        rows = {*(RowKey(self.shard, *key) for key in self.live.rows), *self.truth.of_shard(self.shard)}
        for row in sorted(rows, key=lambda one: (str(one.day or ""), one.place)):
            yield from _of_row(row, self.live.rows.get((row.place, row.day), {}), self.truth.row(row))


def _of_row(row: RowKey, live: Mapping[int, int] | None, true: Mapping[int, int]) -> Iterator[Difference]:
    if live is None:
        yield from (Difference(row, cell, None, n) for cell, n in true.items() or ((None, 0),))
        return
    for cell in sorted(live.keys() | true.keys()):
        if live.get(cell, 0) != true.get(cell, 0):
            yield Difference(row, cell, live.get(cell, 0), true.get(cell, 0))


class Reconciliation:
    """Compares, and mends what differs through the script by which the worker writes."""

    def __init__(self, database: Database, redis: Redis, local_day: LocalDay, rules: Callable[[], Rules]) -> None:
        self._cases, self._org = CaseReader(database.derived, rules), OrgStore(database.log)
        self._engine = database.derived
        self._redis, self._kpi = redis, KpiStore(redis)
        self._local_day = local_day

    def shards(self) -> list[str]:
        """All that there is to compare."""
        return sorted(self._cases.watermarks())

    def run(self, is_mending: bool, tell: Callable[[str], None]) -> Iterator[Difference]:
        """Every difference; `tell` hears of each shard that is done. StoreError when one never stands still."""
        pending, tries = set(self.shards()), Counter[str]()
        end = time.monotonic() + PATIENCE_SECONDS
        while pending:
            found = self._compare(pending)
            for one in found:
                differences = list(one.differences())
                if differences and is_mending and not self._mend(one, differences):
                    tries[one.shard] += 1
                    continue
                pending.remove(one.shard)
                tell(one.shard)
                yield from differences
            if found:
                end = time.monotonic() + PATIENCE_SECONDS
            self._check_patience(pending, tries, end)

    def _compare(self, pending: Collection[str]) -> list[Compared]:
        """Those shards whose rows are, right now, of the same watermark in Redis and in SQL."""
        with one_state(self._engine):
            owner, marks = self._cases.ownership(), self._cases.watermarks()
            level = [shard for shard, seq in self._kpi.watermarks(sorted(pending)).items() if seq == marks[shard]]
            copies = {shard: copy_shard(self._redis, shard) for shard in level}
            live = {
                shard: copy
                for shard, copy in copies.items()
                if copy and owner and (copy.seq, copy.incarnation) == (marks[shard], owner.incarnation)
            }
            truth = {window: self._truth(window, live) for window in {copy.window for copy in live.values()}}
        return [Compared(shard, owner, copy, truth[copy.window]) for shard, copy in live.items() if owner]

    def _truth(self, window: Window, shards: Collection[str]) -> LiveCounts:
        return load_counts(self._cases, self._org.tree(), window.first, window.last, self._local_day, shards)

    def _mend(self, one: Compared, differences: Collection[Difference]) -> bool:
        """Write the true rows, unless the shard has moved on since it was compared."""
        rows = [LiveRow(row.place, row.day, one.truth.row(row)) for row in {found.row for found in differences}]
        flush = Flush(one.shard, one.live.seq, one.live.seq, rows)
        return self._kpi.write([flush], one.owner, one.live.as_of, one.live.window) == [Verdict.OK]

    def _check_patience(self, pending: Collection[str], tries: Counter[str], end: float) -> None:
        for shard in sorted(pending):
            if tries[shard] >= MOST_TRIES:
                way_out = "restart the worker, which writes all of it anew"
                raise StoreError(f"shard {shard}: moves on too fast to be mended; {way_out}")
            if time.monotonic() > end:
                applied, live = self._cases.watermarks().get(shard), self._kpi.watermarks([shard]).get(shard)
                fault = f"Redis stands at {live}, SQL at {applied}"
                raise StoreError(f"shard {shard}: {fault}; see whether the worker runs with `threecenter doctor`")
        time.sleep(PAUSE_SECONDS if pending else 0)
