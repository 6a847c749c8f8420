"""How long a live update keeps a wall's browser busy: the longest task of its main thread in each second.

Chromium's own trace tells the tasks. The walls are fed a hundred times as fast as a district works, so that figures
change with every update; of all boards the busiest is told.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from bench.browsing import chromium, create_account, signed_in
from bench.figure import Figure
from bench.first_figure import WALLS, Screen, first_figure, seconds_with_changes, watched_page
from bench.spread import percentile
from bench.walls import walls

TICKS, FEWEST_CHANGED, SETTLING_MS, EVENTS_PER_SECOND, GATE_MS = 75, 60, 8_000, 60, 50
_TASKS = "disabled-by-default-devtools.timeline"
_MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Busy:
    """Milliseconds of each second: the longest task of the main thread, and all its tasks together."""

    longest: list[float]
    together: list[float]


def measure() -> Iterator[Figure]:
    """Milliseconds of the main thread in a second with an update."""
    with walls(EVENTS_PER_SECOND) as ours, chromium() as browser:
        create_account(ours.own)
        found = dict[str, Busy]()
        for screen in WALLS:
            with signed_in(browser, ours.address) as context:
                found[screen.name] = busy(browser, context, ours.address, screen)
    name = max(found, key=lambda one: percentile(found[one].longest, 95))
    worst = max(found, key=lambda one: max(found[one].longest))
    yield Figure(
        f"wall: longest task of the main thread per tick, p95 ({name})",
        percentile(found[name].longest, 95),
        "ms",
        most=GATE_MS,
    )
    title = f"wall: longest task of the main thread in {TICKS} ticks ({worst})"
    yield Figure(title, max(found[worst].longest), "ms", most=GATE_MS)
    yield Figure(
        f"wall: all tasks of the main thread per tick, p95 ({name})", percentile(found[name].together, 95), "ms"
    )


def busy(browser: Browser, context: BrowserContext, address: str, screen: Screen) -> Busy:
    """What a page that has settled does in each second; its figures must have changed in most of them."""
    page = watched_page(context, screen)
    page.goto(address + screen.path)
    first_figure(page)
    page.wait_for_timeout(SETTLING_MS)
    before = seconds_with_changes(page)
    browser.start_tracing(page=page, categories=[_TASKS])
    page.wait_for_timeout(TICKS * 1000)
    trace = json.loads(browser.stop_tracing())
    changed = seconds_with_changes(page) - before
    assert changed >= FEWEST_CHANGED, f"{screen.name}: figures changed in {changed} of {TICKS} s; feed it faster"
    return _by_second(trace["traceEvents"])


def _by_second(events: list[dict[str, Any]]) -> Busy:
    """Of the busiest renderer: the page's own."""
    mains = {
        (one["pid"], one["tid"])
        for one in events
        if one["name"] == "thread_name" and one["args"]["name"] == "CrRendererMain"
    }
    tasks = defaultdict[tuple[int, int], list[tuple[int, float]]](list)
    for one in events:
        if one["name"] == "RunTask" and "dur" in one and (one["pid"], one["tid"]) in mains:
            tasks[one["pid"], one["tid"]].append((one["ts"], one["dur"] / 1000))
    own = max(tasks.values(), key=lambda found: sum(length for _, length in found))
    begun, seconds = min(at for at, _ in own), defaultdict[int, list[float]](list)
    for at, length in own:
        seconds[(at - begun) // _MICROSECONDS].append(length)
    whole = [seconds[n] for n in range(TICKS)]
    return Busy([max(one, default=0.0) for one in whole], [sum(one) for one in whole])
