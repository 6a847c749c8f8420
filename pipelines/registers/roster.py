"""The duty roster: a file of who is on duty where, which goes into the log as records, one for each day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pipelines.domain.org import OrgTree
from pipelines.domain.period import day_start
from pipelines.domain.record import Record, RecordType
from pipelines.domain.staff import StaffCategory
from pipelines.registers.column import Column, day, flag, known, text, worded
from pipelines.registers.sheet import CellError, Fault, Numbered, Sheet, repeated
from pipelines.registers.staff import CATEGORIES

SOURCE = "roster"
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One worker's duty at a place from a day to another, both included."""

    worker: str
    category: StaffCategory
    place: str
    first: date
    last: date
    is_on: bool = True


def roster_sheet(tree: OrgTree) -> Sheet[RosterRow]:
    """Rows by worker and first day; a row of a later file takes the place of an earlier one's day by day."""
    columns = (
        Column("worker", "number of the person", text(64)),
        Column("category", "在职专职, 退休专职, 综合协管员 or 其它临聘", worded(CATEGORIES)),
        Column("place", "code of the place of duty", known(tree.units, "places")),
        Column("first", "first day on duty", day),
        Column("last", "last day on duty; empty = the first", day, is_required=False),
        Column("on", "no takes the days off the roster; empty = yes", flag, False, default=True),
    )
    return Sheet("roster", columns, _row, _once)


def _row(cells: Mapping[str, Any]) -> RosterRow:
    first, last = cells["first"], cells["last"] or cells["first"]
    if not first <= last < first + LONGEST:
        raise CellError("last", f"is before the first day, or {LONGEST.days} days or more after it; write a nearer day")
    return RosterRow(cells["worker"], cells["category"], cells["place"], first, last, cells["on"])


def _once(rows: Numbered[RosterRow]) -> Iterable[Fault]:
    return repeated(rows, "worker", lambda row: f"{row.worker}, {row.first}")


def roster_records(rows: Iterable[RosterRow], tree: OrgTree, zone: ZoneInfo, loaded_at: datetime) -> Iterator[Record]:
    """A record at the very start of each day, so that what happens on the day itself counts instead of the plan."""
    for number, row in enumerate(rows):
        values = {"worker": row.worker, "category": row.category.value, "status": "on" if row.is_on else "off"}
        for n in range((row.last - row.first).days + 1):
            one = row.first + timedelta(days=n)
            event_id = f"{loaded_at:%Y%m%d%H%M%S%f}-{number:06d}-{one:%Y%m%d}"
            path = tree.path(row.place, one)
            yield Record(SOURCE, event_id, RecordType.ROSTER, day_start(one, zone), path, values, is_day_precise=True)
