"""Durable intake → KPI events a second, in batches; the peer counts event by event in Redis, after the same intake."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from bench.figure import Figure
from db.embedded import connect
from db.engine import open_database
from db.event_log import EventLog
from db.history_store import HistoryStore
from tests.faults.naive_worker import COUNTER
from tests.processes import answer_of, environment, free_ports, process, wait_until_up
from tests.system import PILOT_GRIDS, redis_server

BATCHES, CASES = 100, 140
STEPS = ("report", "classify", "dispatch", "dispose", "feedback", "close", "archive")


def measure() -> Iterator[Figure]:
    """Accepted and applied events a second, ours and the peer's."""
    accepted, applied = _run(is_peer=False)
    yield Figure("events accepted on disk, batches of 980", accepted, "/s")
    yield Figure("events applied to all KPIs, batches of 980", applied, "/s")
    yield Figure("peer: one counter per event in Redis", _run(is_peer=True)[1], "/s")


def _run(is_peer: bool) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder, redis_server() as redis_url:
        home, (port, intake_port) = Path(folder), free_ports(2)
        own = environment(home, port, intake_port, THREECENTER_REDIS_URL=redis_url)
        answer_of(["db", "create"], own)
        key = answer_of(["key", "create", "--name", "bench", "--scope", "ALL", "--may", "send"], own)
        with process("intake", own), _counting(home, own, redis_url, is_peer) as applied:
            address = f"http://127.0.0.1:{intake_port}"
            wait_until_up(f"{address}/healthz")
            return _timed(address, key, EventLog(open_database(_url(home)).log), applied)


def _url(home: Path) -> str:
    return f"sqlite:///{home / 'log.db'}"


@contextmanager
def _counting(home: Path, own: dict[str, str], redis_url: str, is_peer: bool) -> Iterator[Callable[[], int]]:
    """The worker, or its peer, at work; how many events it has counted."""
    if is_peer:
        command = [sys.executable, "-m", "tests.faults.naive_worker", str(home), _url(home), redis_url]
        with subprocess.Popen(command) as naive:
            redis = connect(redis_url)
            yield lambda: int(redis.get(COUNTER) or 0)
            naive.kill()
    else:
        with process("worker", own):
            store = HistoryStore(open_database(_url(home)).derived)
            yield lambda: sum(store.watermarks().values())


def _timed(address: str, key: str, log: EventLog, applied: Callable[[], int]) -> tuple[float, float]:
    started = time.monotonic()
    with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {key}"}, timeout=60) as client:
        for batch in range(BATCHES):
            client.post("/api/v1/events", json={"events": list(_events(batch))}).raise_for_status()
    accepted_at, total = time.monotonic(), sum(log.heads().values())
    while applied() < total:
        time.sleep(0.02)
    return total / (accepted_at - started), total / (time.monotonic() - started)


def _events(batch: int) -> Iterator[dict[str, str]]:
    start = datetime.now(UTC) - timedelta(hours=12)
    for n in range(CASES):
        case = f"b{batch}-{n}"
        for hour, step in enumerate(STEPS):
            event = {"event_id": f"{case}-{hour}", "case_id": case, "step": step}
            event["occurred_at"] = (start + timedelta(hours=hour)).isoformat()
            yield event | ({"place": PILOT_GRIDS[n % 50], "item": "G01"} if step == "report" else {})
