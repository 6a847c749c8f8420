"""The derived side as it stood at an instant of the past.

Whatever a thread reads inside is answered from what had happened by then: tables and views of the same names, which
only this transaction sees, stand before the store's own. So the past is asked by the same queries as the present.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, MetaData, Table, insert

from db.alarm_store import ALARM_COLUMNS
from db.case_rows import CASE_COLUMNS
from db.derived_tables import alarm, cases, history, record_count
from db.engine import Bulk, aside
from db.past_rows import Rows, Then, alarms_then, cases_then, history_then, record_counts_then
from db.record_reader import RecordReader

_KEPT = (cases, history, record_count, alarm)
_PAST = {table.name: table.to_metadata(MetaData(), name=f"past_{table.name}") for table in _KEPT}
_UP_TO_THEN = "WHERE day <= {day} AND at <= {at}"
# The 0 keeps the instant of the report from being searched by: place and day find far fewer.
_UNMOVED = "WHERE reported_at + 0 <= {at} AND NOT EXISTS (SELECT 1 FROM past_cases p WHERE p.case_id = own.case_id)"
_VIEWS = {
    "change": _UP_TO_THEN,
    "lapse": _UP_TO_THEN,
    "record": _UP_TO_THEN,
    "history": "WHERE change_day < {day} UNION ALL SELECT * FROM past_history",
    "record_count": "WHERE day < {day} UNION ALL SELECT * FROM past_record_count",
    "alarm": "WHERE changed_at <= {at} UNION ALL SELECT * FROM past_alarm",
    "cases": f"{_UNMOVED} UNION ALL SELECT * FROM past_cases",
}
_KEYS = {"cases": "case_id", "history": "place, basis, day", "record_count": "place, day"}


@contextmanager
def past_state(engine: Engine, then: Then) -> Iterator[None]:
    """Everything this thread reads from the engine inside is as it stood then; StoreError when it cannot be told."""
    with aside(engine) as connection:
        origin = _origin(connection)
        records = RecordReader(engine)
        found = (
            (cases, CASE_COLUMNS, cases_then(connection, then)),
            (history, tuple(history.c.keys()), history_then(connection, then)),
            (record_count, tuple(record_count.c.keys()), record_counts_then(records, then)),
            (alarm, ALARM_COLUMNS, alarms_then(connection, records, then)),
        )
        for table, columns, rows in found:
            _keep(connection, table, origin, columns, rows)
        for name, condition in _VIEWS.items():
            told = condition.format(day=then.day.toordinal(), at=then.at)
            connection.exec_driver_sql(f"CREATE TEMP VIEW {name} AS SELECT * FROM {origin}.{name} own {told}")
        yield


def _origin(connection: Connection) -> str:
    """The schema that the store's own tables stand in."""
    if connection.dialect.name == "sqlite":
        return "main"
    return str(connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one())


def _keep(connection: Connection, table: Table, origin: str, columns: Sequence[str], rows: Rows) -> None:
    """Rows that stand in the place of a table's own."""
    past = _PAST[table.name]
    connection.exec_driver_sql(f"CREATE TEMP TABLE {past.name} AS SELECT * FROM {origin}.{table.name} WHERE 1 = 0")
    Bulk(connection.engine, insert(past).inline(), columns).run(connection, rows)
    if table.name in _KEYS:
        connection.exec_driver_sql(f"CREATE INDEX {past.name}_key ON {past.name} ({_KEYS[table.name]})")
