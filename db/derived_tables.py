"""Tables of all that is derived from the log, without logic; units as in the log's tables."""

from sqlalchemy import BigInteger, Boolean, Column, Double, Index, Integer, LargeBinary, MetaData, SmallInteger, Table

from db.columns import TEXT

DERIVED = MetaData()
LEVEL_COLUMNS = ("province", "city", "district", "subdistrict", "community", "grid")
HOLDER_COLUMNS = ("party_grid", "block", "zone")
PLACE_COLUMNS = LEVEL_COLUMNS + HOLDER_COLUMNS
LARGE_LEVELS = LEVEL_COLUMNS[1:4]
"""A month of these has so many cases that their items are counted in the index alone."""

cases = Table(
    "cases",
    DERIVED,
    Column("case_id", TEXT, primary_key=True),
    Column("shard", TEXT, nullable=False),
    Column("place", Integer, nullable=False),
    *(Column(name, Integer) for name in PLACE_COLUMNS),
    Column("item", TEXT),
    Column("class", TEXT, nullable=False),
    Column("center", TEXT, nullable=False),
    Column("channel", TEXT),
    Column("unit", TEXT),
    Column("stage", SmallInteger, nullable=False),
    Column("open_part", TEXT),
    Column("due_part", TEXT),
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
    Column("rung", TEXT),
    Column("reply_by", BigInteger),
    Column("simulated", Boolean, nullable=False),
    Column("day_precise", Boolean, nullable=False),
    Column("crs", TEXT),
    Column("lon", Double),
    Column("north", Double),
    Column("degree", Double),
    Column("moves", Integer, nullable=False),
    Column("events", LargeBinary, nullable=False),
)
for _name, _columns, _filled in (
    *((f"cases_{_level}", (_level, "cohort_day", "item", "reported_at"), _level) for _level in LARGE_LEVELS),
    *((f"cases_{_level}", (_level, "cohort_day"), _level) for _level in PLACE_COLUMNS[4:]),
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
    Column("case_id", TEXT, primary_key=True),
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
    Column("shard", TEXT, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("case_id", TEXT, primary_key=True),
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
    Column("type", TEXT, nullable=False),
    Column("sheet", TEXT, nullable=False),
    Column("day", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("record_sheet", "sheet"),
    Index("record_type", "type", "day"),
)
record_mark = Table(
    "record_mark",
    DERIVED,
    Column("type", TEXT, primary_key=True),
    Column("shard", TEXT, primary_key=True),
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
    Column("alarm_id", TEXT, primary_key=True),
    Column("rule", TEXT, nullable=False),
    Column("subject", TEXT, nullable=False),
    Column("severity", TEXT, nullable=False),
    Column("state", TEXT, nullable=False),
    Column("place", Integer, nullable=False),
    Column("case_id", TEXT),
    Column("raised_at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("cleared_at", BigInteger),
    Column("body", LargeBinary, nullable=False),
    Index("alarm_subject", "rule", "subject"),
    Index("alarm_raised", "raised_at"),
)
_is_open = alarm.c.cleared_at.is_(None)
Index("alarm_open", alarm.c.raised_at, sqlite_where=_is_open, postgresql_where=_is_open)
alarm_wait = Table(
    "alarm_wait",
    DERIVED,
    Column("rule", TEXT, primary_key=True),
    Column("subject", TEXT, primary_key=True),
    Column("since", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
)
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
    Column("shard", TEXT, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("simulated", Boolean, nullable=False),
)
owner = Table(
    "owner",
    DERIVED,
    Column("id", Integer, primary_key=True),
    Column("incarnation", TEXT, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("pos", BigInteger, nullable=False),
)
dead_letter = Table(
    "dead_letter",
    DERIVED,
    Column("pos", BigInteger, primary_key=True),
    Column("shard", TEXT, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("reason", TEXT, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
