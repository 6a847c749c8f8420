"""Connections: two engines on SQLite (the log and everything derived), one database on PostgreSQL."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError, TimeoutError
from sqlalchemy.sql.dml import Insert

from db.derived_tables import DERIVED
from db.log_tables import LOG
from db.postgresql import from_arrays, open_postgresql, unprepared
from db.sqlite import open_sqlite
from db.versions import schema_version
from pipelines.domain.errors import SettingsError, StoreError

_PRODUCTS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
_FAULTS = (DBAPIError, TimeoutError)
_held: ContextVar[Connection | None] = ContextVar("held", default=None)


@dataclass(frozen=True, slots=True)
class Database:
    """The log, with what people maintain, and the derived side that can be made anew.

    `folder` is where its files are; None for a server's, which looks after its own.
    """

    log: Engine
    derived: Engine
    folder: Path | None = None

    def product(self) -> str:
        """Name and version of what keeps the data, once it has answered."""
        version = self.log.dialect.server_version_info or ()
        return f"{_PRODUCTS[self.log.dialect.name]} {'.'.join(map(str, version))}"

    def dispose(self) -> None:
        """Close all connections."""
        self.log.dispose()
        self.derived.dispose()


def open_database(url: str) -> Database:
    """Engines for a URL; with SQLite the derived side is a second file named `…-derived`."""
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        path = Path(parsed.database or "log.db")
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.stem}-derived{path.suffix}")
        return Database(open_sqlite(path, "FULL"), open_sqlite(beside, "NORMAL"), path.parent)
    engine = open_postgresql(parsed)
    log, derived = (engine.execution_options(writers_lock=schema_version[side].name) for side in (LOG, DERIVED))
    return Database(log, derived)


def _parsed(url: str) -> URL:
    """SettingsError for what is no URL of ours; it says nothing of the URL, which may hold a password."""
    try:
        parsed = make_url(url)
        is_ours = parsed.get_backend_name() in ("sqlite", "postgresql", "postgres") and "@" not in (parsed.host or "")
    except (ArgumentError, ValueError):
        is_ours = False
    if not is_ours:
        way_out = "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE, with @ in a password written as %40"
        raise SettingsError(f"THREECENTER_DATABASE_URL: cannot be used; give {way_out}")
    return parsed


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that will write; StoreError when the store cannot take it."""
    try:
        with engine.execution_options(is_writer=True).begin() as connection:
            yield connection
    except _FAULTS as error:
        raise StoreError(f"database: {said(error)}; see `threecenter doctor`") from error


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
    except _FAULTS as error:
        raise StoreError(f"database: {said(error)}; see `threecenter doctor`") from error


@contextmanager
def one_state(engine: Engine) -> Iterator[None]:
    """Everything this thread reads from the engine inside is of one state of the store; StoreError as in `reading`."""
    with reading(engine) as connection:
        kept = _held.set(connection)
        try:
            yield
        finally:
            _held.reset(kept)


@contextmanager
def aside(engine: Engine) -> Iterator[Connection]:
    """As `one_state`, in a transaction that may write what only it sees, and leaves nothing behind."""
    try:
        with engine.connect() as connection, connection.begin() as transaction, unprepared(connection):
            kept = _held.set(connection)
            try:
                yield connection
            finally:
                _held.reset(kept)
                transaction.rollback()
    except _FAULTS as error:
        raise StoreError(f"database: {said(error)}; see `threecenter doctor`") from error


def said(error: SQLAlchemyError) -> str:
    """What the driver says, in one line; without the statement, which holds what people wrote."""
    fault = getattr(error, "orig", error)
    primary = getattr(getattr(fault, "diag", None), "message_primary", None)
    return " ".join(str(primary or fault).split())


def upsert(engine: Engine, table: Any) -> Any:  # noqa: ANN401
    """An INSERT that can be given an ON CONFLICT clause in the engine's dialect."""
    return (sqlite if engine.dialect.name == "sqlite" else postgresql).insert(table)


class Bulk:
    """An INSERT compiled once and sent through the driver with many rows at a time."""

    def __init__(self, engine: Engine, statement: Insert, columns: Sequence[str]) -> None:
        self._columns = tuple(columns)
        self._has_arrays = engine.dialect.name == "postgresql"
        if self._has_arrays:
            compiled = from_arrays(statement, columns).compile(dialect=engine.dialect)
            self._sql = str(compiled).replace(")s::", ")b::")  # the driver sends arrays twice as fast in binary
            return
        compiled = statement.compile(dialect=engine.dialect, column_keys=list(columns))
        self._in_order = itemgetter(*map(self._columns.index, compiled.positiontup or ()))
        self._of_size = cache(partial(_for_rows, str(compiled), len(self._columns)))

    def run(self, connection: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
        """Send the rows, each in the order of the columns; on PostgreSQL no two may have the same key."""
        if not rows:
            return
        if self._has_arrays:
            arrays = (list(values) for values in zip(*rows, strict=True))
            connection.exec_driver_sql(self._sql, dict(zip(self._columns, arrays, strict=True)))
            return
        start, size = 0, _power_below(_MOST_PARAMETERS // len(self._columns))
        while start < len(rows):
            size = min(size, _power_below(len(rows) - start))
            values = chain.from_iterable(map(self._in_order, rows[start : start + size]))
            connection.exec_driver_sql(self._of_size(size), tuple(values))
            start += size


_MOST_PARAMETERS = 32_766  # of one statement in SQLite


def _for_rows(sql: str, width: int, count: int) -> str:
    """The INSERT of one row made one of `count` rows."""
    row = f"({', '.join('?' * width)})"
    return sql.replace(row, ", ".join([row] * count), 1)


def _power_below(number: int) -> int:
    """The largest power of two that is not larger: few sizes, so that their statements stay prepared."""
    return 1 << number.bit_length() - 1
