"""A deployment at work with cases of today, for what its screens cost."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from bench.city import newest_events, shared_out
from bench.counting import Counting, counting
from pipelines.simulation.wire import Batch
from tests.processes import answer_of, environment, process, wait_until_up

PAST, EVENTS_PER_SECOND, LONGEST_SECONDS = 10_000, 20, 900


@dataclass(frozen=True, slots=True)
class Walls:
    """Where the dashboard answers, with which key, its process, and the environment of its commands."""

    address: str
    headers: dict[str, str]
    pid: int
    own: dict[str, str]


@contextmanager
def walls(events_per_second: int = EVENTS_PER_SECOND) -> Iterator[Walls]:
    """Intake, worker and dashboard over a day's events, with a few more every second."""
    with counting(is_peer=False) as ours:
        settings = ours.settings
        own = environment(settings.home, settings.port, settings.intake_port, THREECENTER_REDIS_URL=settings.redis_url)
        read = answer_of(["key", "create", "--name", "walls", "--scope", "ALL", "--may", "read"], own)
        with process("dashboard", own) as dashboard, _at_work(ours, events_per_second):
            address = f"http://127.0.0.1:{settings.port}"
            wait_until_up(f"{address}/readyz")
            yield Walls(address, {"Authorization": f"Bearer {read}"}, dashboard.pid, own)


@contextmanager
def _at_work(ours: Counting, events_per_second: int) -> Iterator[None]:
    """The older events at once, the others one after another until the end of the block."""
    count, zone = PAST + LONGEST_SECONDS * events_per_second, ours.settings.timezone
    events = newest_events(ours.settings, count, datetime.now(UTC))
    (past,) = shared_out(events[:PAST], 1, 1_000, zone)
    (present,) = shared_out(events[PAST:], 1, 1, zone)
    ours.send(past, lambda marks: None)
    is_over = threading.Event()
    sender = threading.Thread(target=_go_on, args=(ours, present, events_per_second, is_over))
    sender.start()
    try:
        yield
    finally:
        is_over.set()
        sender.join()


def _go_on(ours: Counting, requests: list[Batch], events_per_second: int, is_over: threading.Event) -> None:
    for request in requests:
        if is_over.wait(1 / events_per_second):
            return
        ours.send([request], lambda marks: None)
