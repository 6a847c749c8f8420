"""Rows of the registers that people maintain: read as a whole, put in short transactions."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar

import msgspec
from sqlalchemy import Connection, Engine, delete, select

from db.engine import Bulk, reading, upsert, writing
from db.log_tables import register_row
from db.org_store import grow_version
from pipelines.domain.alarm_rule import AlarmRule
from pipelines.domain.context import ContextFact, ResidentGroup, SourceSystem
from pipelines.domain.duty import DutyEntry
from pipelines.domain.housing import Rental
from pipelines.domain.staff import StaffPost


class Keyed(Protocol):
    """A row that knows what tells it from others."""

    @property
    def key(self) -> str:
        """Unique within the register."""
        ...


Row = TypeVar("Row", bound=Keyed)
NAMES: Mapping[type[Any], str] = {
    StaffPost: "staff",
    DutyEntry: "duties",
    Rental: "rentals",
    ResidentGroup: "groups",
    SourceSystem: "sources",
    ContextFact: "facts",
    AlarmRule: "alarms",
}
"""What the register of each kind of row is called."""
_COLUMNS = ("register", "key", "body")


class RegisterStore:
    """One register for each kind of row."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        new = upsert(engine, register_row)
        fresh = {"body": new.excluded.body}
        self._put = Bulk(engine, new.on_conflict_do_update(index_elements=["register", "key"], set_=fresh), _COLUMNS)

    def rows(self, kind: type[Row]) -> list[Row]:
        """All rows of the register, by key."""
        query = select(register_row.c.body).where(register_row.c.register == NAMES[kind]).order_by(register_row.c.key)
        with reading(self._engine) as connection:
            return [msgspec.json.decode(body, type=kind) for body in connection.execute(query).scalars()]

    def put(self, rows: Sequence[Keyed]) -> None:
        """Add rows; one of the same key is replaced."""
        with writing(self._engine) as connection:
            self._write(connection, rows)

    def replace(self, kind: type[Row], rows: Sequence[Row]) -> None:
        """These rows and no others."""
        with writing(self._engine) as connection:
            connection.execute(delete(register_row).where(register_row.c.register == NAMES[kind]))
            self._write(connection, rows)

    def _write(self, connection: Connection, rows: Sequence[Keyed]) -> None:
        self._put.run(connection, [(NAMES[type(row)], row.key, msgspec.json.encode(row)) for row in rows])
        grow_version(connection)
