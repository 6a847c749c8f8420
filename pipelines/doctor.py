"""`threecenter doctor`: what is wrong with this installation, and how to mend it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
from redis.exceptions import RedisError

from dashboard.queries.bundle import open_queries
from dashboard.queries.vitals import Vitals
from db.disk import disk_shortage
from db.embedded import connect
from db.engine import open_database
from db.org_store import OrgStore
from db.schema import check_schema
from db.vitals import read_redis, read_sql
from pipelines.domain.access import ALL, Viewer
from pipelines.domain.errors import StoreError, ThreeCenterError
from pipelines.domain.settings import Settings

STOPPED_SECONDS = 30
_ALL = Viewer("doctor", frozenset({ALL}))
_LOG = "or look into its log under HOME/logs"
_WAYS_OUT = {
    "disk": "choose another THREECENTER_HOME",
    "database": "check THREECENTER_DATABASE_URL",
    "redis": "check THREECENTER_REDIS_URL; the embedded one runs with `threecenter run`",
    "intake": f"start `threecenter intake`, {_LOG}",
    "worker": f"start `threecenter worker`, {_LOG}",
    "dashboard": f"start `threecenter dashboard`, {_LOG}",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: its name, and what was found; what is not well comes with the way out."""

    name: str
    found: str
    is_well: bool


def examine(settings: Settings) -> Iterator[Finding]:
    """Every part of the installation, in the order in which one depends on the other."""
    looks: dict[str, Callable[[Settings], str]] = {
        "disk": _disk,
        "database": _database,
        "redis": _redis,
        "intake": lambda own: _answers(f"{own.intake_url}/readyz", "intake"),
        "worker": _worker,
        "sources": _sources,
        "dashboard": lambda own: _answers(f"http://{own.host}:{own.port}/readyz", "dashboard"),
    }
    for name, look in looks.items():
        yield _finding(name, look, settings)


def _finding(name: str, look: Callable[[Settings], str], settings: Settings) -> Finding:
    try:
        return Finding(name, look(settings), True)
    except ThreeCenterError as error:  # says itself what to do
        return Finding(name, str(error), False)
    except (RedisError, httpx.HTTPError, OSError) as error:
        return Finding(name, f"{str(error) or type(error).__name__}; {_WAYS_OUT[name]}", False)


def _disk(settings: Settings) -> str:
    shortage = disk_shortage(settings.home)
    if shortage:
        raise StoreError(shortage)
    return f"room enough under {settings.home}"


def _database(settings: Settings) -> str:
    database = open_database(settings.database_url)
    check_schema(database)
    return f"{read_sql(database).product}, {len(OrgStore(database.log).tree().units)} places"


def _redis(settings: Settings) -> str:
    return read_redis(connect(settings.redis_url)).product


def _vitals(settings: Settings) -> Vitals:
    """What stands on the operators' page, so that the two never disagree."""
    database = open_database(settings.database_url)
    check_schema(database)
    return open_queries(settings, database).vitals.look(_ALL, datetime.now(UTC))


def _worker(settings: Settings) -> str:
    """Judged by what waits, and by the beat of the live figures."""
    found = _vitals(settings)
    if found.progress is None:
        raise StoreError("the database does not answer; see above")
    now, since, figures_at = found.read_at.timestamp(), found.progress.waiting_since, found.figures_at
    waits, age = (now - since / 1000 if since else 0), (now - figures_at.timestamp() if figures_at else None)
    if waits > STOPPED_SECONDS or age is None or age > STOPPED_SECONDS:
        beat = "live figures are not whole" if age is None else f"live figures are {age:.0f} s old"
        fault = f"{found.progress.waiting} events wait, the oldest for {waits:.0f} s; {beat}"
        raise StoreError(f"{fault}; {_WAYS_OUT['worker']}")
    one = found.progress
    return f"{one.applied} of {one.head} events counted, {one.parked} of them parked; {one.dead} dead letters"


def _sources(settings: Settings) -> str:
    """Silence may be as it should be: it is told, not judged."""
    sources = _vitals(settings).sources or ()
    silent = [one.name for one in sources if one.is_silent]
    shut_out = [one.name for one in sources if one.is_shut_out]
    told = [f"{len(sources)} known"]
    told += [f"silent: {', '.join(silent)}"] if silent else []
    told += [f"all refused today: {', '.join(shut_out)}"] if shut_out else []
    return "; ".join(told)


def _answers(address: str, name: str) -> str:
    answer = httpx.get(address, timeout=5)
    if answer.status_code != httpx.codes.OK:
        raise StoreError(f"{address}: {answer.text[:200]}; {_WAYS_OUT[name]}")
    return f"{address}: ready"
