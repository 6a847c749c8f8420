"""Durable intake → KPI events a second; the peer counts event by event in Redis, behind the same intake.

Each figure is the median of three runs, ours and the peer's in turn: a shared machine's speed swings by a quarter.
"""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from statistics import median

from bench.city import newest_events, shared_out
from bench.counting import Counting, Marks, counting
from bench.figure import Figure
from pipelines.simulation.wire import Batch

IN_BATCHES, ONE_BY_ONE = 120_000, 8_000
GATE = 10_000
RUNS = 3


def measure() -> Iterator[Figure]:
    """Events a second from the first request to the last figure in Redis."""
    yield from _side_by_side("batches of 1,000", IN_BATCHES, 1_000, 2, GATE)
    yield from _side_by_side("one by one", ONE_BY_ONE, 1, 16)


def _side_by_side(how: str, count: int, size: int, senders: int, least: float | None = None) -> Iterator[Figure]:
    runs = [[_run(count, size, senders, is_peer) for is_peer in (False, True)] for _ in range(RUNS)]
    ours, peer = (median(own) for own in zip(*runs, strict=True))
    yield Figure(f"accepted on disk and applied to all KPIs, {how}", ours, "events/s", least=least)
    yield Figure(f"peer: one counter per event in Redis, {how}", peer, "events/s")


def _run(count: int, size: int, senders: int, is_peer: bool) -> float:
    with counting(is_peer) as ours:
        events = newest_events(ours.settings, count, datetime.now(UTC))
        shares = shared_out(events, senders, size, ours.settings.timezone)
        started = time.monotonic()
        with ThreadPoolExecutor(senders) as pool:
            found = list(pool.map(partial(_last_marks, ours), shares))
        heads = {shard: max(marks.get(shard, 0) for marks in found) for shard in set().union(*found)}
        while not ours.holds(heads):
            time.sleep(0.01)
        return len(events) / (time.monotonic() - started)


def _last_marks(ours: Counting, requests: Sequence[Batch]) -> Marks:
    last = Marks()
    ours.send(requests, last.update)
    return last
