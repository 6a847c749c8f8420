"""Connections: two engines on SQLite (the log and everything derived), one database on PostgreSQL."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.sql.dml import Insert

from db.tables import DERIVED, LOG, SCHEMA_VERSION, schema_version
from pipelines.domain.errors import StoreError

_held: ContextVar[Connection | None] = ContextVar("held", default=None)


@dataclass(frozen=True, slots=True)
class Database:
    """The log, with what people maintain, and the derived side that can be made anew."""

    log: Engine
    derived: Engine

    def dispose(self) -> None:
        """Close all connections."""
        self.log.dispose()
        self.derived.dispose()


def open_database(url: str) -> Database:
    """Engines for a URL; with SQLite the derived side is a second file named `…-derived`."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        path = Path(parsed.database or "log.db")
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.stem}-derived{path.suffix}")
        return Database(_sqlite(path, "FULL"), _sqlite(beside, "NORMAL"))
    engine = create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, pool_size=10)
    return Database(engine, engine)


def _sqlite(path: Path, synchronous: str) -> Engine:
    engine = create_engine(f"sqlite:///{path}", pool_size=10, connect_args={"check_same_thread": False, "timeout": 15})

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:  # noqa: ANN401
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", f"synchronous={synchronous}", "cache_size=-65536", "mmap_size=268435456"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        is_writer = connection.get_execution_options().get("is_writer")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")

    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that will write; StoreError when the store cannot take it."""
    try:
        with engine.execution_options(is_writer=True).begin() as connection:
            yield connection
    except DBAPIError as error:
        raise StoreError(f"database: {error.orig}; see `threecenter doctor`") from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one state of the store; StoreError when it does not answer."""
    held = _held.get()
    try:
        if held is not None and held.engine is engine:
            yield held
        else:
            with engine.begin() as connection:
                yield connection
    except DBAPIError as error:
        raise StoreError(f"database: {error.orig}; see `threecenter doctor`") from error


@contextmanager
def one_state(engine: Engine) -> Iterator[None]:
    """Everything this thread reads from the engine inside is of one state of the store; StoreError as in `reading`."""
    with reading(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        kept = _held.set(connection)
        try:
            yield
        finally:
            _held.reset(kept)


def create_schema(database: Database) -> None:
    """All tables, where they are missing; an existing schema of another version is refused."""
    for metadata, engine in ((LOG, database.log), (DERIVED, database.derived)):
        _check_version(metadata, engine, may_be_missing=True)
        metadata.create_all(engine)
        table = schema_version[metadata]
        with writing(engine) as connection:
            if connection.execute(select(table.c.version)).first() is None:
                connection.execute(insert(table).values(id=1, version=SCHEMA_VERSION))


def check_schema(database: Database) -> None:
    """StoreError when a schema is missing or of another version."""
    for metadata, engine in ((LOG, database.log), (DERIVED, database.derived)):
        _check_version(metadata, engine, may_be_missing=False)


def _check_version(metadata: object, engine: Engine, may_be_missing: bool) -> None:
    table = schema_version[metadata]  # type: ignore[index]
    try:
        exists = inspect(engine).has_table(table.name)
        with engine.begin() as connection:
            found = connection.execute(select(table.c.version)).scalar() if exists else None
    except SQLAlchemyError as error:
        raise StoreError(f"database {engine.url!s}: {error}; check THREECENTER_DATABASE_URL") from error
    if found is None and may_be_missing:
        return
    if found is None:
        raise StoreError(f"database {engine.url!s}: has no tables; run `threecenter db create`")
    if found != SCHEMA_VERSION:
        way_out = "the program it was made with, or another database"
        raise StoreError(f"database {engine.url!s}: schema {found}, this program has {SCHEMA_VERSION}; use {way_out}")


def upsert(engine: Engine, table: Any) -> Any:  # noqa: ANN401
    """An INSERT that can be given an ON CONFLICT clause in the engine's dialect."""
    return (sqlite if engine.dialect.name == "sqlite" else postgresql).insert(table)


class Bulk:
    """An INSERT compiled once and sent through the driver: four times the rows per second of Core."""

    def __init__(self, engine: Engine, statement: Insert, columns: Sequence[str]) -> None:
        compiled = statement.compile(dialect=engine.dialect, column_keys=list(columns))
        self._sql = str(compiled)
        self._positions = getattr(compiled, "positiontup", None)
        self._columns = tuple(columns)

    def run(self, connection: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
        """Send the rows, each in the order of the columns."""
        if not rows:
            return
        if self._positions is None:
            connection.exec_driver_sql(self._sql, [dict(zip(self._columns, row, strict=True)) for row in rows])
            return
        order = [self._columns.index(name) for name in self._positions]
        in_place = order == list(range(len(order)))
        connection.exec_driver_sql(
            self._sql, list(rows) if in_place else [tuple(row[i] for i in order) for row in rows]
        )
