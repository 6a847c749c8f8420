"""How long after the 202 a figure can be read that holds the event, at a steady load; the peer counts in Redis."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from bench.city import newest_events, shared_out
from bench.counting import Counting, Marks, counting
from bench.figure import Figure
from bench.spread import percentile
from pipelines.simulation.wire import Batch

EVENTS_PER_SECOND, REQUESTS_PER_SECOND, SECONDS = 1_000, 20, 40
GATE_MS = 500


def measure() -> Iterator[Figure]:
    """Milliseconds from accepted to readable at 1,000 events a second."""
    ours, peer = _run(is_peer=False), _run(is_peer=True)
    name = f"accepted → readable at {EVENTS_PER_SECOND:,} events/s"
    yield Figure(f"{name}, p50", percentile(ours, 50), "ms")
    yield Figure(f"{name}, p99", percentile(ours, 99), "ms", most=GATE_MS)
    yield Figure(f"peer: one counter per event, {name}, p99", percentile(peer, 99), "ms")


def _run(is_peer: bool) -> list[float]:
    with counting(is_peer) as ours:
        events = newest_events(ours.settings, EVENTS_PER_SECOND * SECONDS, datetime.now(UTC))
        (requests,) = shared_out(events, 1, EVENTS_PER_SECOND // REQUESTS_PER_SECOND, ours.settings.timezone)
        accepted = list[tuple[Marks, float]]()
        sender = threading.Thread(target=_send, args=(ours, requests, accepted))
        sender.start()
        waits = _waits(ours, accepted, len(requests))
        sender.join()
        return waits


def _send(ours: Counting, requests: list[Batch], accepted: list[tuple[Marks, float]]) -> None:
    """One request after another on a steady beat; the marks accepted so far, and when."""
    started = time.monotonic()

    def note(marks: Marks) -> None:
        accepted.append((marks, time.monotonic()))
        time.sleep(max(0.0, started + len(accepted) / REQUESTS_PER_SECOND - time.monotonic()))

    ours.send(requests, note)


def _waits(ours: Counting, accepted: list[tuple[Marks, float]], wanted: int) -> list[float]:
    waits = list[float]()
    while len(waits) < wanted:
        now = time.monotonic()
        if len(waits) < len(accepted) and ours.holds(accepted[len(waits)][0]):
            waits.append(max(0.0, now - accepted[len(waits)][1]) * 1000)
        else:
            time.sleep(0.002)
    return waits
