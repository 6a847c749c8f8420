"""Live counts in Redis: absolute rows written once and atomically per shard, many places read in one trip."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import msgspec
from redis import Redis
from redis.exceptions import RedisError

from db import redis_keys
from db.case_reader import Ownership
from pipelines.domain.errors import StoreError

_SCRIPT = (Path(__file__).parent / "apply.lua").read_text(encoding="utf-8")
_row = msgspec.msgpack.Decoder(dict[int, int])
_CELLS_PER_BUCKET = 1000
MOST_KEPT = 2_048
"""Rows of so many places: a street's communities, the streets of a district, on several boards at once."""


class Verdict(StrEnum):
    """What the script said to a flush."""

    OK = "OK"
    DUP = "DUP"
    GAP = "GAP"
    FENCED = "FENCED"
    STALE = "STALE"
    BAD = "BAD"


@dataclass(frozen=True, slots=True)
class LiveRow:
    """One absolute row: a place's stock (day None) or one of its days; bucket × 1000 + number -> n."""

    place: str
    day: date | None
    cells: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Flush:
    """What one shard's rows have become between two numbers of its log."""

    shard: str
    from_seq: int
    to_seq: int
    rows: Sequence[LiveRow]
    is_reset: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """The days whose rows are kept live."""

    first: date
    last: date

    def days(self) -> list[date]:
        """Each of them."""
        return [date.fromordinal(n) for n in range(self.first.toordinal(), self.last.toordinal() + 1)]


@dataclass(frozen=True, slots=True)
class LiveAnswer:
    """Rows of places summed over the shards, with what they are worth: as_of in epoch ms, 0 when a shard has none."""

    cells: Mapping[str, Mapping[int, Mapping[int, int]]]
    watermark: Mapping[str, int] = field(default_factory=dict)
    as_of: int = 0
    is_whole: bool = False


class LiveCounts(Protocol):
    """What live counts can be asked."""

    def read(self, places: Sequence[str], day: date, shards: Sequence[str]) -> LiveAnswer:
        """Rows of the places for stock and one day, summed over the shards."""


class NoLiveCounts:
    """What is known live of the past: nothing."""

    def read(self, _places: Sequence[str], _day: date, _shards: Sequence[str]) -> LiveAnswer:
        """An answer that is not whole."""
        return LiveAnswer({})


class KpiStore:
    """The Redis side; `write` is the worker's, `read` everybody's."""

    def __init__(self, redis: "Redis") -> None:
        self._redis = redis
        self._script = redis.register_script(_SCRIPT)

    def write(self, flushes: Sequence[Flush], owner: Ownership, as_of: int, window: Window) -> list[Verdict]:
        """Apply each flush through the script; StoreError when Redis does not answer."""
        try:
            pipe = self._redis.pipeline(transaction=False)
            for flush in flushes:
                keys, arguments = _arguments(flush, owner, as_of, window)
                self._script(keys=keys, args=arguments, client=pipe)
            return [Verdict(answer.decode()) for answer in pipe.execute()]
        except RedisError as error:
            raise StoreError(f"redis: {error}; live figures wait until it answers") from error

    def read(self, places: Sequence[str], day: date, shards: Sequence[str]) -> LiveAnswer:
        """Rows of the places for stock and one day, in one trip; StoreError when Redis does not answer."""
        if not shards or not places:
            return LiveAnswer({place: {} for place in places}, {}, 0, not shards)
        try:
            pipe = self._redis.pipeline(transaction=False)
            for shard in shards:
                pipe.hmget(redis_keys.meta(shard), "seq", "as_of", "first", "last")
                pipe.hmget(redis_keys.stock(shard), list(places))
                pipe.hmget(redis_keys.day(shard, day), list(places))
            answers = pipe.execute()
        except RedisError as error:
            raise StoreError(f"redis: {error}; live figures wait until it answers") from error
        return _summed(places, day, shards, answers)

    def watermarks(self, shards: Sequence[str]) -> dict[str, int]:
        """The watermark of each shard that has one."""
        try:
            pipe = self._redis.pipeline(transaction=False)
            for shard in shards:
                pipe.hget(redis_keys.meta(shard), "seq")
            return {shard: int(seq) for shard, seq in zip(shards, pipe.execute(), strict=True) if seq is not None}
        except RedisError as error:
            raise StoreError(f"redis: {error}; live figures wait until it answers") from error


def _arguments(flush: Flush, owner: Ownership, as_of: int, window: Window) -> tuple[list[str], list[str | bytes | int]]:
    days = window.days()
    numbers = {None: 2} | {day: 3 + index for index, day in enumerate(days)}
    keys = [redis_keys.meta(flush.shard), redis_keys.stock(flush.shard)]
    keys += [redis_keys.day(flush.shard, day) for day in days]
    mode = "reset" if flush.is_reset else "add"
    arguments: list[str | bytes | int] = [mode, owner.incarnation, owner.epoch, flush.from_seq, flush.to_seq, as_of]
    arguments += (str(window.first), str(window.last), redis_keys.DAY_SECONDS)
    for row in flush.rows:
        if row.day in numbers:
            body = msgspec.msgpack.encode(dict(row.cells)) if row.cells else ""
            arguments += (numbers[row.day], row.place, body)
    return keys, arguments


def _summed(
    places: Sequence[str], day: date, shards: Sequence[str], answers: Sequence[list[bytes | None]]
) -> LiveAnswer:
    metas, rows = answers[::3], [own for index, own in enumerate(answers) if index % 3]
    found = [_sums(tuple(body for body in bodies if body is not None)) for bodies in zip(*rows, strict=True)]
    is_whole = None not in found and all(_holds(meta, day) for meta in metas)
    cells = {place: own or {} for place, own in zip(places, found, strict=True)}
    watermark = {shard: int(meta[0] or 0) for shard, meta in zip(shards, metas, strict=True)}
    return LiveAnswer(cells, watermark, min(int(meta[1] or 0) for meta in metas), is_whole)


def _holds(meta: Sequence[bytes | None], day: date) -> bool:
    """Whether a shard keeps the day live."""
    seq, _, first, last = meta
    return seq is not None and (first or b"") <= str(day).encode() <= (last or b"")


@lru_cache(MOST_KEPT)
def _sums(bodies: tuple[bytes, ...]) -> Mapping[int, Mapping[int, int]] | None:
    """Pair -> count number -> n over rows, kept as most rows stay the same for seconds; None if one is no row."""
    sums: dict[int, dict[int, int]] = {}
    for body in bodies:
        row = decode_row(body)
        if row is None:
            return None
        _add(sums, row)
    return sums


def decode_row(body: bytes) -> Mapping[int, int] | None:
    """The cells of a row; None when somebody else has written there what is none."""
    try:
        return _row.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _add(sums: dict[int, dict[int, int]], row: Mapping[int, int]) -> None:
    for cell, n in row.items():
        pair, number = divmod(cell, _CELLS_PER_BUCKET)
        own = sums.setdefault(pair, {})
        own[number] = own.get(number, 0) + n
