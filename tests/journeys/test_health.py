"""The operators' page in a browser: it follows the log, and says by its own clock that somebody has stopped."""

import os
import signal

from playwright.sync_api import Page, expect

from tests.journeys.browsing import PATIENCE_MS, Watched, move_clock
from tests.journeys.running import Running
from tests.journeys.test_flushall import LATE_MS, LOST_MS, stopped
from tests.processes import wait_until_up
from tests.system import PILOT_GRIDS


def opened(watched: Watched) -> Page:
    page = watched.open("/health")
    expect_text(page, "worker-state", "正常")
    return page


def expect_state(page: Page, key: str, state: str) -> None:
    expect(page.locator(f".health [data-key='{key}']")).to_have_attribute("data-state", state, timeout=PATIENCE_MS)


def expect_text(page: Page, identifier: str, text: str) -> None:
    expect(page.locator(f".health [data-cell='{identifier}']")).to_have_text(text, timeout=PATIENCE_MS)


def head_of(page: Page) -> int:
    return int(page.locator(".health [data-cell='head']").inner_text().replace(",", ""))


def test_the_page_follows_the_log_and_its_sources(running: Running, watched: Watched) -> None:
    page = opened(watched)
    before = head_of(page)
    running.report(PILOT_GRIDS[0])
    expect_text(page, "head", f"{before + 1:,}")
    expect_text(page, "applied", f"{before + 1:,}")
    expect(page.locator(".health-source:has-text('journey')")).to_be_visible()
    expect_state(page, "intake", "normal")
    assert (watched.foreign, watched.faults) == ([], [])


def test_a_stopped_worker_is_said_and_what_waits_grows_old(running: Running, watched: Watched) -> None:
    page = opened(watched)
    with stopped(running.process("worker")):
        running.report(PILOT_GRIDS[1])
        expect_text(page, "waiting", "1")
        expect_state(page, "waiting-for", "on")
        move_clock(page, 3_600_000)
        expect(page.locator(".health [data-since='waiting']")).to_have_text("1 小时")
        expect(page.locator(".health [data-since='worker']")).to_have_text("1 小时")
        move_clock(page, 0)
    expect_text(page, "waiting", "0")
    expect_state(page, "waiting-for", "off")


def test_a_page_without_a_server_does_not_pass_for_a_live_one(running: Running, watched: Watched) -> None:
    page = opened(watched)
    health = page.locator(".health")
    with stopped(running.pid):
        os.kill(running.process("dashboard"), signal.SIGKILL)
        move_clock(page, LATE_MS)
        expect(health).to_have_attribute("data-freshness", "late", timeout=PATIENCE_MS)
        move_clock(page, LOST_MS)
        expect(health).to_have_attribute("data-freshness", "lost", timeout=PATIENCE_MS)
        expect(page.locator("[data-banner]")).to_contain_text("大屏服务无应答")
        assert page.evaluate("getComputedStyle(document.querySelector('.health .desk-panel')).filter") == "grayscale(1)"
        move_clock(page, 0)
    wait_until_up(f"{running.address}/healthz")
    expect(health).to_have_attribute("data-freshness", "fresh", timeout=PATIENCE_MS)
