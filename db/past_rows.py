"""What the derived side keeps of an instant of the past that differs from today's rows: read before it is shown."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, and_, or_, select

from db.alarm_store import alarm_row
from db.case_rows import case_row
from db.codec import decode_events, to_millis
from db.day_moves import DayMoves
from db.derived_tables import PLACE_COLUMNS, alarm, cases, change
from db.record_reader import RecordReader
from pipelines.domain.alarm import alarm_of
from pipelines.domain.kpi import STORED_PER_BASIS
from pipelines.domain.org import OrgTree
from pipelines.domain.past import file_then
from pipelines.domain.record import RecordType
from pipelines.domain.record_counts import tally
from pipelines.domain.rules import Rules
from pipelines.domain.standing import LocalDay
from pipelines.domain.tally import CELLS_PER_PAIR

Rows = list[tuple[Any, ...]]
_DAYS, _CELLS = 10**6, 10**6


@dataclass(frozen=True, slots=True)
class Then:
    """An instant of the past, with the places and rules that its cases are told by."""

    instant: datetime
    tree: OrgTree
    rules: Rules
    local_day: LocalDay

    @property
    def at(self) -> int:
        """The instant, epoch ms."""
        return to_millis(self.instant)

    @property
    def day(self) -> date:
        """The local day it lies on."""
        return self.local_day(self.instant)


def cases_then(connection: Connection, then: Then) -> Rows:
    """Cases that something has happened to since, as they stood; in the order of CASE_COLUMNS.

    Those that only parked steps are known of are among them too: no report says when they began.
    """
    later, first = change.alias("later"), change.alias("first")
    begun = and_(first.c.case_id == later.c.case_id, first.c.n == 0, first.c.at <= then.at)
    moved = select(later.c.case_id).join(first, begun).where(later.c.day >= then.day.toordinal(), later.c.at > then.at)
    query = select(cases.c.shard, cases.c.events)
    query = query.where(or_(cases.c.case_id.in_(moved), cases.c.reported_at.is_(None)))
    found = (
        file_then(decode_events(body), shard, then.instant, then.rules) for shard, body in connection.execute(query)
    )
    return [case_row(file, then.tree, then.local_day) for file in found if file is not None]


def history_then(connection: Connection, then: Then) -> Rows:
    """What the day had changed by the instant: place, basis, day, change day, number, bucket, n."""
    today = then.day.toordinal()
    moves = DayMoves().read(connection, today, then.tree)
    is_past = moves.rows[:, 0] <= then.at
    rows, places = moves.rows[is_past], moves.places[is_past]
    days = np.where(rows[:, 1] == 0, today, rows[:, 1])
    keys = [
        (places[held, column] * _DAYS + days[held]) * _CELLS + rows[held, 2]
        for column in range(len(PLACE_COLUMNS))
        for held in [places[:, column] > 0]
    ]
    deltas = [rows[places[:, column] > 0, 3] for column in range(len(PLACE_COLUMNS))]
    found, where = np.unique(np.concatenate(keys), return_inverse=True)
    sums = np.bincount(where, weights=np.concatenate(deltas), minlength=len(found)).astype(np.int64)
    return [_history_row(key, today, n) for key, n in zip(found.tolist(), sums.tolist(), strict=True) if n]


def _history_row(key: int, today: int, n: int) -> tuple[int, ...]:
    (place, day), cell = divmod(key // _CELLS, _DAYS), key % _CELLS
    pair, number = divmod(cell, CELLS_PER_PAIR)
    return place, number // STORED_PER_BASIS, day, today, number, pair, n


def record_counts_then(records: RecordReader, then: Then) -> Rows:
    """What the records of the day counted by the instant: place, day, number, n."""
    sums = Counter[tuple[int, int, int]]()
    for sheet in records.of_day(then.day.toordinal(), then.at).values():
        for (path, day, number), n in tally(sheet, then.tree, then.local_day).items():
            sums.update({(then.tree.unit(code).id, day, number): n for code in path})
    return [(*key, n) for key, n in sums.items() if n]


def alarms_then(connection: Connection, records: RecordReader, then: Then) -> Rows:
    """Alarms that somebody has dealt with since, as they stood; in the order of ALARM_COLUMNS."""
    query = select(alarm.c.alarm_id, alarm.c.place).where(alarm.c.raised_at <= then.at, alarm.c.changed_at > then.at)
    places = {row.alarm_id: row.place for row in connection.execute(query)}
    return list(_stood(places, records, then))


def _stood(places: dict[str, int], records: RecordReader, then: Then) -> Iterator[tuple[Any, ...]]:
    sheets = records.sheets(f"{RecordType.ALARM}|{alarm_id}" for alarm_id in places)
    for told in sheets.values():
        found = alarm_of(one for one in told if one.occurred_at <= then.instant)
        if found is not None:
            yield alarm_row(places[found.alarm_id], found)
