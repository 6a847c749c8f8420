"""What operators watch: how far the worker has come, who still sends, and whether every part answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import httpx
from redis import Redis

from db.account_store import AccountStore
from db.codec import to_instant, to_millis
from db.engine import Database
from db.feed_store import Feed, FeedStore
from db.vitals import Progress, RedisFacts, SqlFacts, read_progress, read_redis, read_sql
from pipelines.domain.access import Key, Permission, Viewer
from pipelines.domain.errors import AccessError, StoreError
from pipelines.domain.period import day_start, local_day

PATIENCE_SECONDS = 2.0
SILENT = timedelta(hours=1)
REMEMBERED = timedelta(days=1)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Source:
    """One sending system: when it was last heard, and what it has sent today; `is_silent` when it should have been."""

    name: str
    heard_at: datetime | None
    accepted: int
    refused: int
    is_simulated: bool
    is_silent: bool

    @property
    def is_shut_out(self) -> bool:
        """Whether everything it has sent today was turned away."""
        return self.refused > 0 and self.accepted == 0


@dataclass(frozen=True, slots=True)
class Vitals:
    """Everything at one moment; what does not answer is None. Live figures are true for `figures_at`, if whole."""

    read_at: datetime
    started_at: datetime
    progress: Progress | None
    figures_at: datetime | None
    sources: Sequence[Source] | None
    sql: SqlFacts | None
    redis: RedisFacts | None
    is_intake_ready: bool


@dataclass(frozen=True, slots=True)
class VitalQueries:
    """Reads the vitals, for viewers of the whole deployment only."""

    database: Database
    redis: Redis
    intake_url: str
    zone: ZoneInfo
    started_at: datetime
    lag_seconds: Callable[[datetime], float | None]

    def look(self, viewer: Viewer, now: datetime) -> Vitals:
        """The vitals now; AccessError unless the viewer sees all."""
        check_operator(viewer)
        lag = _answer(lambda: self.lag_seconds(now))
        return Vitals(
            read_at=now,
            started_at=self.started_at,
            progress=_answer(lambda: read_progress(self.database)),
            figures_at=None if lag is None else now - timedelta(seconds=lag),
            sources=_answer(lambda: self._sources(now)),
            sql=_answer(lambda: read_sql(self.database)),
            redis=_answer(lambda: read_redis(self.redis)),
            is_intake_ready=self._is_intake_ready(),
        )

    def _sources(self, now: datetime) -> Sequence[Source]:
        """Whoever may send or has sent within a day; first whom an operator should ask about."""
        accounts = AccountStore(self.database.log)
        senders = {key.name: key for key in accounts.keys().values() if Permission.SEND in key.may}
        midnight = to_millis(day_start(local_day(now, self.zone), self.zone))
        feeds = {feed.source: feed for feed in FeedStore(self.database.log).read(midnight)}
        simulated = accounts.simulated_sources()
        found = [_source(name, feeds.get(name), senders, simulated, now) for name in {*senders, *feeds}]
        shown = [one for one in found if one.name in senders or (one.heard_at and now - one.heard_at < REMEMBERED)]
        return sorted(shown, key=lambda one: (not (one.is_silent or one.is_shut_out), one.name))

    def _is_intake_ready(self) -> bool:
        try:
            return httpx.get(f"{self.intake_url}/readyz", timeout=PATIENCE_SECONDS).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False


def check_operator(viewer: Viewer) -> None:
    """AccessError for whoever sees only a part of the deployment."""
    if not viewer.sees_all:
        raise AccessError(f"health: {viewer.name} sees only a part of the deployment; ask for the scope ALL")


def _source(
    name: str, feed: Feed | None, senders: Mapping[str, Key], simulated: frozenset[str], now: datetime
) -> Source:
    heard_at = to_instant(feed.heard_at) if feed else None
    is_silent = name in senders and (heard_at is None or now - heard_at >= SILENT)
    accepted, refused = (feed.accepted, feed.refused) if feed else (0, 0)
    return Source(name, heard_at, accepted, refused, name in simulated, is_silent)


def _answer(read: Callable[[], T]) -> T | None:
    try:
        return read()
    except StoreError:
        return None
