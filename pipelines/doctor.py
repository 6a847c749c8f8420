"""`threecenter doctor`: what is wrong with this installation, and how to mend it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
from redis.exceptions import RedisError

from db.disk import disk_shortage
from db.embedded import connect
from db.engine import open_database
from db.event_log import EventLog
from db.history_store import HistoryStore
from db.org_store import OrgStore
from db.schema import check_schema
from pipelines.domain.errors import StoreError, ThreeCenterError
from pipelines.domain.settings import Settings


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: its name, what was found, and the way out when it is not well."""

    name: str
    found: str
    way_out: str | None = None


def examine(settings: Settings) -> Iterator[Finding]:
    """Every part of the installation, in the order in which one depends on the other."""
    for name, look in (
        ("disk", _disk),
        ("database", _database),
        ("redis", _redis),
        ("intake", lambda own: _answers(f"{own.intake_url}/readyz")),
        ("worker", _worker),
        ("dashboard", lambda own: _answers(f"http://{own.host}:{own.port}/readyz")),
    ):
        yield _finding(name, look, settings)


def _finding(name: str, look: Callable[[Settings], str], settings: Settings) -> Finding:
    try:
        return Finding(name, look(settings))
    except (ThreeCenterError, RedisError, httpx.HTTPError, OSError) as error:
        return Finding(name, str(error) or type(error).__name__, _WAYS_OUT[name])


_WAYS_OUT = {
    "disk": "make room under THREECENTER_HOME",
    "database": "check THREECENTER_DATABASE_URL, or run `threecenter db create`",
    "redis": "check THREECENTER_REDIS_URL; the embedded one runs with `threecenter run`",
    "intake": "start `threecenter intake`, or look into its log under HOME/logs",
    "worker": "start `threecenter worker`, or look into its log under HOME/logs",
    "dashboard": "start `threecenter dashboard`, or look into its log under HOME/logs",
}


def _disk(settings: Settings) -> str:
    shortage = disk_shortage(settings.home)
    if shortage:
        raise StoreError(shortage)
    return f"room enough under {settings.home}"


def _database(settings: Settings) -> str:
    database = open_database(settings.database_url)
    check_schema(database)
    places = len(OrgStore(database.log).tree().units)
    return f"{database.product()}, {sum(EventLog(database.log).heads().values())} events, {places} places"


def _redis(settings: Settings) -> str:
    connect(settings.redis_url).ping()
    return "answers"


def _worker(settings: Settings) -> str:
    database = open_database(settings.database_url)
    waiting = EventLog(database.log).first_after(HistoryStore(database.derived).watermarks())
    if waiting is None:
        return "has applied everything"
    seconds = datetime.now(UTC).timestamp() - waiting / 1000
    if seconds > 30:
        raise StoreError(f"the oldest event that waits came in {seconds:.0f} s ago")
    return f"{seconds:.0f} s behind"


def _answers(address: str) -> str:
    answer = httpx.get(address, timeout=5)
    if answer.status_code != httpx.codes.OK:
        raise StoreError(f"{address}: {answer.text[:200]}")
    return f"{address}: ready"
