"""Records as others may read them; the worker writes them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import Engine, func, select

from db.case_reader import chunked
from db.codec import decode_record
from db.derived_tables import record, record_count, record_mark
from db.engine import reading
from pipelines.domain.record import Record, RecordType
from pipelines.domain.record_counts import RECORD_FLOWS


class RecordReader:
    """The records that the worker has filed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def sheets(self, names: Iterable[str]) -> dict[str, list[Record]]:
        """All records of those sheets, by sheet."""
        found = defaultdict[str, list[Record]](list)
        query = select(record.c.sheet, record.c.body)
        with reading(self._engine) as connection:
            for chunk in chunked(names):
                for sheet, body in connection.execute(query.where(record.c.sheet.in_(chunk))):
                    found[sheet].append(decode_record(body))
        return found

    def counts(self, places: Collection[int], first: int, last: int) -> dict[int, dict[str, int]]:
        """Counts by place number and name over local days, ordinals; what has none is left out."""
        c = record_count.c
        query = select(c.place, c.number, func.sum(c.n)).where(c.place.in_(list(places)), c.day.between(first, last))
        found = defaultdict[int, dict[str, int]](dict)
        with reading(self._engine) as connection:
            for place, number, n in connection.execute(query.group_by(c.place, c.number)):
                found[place][RECORD_FLOWS[number]] = int(n)
        return found

    def by_day(self, place: int, first: int, last: int) -> dict[int, dict[str, int]]:
        """Counts of one place by local day, an ordinal, and name."""
        c = record_count.c
        query = select(c.day, c.number, c.n).where(c.place == place, c.day.between(first, last))
        found = defaultdict[int, dict[str, int]](dict)
        with reading(self._engine) as connection:
            for day, number, n in connection.execute(query):
                found[day][RECORD_FLOWS[number]] = n
        return found

    def all_counts(self) -> dict[tuple[int, int, int], int]:
        """All stored counts: (place number, day as ordinal, number) -> n."""
        with reading(self._engine) as connection:
            return {(place, day, number): n for place, day, number, n in connection.execute(select(record_count))}

    def by_sheet(self) -> Iterator[tuple[str, Record]]:
        """All records with their sheets, sheet after sheet; to be read within the caller's state."""
        with reading(self._engine) as connection:
            for sheet, body in connection.execute(select(record.c.sheet, record.c.body).order_by(record.c.sheet)):
                yield sheet, decode_record(body)

    def marks(self) -> dict[tuple[RecordType, str], int]:
        """By type and shard: the number of the last record."""
        with reading(self._engine) as connection:
            return {(RecordType(row.type), row.shard): row.seq for row in connection.execute(select(record_mark))}

    def first_day(self, type_: RecordType) -> int | None:
        """The first local day, an ordinal, that has a record of the type."""
        with reading(self._engine) as connection:
            return connection.execute(select(func.min(record.c.day)).where(record.c.type == type_.value)).scalar()

    def of_day(self, day: int, until: int) -> dict[str, list[Record]]:
        """What happened on a local day, an ordinal, up to an instant, epoch ms; by sheet."""
        is_of_day = record.c.type.in_(list(RecordType)) & (record.c.day == day)
        query = select(record.c.sheet, record.c.body).where(is_of_day, record.c.at <= until)
        found = defaultdict[str, list[Record]](list)
        with reading(self._engine) as connection:
            for sheet, body in connection.execute(query):
                found[sheet].append(decode_record(body))
        return found

    def of_type(self, type_: RecordType, day: int) -> dict[str, list[Record]]:
        """The records of a type on a local day, an ordinal; by sheet."""
        found = defaultdict[str, list[Record]](list)
        query = select(record.c.sheet, record.c.body).where(record.c.type == type_.value, record.c.day == day)
        with reading(self._engine) as connection:
            for sheet, body in connection.execute(query):
                found[sheet].append(decode_record(body))
        return found

    def of_types(self, types: Collection[RecordType], until: int) -> list[Record]:
        """All records of some types up to a local day, an ordinal; in the order of the log."""
        chosen = record.c.type.in_([one.value for one in types]), record.c.day <= until
        query = select(record.c.body).where(*chosen).order_by(record.c.pos)
        with reading(self._engine) as connection:
            return [decode_record(body) for body in connection.execute(query).scalars()]
