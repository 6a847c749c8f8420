"""The folding side of the worker: a stretch of the log in, rows for the stores out. It only reads."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

import msgspec

from db.case_changes import CaseRows, case_rows
from db.case_reader import CaseReader
from db.case_store import DeadLetter
from db.codec import to_millis
from db.engine import Database
from db.event_log import EventLog, LogRow
from db.org_store import OrgStore
from db.rule_store import RuleStore
from pipelines.domain.case import CaseFile
from pipelines.domain.event import CaseEvent
from pipelines.domain.lapse import LapseMeter
from pipelines.domain.period import local_day
from pipelines.domain.record import Record
from pipelines.domain.tally import CaseChange
from pipelines.domain.work_clock import WorkClock
from pipelines.streams.aggregate import HistoryRow, history
from pipelines.streams.fold import NOTHING, Folded, fold
from pipelines.streams.track import track

BATCH = 16_000
CACHED_FILES = 20_000
"""No fewer than a batch: what the last one changed may not be in SQL yet when the next one is folded."""


@dataclass(frozen=True, slots=True)
class FoldedBatch:
    """The events after a position, ready for the stores; the records among them, each with its row, as they came.

    The log is known up to `as_of`, epoch milliseconds: when the batch was asked for, else, when it `is_full` and more
    may wait, when its last event came in.
    """

    from_pos: int
    to_pos: int
    count: int
    as_of: int
    is_full: bool
    watermarks: dict[str, int]
    rows: CaseRows = field(default_factory=CaseRows)
    increments: Sequence[HistoryRow] = ()
    folded: Folded = NOTHING
    records: Sequence[tuple[LogRow, Record]] = ()
    letters: Sequence[DeadLetter] = ()


class Folding(Protocol):
    """Who folds: this process, or one of its own."""

    def batch(self, pos: int, now: datetime) -> FoldedBatch:
        """What stands in the log after a position; StoreError when a store does not answer."""

    def forget(self) -> None:
        """Know of cases only what SQL holds: a batch that was folded has not been recorded."""


class Folder:
    """Folds in this process, so many events at once; keeps the files of the cases that were changed last."""

    def __init__(self, database: Database, zone: ZoneInfo, size: int = BATCH) -> None:
        rules = RuleStore(database.log, zone).rules
        self._log, self._org = EventLog(database.log), OrgStore(database.log)
        self._cases = CaseReader(database.derived, rules)
        self._zone, self._size = zone, size
        self._meter = lru_cache(1)(lambda calendar: LapseMeter(self._day, WorkClock(calendar)))
        self._tree = self._org.tree()
        self._files: OrderedDict[str, CaseFile] = OrderedDict()

    def batch(self, pos: int, now: datetime) -> FoldedBatch:
        """The next batch after a position."""
        rows = self._log.read_on(pos, self._size)
        is_full = len(rows) == self._size
        as_of = rows[-1].received_at if is_full else to_millis(now)
        if not rows:
            return FoldedBatch(pos, pos, 0, as_of, is_full, {})
        heads = {row.shard: row.seq for row in rows}
        return self._folded(rows, FoldedBatch(pos, rows[-1].pos, len(rows), as_of, is_full, heads))

    def forget(self) -> None:
        """Take every case from SQL again."""
        self._files.clear()

    def _folded(self, rows: Sequence[LogRow], batch: FoldedBatch) -> FoldedBatch:
        read, rules = _decoded(rows), self._cases.rules()
        events = [(row.shard, event) for row, event in read.events]
        self._know_places(code for _, event in events for code in (*event.path[-1:], *event.holders))
        files = self._load({event.case_id for _, event in events})
        changes, poisons = track(files, events, self._day, rules)
        folded = fold((change.file.shard, shift) for change in changes for shift in change.shifts)
        found = replace(
            batch,
            rows=case_rows(changes, self._tree, self._meter(rules.calendar(self._zone))),
            increments=history(folded, self._tree),
            folded=folded,
            records=read.records,
            letters=read.letters + [letter_of(read.events[one.index][0], one.reason) for one in poisons],
        )
        self._keep(changes)
        return found

    def _day(self, instant: datetime) -> date:
        return local_day(instant, self._zone)

    def _load(self, case_ids: set[str]) -> dict[str, CaseFile]:
        known = {case_id: self._files[case_id] for case_id in case_ids if case_id in self._files}
        missing = case_ids - known.keys()
        return known | (self._cases.files(missing) if missing else {})

    def _keep(self, changes: Iterable[CaseChange]) -> None:
        for case_id, file in {change.file.case.case_id: change.file for change in changes}.items():
            self._files[case_id] = file
            self._files.move_to_end(case_id)
        while len(self._files) > CACHED_FILES:
            self._files.popitem(last=False)

    def _know_places(self, codes: Iterable[str]) -> None:
        if any(code not in self._tree.units for code in codes):
            self._tree = self._org.tree()


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
            read.letters.append(letter_of(row, f"broken body: {error}"))
            continue
        if isinstance(entry, CaseEvent):
            read.events.append((row, entry))
        else:
            read.records.append((row, entry))
    return read


def letter_of(row: LogRow, reason: str) -> DeadLetter:
    """A row of the log set apart."""
    return DeadLetter(row.pos, row.shard, row.seq, reason, row.body)
