"""How far everything has come, and what keeps it: the facts that operators, their page and the doctor go by."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import func, select

from db.derived_tables import cases, dead_letter, owner, watermark
from db.disk import Disk, disk_of
from db.engine import Database, reading
from db.log_tables import event_log, shard_head
from pipelines.domain.errors import StoreError


@dataclass(frozen=True, slots=True)
class Progress:
    """Events in the log, counted, set apart for good, and when the oldest of the others came in (epoch ms).

    Counted are parked ones too: events that their case could not take yet.
    """

    head: int
    applied: int
    dead: int
    parked: int
    parked_cases: int
    waiting_since: int | None

    @property
    def waiting(self) -> int:
        """Events that the worker has yet to take up."""
        return self.head - self.applied - self.dead


@dataclass(frozen=True, slots=True)
class SqlFacts:
    """Name and version of what keeps the data, its size, and the disk that it is on; None is a server's own."""

    product: str
    bytes: int
    disk: Disk | None


@dataclass(frozen=True, slots=True)
class RedisFacts:
    """Name and version of what holds the live figures, and the memory it takes."""

    product: str
    bytes: int


def read_progress(database: Database) -> Progress:
    """How far the worker has come; StoreError when SQL does not answer."""
    parked = select(func.count(), func.sum(cases.c.parked)).where(cases.c.parked > 0)
    with reading(database.derived) as connection:
        taken = connection.execute(select(func.sum(watermark.c.seq))).scalar() or 0
        position = connection.execute(select(owner.c.pos)).scalar() or 0
        dead = connection.execute(select(func.count()).select_from(dead_letter)).scalar() or 0
        parked_cases, parked_events = connection.execute(parked).one()
    following = select(event_log.c.received_at).where(event_log.c.pos > position).order_by(event_log.c.pos).limit(1)
    with reading(database.log) as connection:
        head = connection.execute(select(func.sum(shard_head.c.seq))).scalar() or 0
        since = connection.execute(following).scalar()
    return Progress(int(head), int(taken) - dead, dead, int(parked_events or 0), parked_cases, since)


def read_sql(database: Database) -> SqlFacts:
    """What keeps the data; StoreError when it does not answer."""
    with reading(database.log) as connection:
        if database.folder is None:
            size = connection.execute(select(func.pg_database_size(func.current_database()))).scalar()
            return SqlFacts(database.product(), int(size or 0), None)
    files = [
        Path(f"{engine.url.database}{part}") for engine in (database.log, database.derived) for part in ("", "-wal")
    ]
    size = sum(file.stat().st_size for file in files if file.exists())
    return SqlFacts(database.product(), size, disk_of(database.folder))


def read_redis(redis: Redis) -> RedisFacts:
    """What holds the live figures; StoreError when it does not answer."""
    try:
        info: dict[str, Any] = redis.info()
    except RedisError as error:
        raise StoreError(f"redis: {error}; see THREECENTER_REDIS_URL") from error
    is_valkey = "valkey_version" in info
    version = info["valkey_version" if is_valkey else "redis_version"]
    return RedisFacts(f"{'Valkey' if is_valkey else 'Redis'} {version}", int(info["used_memory"]))
