"""How a log of an earlier schema becomes one of the next, version by version; each step is frozen as it was written."""

import json
from collections.abc import Callable, Mapping

from sqlalchemy import BigInteger, Column, Connection, Integer, LargeBinary, MetaData, String, Table, inspect, text

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


def _go_by_rules(connection: Connection) -> None:
    """3 to 4: items have versions; those that are there were always so, and no hazards. Deadlines and workflows."""
    texts = ("name", "name_en", "center", "class", "workflow", "hazard")
    connection.exec_driver_sql("ALTER TABLE catalogue_item RENAME TO earlier_item")
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ALTER INDEX catalogue_item_pkey RENAME TO earlier_item_pkey")
    item = Table(
        "catalogue_item",
        MetaData(),
        Column("code", _TEXT, primary_key=True),
        Column("valid_from", Integer, primary_key=True),
        *(Column(name, _TEXT, nullable=False) for name in texts),
        Column("weight", Integer, nullable=False),
        Column("owner_level", _TEXT, nullable=False),
    )
    item.create(connection)
    kept = 'code, name, name_en, center, "class", workflow'
    connection.exec_driver_sql(
        f"INSERT INTO catalogue_item ({kept}, valid_from, hazard, weight, owner_level) "
        f"SELECT {kept}, 0, 'no', 1, 'subdistrict' FROM earlier_item"
    )
    connection.exec_driver_sql("DROP TABLE earlier_item")
    number = Column("number", Integer, primary_key=True, autoincrement=False)
    for name, key in (("deadline_book", number), ("own_workflow", Column("name", _TEXT, primary_key=True))):
        Table(name, MetaData(), key, Column("body", LargeBinary, nullable=False)).create(connection)


def _keep_registers(connection: Connection) -> None:
    """4 to 5: the rows of registers that people maintain."""
    Table(
        "register_row",
        MetaData(),
        Column("register", _TEXT, primary_key=True),
        Column("key", _TEXT, primary_key=True),
        Column("body", LargeBinary, nullable=False),
    ).create(connection)


def _keep_rosters(connection: Connection) -> None:
    """5 to 6: who answers for a unit."""
    Table(
        "responsible",
        MetaData(),
        *(Column(name, _TEXT, primary_key=True) for name in ("unit", "duty", "name")),
        Column("valid_from", Integer, primary_key=True, server_default="0"),
        Column("valid_to", Integer, nullable=True),
        Column("phone", _TEXT, nullable=False),
    ).create(connection)


def _date_versions(connection: Connection) -> None:
    """6 to 7: homes and groups are known by code and first day, so that a later row leaves an earlier one alone."""
    query = "SELECT register, key, body FROM register_row WHERE register IN ('rentals', 'groups')"
    for register, key, body in connection.exec_driver_sql(query).all():
        row = json.loads(body)
        dates = ("valid_from",) if register == "rentals" else ("filed_on", "approved_on", "ended_on")
        since = max(row[name] for name in dates if row.get(name))
        changed = text("UPDATE register_row SET key = :new WHERE register = :register AND key = :old")
        connection.execute(changed, {"new": f"{key}|{since}", "register": register, "old": key})


def _weigh_classes(connection: Connection) -> None:
    """7 to 8: the items of a class have one weight; none is known to be a sample's until its file is loaded again."""
    connection.exec_driver_sql("ALTER TABLE catalogue_item ADD COLUMN sample BOOLEAN DEFAULT FALSE NOT NULL")
    connection.exec_driver_sql(
        "UPDATE catalogue_item SET weight = "
        '(SELECT max(other.weight) FROM catalogue_item AS other WHERE other."class" = catalogue_item."class")'
    )


def _keep_policies_and_views(connection: Connection) -> None:
    """8 to 9: what holds for the whole deployment, and the addresses that people keep."""
    tables = {"policy": (("name",), "value"), "saved_view": (("account", "name"), "address")}
    for table, (keys, value) in tables.items():
        columns = [Column(name, _TEXT, primary_key=True) for name in keys]
        Table(table, MetaData(), *columns, Column(value, _TEXT, nullable=False)).create(connection)


LOG_STEPS: Mapping[int, Callable[[Connection], None]] = {
    1: _sort_as_python_does,
    2: _keep_feeds,
    3: _go_by_rules,
    4: _keep_registers,
    5: _keep_rosters,
    6: _date_versions,
    7: _weigh_classes,
    8: _keep_policies_and_views,
}
"""By the version that a step starts from."""
