"""Records and their counts, written within the transaction of the watermark."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, Engine, insert

from db.alarm_store import AlarmWriter
from db.codec import encode_entry, to_millis
from db.derived_tables import record, record_count, record_mark
from db.engine import Bulk, upsert, writing
from pipelines.domain.alarm import Alarm
from pipelines.domain.record import Record

_COLUMNS = ("pos", "type", "sheet", "day", "at", "body")
_KEYS = ("place", "day", "number")


class Filed(NamedTuple):
    """A record with where it stands in the log, its sheet, and its local day as ordinal."""

    pos: int
    shard: str
    seq: int
    record: Record
    sheet: str
    day: int


@dataclass(frozen=True, slots=True)
class Filing:
    """The records of a stretch of the log, and what they add to the counts: sorted (place, day, number, n).

    `alarms` are those of its records as they stand now, each with the number of its place.
    """

    records: Sequence[Filed] = ()
    increments: Sequence[tuple[int, int, int, int]] = ()
    alarms: Sequence[tuple[int, Alarm]] = ()


class RecordWriter:
    """The worker's side of the records, and that of a repair."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._records = Bulk(engine, insert(record).inline(), _COLUMNS)
        sums = upsert(engine, record_count)
        added = {"n": record_count.c.n + sums.excluded.n}
        self._counts = Bulk(engine, sums.on_conflict_do_update(index_elements=_KEYS, set_=added), (*_KEYS, "n"))
        self._alarms = AlarmWriter(engine)
        marks, keys = upsert(engine, record_mark), ("type", "shard")
        moved = marks.on_conflict_do_update(index_elements=keys, set_={"seq": marks.excluded.seq})
        self._marks = Bulk(engine, moved, (*keys, "seq"))

    def add(self, increments: Sequence[tuple[int, int, int, int]]) -> None:
        """Add to the counts in a transaction of its own, as a repair does."""
        with writing(self._engine) as connection:
            self._counts.run(connection, increments)

    def write(self, connection: Connection, filing: Filing) -> None:
        """Add the records, what they count for, and the last number of each type and shard."""
        self._records.run(connection, [_row(filed) for filed in filing.records])
        self._counts.run(connection, filing.increments)
        self._alarms.write(connection, filing.alarms)
        marks = {(one.record.type.value, one.shard): one.seq for one in filing.records}
        self._marks.run(connection, [(*key, seq) for key, seq in sorted(marks.items())])


def _row(filed: Filed) -> tuple[object, ...]:
    own = filed.record
    at = to_millis(own.occurred_at)
    return (filed.pos, own.type.value, filed.sheet, filed.day, at, encode_entry(own))
