"""The wall's overview beside the same figures on Streamlit and Panel: same deployment, same browser, same measures.

A peer reads what our wall reads, once a second for all its screens, and shows the strip of figures, the three centers,
the ranking, the newest cases and the chart of the day, but no map. Its packages live in an environment of their own.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from playwright.sync_api import Browser

from bench.browsing import chromium, create_account, signed_in
from bench.cpu import cpu_seconds
from bench.figure import Figure
from bench.first_figure import PLACE, WALLS, Screen
from bench.first_load import LOADS, Load, loaded, median_of
from bench.main_thread import TICKS, Busy, busy
from bench.screens import cpu_per_update
from bench.spread import percentile
from bench.walls import Walls, walls
from tests.processes import ROOT, free_ports, wait_until_up

SCREENS, SECONDS, EVENTS_PER_SECOND, WIDTH = 20, 30, 60, {"width": 1920, "height": 1080}
PYTHON = Path(os.environ.get("BENCH_PYTHON", ROOT / ".venv-bench" / "bin" / "python"))
OURS = WALLS[0]


@dataclass(frozen=True, slots=True)
class Peer:
    """Another way to make the page: its name, how its server starts on a port, and its page."""

    name: str
    command: tuple[str, ...]
    health: str
    screen: Screen


PEERS = (
    Peer(
        "Streamlit",
        ("streamlit", "run", "bench/peers/streamlit_wall.py", "--server.headless=true",
         "--browser.gatherUsageStats=false", "--server.fileWatcherType=none", "--server.port={port}"),
        "/_stcore/health",
        Screen("Streamlit", "/", "[data-testid=stMetricValue]"),
    ),
    Peer(
        "Panel",
        ("panel", "serve", "bench/peers/panel_wall.py", "--port={port}"),
        "/panel_wall",
        Screen("Panel", "/panel_wall", "pre"),
    ),
)  # fmt: skip


def measure() -> Iterator[Figure]:
    """Bytes, the first figure, CPU of the server per screen and update, and the browser's main thread per tick."""
    if not PYTHON.exists():
        raise FileNotFoundError(f"{PYTHON}: the peers are not installed; run `make .venv-bench`")
    with walls(EVENTS_PER_SECOND) as ours, chromium() as browser:
        create_account(ours.own)
        yield from _ours(ours, browser)
        for peer in PEERS:
            with _served(peer, ours) as (address, pid):
                yield from _loads(peer.name, [_peer_load(browser, address, peer) for _ in range(LOADS)])
                yield from _screens(peer.name, _cpu(peer, address, pid))
                context = browser.new_context(viewport=WIDTH)
                yield from _ticks(peer.name, busy(browser, context, address, peer.screen))
                context.close()


def _ours(ours: Walls, browser: Browser) -> Iterator[Figure]:
    found = list[Load]()
    for _ in range(LOADS):
        with signed_in(browser, ours.address) as context:
            found.append(loaded(context, ours.address, OURS))
    yield from _loads("our wall", found)
    yield from _screens("our wall", cpu_per_update(ours, SCREENS))
    with signed_in(browser, ours.address) as context:
        yield from _ticks("our wall", busy(browser, context, ours.address, OURS))


def _loads(name: str, found: list[Load]) -> Iterator[Figure]:
    typical = median_of(found)
    yield Figure(f"side by side, {name}: cold first load", typical.kilobytes, "KB")
    yield Figure(f"side by side, {name}: to the first live figure", typical.shown, "s")


def _screens(name: str, cpu: tuple[float, float]) -> Iterator[Figure]:
    title = f"side by side, {name}: {SCREENS} screens"
    yield Figure(f"{title}, CPU of the server per screen and update", cpu[0], "ms")
    yield Figure(f"{title}, updates that each got in a second", cpu[1], "")


def _ticks(name: str, found: Busy) -> Iterator[Figure]:
    title = f"side by side, {name}: main thread per tick"
    yield Figure(f"{title}, longest task, p95", percentile(found.longest, 95), "ms")
    yield Figure(f"{title}, all tasks, p95", percentile(found.together, 95), "ms")
    yield Figure(f"side by side, {name}: one screen, seconds of {TICKS} with other figures", found.changed, "")


@contextmanager
def _served(peer: Peer, ours: Walls) -> Iterator[tuple[str, int]]:
    """The peer's server, from the same deployment's figures; its address and process."""
    (port,) = free_ports(1)
    asked = f"{ours.address}/live.json?board=overview&place={PLACE}"
    key = ours.headers["Authorization"].removeprefix("Bearer ")
    own = {**os.environ, "THREECENTER_BENCH_ADDRESS": asked, "THREECENTER_BENCH_KEY": key, "PYTHONPATH": ""}
    command, quiet = [part.format(port=port) for part in peer.command], subprocess.DEVNULL
    with subprocess.Popen([PYTHON, "-m", *command], cwd=ROOT, env=own, stdout=quiet, stderr=quiet) as server:
        try:
            wait_until_up(f"http://127.0.0.1:{port}{peer.health}")
            yield f"http://127.0.0.1:{port}", server.pid
        finally:
            server.kill()


def _peer_load(browser: Browser, address: str, peer: Peer) -> Load:
    context = browser.new_context(viewport=WIDTH)
    try:
        return loaded(context, address, peer.screen)
    finally:
        context.close()


def _cpu(peer: Peer, address: str, pid: int) -> tuple[float, float]:
    """Milliseconds of the server per screen and update, all screens together; updates of each in a second."""
    path = "" if peer.screen.path == "/" else peer.screen.path
    command = [PYTHON, "-m", "bench.peers.screens", peer.name.lower(), address + path, str(SCREENS)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as screens:
        assert screens.stdin and screens.stdout
        assert screens.stdout.readline() == "ready\n", f"{peer.name}: its screens could not be opened"
        before = cpu_seconds(pid)
        print(file=screens.stdin, flush=True)
        try:
            screens.wait(SECONDS)
        except subprocess.TimeoutExpired:
            used = cpu_seconds(pid) - before
            print(file=screens.stdin, flush=True)
            updates = json.loads(screens.stdout.readline())
            screens.kill()
    return used * 1000 / sum(updates), mean(updates) / SECONDS
