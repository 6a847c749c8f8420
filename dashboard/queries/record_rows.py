"""Viewer and question -> the records, or rows of registers, behind a count of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dashboard.queries.cursor import read_cursor, write_cursor
from dashboard.queries.question import Question
from dashboard.queries.reach import Reach
from dashboard.queries.registers import RegisterStores
from db.codec import to_millis
from pipelines.domain.access import Viewer
from pipelines.domain.errors import QuestionError
from pipelines.domain.kpi import Basis
from pipelines.domain.period import Period, local_day
from pipelines.domain.record import Record, RecordType
from pipelines.domain.record_counts import RECORDS_LISTED, STANDING_FOR, TYPES, is_behind, stored_behind, worths
from pipelines.domain.register_counts import Counted, falling_due, standing
from pipelines.domain.unit import Hierarchy, OrgUnit

MOST_ROWS = 200
Position = tuple[int, str, int]


@dataclass(frozen=True, slots=True)
class RecordRow:
    """What counts `n` times at a place on a day: a record, or the code of what a register holds."""

    day: date
    key: str
    place: str
    n: int
    subject: str | None = None
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class RecordRows:
    """A page of a list: what all its rows count together, some of them, the cursor of the next, the watermark."""

    total: int
    rows: Sequence[RecordRow]
    next: str | None
    watermark: Mapping[str, int]


class RecordQueries:
    """Lists behind counts of records and registers, cut to the viewer's scope."""

    def __init__(self, stores: RegisterStores, reach: Reach, zone: ZoneInfo) -> None:
        self._stores, self._reach, self._zone = stores, reach, zone

    def behind(
        self,
        viewer: Viewer,
        question: Question,
        basis: Basis,
        count: str,
        now: datetime,
        limit: int = 50,
        cursor: str | None = None,
    ) -> RecordRows:
        """What a count is made of, newest first; QuestionError for a count that has no such list."""
        today, most, after = local_day(now, self._zone), min(limit, MOST_ROWS), read_cursor(cursor)
        unit = self._reach.unit(viewer, question.place, today)
        _check(question, unit, basis, count)
        with self._stores.one_state():
            marks, shards = self._stores.history.watermarks(), self._reach.shards(unit.code)
            read = self._recorded if count in TYPES else self._registered
            total, rows = read(unit, question.period, basis, count, today, after)
            page = list(islice((row for row in rows if after is None or _order(row) < after[:2]), most + 1))
        following = (*_order(page[most - 1]), 0) if len(page) > most else None
        mark = {shard: seq for shard, seq in marks.items() if shard in shards}
        return RecordRows(total, page[:most], write_cursor(following), mark)

    def _recorded(
        self, unit: OrgUnit, period: Period, basis: Basis, count: str, today: date, after: Position | None
    ) -> tuple[int, Iterator[RecordRow]]:
        """How much the records count together, and a row for each of them."""
        last = min(period.last, today)
        first = last if basis is Basis.STOCK else period.first
        told = self._stores.records.by_day(unit.id, first.toordinal(), last.toordinal())
        days = sorted((day for day in told if after is None or day <= after[0]), reverse=True)
        return sum(stored_behind(count, own) for own in told.values()), self._records(unit, count, days)

    def _records(self, unit: OrgUnit, count: str, days: Iterable[int]) -> Iterator[RecordRow]:
        """Day by day, ordinals, so that a page reads no more days than it shows."""
        for day in days:
            sheets = self._stores.records.of_type(TYPES[count], day).values()
            yield from sorted(self._worths(unit, count, sheets), key=_order, reverse=True)

    def _worths(self, unit: OrgUnit, count: str, sheets: Iterable[Sequence[Record]]) -> Iterator[RecordRow]:
        for records in sheets:
            for one in worths(records, self._reach.tree, lambda at: local_day(at, self._zone)):
                if unit.code in one.record.path and is_behind(count, one):
                    record = one.record
                    key = f"{to_millis(record.occurred_at):015}|{record.source}|{record.event_id}"
                    yield RecordRow(date.fromordinal(one.day), key, record.path[-1], one.n, record=record)

    def _registered(
        self, unit: OrgUnit, period: Period, basis: Basis, count: str, today: date, _after: Position | None
    ) -> tuple[int, Iterator[RecordRow]]:
        """How much the rows of registers count together, and each of them."""
        last, registers = min(period.last, today), self._stores.figures.registers()
        if basis is Basis.FLOW:
            found = list(self._grid_days(unit, period.first, last))
        elif basis is Basis.DUE:
            due = falling_due(registers, period.first, last, today)
            found = _rows(due, count, self._reach.below(unit.code, today), last)
        else:
            stood = standing(registers, self._reach.tree, last)
            found = _rows(stood, count, self._reach.below(unit.code, last), last)
        return sum(one.n for one in found), iter(found)

    def _grid_days(self, unit: OrgUnit, first: date, last: date) -> Iterator[RecordRow]:
        """Every base grid of every day since the first patrol that was recorded."""
        begun, tree = self._stores.records.first_day(RecordType.PATROL), self._reach.tree
        for day in _backwards(first, last):
            grids = (code for code in self._reach.below(unit.code, day) if tree.unit(code).is_base_grid)
            if begun is not None and begun <= day.toordinal():
                yield from (RecordRow(day, code, code, 1, code) for code in sorted(grids, reverse=True))


def _check(question: Question, unit: OrgUnit, basis: Basis, count: str) -> None:
    if count not in RECORDS_LISTED[basis]:
        raise QuestionError(f"count '{count[:40]}': not one of {basis}; use one of {', '.join(RECORDS_LISTED[basis])}")
    if question.is_sliced or unit.kind is not Hierarchy.BASE:
        raise QuestionError("count: records know no item, channel or other hierarchy; ask without them")


def _rows(found: Iterable[Counted], count: str, places: Collection[str], day: date) -> list[RecordRow]:
    rows = (
        RecordRow(one.day or day, f"{one.subject}|{one.place}", one.place, one.n, one.subject)
        for one in found
        if one.name in STANDING_FOR.get(count, (count,)) and one.place in places
    )
    return sorted(rows, key=_order, reverse=True)


def _order(row: RecordRow) -> tuple[int, str]:
    return row.day.toordinal(), row.key


def _backwards(first: date, last: date) -> list[date]:
    return [last - timedelta(days=n) for n in range((last - first).days + 1)]
