"""axe-core finds nothing serious on any page, in either theme, on a large screen and on a phone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.faults.harness import wait_for
from tests.journeys.browsing import Watched
from tests.journeys.conftest import WALL_SIZE
from tests.journeys.running import Running

AXE = (Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
FIND = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations
    .filter(({ impact }) => ["serious", "critical"].includes(impact))
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`));
}"""
PHONE = {"width": 390, "height": 844}
PATH = ("440309", "440309001", "440309001001", "440309001001001")
PICKED = "body:has(.dash-dropdown)"
"""A page whose pickers stand: they come last."""
DESK_READY = f"{PICKED} .desk-map svg"
PAGES = {
    "/wall/overview?place=440309": "#wall[data-freshness='fresh'] [data-link='alarm-0'][href]",
    **dict.fromkeys((f"/places/{code}" for code in PATH), DESK_READY),
    "/places?list=stock.overdue": f"{PICKED} .desk-case-table",
    "/places/140303005": f"{PICKED} .desk-empty",
    "/places/nowhere": ".desk-notice",
    "/cases/nowhere": ".desk-notice",
    "/places/440309?period=soon": ".desk-notice",
    "/nowhere": ".desk-notice",
    "/health": ".health-part",
    "/explore?place=440309": f"{PICKED} .ag-header",
    "/explore?place=440309&by=time&lang=en": f"{PICKED} .desk-trend .main-svg",
    "/records?place=440309": f"{PICKED} .desk-record-kind",
    "/records?place=440309&show=stock.grids&lang=en": f"{PICKED} .desk-record-table",
    "/alarms?place=440309": f"{PICKED} .desk-effects",
    "/alarms?place=440309&said=SendError&lang=en": f"{PICKED} .desk-said-fault",
    "/definitions": ".desk-defined",
    "/definitions?find=nothing": ".desk-empty",
}
LOOKS = [(WALL_SIZE, "light"), (WALL_SIZE, "dark"), (PHONE, "light")]


@pytest.fixture(scope="module")
def case_id(running: Running) -> str:
    """An overdue case of class A that was sent back once."""
    now, before = datetime.now(UTC), running.counts(PATH[0])["stock"]["overdue"]
    late = {"occurred_at": (now - timedelta(minutes=9)).isoformat(), "due_at": (now - timedelta(minutes=1)).isoformat()}
    found = running.report(PATH[-1], "E02", **late)
    for minutes, step in ((7, "dispatch"), (5, "send_back"), (3, "dispatch")):
        at = (now - timedelta(minutes=minutes)).isoformat()
        running.send({"case_id": found, "step": step, "occurred_at": at, "note": "现场复核不符"})
    wait_for(lambda: running.counts(PATH[0])["stock"]["overdue"] == before + 1)
    return found


def findings(page: Page, address: str) -> list[str]:
    """What axe-core finds on a page that has settled, each with the address."""
    expect(page.locator(".dash-dropdown-focus-target[aria-hidden]")).to_have_count(0)
    page.evaluate(AXE)
    return [f"{address}: {one}" for one in page.evaluate(FIND)]


@pytest.mark.parametrize(("size", "theme"), LOOKS, ids=["large-light", "large-dark", "phone-light"])
def test_no_page_holds_anything_serious(watched: Watched, case_id: str, size: dict[str, int], theme: str):
    watched.page.set_viewport_size(size)
    found = []
    for path, ready in {**PAGES, f"/cases/{case_id}": ".desk-timeline"}.items():
        address = f"{path}{'&' if '?' in path else '?'}theme={theme}"
        page = watched.open(address)
        expect(page.locator(ready).first).to_be_visible()
        found += findings(page, address)
    assert found == []


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_signing_in_holds_nothing_serious(stranger: Watched, query: str):
    page = stranger.open(f"/signin{query}")
    assert findings(page, query) == []
    page.fill("[name=name]", "demo")
    page.fill("[name=password]", "wrong")
    page.click("button")
    expect(page.locator(".signin-wrong")).to_be_visible()
    assert findings(page, f"{query} refused") == []
