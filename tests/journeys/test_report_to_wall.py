"""A report reaches an open wall by itself, and the wall says what the interface says."""

from playwright.sync_api import expect

from tests.journeys.browsing import (
    PATIENCE_MS,
    WALL,
    Watched,
    cell,
    expect_freshness,
    expect_number,
    expect_same_numbers,
    sign_in,
)
from tests.journeys.running import Running
from tests.system import PILOT_GRIDS


def test_a_posted_report_reaches_the_open_wall(running: Running, stranger: Watched):
    page = stranger.open(WALL)
    sign_in(page, running.password)
    page.wait_for_url(f"**{WALL}")
    expect_freshness(page, "fresh")
    before = running.counts()["flow"]["reported"]
    expect_number(page, "kpi-reported", before)
    page.evaluate("window.isStillOpen = true")

    case_id = running.report(PILOT_GRIDS[0], "G01")

    expect_number(page, "kpi-reported", before + 1)
    expect(cell(page, "event-0-title")).to_have_text("树枝遮挡信号灯", timeout=PATIENCE_MS)
    expect(cell(page, "event-0-place")).to_have_text("刘家垴社区")
    expect(page.locator("[data-link=event-0]")).to_have_attribute("href", f"/cases/{case_id}")
    counts = running.counts()
    assert counts["flow"]["reported"] == before + 1
    expect_same_numbers(page, counts)
    assert page.evaluate("window.isStillOpen") is True
    assert (stranger.foreign, stranger.faults) == ([], [])
