"""Schema versions: tables are made, checked, and brought from an earlier version to this program's."""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, MetaData, insert, inspect, select, update
from sqlalchemy.exc import SQLAlchemyError

from db.derived_tables import DERIVED
from db.engine import Database, reading, said, writing
from db.log_tables import LOG
from db.migrations import LOG_STEPS
from db.postgresql import check_server
from db.sqlite_statistics import write_statistics
from db.versions import VERSIONS, schema_version
from pipelines.domain.errors import StoreError


def create_schema(database: Database) -> None:
    """All tables, where they are missing; StoreError when there are some of another version."""
    for side in _sides(database):
        if side.found() is None:
            side.create()
        side.check()


def check_schema(database: Database) -> None:
    """StoreError when a schema is missing or of another version; it names the way out."""
    for side in _sides(database):
        side.check()


def upgrade_schema(database: Database) -> None:
    """Bring an earlier schema to this program's: the log step by step, each in a transaction of its own.

    What is derived is not converted but emptied: the worker makes it anew from the log.
    """
    log, derived = _sides(database)
    for side in (log, derived):
        if not side.is_earlier():
            side.check()
    for version in range(log.found() or log.version, log.version):
        with writing(log.engine) as connection:
            LOG_STEPS[version](connection)
            connection.execute(update(schema_version[LOG]).values(version=version + 1))
    if derived.is_earlier():
        with writing(derived.engine) as connection:
            DERIVED.drop_all(connection)
            _create_tables(DERIVED, connection)
            connection.execute(insert(schema_version[DERIVED]).values(id=1, version=derived.version))


@dataclass(frozen=True, slots=True)
class _Side:
    metadata: MetaData
    engine: Engine

    @property
    def version(self) -> int:
        """What this program needs."""
        return VERSIONS[self.metadata]

    def found(self) -> int | None:
        """What is there; None without tables."""
        table = schema_version[self.metadata]
        try:
            with self.engine.begin() as connection:
                exists = inspect(connection).has_table(table.name)
                return connection.execute(select(table.c.version)).scalar() if exists else None
        except SQLAlchemyError as error:
            raise StoreError(f"database {self.name}: {said(error)}; check THREECENTER_DATABASE_URL") from error

    @property
    def name(self) -> str:
        """The engine's URL without any password."""
        return self.engine.url.difference_update_query(("password", "sslpassword")).render_as_string()

    def is_earlier(self) -> bool:
        """Whether it can be brought to this program's version."""
        return (self.found() or self.version) < self.version

    def create(self) -> None:
        """Its tables and their version."""
        with reading(self.engine) as connection:
            if self.engine.dialect.name == "postgresql":
                check_server(connection)
            _create_tables(self.metadata, connection)
        table = schema_version[self.metadata]
        with writing(self.engine) as connection:
            if connection.execute(select(table.c.version)).first() is None:
                connection.execute(insert(table).values(id=1, version=self.version))

    def check(self) -> None:
        """StoreError unless its tables are those of this program."""
        found = self.found()
        if found is None:
            raise StoreError(f"database {self.name}: has no tables; run `threecenter db create`")
        if found < self.version:
            fault = f"schema {found} is older than this program's {self.version}"
            raise StoreError(f"database {self.name}: {fault}; stop what runs on it, and run `threecenter db upgrade`")
        if found > self.version:
            fault = f"schema {found} is of a newer program than this one, which has {self.version}"
            raise StoreError(f"database {self.name}: {fault}; use that program or a newer one")


def _create_tables(metadata: MetaData, connection: Connection) -> None:
    metadata.create_all(connection)
    if metadata is DERIVED and connection.dialect.name == "sqlite":
        write_statistics(connection)


def _sides(database: Database) -> tuple[_Side, _Side]:
    return _Side(LOG, database.log), _Side(DERIVED, database.derived)
