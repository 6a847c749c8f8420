"""What a watching wall costs the dashboard, and how late it is; the peer asks for the same figures once a second."""

import asyncio
import os
import re
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import websockets

from bench.city import ROOTS
from bench.figure import Figure
from bench.spread import percentile
from bench.walls import Walls, walls

SCREENS, POLLING, SECONDS, SETTLING_SECONDS = 500, 50, 30, 8
MOST_CPU_MS, MOST_LATE_MS = 0.05, 100
_NOW = re.compile(rb'"now":(\d+)')
_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def measure() -> Iterator[Figure]:
    """Milliseconds of CPU per screen and update, and from the moment of the figures to their arrival."""
    with walls() as ours:
        cpu, late = asyncio.run(_watched(ours))
        asked = asyncio.run(_asked(ours))
    name = f"at {SCREENS} screens"
    yield Figure(f"{name}: CPU of the dashboard per screen and update", cpu, "ms", most=MOST_CPU_MS)
    yield Figure(f"{name}: figures → arrival, p50", percentile(late, 50), "ms")
    yield Figure(f"{name}: figures → arrival, p99", percentile(late, 99), "ms", most=MOST_LATE_MS)
    yield Figure(f"peer: {POLLING} screens that ask every second, CPU per screen and update", asked, "ms")


async def _watched(ours: Walls) -> tuple[float, list[float]]:
    late = list[float]()
    async with _screens(ours, 1, []):
        alone = await _cpu_over(ours, SECONDS)
    async with _screens(ours, SCREENS, late):
        await asyncio.sleep(SETTLING_SECONDS)
        late.clear()
        together = await _cpu_over(ours, SECONDS)
    return (together - alone) * 1000 / len(late), late


@asynccontextmanager
async def _screens(ours: Walls, count: int, late: list[float]) -> AsyncIterator[None]:
    sockets = [asyncio.create_task(_watch(ours, late)) for _ in range(count)]
    await asyncio.sleep(SETTLING_SECONDS)
    try:
        yield
    finally:
        for socket in sockets:
            socket.cancel()
        await asyncio.gather(*sockets, return_exceptions=True)


async def _watch(ours: Walls, late: list[float]) -> None:
    address = f"{ours.address.replace('http', 'ws')}/live?place={ROOTS[1]}"
    async with websockets.connect(address, additional_headers=ours.headers, open_timeout=60) as socket:
        while True:
            text = await socket.recv(decode=False)
            found = _NOW.search(text)
            assert found, text[:200]
            late.append(max(0.0, time.time() * 1000 - int(found[1])))


async def _asked(ours: Walls) -> float:
    async with httpx.AsyncClient(base_url=ours.address, headers=ours.headers, timeout=30) as client:
        before = _cpu_seconds(ours.pid)
        for _ in range(SECONDS):
            due = time.monotonic() + 1
            answers = await asyncio.gather(*(client.get(f"/live.json?place={ROOTS[1]}") for _ in range(POLLING)))
            assert {answer.status_code for answer in answers} == {200}
            await asyncio.sleep(max(0.0, due - time.monotonic()))
        return (_cpu_seconds(ours.pid) - before) * 1000 / (SECONDS * POLLING)


async def _cpu_over(ours: Walls, seconds: float) -> float:
    before = _cpu_seconds(ours.pid)
    await asyncio.sleep(seconds)
    return _cpu_seconds(ours.pid) - before


def _cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_SECOND
