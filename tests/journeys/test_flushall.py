"""A wall never shows an old number as a new one, and comes back to the right ones by itself."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.faults.harness import wait_for
from tests.journeys.browsing import (
    Watched,
    expect_freshness,
    expect_number,
    expect_same_numbers,
    move_clock,
    painted,
)
from tests.journeys.running import Running
from tests.processes import wait_until_up
from tests.system import PILOT_GRIDS

LATE_MS = 7_000
LOST_MS = 31_000
KEEP_SEEN = """() => {
  const shown = document.querySelector("[data-cell='kpi-reported']");
  window.seen = [shown.textContent];
  new MutationObserver(() => window.seen.push(shown.textContent)).observe(shown, { childList: true });
}"""


@pytest.fixture
def wall(running: Running, watched: Watched) -> Page:
    """An open wall with cases on it, which remembers every number of reports that it has shown."""
    page = watched.open_wall()
    before = running.counts()["flow"]["reported"]
    for grid in PILOT_GRIDS[:3]:
        running.report(grid)
    expect_number(page, "kpi-reported", before + 3)
    expect_same_numbers(page, running.counts())
    page.evaluate(KEEP_SEEN)
    return page


@contextmanager
def stopped(pid: int) -> Iterator[None]:
    """A process that does nothing until the end of the block."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def expect_greyed(page: Page) -> None:
    """The figures are there, without colour and under a banner that says since when."""
    expect_freshness(page, "lost")
    expect(page.locator("#wall [data-banner]")).to_contain_text("数据中断")
    assert painted(page, ".wall-kpis", "filter", "visibility") == {"filter": "grayscale(1)", "visibility": "visible"}


def expect_healed(page: Page, running: Running, before: int, reports: int) -> None:
    """Live again with so many more reports, and with one more after the next; no other number was ever shown."""
    expect_freshness(page, "fresh")
    expect(page.locator("#wall [data-banner]")).to_have_text("")
    assert painted(page, ".wall-kpis", "filter") == {"filter": "none"}
    expect_number(page, "kpi-reported", before + reports)
    running.report(PILOT_GRIDS[4])
    expect_number(page, "kpi-reported", before + reports + 1)
    counts = running.counts()
    assert counts["flow"]["reported"] == before + reports + 1
    expect_same_numbers(page, counts)
    assert set(page.evaluate("window.seen")) == {f"{before + n:,}" for n in {0, reports, reports + 1}}


def test_a_wall_outlives_the_loss_of_all_live_figures(running: Running, wall: Page):
    before = running.counts()["flow"]["reported"]
    running.redis.flushall()
    expect_healed(wall, running, before, 0)
    wait_for(lambda: running.redis.dbsize() > 0)


def test_a_wall_without_a_worker_grows_old_and_heals(running: Running, wall: Page):
    before = running.counts()
    with stopped(running.process("worker")):
        expect_freshness(wall, "late")
        amber = painted(wall, "#wall .age", "color")
        running.report(PILOT_GRIDS[3])
        running.redis.flushall()
        move_clock(wall, LATE_MS)
        expect_freshness(wall, "late")
        move_clock(wall, LOST_MS)
        expect_greyed(wall)
        assert painted(wall, "#wall .age", "color") != amber
        expect_same_numbers(wall, before)
        move_clock(wall, 0)
    expect_healed(wall, running, before["flow"]["reported"], 1)


def test_a_wall_without_a_server_grows_old_and_heals(running: Running, wall: Page):
    before = running.counts()
    with stopped(running.pid):
        os.kill(running.process("dashboard"), signal.SIGKILL)
        move_clock(wall, LATE_MS)
        expect_freshness(wall, "late")
        move_clock(wall, LOST_MS)
        expect_greyed(wall)
        expect_same_numbers(wall, before)
        move_clock(wall, 0)
    wait_until_up(f"{running.address}/healthz")
    expect_healed(wall, running, before["flow"]["reported"], 0)
