"""All SQL tables, without logic. Times are UTC epoch milliseconds, days are proleptic ordinals."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

SCHEMA_VERSION = 2

LOG = MetaData()
DERIVED = MetaData()
_SERIAL = BigInteger().with_variant(Integer, "sqlite")

event_log = Table(
    "event_log",
    LOG,
    Column("pos", _SERIAL, primary_key=True, autoincrement=True),
    Column("shard", String, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("source", String, nullable=False),
    Column("event_id", String, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    UniqueConstraint("source", "event_id"),
)
shard_head = Table(
    "shard_head", LOG, Column("shard", String, primary_key=True), Column("seq", BigInteger, nullable=False)
)
case_directory = Table(
    "case_directory",
    LOG,
    Column("case_id", String, primary_key=True),
    Column("shard", String, nullable=False),
    Column("place", String, nullable=False),
)
org_unit = Table(
    "org_unit",
    LOG,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("code", String, nullable=False, unique=True),
    Column("level", String, nullable=False),
    Column("name", String, nullable=False),
    Column("name_en", String, nullable=False, server_default=""),
    Column("kind", String, nullable=False, server_default="base"),
)
org_link = Table(
    "org_link",
    LOG,
    Column("child", String, primary_key=True),
    Column("parent", String, primary_key=True),
    Column("valid_from", Integer, primary_key=True, server_default="0"),
    Column("valid_to", Integer, nullable=True),
)
catalogue_item = Table(
    "catalogue_item",
    LOG,
    Column("code", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("name_en", String, nullable=False),
    Column("center", String, nullable=False),
    Column("class", String, nullable=False),
    Column("workflow", String, nullable=False),
)
api_key = Table(
    "api_key",
    LOG,
    Column("name", String, primary_key=True),
    Column("digest", String, nullable=False),
    Column("scope", String, nullable=False),
    Column("may", String, nullable=False),
    Column("simulated", Boolean, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger, nullable=True),
)
account = Table(
    "account",
    LOG,
    Column("name", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("scope", String, nullable=False),
    Column("password_hash", String, nullable=False),
)
audit = Table(
    "audit",
    LOG,
    Column("id", _SERIAL, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("actor", String, nullable=False),
    Column("action", String, nullable=False),
    Column("subject", String, nullable=False),
)
register_version = Table(
    "register_version", LOG, Column("name", String, primary_key=True), Column("version", Integer, nullable=False)
)

cases = Table(
    "cases",
    DERIVED,
    Column("case_id", String, primary_key=True),
    Column("shard", String, nullable=False),
    Column("place", Integer, nullable=False),
    Column("province", Integer),
    Column("city", Integer),
    Column("district", Integer),
    Column("subdistrict", Integer),
    Column("community", Integer),
    Column("grid", Integer),
    Column("item", String),
    Column("class", String, nullable=False),
    Column("center", String, nullable=False),
    Column("channel", String),
    Column("unit", String),
    Column("stage", SmallInteger, nullable=False),
    Column("open_part", String),
    Column("due_part", String),
    Column("parked", Integer, nullable=False),
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
    Column("simulated", Boolean, nullable=False),
    Column("day_precise", Boolean, nullable=False),
    Column("moves", Integer, nullable=False),
    Column("events", LargeBinary, nullable=False),
)
PLACE_COLUMNS = ("province", "city", "district", "subdistrict", "community", "grid")
for _level in PLACE_COLUMNS[1:]:
    Index(f"cases_{_level}", cases.c[_level], cases.c.cohort_day, sqlite_where=cases.c[_level].is_not(None))
Index(
    "cases_open",
    cases.c.shard,
    sqlite_where=cases.c.open_part.is_not(None),
    postgresql_where=cases.c.open_part.is_not(None),
)
Index("cases_reported", cases.c.reported_at)
Index("cases_due", cases.c.due_day, sqlite_where=cases.c.due_day.is_not(None))
Index("cases_turns", cases.c.turns_at, sqlite_where=cases.c.turns_at.is_not(None))

change = Table(
    "change",
    DERIVED,
    Column("case_id", String, primary_key=True),
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
watermark = Table(
    "watermark",
    DERIVED,
    Column("shard", String, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("simulated", Boolean, nullable=False),
)
owner = Table(
    "owner",
    DERIVED,
    Column("id", Integer, primary_key=True),
    Column("incarnation", String, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("pos", BigInteger, nullable=False),
)
dead_letter = Table(
    "dead_letter",
    DERIVED,
    Column("pos", BigInteger, primary_key=True),
    Column("shard", String, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("reason", String, nullable=False),
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
