"""What a watching wall costs the dashboard, and how late it is; the peer asks for the same figures once a second.

All screens run in one process beside the dashboard: with many of them the last to be read wait for the others, so
that lateness at 2,000 screens is as much this client's as the server's, and has no gate. Each is watched for whole
minutes, so that what a board reads once a minute is in that of the one screen that is taken off too, and for three of
them: of a minute's updates the slowest hundredth is less than one.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import websockets

from bench.city import ROOTS
from bench.cpu import cpu_seconds
from bench.figure import Figure
from bench.spread import percentile
from bench.walls import Walls, walls

SCREENS, POLLING, SECONDS, SETTLING_SECONDS = (500, 2_000), 50, 180, 8
OPENING_SECONDS = 120
MOST_CPU_MS, MOST_LATE_MS = 0.05, {500: 100}
_NOW = re.compile(rb'"now":(\d+)')


@dataclass(frozen=True, slots=True)
class _Watched:
    """Seconds of CPU in all, and how late each update was (ms)."""

    cpu: float
    late: list[float]


def measure() -> Iterator[Figure]:
    """Milliseconds of CPU per screen and update, and from the moment of the figures to their arrival."""
    with walls() as ours:
        alone = asyncio.run(_watched(ours, 1))
        for count in SCREENS:
            yield from _figures(count, asyncio.run(_watched(ours, count)), alone)
        asked = asyncio.run(_asked(ours))
    yield Figure(f"peer: {POLLING} screens that ask every second, CPU per screen and update", asked, "ms")


def _figures(count: int, together: _Watched, alone: _Watched) -> Iterator[Figure]:
    name, updates = f"at {count:,} screens", len(together.late)
    cpu = (together.cpu - alone.cpu) * 1000 / updates
    yield Figure(f"{name}: CPU of the dashboard per screen and update", cpu, "ms", most=MOST_CPU_MS)
    yield Figure(f"{name}: updates that each got in a second", updates / count / SECONDS, "")
    yield Figure(f"{name}: figures → arrival, p50", percentile(together.late, 50), "ms")
    yield Figure(f"{name}: figures → arrival, p99", percentile(together.late, 99), "ms", most=MOST_LATE_MS.get(count))


def cpu_per_update(ours: Walls, count: int) -> tuple[float, float]:
    """Milliseconds of CPU per screen and update, all screens together; updates that each got in a second."""
    with ThreadPoolExecutor(1) as beside:  # the caller's thread may have a loop of its own: that of a browser
        found = beside.submit(asyncio.run, _watched(ours, count)).result()
    return found.cpu * 1000 / len(found.late), len(found.late) / count / SECONDS


async def _watched(ours: Walls, count: int) -> _Watched:
    late = list[float]()
    async with _screens(ours, count, late):
        late.clear()
        cpu = await _cpu_over(ours, SECONDS)
        return _Watched(cpu, late.copy())


@asynccontextmanager
async def _screens(ours: Walls, count: int, late: list[float]) -> AsyncIterator[None]:
    """So many screens; begins once each of them has got its first figures."""
    opened = [asyncio.Event() for _ in range(count)]
    sockets = [asyncio.create_task(_watch(ours, late, one)) for one in opened]
    try:
        await asyncio.wait_for(asyncio.gather(*(one.wait() for one in opened)), OPENING_SECONDS)
        await asyncio.sleep(SETTLING_SECONDS)
        yield
    finally:
        for socket in sockets:
            socket.cancel()
        await asyncio.gather(*sockets, return_exceptions=True)


async def _watch(ours: Walls, late: list[float], opened: asyncio.Event) -> None:
    address = f"{ours.address.replace('http', 'ws')}/live?place={ROOTS[1]}"
    timeout = OPENING_SECONDS
    async with websockets.connect(address, additional_headers=ours.headers, open_timeout=timeout) as socket:
        while True:
            text = await socket.recv(decode=False)
            found = _NOW.search(text)
            assert found, text[:200]
            late.append(max(0.0, time.time() * 1000 - int(found[1])))
            opened.set()


async def _asked(ours: Walls) -> float:
    async with httpx.AsyncClient(base_url=ours.address, headers=ours.headers, timeout=30) as client:
        before = cpu_seconds(ours.pid)
        for _ in range(SECONDS):
            due = time.monotonic() + 1
            answers = await asyncio.gather(*(client.get(f"/live.json?place={ROOTS[1]}") for _ in range(POLLING)))
            assert {answer.status_code for answer in answers} == {200}
            await asyncio.sleep(max(0.0, due - time.monotonic()))
        return (cpu_seconds(ours.pid) - before) * 1000 / (SECONDS * POLLING)


async def _cpu_over(ours: Walls, seconds: float) -> float:
    before = cpu_seconds(ours.pid)
    await asyncio.sleep(seconds)
    return cpu_seconds(ours.pid) - before
