"""All that Redis holds of one shard, copied at one moment: what a comparison with SQL starts from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from redis import Redis
from redis.exceptions import RedisError

from db import redis_keys
from db.kpi_store import Window, decode_row
from pipelines.domain.errors import StoreError

_META = ("incarnation", "seq", "as_of", "first", "last")


@dataclass(frozen=True, slots=True)
class LiveCopy:
    """A shard's watermark and rows by (place, day), day None for stock; a row that cannot be read is None."""

    incarnation: str
    seq: int
    as_of: int
    window: Window
    rows: Mapping[tuple[str, date | None], Mapping[int, int] | None]


def copy_shard(redis: Redis, shard: str) -> LiveCopy | None:
    """The shard as it stands; None while Redis has none of it, or it moves on to another day meanwhile."""
    try:
        before: list[bytes | None] = redis.hmget(redis_keys.meta(shard), _META)  # type: ignore[assignment]
        if None in before:
            return None
        window = _window(before)
        pipe = redis.pipeline(transaction=True)
        pipe.hmget(redis_keys.meta(shard), _META)
        pipe.hgetall(redis_keys.stock(shard))
        for day in window.days():
            pipe.hgetall(redis_keys.day(shard, day))
        meta, *hashes = pipe.execute()
    except RedisError as error:
        raise StoreError(f"redis: {error}; see THREECENTER_REDIS_URL") from error
    if None in meta or _window(meta) != window:
        return None
    found = zip((None, *window.days()), hashes, strict=True)
    rows = {(place.decode(), day): decode_row(body) for day, own in found for place, body in own.items()}
    return LiveCopy(meta[0].decode(), int(meta[1]), int(meta[2]), window, rows)


def _window(meta: list[bytes | None]) -> Window:
    return Window(*(date.fromisoformat((text or b"").decode()) for text in meta[3:5]))
