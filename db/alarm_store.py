"""Alarms as their records have left them: written by the worker, read by whoever watches or shows them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, Engine, func, or_, select, tuple_

from db.codec import to_millis
from db.derived_tables import alarm
from db.engine import Bulk, reading, upsert
from pipelines.domain.alarm import Alarm, AlarmState

ALARM_COLUMNS = tuple(column.name for column in alarm.columns)
_alarm = msgspec.json.Decoder(Alarm)
_CHUNK = 200


class AlarmWriter:
    """Writes within the transaction of the watermark."""

    def __init__(self, engine: Engine) -> None:
        new = upsert(engine, alarm)
        fresh = {name: new.excluded[name] for name in ALARM_COLUMNS if name != "alarm_id"}
        self._put = Bulk(engine, new.on_conflict_do_update(index_elements=["alarm_id"], set_=fresh), ALARM_COLUMNS)

    def write(self, connection: Connection, alarms: Iterable[tuple[int, Alarm]]) -> None:
        """Put alarms with the numbers of their places, each once."""
        self._put.run(connection, [alarm_row(place, one) for place, one in alarms])


def alarm_row(place: int, one: Alarm) -> tuple[object, ...]:
    """The row of an alarm at a place, by its number; in the order of ALARM_COLUMNS."""
    cleared_at = None if one.cleared_at is None else to_millis(one.cleared_at)
    words = (one.alarm_id, one.rule, one.subject, one.severity.value, one.state.value, place, one.case_id)
    return (*words, to_millis(one.raised_at), to_millis(one.changed_at), cleared_at, msgspec.json.encode(one))


class AlarmReader:
    """The alarms that the worker has written."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open(self) -> list[Alarm]:
        """All that are raised and not cleared, oldest first."""
        query = select(alarm.c.body).where(alarm.c.cleared_at.is_(None))
        with reading(self._engine) as connection:
            bodies = connection.execute(query.order_by(alarm.c.raised_at, alarm.c.alarm_id)).scalars()
            return [_alarm.decode(body) for body in bodies]

    def find(self, alarm_id: str) -> Alarm | None:
        """One alarm, None when there is none."""
        with reading(self._engine) as connection:
            body = connection.execute(select(alarm.c.body).where(alarm.c.alarm_id == alarm_id)).scalar()
            return None if body is None else _alarm.decode(body)

    def newest(self, places: Collection[int], states: Collection[AlarmState], limit: int) -> list[Alarm]:
        """Alarms at some places in some states, the newest first."""
        query = select(alarm.c.body).where(
            alarm.c.place.in_(list(places)), alarm.c.state.in_([one.value for one in states])
        )
        with reading(self._engine) as connection:
            order = query.order_by(alarm.c.raised_at.desc(), alarm.c.alarm_id).limit(limit)
            return [_alarm.decode(body) for body in connection.execute(order).scalars()]

    def raised_so_far(self, subjects: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """How many alarms there have been of each (rule, subject); none is left out."""
        key = (alarm.c.rule, alarm.c.subject)
        query, found = select(*key, func.count()).group_by(*key), dict[tuple[str, str], int]()
        with reading(self._engine) as connection:
            for start in range(0, len(subjects), _CHUNK):
                chosen = tuple_(*key).in_(list(subjects[start : start + _CHUNK]))
                found |= {(rule, subject): n for rule, subject, n in connection.execute(query.where(chosen))}
        return found

    def open_at(self, instant: datetime | None = None) -> dict[int, int]:
        """By place number how many were open at an instant, now without one; what has none is left out."""
        stands = alarm.c.cleared_at.is_(None)
        query = select(alarm.c.place, func.count().label("n")).group_by(alarm.c.place)
        if instant is None:
            query = query.where(stands)
        else:
            at = to_millis(instant)
            query = query.where(alarm.c.raised_at <= at, or_(stands, alarm.c.cleared_at > at))
        with reading(self._engine) as connection:
            return {row.place: row.n for row in connection.execute(query)}
