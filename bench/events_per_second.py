"""Durable intake → KPI events a second; the peer counts event by event in Redis, behind the same intake."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial

from bench.city import newest_events, shared_out
from bench.counting import Counting, Marks, counting
from bench.figure import Figure
from pipelines.simulation.wire import Batch

IN_BATCHES, ONE_BY_ONE = 120_000, 8_000
GATE = 10_000


def measure() -> Iterator[Figure]:
    """Events a second from the first request to the last figure in Redis."""
    ours, peer = "accepted on disk and applied to all KPIs", "peer: one counter per event in Redis"
    yield Figure(f"{ours}, batches of 1,000", _run(IN_BATCHES, 1_000, 2), "events/s", least=GATE)
    yield Figure(f"{peer}, batches of 1,000", _run(IN_BATCHES, 1_000, 2, is_peer=True), "events/s")
    yield Figure(f"{ours}, one by one", _run(ONE_BY_ONE, 1, 16), "events/s")
    yield Figure(f"{peer}, one by one", _run(ONE_BY_ONE, 1, 16, is_peer=True), "events/s")


def _run(count: int, size: int, senders: int, is_peer: bool = False) -> float:
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
