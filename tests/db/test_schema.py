"""A database of an earlier program is refused with the way out, and brought to this one without a loss."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, Engine, MetaData, inspect, select, text, update

from db import migrations
from db.case_store import CaseStore
from db.derived_tables import DERIVED
from db.embedded import connect
from db.engine import Database, open_database, reading, writing
from db.event_log import EventLog
from db.history_store import HistoryStore
from db.log_tables import LOG, event_log, feed
from db.register_store import RegisterStore
from db.schema import check_schema, create_schema, upgrade_schema
from db.versions import VERSIONS, schema_version
from pipelines.domain.context import ResidentGroup
from pipelines.domain.errors import StoreError
from pipelines.domain.housing import Rental, RentalGrade, RentalType
from pipelines.worker.handle import Worker
from tests.system import folding_here

FIRST = Path(__file__).parent / "schema_1"
NOW = datetime(2026, 11, 20, 5, tzinfo=UTC)
QUARTER = 15 * 60 * 1000
LATEST = ("policy", "saved_view")


@pytest.fixture
def first(tmp_path: Path) -> Iterator[Database]:
    """Four events as the first program stored them."""
    for name in ("log", "log-derived"):
        with sqlite3.connect(tmp_path / f"{name}.db") as connection:
            connection.executescript((FIRST / f"{name}.sql").read_text(encoding="utf-8"))
    database = open_database(f"sqlite:///{tmp_path / 'log.db'}")
    yield database
    database.dispose()


@pytest.fixture
def database(empty_url: str) -> Iterator[Database]:
    made = open_database(empty_url)
    create_schema(made)
    yield made
    made.dispose()


def shape(engine: Engine) -> object:
    """Tables with their columns, keys and indexes."""
    found = inspect(engine)
    return {
        table: (
            [(column["name"], str(column["type"]), column["nullable"]) for column in found.get_columns(table)],
            found.get_pk_constraint(table)["constrained_columns"],
            sorted((index["name"] or "", *map(str, index["column_names"])) for index in found.get_indexes(table)),
        )
        for table in found.get_table_names()
    }


def set_version(database: Database, metadata: MetaData, version: int) -> None:
    engine = database.log if metadata is LOG else database.derived
    with writing(engine) as connection:
        connection.execute(update(schema_version[metadata]).values(version=version))


def test_an_earlier_schema_is_refused_with_the_way_out(first: Database) -> None:
    said = rf"schema 1 is older than this program's {VERSIONS[LOG]}; .* run `threecenter db upgrade`"
    for use in (check_schema, create_schema):
        with pytest.raises(StoreError, match=said):
            use(first)


def test_an_upgraded_schema_is_the_one_of_a_new_database(first: Database, tmp_path: Path) -> None:
    fresh = open_database(f"sqlite:///{tmp_path / 'fresh.db'}")
    create_schema(fresh)
    upgrade_schema(first)
    check_schema(first)
    assert shape(first.log) == shape(fresh.log)
    assert shape(first.derived) == shape(fresh.derived)


def test_an_upgrade_keeps_the_log_and_counts_its_feeds(first: Database) -> None:
    with reading(first.log) as connection:
        before = connection.execute(select(event_log)).all()
    upgrade_schema(first)
    upgrade_schema(first)
    with reading(first.log) as connection:
        assert connection.execute(select(event_log)).all() == before
        rows = connection.execute(select(feed).order_by(feed.c.slot, feed.c.source)).all()
    two, four = (int(NOW.replace(hour=hour).timestamp()) * 1000 for hour in (2, 4))
    minute = 60 * 1000
    assert [tuple(row) for row in rows] == [
        (two // QUARTER, "hotline", 2, 0, two + 14 * minute),
        (two // QUARTER, "patrol", 1, 0, two + 14 * minute),
        (four // QUARTER + 2, "hotline", 1, 0, four + 30 * minute),
    ]


def test_the_worker_makes_anew_what_an_upgrade_has_emptied(first: Database, redis_url: str) -> None:
    redis = connect(redis_url)
    redis.flushall()
    upgrade_schema(first)
    cases, log = CaseStore(first.derived), EventLog(first.log)
    assert cases.watermarks() == {}
    zone = ZoneInfo("UTC")
    worker = Worker(first, redis, zone, folding_here(first, zone), NOW)
    assert worker.step(NOW) == 4
    worker.flush()
    assert HistoryStore(first.derived).watermarks() == log.heads() == {"d1s1": 4}
    assert cases.files(["c1"])["c1"].case.closed_at is not None


def test_a_step_that_fails_leaves_everything_as_it_was(first: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(connection: Connection) -> None:
        whole(connection)
        raise StoreError("no room")

    whole: Callable[[Connection], None] = migrations.LOG_STEPS[2]
    monkeypatch.setitem(migrations.LOG_STEPS, 2, broken)
    with pytest.raises(StoreError, match="no room"):
        upgrade_schema(first)
    assert not inspect(first.log).has_table("feed")
    with pytest.raises(StoreError, match="schema 2 is older"):
        check_schema(first)
    monkeypatch.undo()
    upgrade_schema(first)
    check_schema(first)


@pytest.mark.parametrize("metadata", [LOG, DERIVED], ids=["log", "derived"])
def test_a_newer_schema_is_refused_and_left_alone(database: Database, metadata: MetaData) -> None:
    set_version(database, metadata, VERSIONS[metadata] + 1)
    for use in (check_schema, create_schema, upgrade_schema):
        with pytest.raises(StoreError, match=f"schema {VERSIONS[metadata] + 1} is of a newer program"):
            use(database)


def test_every_version_of_the_log_has_its_step() -> None:
    assert list(migrations.LOG_STEPS) == list(range(1, VERSIONS[LOG]))


def test_an_earlier_schema_on_either_product_is_upgraded(database: Database) -> None:
    fresh = shape(database.log)
    with writing(database.log) as connection:
        for table in ("feed", "deadline_book", "own_workflow", "register_row", "responsible", *LATEST):
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("ALTER TABLE catalogue_item DROP COLUMN sample"))
        if connection.dialect.name == "postgresql":
            connection.execute(text('ALTER TABLE account ALTER COLUMN scope TYPE VARCHAR COLLATE "default"'))
    set_version(database, LOG, 1)
    upgrade_schema(database)
    check_schema(database)
    assert shape(database.log) == fresh


def test_homes_and_groups_of_an_earlier_schema_are_found_by_their_first_day(database: Database) -> None:
    home = Rental("h", "G", RentalType.WHOLE, RentalGrade.A, 30, NOW.date(), NOW.date())
    group = ResidentGroup("g", "D", "舞蹈队", "王伟", NOW.date().replace(day=1), NOW.date())
    store = RegisterStore(database.log)
    store.put([home, group])
    with writing(database.log) as connection:
        connection.execute(text("ALTER TABLE catalogue_item DROP COLUMN sample"))
        for table in LATEST:
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("UPDATE register_row SET key = 'h' WHERE register = 'rentals'"))
        connection.execute(text("UPDATE register_row SET key = 'g' WHERE register = 'groups'"))
    set_version(database, LOG, 6)
    upgrade_schema(database)
    store.put([home, group])
    assert (store.rows(Rental), store.rows(ResidentGroup)) == ([home], [group])


def test_a_database_without_tables_is_not_upgraded(empty_url: str) -> None:
    with pytest.raises(StoreError, match="has no tables; run `threecenter db create`"):
        upgrade_schema(open_database(empty_url))
