"""A click on a desk page leads on, asks the server once for each thing, and shows what was hidden when asked."""

import re

import pytest
from playwright.sync_api import expect

from db.sample import PLACES, read_places
from tests.faults.harness import wait_for
from tests.journeys.browsing import Watched
from tests.journeys.running import Running

DISTRICT, CHILD = "140303", "140303007001"
NAMES = {place.code: place.name for place in read_places(PLACES)}


@pytest.fixture(autouse=True, scope="module")
def reported(running: Running) -> None:
    """A case at the child, counted."""
    before = running.counts(CHILD)["flow"]["reported"]
    running.report(f"{CHILD}001", "G01")
    wait_for(lambda: running.counts(CHILD)["flow"]["reported"] > before)


def test_a_page_asks_once_for_itself_and_once_for_the_finer_map(watched: Watched) -> None:
    page = watched.open(f"/places/{DISTRICT}")
    expect(page.locator(".desk-trend .main-svg").first).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or "") if "_dash-update" in request.url else None)
    page.click(f".desk-rank th a[href^='/places/{CHILD}']")
    expect(page.locator("h1")).to_have_text(NAMES[CHILD])
    expect(page.locator(".desk-trend .main-svg").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    outputs = [re.findall(r'"output":"([^"]+)"', body)[0] for body in asked]
    assert sorted(outputs) in (["map-detail.children", "page.children"], ["page.children"])


def test_a_place_that_is_picked_is_shown_and_the_way_back_leads_back(watched: Watched) -> None:
    page = watched.open(f"/places/{DISTRICT}?period=2026-10")
    page.locator(".desk-picker .dash-dropdown").first.click()
    page.locator(".dash-dropdown-search").fill(NAMES[CHILD])
    options = page.locator(".dash-dropdown-option")
    expect(options).to_have_count(1)
    options.click()
    expect(page.locator("h1")).to_have_text(NAMES[CHILD])
    assert page.url.endswith(f"/places/{CHILD}?period=2026-10")
    page.go_back()
    expect(page.locator("h1")).to_have_text(NAMES[DISTRICT])
    assert (watched.foreign, watched.faults) == ([], [])


def test_the_table_of_the_trend_is_written_when_it_is_opened(watched: Watched) -> None:
    page = watched.open(f"/places/{DISTRICT}")
    expect(page.locator(".desk-trend .main-svg").first).to_be_visible()
    expect(page.locator(".desk-trend table")).to_have_count(0)
    page.click(".desk-trend summary")
    table = page.locator(".desk-trend table")
    expect(table.locator("caption")).not_to_be_empty()
    expect(table.locator("thead th[scope=col]")).to_have_count(5)
    days = table.locator("tbody tr")
    expect(days.first.locator("th[scope=row]")).to_have_text(re.compile(r"\d{4}-\d{2}-\d{2}"))
    assert sum(int(cell) for cell in table.locator("tbody td").all_inner_texts()) >= 1
    assert watched.faults == []
