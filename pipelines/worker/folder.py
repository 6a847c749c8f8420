"""The folding side of the worker: a stretch of the log in, rows for the stores out. It only reads."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
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
from pipelines.domain.case import CaseEvent, CaseFile
from pipelines.domain.period import local_day
from pipelines.domain.tally import CaseChange
from pipelines.streams.aggregate import HistoryRow, history
from pipelines.streams.fold import NOTHING, Folded, fold
from pipelines.streams.track import track

BATCH = 16_000
CACHED_FILES = 20_000
"""No fewer than a batch: what the last one changed may not be in SQL yet when the next one is folded."""


@dataclass(frozen=True, slots=True)
class FoldedBatch:
    """The events after a position, ready for the stores.

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
        self._log, self._org = EventLog(database.log), OrgStore(database.log)
        self._cases = CaseReader(database.derived)
        self._zone, self._size = zone, size
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
        read, letters = _decoded(rows)
        events = [(row.shard, event) for row, event in read]
        self._know_places(event for _, event in events)
        files = self._load({event.case_id for _, event in events})
        changes, poisons = track(files, events, self._day)
        folded = fold((change.file.shard, shift) for change in changes for shift in change.shifts)
        found = replace(
            batch,
            rows=case_rows(changes, self._tree, self._day),
            increments=history(folded, self._tree),
            folded=folded,
            letters=letters + [_letter(read[one.index][0], one.reason) for one in poisons],
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

    def _know_places(self, events: Iterable[CaseEvent]) -> None:
        if not {event.path[-1] for event in events if event.path} <= self._tree.units.keys():
            self._tree = self._org.tree()


def _decoded(rows: Sequence[LogRow]) -> tuple[list[tuple[LogRow, CaseEvent]], list[DeadLetter]]:
    batch, letters = [], []
    for row in rows:
        try:
            batch.append((row, row.event()))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            letters.append(_letter(row, f"broken body: {error}"))
    return batch, letters


def _letter(row: LogRow, reason: str) -> DeadLetter:
    return DeadLetter(row.pos, row.shard, row.seq, reason, row.body)
