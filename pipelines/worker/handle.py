"""The loop: tail the log, track, record, aggregate, apply; and post what time alone brings."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from db.case_store import CaseStore, DeadLetter, Recording, Span, SupersededError
from db.codec import to_millis
from db.event_log import EventLog, LogRow
from db.kpi_store import KpiStore
from db.lapse_rows import lapse_rows
from db.org_store import OrgStore
from db.record_reader import RecordReader
from db.record_writer import Filed, Filing
from pipelines.domain.case import Case, CaseFile
from pipelines.domain.event import CaseEvent
from pipelines.domain.lapse import LapseMeter
from pipelines.domain.record import Record, sheet_of
from pipelines.domain.record_counts import tally
from pipelines.domain.standing import LocalDay
from pipelines.domain.tally import CaseChange
from pipelines.domain.work_clock import WorkClock
from pipelines.streams.aggregate import history, window
from pipelines.streams.file_records import alarms_of, increments
from pipelines.streams.fold import fold
from pipelines.streams.track import track
from pipelines.worker.live import LiveSide, load_counts

BATCH = 16_000
CACHED_FILES = 20_000


@dataclass(frozen=True, slots=True)
class Stores:
    """What the worker reads and writes."""

    log: EventLog
    cases: CaseStore
    kpi: KpiStore
    org: OrgStore
    records: RecordReader


class Worker:
    """One owner of all shards: everything it knows can be made anew from the stores."""

    def __init__(self, stores: Stores, local_day: LocalDay, zone: ZoneInfo, now: datetime) -> None:
        self._stores = stores
        self._local_day = local_day
        self._zone = zone
        self._meter = lru_cache(1)(lambda calendar: LapseMeter(local_day, WorkClock(calendar)))
        self._owner = stores.cases.take_over()
        self._pos = self._owner.pos
        self._is_unsure = False
        self._as_of = 0
        self._tree = stores.org.tree()
        self._files: OrderedDict[str, CaseFile] = OrderedDict()
        self.live = self._load_live(local_day(now))

    def _load_live(self, today: date) -> LiveSide:
        first, last = window(today)
        counts = load_counts(self._stores.cases, self._tree, first, last, self._local_day)
        return LiveSide(self._stores.kpi, self._owner, counts, self._stores.cases.watermarks())

    def step(self, now: datetime) -> int:
        """Take up the next batch of the log into SQL and memory; how many events it had. Redis is left to `flush`.

        `as_of` moves to `now` when the log was read to its end, else to when the batch's last event came in.
        """
        if self._is_unsure:
            self._start_over(now)
        rows = self._stores.log.read_on(self._pos, BATCH)
        if rows:
            self._handle(rows)
        self._as_of = to_millis(now) if len(rows) < BATCH else rows[-1].received_at
        today = self._local_day(now)
        if not self.live.counts.first < today < self.live.counts.last:
            self.live = self._load_live(today)
        return len(rows)

    def _start_over(self, now: datetime) -> None:
        """From what SQL holds: the batch that failed may have been recorded all the same."""
        holder = self._stores.cases.ownership()
        if holder is None or holder.epoch != self._owner.epoch:
            raise SupersededError("worker: another worker owns this database; stop one of the two")
        self._pos = holder.pos
        self._files.clear()
        self.live = self._load_live(self._local_day(now))
        self._is_unsure = False

    def turned(self, now: datetime) -> list[Case]:
        """Open cases whose clock has turned by now."""
        return [file.case for file in self._load(set(self._stores.cases.turned(now))).values()]

    @property
    def is_ahead(self) -> bool:
        """Whether Redis lacks what was read of the log: the next flush should not wait."""
        return self.live.is_ahead

    def climbing(self, now: datetime) -> list[Case]:
        """Open cases that have come to their next rung of supervision by now."""
        return [file.case for file in self._load(set(self._stores.cases.climbing(now))).values()]

    def flush(self) -> None:
        """Bring Redis up to what SQL holds."""
        self.live.flush(self._as_of)

    def _handle(self, rows: Sequence[LogRow]) -> None:
        read = _decoded(rows)
        rules = self._stores.cases.rules()
        events = [(row.shard, event) for row, event in read.events]
        files = self._load({event.case_id for _, event in events})
        self._know_places(code for _, event in events for code in (*event.path[-1:], *event.holders))
        self._know_places(code for _, record in read.records for code in record.path[-1:])
        changes, poisons = track(files, events, self._local_day, rules)
        filing, letters = self._file(read.records)
        letters += read.letters + [_letter(read.events[poison.index][0], poison.reason) for poison in poisons]
        folded = fold((change.file.shard, shift) for change in changes for shift in change.shifts)
        span = Span(self._owner.epoch, self._pos, rows[-1].pos, {row.shard: row.seq for row in rows})
        lapses = lapse_rows(changes, self._meter(rules.calendar(self._zone)))
        self._record(Recording(span, changes, history(folded, self._tree), lapses, letters, filing))
        self._pos = span.to_pos
        self._keep(changes)
        self.live.add(folded, span.watermarks)

    def _record(self, recording: Recording) -> None:
        try:
            self._stores.cases.record(recording, self._tree)
        except Exception:
            self._is_unsure = True
            raise

    def _file(self, records: Sequence[tuple[LogRow, Record]]) -> tuple[Filing, list[DeadLetter]]:
        filed, letters = list[Filed](), list[DeadLetter]()
        for row, record in records:
            try:
                filed.append(self._filed(row, record))
            except Exception as error:
                letters.append(_letter(row, f"{type(error).__name__}: {error}"))
        old = self._stores.records.sheets({one.sheet for one in filed}) if filed else {}
        new = [(one.sheet, one.record) for one in filed]
        counted = increments(new, old, self._tree, self._local_day)
        alarms = [(self._tree.unit(one.path[-1]).id, one) for one in alarms_of(new, old)]
        return Filing(filed, counted, alarms), letters

    def _filed(self, row: LogRow, record: Record) -> Filed:
        """Where a record belongs; any error, when it cannot be counted even alone."""
        tally([record], self._tree, self._local_day)
        day = self._local_day(record.occurred_at).toordinal()
        return Filed(row.pos, row.shard, row.seq, record, sheet_of(record, row.shard, day), day)

    def _load(self, case_ids: set[str]) -> dict[str, CaseFile]:
        known = {case_id: self._files[case_id] for case_id in case_ids if case_id in self._files}
        missing = case_ids - known.keys()
        return known | (self._stores.cases.files(missing) if missing else {})

    def _keep(self, changes: Iterable[CaseChange]) -> None:
        for case_id, file in {change.file.case.case_id: change.file for change in changes}.items():
            self._files[case_id] = file
            self._files.move_to_end(case_id)
        while len(self._files) > CACHED_FILES:
            self._files.popitem(last=False)

    def _know_places(self, codes: Iterable[str]) -> None:
        if any(code not in self._tree.units for code in codes):
            self._tree = self._stores.org.tree()


@dataclass(frozen=True, slots=True)
class _Read:
    """The rows of a batch by what they hold, and what could not be read."""

    events: list[tuple[LogRow, CaseEvent]] = field(default_factory=list)
    records: list[tuple[LogRow, Record]] = field(default_factory=list)
    letters: list[DeadLetter] = field(default_factory=list)


def _decoded(rows: Sequence[LogRow]) -> _Read:
    read = _Read()
    for row in rows:
        try:
            entry = row.entry()
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            read.letters.append(_letter(row, f"broken body: {error}"))
            continue
        if isinstance(entry, CaseEvent):
            read.events.append((row, entry))
        else:
            read.records.append((row, entry))
    return read


def _letter(row: LogRow, reason: str) -> DeadLetter:
    return DeadLetter(row.pos, row.shard, row.seq, reason, row.body)
