"""How a log of an earlier schema becomes one of the next, version by version; each step is frozen as it was written."""

from collections.abc import Callable, Mapping

from sqlalchemy import BigInteger, Column, Connection, Integer, MetaData, String, Table, inspect

_TEXT = String().with_variant(String(collation="C"), "postgresql")


def _sort_as_python_does(connection: Connection) -> None:
    """1 to 2: PostgreSQL compares texts by their bytes."""
    if connection.dialect.name != "postgresql":
        return
    tables = inspect(connection)
    for table in (
        *("event_log", "shard_head", "case_directory", "org_unit", "org_link", "catalogue_item"),
        *("api_key", "account", "audit", "register_version"),
    ):
        texts = [column["name"] for column in tables.get_columns(table) if isinstance(column["type"], String)]
        changes = ", ".join(f'ALTER COLUMN "{name}" TYPE VARCHAR COLLATE "C"' for name in texts)
        connection.exec_driver_sql(f"ALTER TABLE {table} {changes}")


def _keep_feeds(connection: Connection) -> None:
    """2 to 3: what each source has sent, by quarter of an hour; the past is counted from the log."""
    feed = Table(
        "feed",
        MetaData(),
        Column("slot", Integer, primary_key=True),
        Column("source", _TEXT, primary_key=True),
        Column("accepted", Integer, nullable=False),
        Column("refused", Integer, nullable=False),
        Column("heard_at", BigInteger, nullable=False),
    )
    feed.create(connection)
    connection.exec_driver_sql(
        "INSERT INTO feed (slot, source, accepted, refused, heard_at) "
        "SELECT received_at / 900000, source, count(*), 0, max(received_at) FROM event_log GROUP BY 1, 2"
    )


def _keep_rosters(connection: Connection) -> None:
    """3 to 4: who answers for a unit."""
    Table(
        "responsible",
        MetaData(),
        *(Column(name, _TEXT, primary_key=True) for name in ("unit", "duty", "name")),
        Column("valid_from", Integer, primary_key=True, server_default="0"),
        Column("valid_to", Integer, nullable=True),
        Column("phone", _TEXT, nullable=False),
    ).create(connection)


LOG_STEPS: Mapping[int, Callable[[Connection], None]] = {1: _sort_as_python_does, 2: _keep_feeds, 3: _keep_rosters}
"""By the version that a step starts from."""
