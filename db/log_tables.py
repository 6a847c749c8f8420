"""Tables of the log's file, without logic. Times are UTC epoch milliseconds, days are proleptic ordinals."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, MetaData, Table, UniqueConstraint

from db.columns import SERIAL, TEXT

LOG = MetaData()

event_log = Table(
    "event_log",
    LOG,
    Column("pos", SERIAL, primary_key=True, autoincrement=True),
    Column("shard", TEXT, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("source", TEXT, nullable=False),
    Column("event_id", TEXT, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    UniqueConstraint("source", "event_id"),
)
shard_head = Table(
    "shard_head", LOG, Column("shard", TEXT, primary_key=True), Column("seq", BigInteger, nullable=False)
)
case_directory = Table(
    "case_directory",
    LOG,
    Column("case_id", TEXT, primary_key=True),
    Column("shard", TEXT, nullable=False),
    Column("place", TEXT, nullable=False),
)
org_unit = Table(
    "org_unit",
    LOG,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("code", TEXT, nullable=False, unique=True),
    Column("level", TEXT, nullable=False),
    Column("name", TEXT, nullable=False),
    Column("name_en", TEXT, nullable=False, server_default=""),
    Column("kind", TEXT, nullable=False, server_default="base"),
)
org_link = Table(
    "org_link",
    LOG,
    Column("child", TEXT, primary_key=True),
    Column("parent", TEXT, primary_key=True),
    Column("valid_from", Integer, primary_key=True, server_default="0"),
    Column("valid_to", Integer, nullable=True),
)
responsible = Table(
    "responsible",
    LOG,
    Column("unit", TEXT, primary_key=True),
    Column("duty", TEXT, primary_key=True),
    Column("name", TEXT, primary_key=True),
    Column("valid_from", Integer, primary_key=True, server_default="0"),
    Column("valid_to", Integer, nullable=True),
    Column("phone", TEXT, nullable=False),
)
catalogue_item = Table(
    "catalogue_item",
    LOG,
    Column("code", TEXT, primary_key=True),
    Column("valid_from", Integer, primary_key=True),
    Column("name", TEXT, nullable=False),
    Column("name_en", TEXT, nullable=False),
    Column("center", TEXT, nullable=False),
    Column("class", TEXT, nullable=False),
    Column("workflow", TEXT, nullable=False),
    Column("hazard", TEXT, nullable=False),
    Column("weight", Integer, nullable=False),
    Column("owner_level", TEXT, nullable=False),
    Column("sample", Boolean, nullable=False),
)
deadline_book = Table(
    "deadline_book",
    LOG,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
)
own_workflow = Table(
    "own_workflow", LOG, Column("name", TEXT, primary_key=True), Column("body", LargeBinary, nullable=False)
)
api_key = Table(
    "api_key",
    LOG,
    Column("name", TEXT, primary_key=True),
    Column("digest", TEXT, nullable=False),
    Column("scope", TEXT, nullable=False),
    Column("may", TEXT, nullable=False),
    Column("simulated", Boolean, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger, nullable=True),
)
account = Table(
    "account",
    LOG,
    Column("name", TEXT, primary_key=True),
    Column("role", TEXT, nullable=False),
    Column("scope", TEXT, nullable=False),
    Column("password_hash", TEXT, nullable=False),
)
audit = Table(
    "audit",
    LOG,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("actor", TEXT, nullable=False),
    Column("action", TEXT, nullable=False),
    Column("subject", TEXT, nullable=False),
)
register_version = Table(
    "register_version", LOG, Column("name", TEXT, primary_key=True), Column("version", Integer, nullable=False)
)
register_row = Table(
    "register_row",
    LOG,
    Column("register", TEXT, primary_key=True),
    Column("key", TEXT, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)
feed = Table(
    "feed",
    LOG,
    Column("slot", Integer, primary_key=True),
    Column("source", TEXT, primary_key=True),
    Column("accepted", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("heard_at", BigInteger, nullable=False),
)
policy = Table("policy", LOG, Column("name", TEXT, primary_key=True), Column("value", TEXT, nullable=False))
saved_view = Table(
    "saved_view",
    LOG,
    Column("account", TEXT, primary_key=True),
    Column("name", TEXT, primary_key=True),
    Column("address", TEXT, nullable=False),
)
