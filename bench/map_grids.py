"""The map of a district of 20,000 grids: how long it takes to draw, and what a pointer that moves over it keeps busy.

The geometry is that of the sample district with a lattice of grids over it, handed to the browser in place of the
stored one; all else is the product.
"""

import json
from collections.abc import Iterator

from playwright.sync_api import Browser, BrowserContext, Page

from bench.browsing import chromium, create_account, signed_in
from bench.figure import Figure
from bench.first_figure import PLACE
from bench.main_thread import EVENTS_PER_SECOND, GATE_MS, SETTLING_MS, traced
from bench.walls import walls
from tests.lattice import with_grids

GRIDS, SECONDS, MOVES_PER_SECOND = 20_000, 20, 20
PAGES = {
    "wall": (f"/wall/overview?place={PLACE}", "#wall .map-box .area"),
    "desk": (f"/places/{PLACE}", ".desk-map .desk-area-inner"),
}
_DRAWN = """(shown) => new Promise((tell) => {
  const look = () => (document.querySelector(shown) ? tell(performance.now()) : requestAnimationFrame(look));
  look();
})"""


def measure() -> Iterator[Figure]:
    """Milliseconds of the main thread in each second with a moving pointer; from navigation to the drawn map."""
    with walls(EVENTS_PER_SECOND) as ours, chromium() as browser:
        create_account(ours.own)
        for name in PAGES:
            with signed_in(browser, ours.address) as context:
                yield from _figures(name, browser, context, ours.address)


def _figures(name: str, browser: Browser, context: BrowserContext, address: str) -> Iterator[Figure]:
    path, shown = PAGES[name]
    page, body = context.new_page(), json.dumps(with_grids(PLACE, GRIDS))
    page.route(f"**/geometry/{PLACE}.json", lambda route: route.fulfill(body=body, content_type="application/json"))
    page.goto(address + path, wait_until="commit")
    yield Figure(
        f"{name}: a district of {GRIDS:,} grids, from navigation to the drawn map",
        page.evaluate(_DRAWN, shown) / 1000,
        "s",
    )
    page.wait_for_timeout(SETTLING_MS)
    found = traced(browser, page, SECONDS, lambda: _wander(page, shown))
    title = f"{name}: a district of {GRIDS:,} grids, longest task under a moving pointer"
    yield Figure(f"{title}, time of the processor", max(found.computing), "ms", most=GATE_MS)
    yield Figure(f"{title}, with its waiting", max(found.longest), "ms")


def _wander(page: Page, shown: str) -> None:
    box = page.locator(shown).first.locator("xpath=ancestor::*[local-name()='svg']").bounding_box()
    assert box, shown
    for n in range(SECONDS * MOVES_PER_SECOND):
        across, down = n * 7 % 97 / 97, n * 11 % 89 / 89
        page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
        page.wait_for_timeout(1000 / MOVES_PER_SECOND)
