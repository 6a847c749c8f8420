"""SQLite: one file for each side, in WAL mode, each with one writer at a time."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event


def open_sqlite(path: Path, synchronous: str) -> Engine:
    """An engine over one file; `synchronous` FULL survives a power cut to the last commit."""
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
