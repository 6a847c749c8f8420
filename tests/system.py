"""A whole deployment inside one test: real stores, the real intake, a worker that steps when told."""

import itertools
import subprocess
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fastapi.testclient import TestClient
from redis import Redis

from dashboard.queries.bundle import Queries, open_queries
from db.account_store import AccountStore
from db.embedded import connect, redis_command
from db.engine import Database, open_database
from db.event_log import EventLog
from db.org_store import OrgStore
from db.register_store import RegisterStore
from db.schema import create_schema
from pipelines.deployment import wait_for_redis
from pipelines.domain.access import ALL, Key, Permission, Viewer
from pipelines.domain.alarm_rule import AlarmRule
from pipelines.domain.period import local_day
from pipelines.domain.record import Record
from pipelines.domain.settings import Settings, read_settings
from pipelines.intake.app import create_intake
from pipelines.sample import load_sample, load_sample_alarms
from pipelines.streams.message import event_body, record_body
from pipelines.streams.supervise import supervisions
from pipelines.streams.tick import due_events
from pipelines.token import system_token
from pipelines.worker.alarms import Watch
from pipelines.worker.folder import FoldedBatch, Folder, Part, Stretch
from pipelines.worker.folding import BATCH, PARTS, Folding
from pipelines.worker.handle import Worker

SECRET = "a-test-secret-of-more-than-32-characters"
ALL_VIEWER = Viewer("tester", frozenset({ALL}))
PILOT = tuple(f"14030300700{n}" for n in range(1, 6))
PILOT_GRIDS = tuple(f"{community}{n:03}" for community in PILOT for n in range(1, 11))


@contextmanager
def redis_server() -> Iterator[str]:
    """An embedded Redis of its own; its URL."""
    with tempfile.TemporaryDirectory(prefix="tc-") as folder:
        settings = settings_of(Path(folder))
        process = subprocess.Popen(redis_command(settings), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for_redis(connect(settings.redis_url))
            yield settings.redis_url
        finally:
            process.kill()
            process.wait()


def settings_of(home: Path, **changes: Any) -> Settings:
    """Settings of an embedded deployment under a folder."""
    return replace(read_settings({"THREECENTER_HOME": str(home)}), secret=SECRET, **changes)


@dataclass
class System:
    """One deployment: send to it, let the worker work, ask it."""

    settings: Settings
    database: Database
    redis: Redis
    intake: TestClient
    queries: Queries
    worker: Worker | None = None
    batch: int = BATCH
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def key(
        self, name: str = "tester", scope: str = ALL, may: str = "send,read,backfill", simulated: bool = False
    ) -> str:
        """A new key's text."""
        rights = frozenset(Permission(word) for word in may.split(","))
        return AccountStore(self.database.log).create_key(Key(name, scope, rights, simulated), 0)

    def post(self, body: object, key: str) -> Any:
        """The intake's answer to a body."""
        return self.intake.post("/api/v1/events", json=body, headers={"Authorization": f"Bearer {key}"})

    def post_records(self, body: object, key: str) -> Any:
        """The intake's answer to a body of records."""
        return self.intake.post("/api/v1/records", json=body, headers={"Authorization": f"Bearer {key}"})

    def record(self, type_: str, place: str, at: datetime, **values: Any) -> dict[str, Any]:
        """A record as a sender writes it."""
        number = next(self.numbers)
        shown = {"event_id": f"r{number}", "type": type_, "place": place, "occurred_at": at.isoformat()}
        return {**shown, "values": values}

    def send_records(self, records: list[dict[str, Any]], key: str) -> None:
        """Post records in batches, each of which must be taken."""
        for start in range(0, len(records), 500):
            answer = self.post_records({"records": records[start : start + 500]}, key)
            assert answer.status_code == 202, answer.text

    def event(self, case_id: str, step: str, at: datetime, **more: Any) -> dict[str, Any]:
        """An event as a sender writes it."""
        number = next(self.numbers)
        return {"event_id": f"e{number}", "case_id": case_id, "step": step, "occurred_at": at.isoformat(), **more}

    def send(self, events: list[dict[str, Any]], key: str) -> None:
        """Post events in batches, each of which must be taken."""
        for start in range(0, len(events), 500):
            answer = self.post({"events": events[start : start + 500]}, key)
            assert answer.status_code == 202, answer.text

    def work(self, now: datetime | None = None) -> None:
        """Let the worker take up everything and bring Redis up to date."""
        now = now or datetime.now(UTC)
        if self.worker is None:
            self.worker = self.new_worker(now)
        while self.worker.step(now):
            continue
        self.worker.flush()

    def tick(self, now: datetime) -> None:
        """Let the worker post what time alone has brought by now, and take it up."""
        assert self.worker is not None
        own = due_events(self.worker.turned(now), now) + supervisions(self.worker.climbing(now), now)
        events = [event_body(event) for event in own]
        if events:
            self.send(events, system_token(self.settings.secret))
            self.work(now)

    def watch(self, rules: Sequence[AlarmRule] | None = None) -> Watch:
        """The worker's watch, by these rules if they are given; what it says goes through the intake."""
        if rules is not None:
            RegisterStore(self.database.log).replace(AlarmRule, rules)
        return Watch(self.database, self.settings.timezone, self._send_own)

    def _send_own(self, records: Sequence[Record]) -> None:
        self.send_records([record_body(record) for record in records], system_token(self.settings.secret))

    def new_worker(self, now: datetime, folding: Folding | None = None) -> Worker:
        """A worker that takes over from any earlier one."""
        zone = self.settings.timezone
        return Worker(self.database, self.redis, zone, folding or folding_here(self.database, zone, self.batch), now)

    def day(self, instant: datetime) -> date:
        """The local day."""
        return local_day(instant, self.settings.timezone)

    def log(self) -> EventLog:
        """The event log."""
        return EventLog(self.database.log)


class PartHere:
    """A part that is folded in the test's own process."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._asked = deque[Stretch]()
        self.forget = folder.forget

    def ask(self, stretch: Stretch) -> None:
        """Note the stretch."""
        self._asked.append(stretch)

    def answer(self) -> FoldedBatch | Exception:
        """Fold it now."""
        try:
            return self._folder.batch(self._asked.popleft())
        except Exception as error:
            return error


def folding_here(database: Database, zone: ZoneInfo, size: int = BATCH, parts: int = PARTS) -> Folding:
    """Folding in this process, as the worker's own folds in others."""
    folders = [Folder(database, zone, Part(index, parts)) for index in range(parts)]
    return Folding(EventLog(database.log), [PartHere(folder) for folder in folders], size)


@contextmanager
def system(home: Path, redis_url: str, **changes: Any) -> Iterator[System]:
    """A deployment with the sample places under a folder, on a Redis that is emptied first."""
    settings = settings_of(home, redis_url=redis_url, **changes)
    database = open_database(settings.database_url)
    create_schema(database)
    load_sample(OrgStore(database.log))
    load_sample_alarms(RegisterStore(database.log))
    redis = connect(redis_url)
    redis.flushall()
    with ExitStack() as stack:
        intake = stack.enter_context(TestClient(create_intake(settings)))
        stack.callback(database.dispose)
        yield System(settings, database, redis, intake, open_queries(settings, database))


def hours(n: float) -> timedelta:
    """A span of hours."""
    return timedelta(hours=n)
