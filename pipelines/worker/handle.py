"""The loop: have the log folded, record, apply; and tell what time alone brings."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from redis import Redis

from db.case_store import CaseStore, DeadLetter, Recording, Span, SupersededError
from db.codec import to_millis
from db.engine import Database
from db.event_log import LogRow
from db.kpi_store import KpiStore
from db.org_store import OrgStore
from db.record_reader import RecordReader
from db.record_writer import Filed, Filing
from db.rule_store import RuleStore
from pipelines.domain.case import Case
from pipelines.domain.period import local_day
from pipelines.domain.record import Record, sheet_of
from pipelines.domain.record_counts import tally
from pipelines.streams.aggregate import history, window
from pipelines.streams.file_records import alarms_of, increments
from pipelines.worker.folder import FoldedBatch, letter_of
from pipelines.worker.folding import Folding
from pipelines.worker.live import LiveSide, load_counts


class Worker:
    """One owner of all shards: everything it knows can be made anew from the stores."""

    def __init__(self, database: Database, redis: Redis, zone: ZoneInfo, folding: Folding, now: datetime) -> None:
        self._cases = CaseStore(database.derived, RuleStore(database.log, zone).rules)
        self._kpi, self._org, self._records = KpiStore(redis), OrgStore(database.log), RecordReader(database.derived)
        self._zone, self._folding = zone, folding
        self._owner = self._cases.take_over()
        self._pos = self._owner.pos
        self._is_unsure = False
        self._as_of = 0
        self.has_more = True
        """Whether more may wait in the log than the last step took up."""
        self.live = self._load_live(self._local_day(now))

    def _local_day(self, instant: datetime) -> date:
        return local_day(instant, self._zone)

    def _load_live(self, today: date) -> LiveSide:
        first, last = window(today)
        self._tree = self._org.tree()
        counts = load_counts(self._cases, self._tree, first, last, self._local_day)
        return LiveSide(self._kpi, self._owner, counts, self._cases.watermarks())

    def step(self, now: datetime) -> int:
        """Take up the next batch of the log into SQL and memory; how many events it had. Redis is left to `flush`."""
        if self._is_unsure:
            self._start_over(now)
        batch = self._folding.batch(self._pos, now)
        if batch.stretch.to_pos > self._pos:
            self._take_up(batch)
        self._as_of, self.has_more = max(self._as_of, batch.as_of), batch.stretch.is_full
        today = self._local_day(now)
        if not self.live.counts.first < today < self.live.counts.last:
            self.live = self._load_live(today)
        return batch.count

    def _start_over(self, now: datetime) -> None:
        """From what SQL holds: the batch that failed may have been recorded all the same."""
        holder = self._cases.ownership()
        if holder is None or holder.epoch != self._owner.epoch:
            raise SupersededError("worker: another worker owns this database; stop one of the two")
        self._pos = holder.pos
        self._folding.forget()
        self.live = self._load_live(self._local_day(now))
        self._is_unsure = False

    def turned(self, now: datetime) -> list[Case]:
        """Open cases whose clock has turned by now."""
        return self._read(self._cases.turned(now))

    def climbing(self, now: datetime) -> list[Case]:
        """Open cases that have come to their next rung of supervision by now."""
        return self._read(self._cases.climbing(now))

    def _read(self, case_ids: Sequence[str]) -> list[Case]:
        return [file.case for file in self._cases.files(case_ids).values()]

    @property
    def is_ahead(self) -> bool:
        """Whether Redis lacks what was read of the log: the next flush should not wait."""
        return self.live.is_ahead

    def flush(self, turned_until: datetime | None = None) -> None:
        """Bring Redis up to what SQL holds: its figures are of no later instant than all clocks have turned until."""
        as_of = self._as_of if turned_until is None else min(self._as_of, to_millis(turned_until))
        self.live.flush(as_of)

    def _take_up(self, batch: FoldedBatch) -> None:
        filing, letters = self._file(batch.records)
        self._know_places(code for _, code in batch.folded.places)
        span = Span(self._owner.epoch, batch.stretch.from_pos, batch.stretch.to_pos, batch.watermarks)
        counted = history(batch.folded, self._tree)
        self._record(Recording(span, batch.rows, counted, [*batch.letters, *letters], filing))
        self._pos = span.to_pos
        self.live.add(batch.folded, span.watermarks)

    def _record(self, recording: Recording) -> None:
        try:
            self._cases.record(recording)
        except Exception:
            self._is_unsure = True
            raise

    def _file(self, records: Sequence[tuple[LogRow, Record]]) -> tuple[Filing, list[DeadLetter]]:
        self._know_places(code for _, record in records for code in record.path[-1:])
        filed, letters = list[Filed](), list[DeadLetter]()
        for row, record in records:
            try:
                filed.append(self._filed(row, record))
            except Exception as error:
                letters.append(letter_of(row, f"{type(error).__name__}: {error}"))
        old = self._records.sheets({one.sheet for one in filed}) if filed else {}
        new = [(one.sheet, one.record) for one in filed]
        counted = increments(new, old, self._tree, self._local_day)
        alarms = [(self._tree.unit(one.path[-1]).id, one) for one in alarms_of(new, old)]
        return Filing(filed, counted, alarms), letters

    def _filed(self, row: LogRow, record: Record) -> Filed:
        """Where a record belongs; any error, when it cannot be counted even alone."""
        tally([record], self._tree, self._local_day)
        day = self._local_day(record.occurred_at).toordinal()
        return Filed(row.pos, row.shard, row.seq, record, sheet_of(record, row.shard, day), day)

    def _know_places(self, codes: Iterable[str]) -> None:
        if any(code not in self._tree.units for code in codes):
            self._tree = self._org.tree()
