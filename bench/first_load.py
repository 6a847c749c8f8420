"""What a first visit costs with an empty cache: bytes over the wire, and seconds; the peer is a bare Dash page."""

import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext

from bench.browsing import LAN, chromium, create_account, signed_in
from bench.figure import Figure
from bench.walls import walls
from tests.processes import ROOT, free_ports, wait_until_up

LOADS, SETTLING_MS, PLACE = 3, 3_000, "440309"
WALL = (f"/wall/overview?place={PLACE}", "[data-cell='kpi-open']:not(:empty)")
DESK = (f"/places/{PLACE}", ".desk-trend .main-svg")
PEER = ("/", ".main-svg")
MOST_KB = {"wall": 900, "desk": 1_300}


@dataclass(frozen=True, slots=True)
class Load:
    """Kilobytes over the wire, seconds to the browser's load event, seconds to the first figure on the screen."""

    kilobytes: float
    loaded: float
    shown: float


def measure() -> Iterator[Figure]:
    """Bytes and seconds of wall and desk, at this machine and as across a network without TLS."""
    with walls() as ours, chromium() as browser:
        create_account(ours.own)
        for name, screen in (("wall", WALL), ("desk", DESK)):
            first = _typical(browser, ours.address, screen)
            yield Figure(f"{name}: cold first load", first.kilobytes, "KB", most=MOST_KB[name])
            far = _typical(browser, ours.address.replace("127.0.0.1", LAN), screen)
            yield Figure(f"{name}: the same across a network without TLS", far.kilobytes, "KB", most=MOST_KB[name])
            yield Figure(f"{name}: cold first load, to the load event", first.loaded, "s")
            yield Figure(f"{name}: cold first load, to the first live figure", first.shown, "s")
        with _peer() as address:
            bare = _loaded(browser.new_context(), address, *PEER)
    yield Figure("peer: a bare Dash page with one chart, cold first load", bare.kilobytes, "KB")
    yield Figure("peer: a bare Dash page with one chart, to the chart", bare.shown, "s")


def _typical(browser: Browser, address: str, screen: tuple[str, str]) -> Load:
    found = list[Load]()
    for _ in range(LOADS):
        with signed_in(browser, address) as context:
            found.append(_loaded(context, address, *screen))
    columns = ([one.kilobytes for one in found], [one.loaded for one in found], [one.shown for one in found])
    return Load(*(statistics.median(column) for column in columns))


def _loaded(context: BrowserContext, address: str, path: str, figure: str) -> Load:
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes = list[float]()
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address + path)
    page.locator(figure).first.wait_for(state="attached", timeout=60_000)
    shown = page.evaluate("performance.now()")
    loaded = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    page.wait_for_timeout(SETTLING_MS)
    return Load(sum(sizes) / 1000, loaded / 1000, shown / 1000)


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
