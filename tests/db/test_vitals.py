"""What operators go by is exact: every event of the log is counted, waiting, or set apart."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from db.codec import to_millis
from db.embedded import connect
from db.engine import writing
from db.log_tables import event_log, shard_head
from db.vitals import Progress, read_progress, read_redis, read_sql
from pipelines.domain.errors import StoreError
from tests.system import PILOT_GRIDS, System

NOW = datetime(2024, 5, 15, 4, tzinfo=UTC)


def test_an_empty_deployment_has_come_to_the_end(deployment: System) -> None:
    assert read_progress(deployment.database) == Progress(0, 0, 0, 0, 0, None)


def test_what_waits_is_known_by_number_and_by_the_arrival_of_the_first(deployment: System) -> None:
    key = deployment.key()
    deployment.send([deployment.event(f"c{n}", "report", NOW, place=PILOT_GRIDS[n]) for n in range(3)], key)
    deployment.work(NOW)
    assert read_progress(deployment.database) == Progress(3, 3, 0, 0, 0, None)
    before = to_millis(datetime.now(UTC))
    deployment.send([deployment.event("c8", "report", NOW, place=PILOT_GRIDS[8])], key)
    between = to_millis(datetime.now(UTC))
    deployment.send([deployment.event("c9", "report", NOW, place=PILOT_GRIDS[9])], key)
    found = read_progress(deployment.database)
    assert (found.head, found.applied, found.waiting) == (5, 3, 2)
    assert found.waiting_since is not None
    assert before <= found.waiting_since <= between
    deployment.work(NOW)
    assert read_progress(deployment.database) == Progress(5, 5, 0, 0, 0, None)


def test_parked_events_are_counted_and_dead_ones_set_apart(deployment: System) -> None:
    key = deployment.key()
    for step in ("archive", "archive", "verify"):
        deployment.send([deployment.event("early", step, NOW, place=PILOT_GRIDS[0])], key)
    deployment.send([deployment.event("other", "archive", NOW, place=PILOT_GRIDS[1])], key)
    _store_poison(deployment)
    deployment.work(NOW)
    assert read_progress(deployment.database) == Progress(5, 4, 1, 4, 2, None)


def _store_poison(deployment: System) -> None:
    """An event whose body nobody can read, as a fault in the program or on the disk would leave it."""
    row = {
        "shard": "140303001",
        "seq": 1,
        "source": "x",
        "event_id": "x",
        "digest": b"",
        "body": b"{",
        "received_at": 1,
    }
    with writing(deployment.database.log) as connection:
        connection.execute(insert(event_log).values(row))
        connection.execute(insert(shard_head).values(shard="140303001", seq=1))


def test_the_stores_say_what_they_are(deployment: System) -> None:
    sql, redis = read_sql(deployment.database), read_redis(deployment.redis)
    assert sql.product.split()[0] in {"SQLite", "PostgreSQL"}
    assert sql.bytes > 100_000
    assert (sql.disk is None) == (sql.product.split()[0] == "PostgreSQL")
    assert redis.product.split()[0] in {"Redis", "Valkey"}
    assert redis.bytes > 100_000
    with pytest.raises(StoreError, match="THREECENTER_REDIS_URL"):
        read_redis(connect("unix:///nowhere.sock"))
