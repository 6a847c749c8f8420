"""What a first visit costs with an empty cache: bytes over the wire, and seconds; the peer is a bare Dash page.

Bytes are those of all answers as they came over the wire, heads and fonts among them, until three seconds after the
first figure; messages of the websocket are not. The first live figure is the change of the page that first writes a
digit into an element for figures, from the start of navigation. Each is the median of five loads, each with a cache of
its own; of all boards the largest and the slowest are told.
"""

import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext

from bench.browsing import LAN, chromium, create_account, signed_in
from bench.figure import Figure
from bench.first_figure import DESKS, WALLS, Screen, first_figure, watched_page
from bench.walls import walls
from tests.processes import ROOT, free_ports, wait_until_up

LOADS, SETTLING_MS = 5, 3_000
PEER = Screen("bare Dash", "/", "h1")
KINDS = {"wall": WALLS, "desk": DESKS}
MOST_KB, MOST_SECONDS = {"wall": 900, "desk": 1_300}, 2.5


@dataclass(frozen=True, slots=True)
class Load:
    """Kilobytes over the wire, seconds to the browser's load event, seconds to the first figure in the page."""

    kilobytes: float
    loaded: float
    shown: float


def measure() -> Iterator[Figure]:
    """Bytes and seconds of every board as wall and as desk page, at this machine and across a network without TLS."""
    with walls() as ours, chromium() as browser:
        create_account(ours.own)
        far = ours.address.replace("127.0.0.1", LAN)
        for kind, screens in KINDS.items():
            near = {screen.name: _typical(browser, ours.address, screen, LOADS) for screen in screens}
            yield from _figures(kind, near)
            plain = {screen.name: _typical(browser, far, screen, 1) for screen in screens}
            name, largest = max(plain.items(), key=lambda one: one[1].kilobytes)
            title = f"{kind}: the same across a network without TLS ({name})"
            yield Figure(title, largest.kilobytes, "KB", most=MOST_KB[kind])
        with _peer() as address:
            bare = loaded(browser.new_context(), address, PEER)
    yield Figure("peer: a bare Dash page with one chart, cold first load", bare.kilobytes, "KB")
    yield Figure("peer: a bare Dash page with one chart, to its figure", bare.shown, "s")


def _figures(kind: str, found: dict[str, Load]) -> Iterator[Figure]:
    large = max(found, key=lambda name: found[name].kilobytes)
    late = max(found, key=lambda name: found[name].loaded)
    slow = max(found, key=lambda name: found[name].shown)
    largest = found[large].kilobytes
    yield Figure(f"{kind}: cold first load, the largest ({large})", largest, "KB", most=MOST_KB[kind])
    yield Figure(f"{kind}: cold first load, to the load event ({late})", found[late].loaded, "s")
    title = f"{kind}: cold first load, to the first live figure ({slow})"
    yield Figure(title, found[slow].shown, "s", most=MOST_SECONDS)


def _typical(browser: Browser, address: str, screen: Screen, loads: int) -> Load:
    found = list[Load]()
    for _ in range(loads):
        with signed_in(browser, address) as context:
            found.append(loaded(context, address, screen))
    return median_of(found)


def median_of(found: Sequence[Load]) -> Load:
    """The median of each column."""
    columns = ([one.kilobytes for one in found], [one.loaded for one in found], [one.shown for one in found])
    return Load(*(statistics.median(column) for column in columns))


def loaded(context: BrowserContext, address: str, screen: Screen) -> Load:
    """One visit in a context that has seen nothing yet."""
    page = watched_page(context, screen)
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes = list[float]()
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address + screen.path)
    shown = first_figure(page)
    page.wait_for_timeout(SETTLING_MS)
    done = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    return Load(sum(sizes) / 1000, done / 1000, shown / 1000)


@contextmanager
def _peer() -> Iterator[str]:
    (port,) = free_ports(1)
    command, quiet = [sys.executable, "-m", "bench.bare_dash", str(port)], subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, stdout=quiet, stderr=quiet) as bare:
        try:
            wait_until_up(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}"
        finally:
            bare.kill()
