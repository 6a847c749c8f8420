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

HELD, EVENTS_PER_SECOND = 20_000, 20


@dataclass(frozen=True, slots=True)
class Walls:
    """Where the dashboard answers, with which key, its process, and the environment of its commands."""

    address: str
    headers: dict[str, str]
    pid: int
    own: dict[str, str]


@contextmanager
def walls() -> Iterator[Walls]:
    """Intake, worker and dashboard over a day's events, with a few more every second."""
    with counting(is_peer=False) as ours:
        settings = ours.settings
        own = environment(settings.home, settings.port, settings.intake_port, THREECENTER_REDIS_URL=settings.redis_url)
        read = answer_of(["key", "create", "--name", "walls", "--scope", "ALL", "--may", "read"], own)
        with process("dashboard", own) as dashboard, _at_work(ours):
            address = f"http://127.0.0.1:{settings.port}"
            wait_until_up(f"{address}/readyz")
            yield Walls(address, {"Authorization": f"Bearer {read}"}, dashboard.pid, own)


@contextmanager
def _at_work(ours: Counting) -> Iterator[None]:
    """Half of the events at once, the others one after another until the end of the block."""
    events, zone = newest_events(ours.settings, HELD, datetime.now(UTC)), ours.settings.timezone
    (past,) = shared_out(events[: HELD // 2], 1, 1_000, zone)
    (present,) = shared_out(events[HELD // 2 :], 1, 1, zone)
    ours.send(past, lambda marks: None)
    is_over = threading.Event()
    sender = threading.Thread(target=_go_on, args=(ours, present, is_over))
    sender.start()
    try:
        yield
    finally:
        is_over.set()
        sender.join()


def _go_on(ours: Counting, requests: list[Batch], is_over: threading.Event) -> None:
    for request in requests:
        if is_over.wait(1 / EVENTS_PER_SECOND):
            return
        ours.send([request], lambda marks: None)
