"""The worker as a process: its clock, its waiting, and its messages to the intake."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import httpx
from redis import Redis

from db.case_reader import AT_ONCE
from db.embedded import connect
from db.engine import open_database
from db.schema import check_schema
from db.signals import Alarm
from pipelines.domain.deadline import next_turn
from pipelines.domain.errors import StoreError
from pipelines.domain.event import CaseEvent
from pipelines.domain.settings import Settings
from pipelines.memory import MADE_BY_A_BATCH, collect_after
from pipelines.streams.supervise import supervisions
from pipelines.streams.tick import due_events
from pipelines.worker.alarms import Watch
from pipelines.worker.folding import folding_apart
from pipelines.worker.handle import Worker
from pipelines.worker.sender import Sender

FLUSH = timedelta(seconds=0.1)
HEARTBEAT = timedelta(seconds=2)
TICK = timedelta(seconds=1)
LONGEST_WAIT_SECONDS = 0.25


class Rounds:
    """One round after another: a batch if there is one, a flush when it is time, ticks while nothing waits."""

    def __init__(
        self, worker: Worker, post: Callable[[Sequence[CaseEvent]], None], watch: Callable[[datetime], None]
    ) -> None:
        self._worker = worker
        self._post = post
        self._watch = watch
        self._flushed_at = self._ticked_at = datetime.fromtimestamp(0, UTC)
        self._has_failed = False
        self._turned_until: datetime | None = None

    def round(self, now: datetime) -> float:
        """Do what there is to do; how many seconds may pass before the next round."""
        try:
            self._turned_until = self._turned_until or self._first_turn(now)
            self._worker.step(now)
        except StoreError:
            return LONGEST_WAIT_SECONDS
        if now - self._flushed_at >= (FLUSH if self._is_ahead else HEARTBEAT):
            self._flush(now)
        if self._worker.has_more:
            return 0.0
        self._tick(now)
        return FLUSH.total_seconds() if self._is_ahead else LONGEST_WAIT_SECONDS

    @property
    def _is_ahead(self) -> bool:
        return self._has_failed or self._worker.is_ahead

    def _first_turn(self, now: datetime) -> datetime:
        turns = (next_turn(case) for case in self._worker.turned(now))
        return min((turn for turn in turns if turn is not None), default=now)

    def _flush(self, now: datetime) -> None:
        self._flushed_at = now
        try:
            self._worker.flush(self._turned_until)
            self._has_failed = False
        except StoreError:
            self._has_failed = True

    def _tick(self, now: datetime) -> None:
        if now - self._ticked_at < TICK:
            return
        self._ticked_at = now
        try:
            turned, climbing = self._worker.turned(now), self._worker.climbing(now)
            events = due_events(turned, now) + supervisions(climbing, now)
            if events:
                self._post(events)
            if max(len(turned), len(climbing)) < AT_ONCE:
                self._turned_until = now
            self._watch(now)
        except (StoreError, httpx.HTTPError):
            return  # the cases keep their turn: the next tick asks again


def run_worker(settings: Settings) -> None:
    """Work until the process is ended."""
    collect_after(MADE_BY_A_BATCH)
    database = open_database(settings.database_url)
    check_schema(database)
    redis = connect(settings.redis_url)
    with folding_apart(settings, database) as folding, httpx.Client(base_url=settings.intake_url, timeout=2) as client:
        worker = Worker(database, redis, settings.timezone, folding, datetime.now(UTC))
        sender = Sender(client, settings.secret)
        watch = Watch(database, settings.timezone, sender.records)
        rounds = Rounds(worker, sender.events, watch.look)
        _go_on(rounds, redis)


def _go_on(rounds: Rounds, redis: Redis) -> None:
    alarm = Alarm(redis)
    while True:
        seconds = rounds.round(datetime.now(UTC))
        if seconds:
            alarm.wait(seconds)
