"""Live figures are compared with the truth at one watermark; what differs is named to the cell, and mended."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from rich.console import Console

from db import redis_keys
from db.kpi_store import KpiStore
from db.rule_store import RuleStore
from pipelines import reconcile
from pipelines.domain.errors import StoreError
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.kpi import Basis, bucket, count_number
from pipelines.domain.tally import CELLS_PER_PAIR
from pipelines.reconcile import Difference, Reconciliation
from pipelines.reconcile_run import run_reconcile
from pipelines.streams.aggregate import RowKey
from tests.system import PILOT_GRIDS, System, hours

DISTRICT, STREETS, GRID = "140303", ("140303001", "140303003"), PILOT_GRIDS[0]
OPEN = bucket(Center.GRID, CaseClass.B) * CELLS_PER_PAIR + count_number(Basis.STOCK, "no_deadline")


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC).replace(hour=6, minute=0, second=0, microsecond=0)


@pytest.fixture
def busy(deployment: System, now: datetime) -> System:
    """Cases of two days in three shards, some of them closed."""
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    dice, events = random.Random(seed), []
    for n in range(60):
        place = dice.choice((GRID, PILOT_GRIDS[9], f"{STREETS[0]}001", STREETS[1], DISTRICT))
        at = now - hours(dice.random() * 30)
        events.append(deployment.event(f"c{n}", "report", at, place=place, item="G01"))
        if dice.random() < 0.3:
            events.append(deployment.event(f"c{n}", "close", at + hours(0.5), level="grid"))
    deployment.send(events, deployment.key())
    deployment.work(now)
    return deployment


def reconciliation(deployment: System) -> Reconciliation:
    rules = RuleStore(deployment.database.log, deployment.settings.timezone).rules
    return Reconciliation(deployment.database, deployment.redis, deployment.day, rules)


def differences(deployment: System, is_mending: bool = False) -> list[Difference]:
    return list(reconciliation(deployment).run(is_mending, lambda _shard: None))


def held(deployment: System) -> dict[bytes, dict[bytes, Any]]:
    """Everything in Redis; rows by their cells, the order of which means nothing."""
    hashes = {key: deployment.redis.hgetall(key) for key in deployment.redis.keys("tc:*")}
    return {key: _read(fields) if _is_rows(key) else fields for key, fields in hashes.items()}


def _is_rows(key: bytes) -> bool:
    return not key.endswith(b":meta")


def _read(rows: dict[bytes, bytes]) -> dict[bytes, dict[int, int]]:
    return {place: msgspec.msgpack.decode(row) for place, row in rows.items()}


def test_a_healthy_deployment_has_no_differences(busy: System) -> None:
    told: list[str] = []
    work = reconciliation(busy)
    assert work.shards() == [DISTRICT, *STREETS]
    assert list(work.run(False, told.append)) == []
    assert sorted(told) == work.shards()


def write(deployment: System, key: str, place: str, change: Callable[[dict[int, int]], object]) -> int:
    """Change a row by hand; what its open cell held before."""
    row = msgspec.msgpack.decode(deployment.redis.hget(key, place) or b"\x80")
    before = row.get(OPEN, 0)
    change(row)
    deployment.redis.hset(key, place, msgspec.msgpack.encode(row))
    return before


def test_a_changed_cell_is_found_named_and_mended(busy: System) -> None:
    before = held(busy)
    true = write(busy, redis_keys.stock(DISTRICT), GRID, lambda row: row.update({OPEN: row.get(OPEN, 0) + 7}))
    expected = [Difference(RowKey(DISTRICT, GRID, None), OPEN, true + 7, true)]
    assert differences(busy) == expected
    assert differences(busy) == expected
    assert differences(busy, is_mending=True) == expected
    assert differences(busy) == []
    assert held(busy) == before


def test_every_kind_of_damage_is_mended_to_the_cell(busy: System, now: datetime) -> None:
    before, today, yesterday = held(busy), busy.day(now), busy.day(now - hours(24))
    busy.redis.hdel(redis_keys.stock(DISTRICT), GRID)
    busy.redis.hset(redis_keys.day(STREETS[0], today), STREETS[0], b"\xc1 no row")
    busy.redis.hset(redis_keys.day(STREETS[1], yesterday), "nowhere", msgspec.msgpack.encode({1: 2}))
    busy.redis.hset(redis_keys.stock(STREETS[1]), "elsewhere", b"\xc1")
    found = differences(busy, is_mending=True)
    assert {(one.row.shard, one.row.place, one.row.day) for one in found} == {
        (DISTRICT, GRID, None),
        (STREETS[0], STREETS[0], today),
        (STREETS[1], "nowhere", yesterday),
        (STREETS[1], "elsewhere", None),
    }
    assert all(one.live is None for one in found if one.row.place in {STREETS[0], "elsewhere"})
    assert differences(busy) == []
    assert held(busy) == before


def test_a_row_that_nobody_can_read_is_answered_from_sql(busy: System, now: datetime) -> None:
    def is_whole() -> bool:
        return KpiStore(busy.redis).read([GRID], busy.day(now), [DISTRICT]).is_whole

    assert is_whole()
    busy.redis.hset(redis_keys.stock(DISTRICT), GRID, b"\xc1")
    assert not is_whole()


def test_mending_leaves_the_worker_in_charge(busy: System, now: datetime) -> None:
    write(busy, redis_keys.stock(DISTRICT), GRID, lambda row: row.clear())
    differences(busy, is_mending=True)
    busy.send([busy.event("later", "report", now, place=GRID)], busy.key("later"))
    busy.work(now)
    assert differences(busy) == []


def test_nothing_is_mended_in_a_shard_that_has_moved_on(busy: System, now: datetime) -> None:
    work = reconciliation(busy)
    true = write(busy, redis_keys.stock(DISTRICT), GRID, lambda row: row.update({OPEN: 99}))
    (compared,) = work._compare([DISTRICT])
    busy.send([busy.event("later", "report", now, place=PILOT_GRIDS[9])], busy.key("later"))
    busy.work(now)
    before = held(busy)
    assert not work._mend(compared, list(compared.differences()))
    assert held(busy) == before
    assert differences(busy, is_mending=True) == [Difference(RowKey(DISTRICT, GRID, None), OPEN, 99, true)]
    assert differences(busy) == []


def test_a_shard_that_never_stands_still_is_given_up_with_the_way_out(
    busy: System, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(busy, redis_keys.stock(DISTRICT), GRID, lambda row: row.update({OPEN: 99}))
    monkeypatch.setattr(Reconciliation, "_mend", lambda *_arguments: False)
    with pytest.raises(StoreError, match=f"shard {DISTRICT}: moves on too fast .* restart the worker"):
        differences(busy, is_mending=True)


def test_figures_of_another_watermark_are_not_compared(
    busy: System, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconcile, "PATIENCE_SECONDS", 0.0)
    busy.send([busy.event("later", "report", now, place=GRID)], busy.key("later"))
    assert busy.worker is not None
    busy.worker.step(now)
    with pytest.raises(StoreError, match=rf"shard {DISTRICT}: Redis stands at \d+, SQL at \d+; .*doctor"):
        differences(busy)
    busy.redis.flushall()
    with pytest.raises(StoreError, match=f"shard {DISTRICT}: Redis stands at None"):
        differences(busy)


def test_the_command_prints_place_day_count_and_both_values(busy: System, capsys: pytest.CaptureFixture[str]) -> None:
    console = Console(width=200)
    assert run_reconcile(busy.settings, busy.database, False, console) is False
    assert "3 shards compared: 0 differences" in capsys.readouterr().out
    true = write(busy, redis_keys.stock(DISTRICT), GRID, lambda row: row.update({OPEN: 99}))
    assert run_reconcile(busy.settings, busy.database, True, console) is True
    out = capsys.readouterr().out
    name = busy.queries.reach.tree.unit(GRID).name
    line = next(line for line in out.splitlines() if line.startswith(GRID))
    assert line.split() == [GRID, *name.split(), "now", "stock.no_deadline", "grid", "B", "99", str(true)]
    assert "3 shards compared: 1 difference, all mended" in out
