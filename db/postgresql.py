"""PostgreSQL: both sides in one database, each with one writer at a time; every transaction sees one state."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import ARRAY, URL, Connection, Engine, String, bindparam, create_engine, event, func, select
from sqlalchemy.sql.dml import Insert

from pipelines.domain.errors import StoreError

OLDEST_VERSION = 15
# A server that does not answer is noticed within seconds, as one that says no is at once.
_PATIENCE = {
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "2",
    "tcp_user_timeout": "15000",
}
# The lock comes before the first look: what a writer sees then holds everything that earlier ones have committed.
_AS_WRITER = (
    "SET LOCAL synchronous_commit = on; SET LOCAL lock_timeout = '15s'; "
    "SET LOCAL idle_in_transaction_session_timeout = '60s'; LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE"
)


def open_postgresql(url: URL) -> Engine:
    """An engine whose writers wait for the table named by the option `writers_lock`."""
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        isolation_level="REPEATABLE READ",
        pool_pre_ping=True,
        pool_size=10,
        connect_args={name: value for name, value in _PATIENCE.items() if name not in url.query},
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("is_writer"):
            connection.exec_driver_sql(_AS_WRITER.format(options["writers_lock"]))

    return engine


@contextmanager
def unprepared(connection: Connection) -> Iterator[None]:
    """Statements inside are not prepared: one that was would go on to read the tables that it was prepared for."""
    driver = connection.connection.driver_connection
    if connection.dialect.name != "postgresql" or driver is None:
        yield
        return
    kept, driver.prepare_threshold = driver.prepare_threshold, None
    try:
        yield
    finally:
        driver.prepare_threshold = kept


def check_server(connection: Connection) -> None:
    """StoreError when the server is too old, or its database cannot hold every character."""
    major, *_ = connection.dialect.server_version_info or (0,)
    if int(major) < OLDEST_VERSION:
        raise StoreError(f"database: PostgreSQL {major} is too old; use {OLDEST_VERSION} or newer")
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        raise StoreError(f"database: encoding {encoding} cannot hold every name; create it with ENCODING 'UTF8'")


def from_arrays(statement: Insert, columns: Sequence[str]) -> Insert:
    """The INSERT taking all its rows from one array per column: one trip, several times faster than row by row."""
    types = {name: statement.table.c[name].type for name in columns}
    plain = {name: String() if isinstance(kind, String) else kind for name, kind in types.items()}
    arrays = [bindparam(name, type_=ARRAY(kind)) for name, kind in plain.items()]
    rows = func.unnest(*arrays).table_valued(*columns).render_derived()
    return statement.from_select(list(columns), select(*rows.c), include_defaults=False)
