"""The script that writes live rows: it takes a flush whole, or leaves everything as it was."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from redis import Redis

from db import redis_keys
from db.case_store import Ownership
from db.embedded import connect
from db.kpi_store import Flush, KpiStore, LiveRow, Verdict, Window
from pipelines.domain.errors import StoreError

TODAY = date(2026, 11, 21)
YESTERDAY, TOMORROW = date(2026, 11, 20), date(2026, 11, 22)
WINDOW = Window(YESTERDAY, TOMORROW)
OWNER = Ownership("made-once", 3, 0)
SHARD, PLACE, OTHER = "140303001", "140303001001", "140303001002"


@pytest.fixture
def redis(redis_url: str) -> Redis:
    client = connect(redis_url)
    client.flushall()
    return client


@pytest.fixture
def store(redis: Redis) -> KpiStore:
    made = KpiStore(redis)
    rows = [LiveRow(PLACE, None, {1: 5}), LiveRow(PLACE, TODAY, {2: 7}), LiveRow(OTHER, YESTERDAY, {3: 1})]
    assert made.write([Flush(SHARD, 10, 10, rows, is_reset=True)], OWNER, 1000, WINDOW) == [Verdict.OK]
    return made


def content(redis: Redis) -> Mapping[bytes, Mapping[bytes, bytes]]:
    return {key: redis.hgetall(key) for key in redis.scan_iter()}


def add(from_seq: int, to_seq: int, *rows: LiveRow) -> Flush:
    return Flush(SHARD, from_seq, to_seq, rows)


def test_a_flush_that_follows_on_is_written_with_its_watermark(redis: Redis, store: KpiStore) -> None:
    rows = [LiveRow(PLACE, None, {1: 6}), LiveRow(OTHER, TODAY, {1002: 2}), LiveRow(OTHER, YESTERDAY, {})]
    assert store.write([add(10, 13, *rows)], OWNER, 2000, WINDOW) == [Verdict.OK]
    found = store.read([PLACE, OTHER], TODAY, [SHARD])
    assert found.cells == {PLACE: {0: {1: 6, 2: 7}}, OTHER: {1: {2: 2}}}
    assert (found.watermark, found.as_of, found.is_whole) == ({SHARD: 13}, 2000, True)
    assert not redis.hexists(redis_keys.day(SHARD, YESTERDAY), OTHER)


@pytest.mark.parametrize(
    ("flush", "owner", "verdict"),
    [
        (add(9, 12), OWNER, Verdict.DUP),
        (add(11, 12), OWNER, Verdict.GAP),
        (Flush("elsewhere", 0, 1, ()), OWNER, Verdict.GAP),
        (add(10, 11), replace(OWNER, epoch=2), Verdict.FENCED),
        (Flush(SHARD, 11, 11, (), is_reset=True), replace(OWNER, epoch=2), Verdict.FENCED),
        (add(10, 11), replace(OWNER, incarnation="another"), Verdict.STALE),
        (add(10, 9), OWNER, Verdict.BAD),
    ],
)
def test_a_flush_that_does_not_fit_writes_nothing(
    redis: Redis, store: KpiStore, flush: Flush, owner: Ownership, verdict: Verdict
) -> None:
    before = content(redis)
    flush = replace(flush, rows=[LiveRow(PLACE, None, {1: 99}), LiveRow(PLACE, TODAY, {1: 99})])
    assert store.write([flush], owner, 9000, WINDOW) == [verdict]
    assert content(redis) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["add", "made-once", "x", 10, 11, 1, "a", "b", 60],
        ["add", "made-once", 3, "", 11, 1, "a", "b", 60],
        ["add", "made-once", 3, 10, 11, "soon", "a", "b", 60],
        ["add", "made-once", 3, 10, 11, 1, "a", "b", "for ever"],
        ["more", "made-once", 3, 10, 11, 1, "a", "b", 60],
        ["add", "made-once", 3, 10, 11, 1, "a", "b", 60, 2],
        ["add", "made-once", 3, 10, 11, 1, "a", "b", 60, 2, PLACE, "row", 2],
        ["add", "made-once", 3, 10, 11, 1, "a", "b", 60, 2, PLACE, "row", 9, PLACE, "row"],
        ["add", "made-once", 3, 10, 11, 1, "a", "b", 60, 2, PLACE, "row", 1, PLACE, "row"],
        ["reset", "made-once", 3, 10, 11, 1, "a", "b", 60, 2, PLACE, "row", "stock", PLACE, "row"],
        ["add", "made-once", 3],
        [],
    ],
)
def test_arguments_that_are_wrong_are_found_before_the_first_write(
    redis: Redis, store: KpiStore, arguments: list[str | int]
) -> None:
    before = content(redis)
    keys = [redis_keys.meta(SHARD), redis_keys.stock(SHARD), redis_keys.day(SHARD, TODAY)]
    assert store._script(keys=keys, args=arguments) == b"BAD"
    assert content(redis) == before


def test_the_same_flush_again_changes_nothing(redis: Redis, store: KpiStore) -> None:
    flush = add(10, 12, LiveRow(PLACE, None, {1: 6}))
    assert store.write([flush], OWNER, 2000, WINDOW) == [Verdict.OK]
    before = content(redis)
    assert store.write([flush], OWNER, 2000, WINDOW) == [Verdict.DUP]
    assert content(redis) == before


def test_a_reset_replaces_all_rows_of_its_shard_only(redis: Redis, store: KpiStore) -> None:
    assert store.write([Flush("beside", 4, 4, [LiveRow(PLACE, None, {1: 1})], True)], OWNER, 1000, WINDOW) == ["OK"]
    again = Flush(SHARD, 3, 3, [LiveRow(OTHER, TODAY, {1: 1})], is_reset=True)
    assert store.write([again], replace(OWNER, incarnation="another", epoch=1), 3000, WINDOW) == [Verdict.OK]
    found = store.read([PLACE, OTHER], TODAY, [SHARD])
    assert found.cells == {PLACE: {}, OTHER: {0: {1: 1}}}
    assert (found.watermark, found.as_of) == ({SHARD: 3}, 3000)
    assert store.read([PLACE], TODAY, ["beside"]).cells == {PLACE: {0: {1: 1}}}
    assert not redis.exists(redis_keys.day(SHARD, YESTERDAY))


def test_a_later_owner_takes_over_and_the_earlier_one_is_fenced(store: KpiStore) -> None:
    later = replace(OWNER, epoch=4)
    assert store.write([add(10, 11)], later, 2000, WINDOW) == [Verdict.OK]
    assert store.write([add(11, 12)], OWNER, 2000, WINDOW) == [Verdict.FENCED]


def test_each_shard_gets_its_own_verdict(store: KpiStore) -> None:
    flushes = [add(11, 12), Flush("beside", 0, 2, (), is_reset=True), add(10, 12)]
    assert store.write(flushes, OWNER, 2000, WINDOW) == [Verdict.GAP, Verdict.OK, Verdict.OK]


def test_rows_of_days_outside_the_window_are_left_out_and_days_expire(redis: Redis, store: KpiStore) -> None:
    old = LiveRow(PLACE, date(2026, 11, 1), {1: 1})
    assert store.write([add(10, 11, old)], OWNER, 2000, WINDOW) == [Verdict.OK]
    assert not redis.exists(redis_keys.day(SHARD, old.day))
    assert 0 < redis.ttl(redis_keys.day(SHARD, TODAY)) <= redis_keys.DAY_SECONDS
    assert redis.ttl(redis_keys.stock(SHARD)) == redis.ttl(redis_keys.meta(SHARD)) == -1


def test_an_answer_sums_shards_and_is_as_old_as_the_oldest(store: KpiStore) -> None:
    store.write([Flush("beside", 4, 4, [LiveRow(PLACE, None, {1: 1, 1001: 2})], True)], OWNER, 900, WINDOW)
    found = store.read([PLACE], TODAY, [SHARD, "beside"])
    assert found.cells == {PLACE: {0: {1: 6, 2: 7}, 1: {1: 2}}}
    assert (found.as_of, found.is_whole) == (900, True)
    assert store.watermarks([SHARD, "beside", "nowhere"]) == {SHARD: 10, "beside": 4}


def test_an_answer_is_not_whole_without_a_shard_or_its_day(store: KpiStore) -> None:
    assert not store.read([PLACE], TODAY, [SHARD, "nowhere"]).is_whole
    assert not store.read([PLACE], date(2026, 11, 23), [SHARD]).is_whole
    assert store.read([PLACE], TOMORROW, [SHARD]).is_whole


def test_a_store_that_does_not_answer_is_said() -> None:
    away = KpiStore(connect("unix:///nowhere/redis.sock"))
    for ask in (
        lambda: away.read([PLACE], TODAY, [SHARD]),
        lambda: away.write([add(1, 2)], OWNER, 1, WINDOW),
        lambda: away.watermarks([SHARD]),
    ):
        with pytest.raises(StoreError, match=r"redis: .*live figures wait"):
            ask()
