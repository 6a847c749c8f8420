"""The folding of a part of the cases: a stretch of the log in, rows for the stores out. It only reads."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from zlib import crc32
from zoneinfo import ZoneInfo

import msgspec

from db.case_changes import CaseRows, case_rows
from db.case_reader import CaseReader
from db.case_store import DeadLetter
from db.codec import case_id_of, to_millis
from db.engine import Database
from db.event_log import EventLog, LogRow
from db.org_store import OrgStore
from db.rule_store import RuleStore
from pipelines.domain.case import CaseFile
from pipelines.domain.event import CaseEvent
from pipelines.domain.lapse import LapseMeter
from pipelines.domain.period import local_day
from pipelines.domain.record import Record
from pipelines.domain.rules import Rules
from pipelines.domain.tally import CaseChange
from pipelines.domain.work_clock import WorkClock
from pipelines.streams.fold import Folded, fold
from pipelines.streams.track import Poison, track

CACHED_FILES = 20_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """Positions of the log, after the first up to the last; whether more waits behind them; when that was asked."""

    from_pos: int
    to_pos: int
    is_full: bool
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class FoldedBatch:
    """What a stretch of the log comes to, ready for the stores; the records among it, each with its row, as they came.

    The log is known up to `as_of`, epoch milliseconds: when the stretch was asked for, else, when more waits behind it,
    when its last event came in, 0 without any.
    """

    stretch: Stretch
    count: int
    as_of: int
    watermarks: dict[str, int]
    rows: CaseRows
    folded: Folded
    records: Sequence[tuple[LogRow, Record]]
    letters: Sequence[DeadLetter]


@dataclass(frozen=True, slots=True)
class Part:
    """Which cases one folder folds, of so many parts; what belongs to no case is in the first."""

    index: int = 0
    of: int = 1

    def holds(self, row: LogRow) -> bool:
        """Whether the entry of a row is folded in this part; one that cannot be read is in the first."""
        try:
            return crc32(case_id_of(row.body).encode()) % self.of == self.index
        except (msgspec.DecodeError, UnicodeError):
            return self.index == 0


WHOLE = Part()


class Folder:
    """Folds the cases of one part; keeps the files of those that were changed last."""

    def __init__(self, database: Database, zone: ZoneInfo, part: Part = WHOLE) -> None:
        rules = RuleStore(database.log, zone).rules
        self._log, self._org = EventLog(database.log), OrgStore(database.log)
        self._cases = CaseReader(database.derived, rules)
        self._zone, self._part = zone, part
        self._meter = lru_cache(1)(lambda calendar: LapseMeter(self._day, WorkClock(calendar)))
        self._tree = self._org.tree()
        self._files: OrderedDict[str, CaseFile] = OrderedDict()

    def batch(self, stretch: Stretch) -> FoldedBatch:
        """What the part's entries of a stretch come to; count, as-of and watermarks are of all of it."""
        rows = self._log.read_between(stretch.from_pos, stretch.to_pos)
        last_at = rows[-1].received_at if rows else 0
        as_of = last_at if stretch.is_full else to_millis(stretch.asked_at)
        heads = {row.shard: row.seq for row in rows}
        read, rules = _decoded(row for row in rows if self._part.holds(row)), self._cases.rules()
        changes, poisons = self._changes(read.events, rules)
        letters = read.letters + [letter_of(read.events[one.index][0], one.reason) for one in poisons]
        folded = fold((change.file.shard, shift) for change in changes for shift in change.shifts)
        found = case_rows(changes, self._tree, self._meter(rules.calendar(self._zone)))
        return FoldedBatch(stretch, len(rows), as_of, heads, found, folded, read.records, letters)

    def forget(self) -> None:
        """Take every case from SQL again."""
        self._files.clear()

    def _changes(self, read: Sequence[tuple[LogRow, CaseEvent]], rules: Rules) -> tuple[list[CaseChange], list[Poison]]:
        self._know_places(code for _, event in read for code in (*event.path[-1:], *event.holders))
        files = self._load({event.case_id for _, event in read})
        changes, poisons = track(files, [(row.shard, event) for row, event in read], self._day, rules)
        self._keep(changes)
        return changes, poisons

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


def _decoded(rows: Iterable[LogRow]) -> _Read:
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
