"""How long a live update keeps a wall's browser busy: the longest task of its main thread in each second.

Chromium's own trace tells the tasks. The walls are fed a hundred times as fast as a district works, so that figures
change with every update; of all boards the busiest is told.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

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
    """Milliseconds of each second: the longest task of the main thread, and all its tasks together.

    `computing` is the longest by the processor's time alone: on a machine that is shared with the server and with a
    browser that paints without graphics hardware, a task waits longer than it works. `changed` of the seconds brought
    other figures.
    """

    longest: list[float]
    computing: list[float]
    together: list[float]
    changed: int = 0


def measure() -> Iterator[Figure]:
    """Milliseconds of the main thread in a second with an update."""
    with walls(EVENTS_PER_SECOND) as ours, chromium() as browser:
        create_account(ours.own)
        found = dict[str, Busy]()
        for screen in WALLS:
            with signed_in(browser, ours.address) as context:
                one = found[screen.name] = busy(browser, context, ours.address, screen)
                assert one.changed >= FEWEST_CHANGED, f"{screen.name}: figures changed in {one.changed} s of {TICKS}"
    name = max(found, key=lambda one: percentile(found[one].longest, 95))
    slowest, worst = (max(found, key=lambda one: max(of(found[one]))) for of in (_computing, _longest))
    yield Figure(
        f"wall: longest task of the main thread per tick, p95 ({name})",
        percentile(found[name].longest, 95),
        "ms",
        most=GATE_MS,
    )
    title = f"wall: longest task of the main thread in {TICKS} ticks"
    yield Figure(f"{title}, time of the processor ({slowest})", max(found[slowest].computing), "ms", most=GATE_MS)
    yield Figure(f"{title}, with its waiting ({worst})", max(found[worst].longest), "ms")
    yield Figure(
        f"wall: all tasks of the main thread per tick, p95 ({name})", percentile(found[name].together, 95), "ms"
    )


def _longest(found: Busy) -> list[float]:
    return found.longest


def _computing(found: Busy) -> list[float]:
    return found.computing


def busy(browser: Browser, context: BrowserContext, address: str, screen: Screen) -> Busy:
    """What a page that has settled does in each second."""
    page = watched_page(context, screen)
    page.goto(address + screen.path)
    first_figure(page)
    page.wait_for_timeout(SETTLING_MS)
    changes: list[int] = []

    def watch() -> None:
        before = seconds_with_changes(page)
        page.wait_for_timeout(TICKS * 1000)
        changes.append(seconds_with_changes(page) - before)

    return replace(traced(browser, page, TICKS, watch), changed=changes[0])


def traced(browser: Browser, page: Page, seconds: int, work: Callable[[], None]) -> Busy:
    """What the main thread of a page does in so many seconds of work."""
    browser.start_tracing(page=page, categories=[_TASKS])
    work()
    return _by_second(json.loads(browser.stop_tracing())["traceEvents"], seconds)


def _by_second(events: list[dict[str, Any]], seconds_told: int) -> Busy:
    """Of the busiest renderer: the page's own."""
    mains = {
        (one["pid"], one["tid"])
        for one in events
        if one["name"] == "thread_name" and one["args"]["name"] == "CrRendererMain"
    }
    tasks = defaultdict[tuple[int, int], list[tuple[int, float, float]]](list)
    for one in events:
        if one["name"] == "RunTask" and "dur" in one and (one["pid"], one["tid"]) in mains:
            tasks[one["pid"], one["tid"]].append((one["ts"], one["dur"] / 1000, one["tdur"] / 1000))
    own = max(tasks.values(), key=lambda found: sum(length for _, length, _ in found))
    begun = min(at for at, _, _ in own)
    seconds, computed = defaultdict[int, list[float]](list), defaultdict[int, list[float]](list)
    for at, length, computing in own:
        seconds[(at - begun) // _MICROSECONDS].append(length)
        computed[(at - begun) // _MICROSECONDS].append(computing)
    whole = [seconds[n] for n in range(seconds_told)]
    computing = [max(computed[n], default=0.0) for n in range(seconds_told)]
    return Busy([max(one, default=0.0) for one in whole], computing, [sum(one) for one in whole])
