"""Five thousand seconds of a wall in a few: it keeps no more memory, no more nodes, and no history."""

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page

from dashboard.live.hub import Hub
from tests.dashboard.live.city import City
from tests.dashboard.live.screen import screen, served

TICKS, WARM_UP, REPORT_EVERY = 5_000, 200, 25
MOST_GROWTH_BYTES = 250_000
COUNTED = """
window.heard = 0;
window.WebSocket = class extends WebSocket {
  set onmessage(heard) {
    super.onmessage = heard && ((message) => { window.heard += 1; heard(message); });
  }
};
"""
HISTORY = """() => {
  const host = document.querySelector("#react-entry-point");
  const waiting = [host[Object.keys(host).find((key) => key.startsWith("__reactContainer"))]];
  while (waiting.length) {
    const fiber = waiting.pop();
    const store = fiber.memoizedProps?.store;
    if (store?.getState) return store.getState().history;
    waiting.push(...[fiber.child, fiber.sibling].filter(Boolean));
  }
}"""


class Hurried(Hub):
    """A hub whose seconds follow each other without a pause, up to a tick that the test sets."""

    city: City
    ticks = 0
    until = 0

    async def run(self) -> None:
        while True:
            if self.ticks >= self.until:
                await asyncio.sleep(0.01)
                continue
            self.ticks += 1
            self.city.clock.move(1)
            if self.ticks % REPORT_EVERY == 0:
                await asyncio.to_thread(self.city.report, f"c{self.ticks}")
            await self.look()


@dataclass(frozen=True)
class Footprint:
    """What a page holds after a collection of garbage."""

    heap: int
    nodes: int
    listeners: int


def footprint(devtools: CDPSession) -> Footprint:
    devtools.send("HeapProfiler.collectGarbage")
    counters: dict[str, Any] = devtools.send("Memory.getDOMCounters")
    heap = devtools.send("Runtime.getHeapUsage")["usedSize"]
    return Footprint(int(heap), counters["nodes"], counters["jsEventListeners"])


def let_run(page: Page, hub: Hurried, ticks: int) -> None:
    """Let so many ticks pass and arrive."""
    hub.until = ticks
    page.wait_for_function(f"window.heard >= {ticks}", timeout=600_000)


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_a_wall_of_five_thousand_ticks_holds_what_it_held_in_the_beginning(city: City) -> None:
    hub = city.hub = Hurried(city.system.queries, city.system.settings.timezone, city.clock)
    hub.city = city
    with screen(city) as (page, port), served(city, port):
        page.add_init_script(COUNTED)
        page.goto(f"http://127.0.0.1:{port}/wall/overview?place=140303")
        page.wait_for_function("window.heard >= 1")
        devtools = page.context.new_cdp_session(page)
        let_run(page, hub, WARM_UP)
        before, opened = footprint(devtools), page.evaluate(HISTORY)
        let_run(page, hub, TICKS)
        after = footprint(devtools)
        assert page.inner_text("[data-cell='kpi-reported']") == str(TICKS // REPORT_EVERY)
        history = page.evaluate(HISTORY)
    assert after.heap - before.heap < MOST_GROWTH_BYTES, (before, after)
    assert after.nodes <= before.nodes + 50, (before, after)
    assert after.listeners <= before.listeners, (before, after)
    assert history == opened, "only the opening of the page"
    assert (len(history["past"]), history["future"]) == (1, [])
