"""All SQL tables, without logic. Times are UTC epoch milliseconds, days are proleptic ordinals."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

LOG = MetaData()
DERIVED = MetaData()
VERSIONS = {LOG: 6, DERIVED: 6}
"""A new version of the log needs a step in migrations.py; what is derived is made anew, so a new number is enough."""
_SERIAL = BigInteger().with_variant(Integer, "sqlite")
_TEXT = String().with_variant(String(collation="C"), "postgresql")  # sorted as Python and SQLite sort

event_log = Table(
    "event_log",
    LOG,
    Column("pos", _SERIAL, primary_key=True, autoincrement=True),
    Column("shard", _TEXT, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("source", _TEXT, nullable=False),
    Column("event_id", _TEXT, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    UniqueConstraint("source", "event_id"),
)
shard_head = Table(
    "shard_head", LOG, Column("shard", _TEXT, primary_key=True), Column("seq", BigInteger, nullable=False)
)
case_directory = Table(
    "case_directory",
    LOG,
    Column("case_id", _TEXT, primary_key=True),
    Column("shard", _TEXT, nullable=False),
    Column("place", _TEXT, nullable=False),
)
org_unit = Table(
    "org_unit",
    LOG,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("code", _TEXT, nullable=False, unique=True),
    Column("level", _TEXT, nullable=False),
    Column("name", _TEXT, nullable=False),
    Column("name_en", _TEXT, nullable=False, server_default=""),
    Column("kind", _TEXT, nullable=False, server_default="base"),
)
org_link = Table(
    "org_link",
    LOG,
    Column("child", _TEXT, primary_key=True),
    Column("parent", _TEXT, primary_key=True),
    Column("valid_from", Integer, primary_key=True, server_default="0"),
    Column("valid_to", Integer, nullable=True),
)
responsible = Table(
    "responsible",
    LOG,
    Column("unit", _TEXT, primary_key=True),
    Column("duty", _TEXT, primary_key=True),
    Column("name", _TEXT, primary_key=True),
    Column("valid_from", Integer, primary_key=True, server_default="0"),
    Column("valid_to", Integer, nullable=True),
    Column("phone", _TEXT, nullable=False),
)
catalogue_item = Table(
    "catalogue_item",
    LOG,
    Column("code", _TEXT, primary_key=True),
    Column("valid_from", Integer, primary_key=True),
    Column("name", _TEXT, nullable=False),
    Column("name_en", _TEXT, nullable=False),
    Column("center", _TEXT, nullable=False),
    Column("class", _TEXT, nullable=False),
    Column("workflow", _TEXT, nullable=False),
    Column("hazard", _TEXT, nullable=False),
    Column("weight", Integer, nullable=False),
    Column("owner_level", _TEXT, nullable=False),
)
deadline_book = Table(
    "deadline_book",
    LOG,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
)
own_workflow = Table(
    "own_workflow", LOG, Column("name", _TEXT, primary_key=True), Column("body", LargeBinary, nullable=False)
)
api_key = Table(
    "api_key",
    LOG,
    Column("name", _TEXT, primary_key=True),
    Column("digest", _TEXT, nullable=False),
    Column("scope", _TEXT, nullable=False),
    Column("may", _TEXT, nullable=False),
    Column("simulated", Boolean, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger, nullable=True),
)
account = Table(
    "account",
    LOG,
    Column("name", _TEXT, primary_key=True),
    Column("role", _TEXT, nullable=False),
    Column("scope", _TEXT, nullable=False),
    Column("password_hash", _TEXT, nullable=False),
)
audit = Table(
    "audit",
    LOG,
    Column("id", _SERIAL, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("actor", _TEXT, nullable=False),
    Column("action", _TEXT, nullable=False),
    Column("subject", _TEXT, nullable=False),
)
register_version = Table(
    "register_version", LOG, Column("name", _TEXT, primary_key=True), Column("version", Integer, nullable=False)
)
register_row = Table(
    "register_row",
    LOG,
    Column("register", _TEXT, primary_key=True),
    Column("key", _TEXT, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)
feed = Table(
    "feed",
    LOG,
    Column("slot", Integer, primary_key=True),
    Column("source", _TEXT, primary_key=True),
    Column("accepted", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("heard_at", BigInteger, nullable=False),
)

cases = Table(
    "cases",
    DERIVED,
    Column("case_id", _TEXT, primary_key=True),
    Column("shard", _TEXT, nullable=False),
    Column("place", Integer, nullable=False),
    Column("province", Integer),
    Column("city", Integer),
    Column("district", Integer),
    Column("subdistrict", Integer),
    Column("community", Integer),
    Column("grid", Integer),
    Column("party_grid", Integer),
    Column("block", Integer),
    Column("zone", Integer),
    Column("item", _TEXT),
    Column("class", _TEXT, nullable=False),
    Column("center", _TEXT, nullable=False),
    Column("channel", _TEXT),
    Column("unit", _TEXT),
    Column("stage", SmallInteger, nullable=False),
    Column("open_part", _TEXT),
    Column("due_part", _TEXT),
    Column("parked", Integer, nullable=False),
    Column("cohort", BigInteger, nullable=False),
    Column("stock", BigInteger),
    Column("reported_at", BigInteger),
    Column("registered_at", BigInteger),
    Column("dispatched_at", BigInteger),
    Column("disposed_at", BigInteger),
    Column("closed_at", BigInteger),
    Column("voided_at", BigInteger),
    Column("due_at", BigInteger),
    Column("cohort_day", Integer, nullable=False),
    Column("due_day", Integer),
    Column("turns_at", BigInteger),
    Column("climbs_at", BigInteger),
    Column("rung", _TEXT),
    Column("reply_by", BigInteger),
    Column("simulated", Boolean, nullable=False),
    Column("day_precise", Boolean, nullable=False),
    Column("crs", _TEXT),
    Column("lon", Double),
    Column("north", Double),
    Column("degree", Double),
    Column("moves", Integer, nullable=False),
    Column("events", LargeBinary, nullable=False),
)
LEVEL_COLUMNS = ("province", "city", "district", "subdistrict", "community", "grid")
HOLDER_COLUMNS = ("party_grid", "block", "zone")
PLACE_COLUMNS = LEVEL_COLUMNS + HOLDER_COLUMNS
for _name, _columns, _filled in (
    *((f"cases_{_level}", (_level, "cohort_day"), _level) for _level in PLACE_COLUMNS[1:]),
    ("cases_stock", ("shard",), "stock"),
    ("cases_due", ("due_day",), "due_day"),
    ("cases_turns", ("turns_at",), "turns_at"),
    ("cases_closed", ("grid", "item", "closed_at"), "closed_at"),
    ("cases_climbs", ("climbs_at",), "climbs_at"),
    ("cases_rung", ("rung",), "rung"),
):
    _is_filled = cases.c[_filled].is_not(None)
    Index(_name, *(cases.c[_column] for _column in _columns), sqlite_where=_is_filled, postgresql_where=_is_filled)
Index("cases_reported", cases.c.reported_at)
Index("cases_parked", cases.c.parked, sqlite_where=cases.c.parked > 0, postgresql_where=cases.c.parked > 0)

change = Table(
    "change",
    DERIVED,
    Column("case_id", _TEXT, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("day", Integer, nullable=False),
    Column("flows", BigInteger, nullable=False),
    Column("bucket", SmallInteger, nullable=False),
    Column("day_precise", Boolean, nullable=False),
    Column("shifts", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
Index("change_day", change.c.day)
lapse = Table(
    "lapse",
    DERIVED,
    Column("shard", _TEXT, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("case_id", _TEXT, primary_key=True),
    Column("change", Integer, primary_key=True),
    Column("number", SmallInteger, primary_key=True),
    Column("n", SmallInteger, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("bucket", SmallInteger, nullable=False),
    Column("bin", SmallInteger, nullable=False),
    Column("seconds", BigInteger, nullable=False),
    Column("working_bin", SmallInteger),
    Column("working", BigInteger),
    sqlite_with_rowid=False,
)
history = Table(
    "history",
    DERIVED,
    Column("place", Integer, primary_key=True),
    Column("basis", SmallInteger, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("change_day", Integer, primary_key=True),
    Column("number", SmallInteger, primary_key=True),
    Column("bucket", SmallInteger, primary_key=True),
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)
record = Table(
    "record",
    DERIVED,
    Column("pos", BigInteger, primary_key=True, autoincrement=False),
    Column("type", _TEXT, nullable=False),
    Column("sheet", _TEXT, nullable=False),
    Column("day", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("record_sheet", "sheet"),
    Index("record_type", "type", "day"),
)
record_mark = Table(
    "record_mark",
    DERIVED,
    Column("type", _TEXT, primary_key=True),
    Column("shard", _TEXT, primary_key=True),
    Column("seq", BigInteger, nullable=False),
)
record_count = Table(
    "record_count",
    DERIVED,
    Column("place", Integer, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("number", SmallInteger, primary_key=True),
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)
alarm = Table(
    "alarm",
    DERIVED,
    Column("alarm_id", _TEXT, primary_key=True),
    Column("rule", _TEXT, nullable=False),
    Column("subject", _TEXT, nullable=False),
    Column("severity", _TEXT, nullable=False),
    Column("state", _TEXT, nullable=False),
    Column("place", Integer, nullable=False),
    Column("case_id", _TEXT),
    Column("raised_at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("cleared_at", BigInteger),
    Column("body", LargeBinary, nullable=False),
    Index("alarm_subject", "rule", "subject"),
    Index("alarm_raised", "raised_at"),
)
_is_open = alarm.c.cleared_at.is_(None)
Index("alarm_open", alarm.c.raised_at, sqlite_where=_is_open, postgresql_where=_is_open)
day_block = Table(
    "day_block",
    DERIVED,
    Column("side", SmallInteger, primary_key=True),
    Column("block", Integer, primary_key=True),
    Column("pos", BigInteger, nullable=False),
)
watermark = Table(
    "watermark",
    DERIVED,
    Column("shard", _TEXT, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("simulated", Boolean, nullable=False),
)
owner = Table(
    "owner",
    DERIVED,
    Column("id", Integer, primary_key=True),
    Column("incarnation", _TEXT, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("pos", BigInteger, nullable=False),
)
dead_letter = Table(
    "dead_letter",
    DERIVED,
    Column("pos", BigInteger, primary_key=True),
    Column("shard", _TEXT, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("reason", _TEXT, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
schema_version = {
    metadata: Table(
        f"schema_version_{name}",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("version", Integer, nullable=False),
    )
    for name, metadata in (("log", LOG), ("derived", DERIVED))
}
