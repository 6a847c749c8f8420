"""A wall outlives five minutes without its server: it says so, gives up nothing, piles up nothing, and heals."""

import socket

import pytest
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as TooLate

from tests.dashboard.live.city import City
from tests.dashboard.live.screen import screen, served

OUTAGE_SECONDS, SILENCE_SECONDS, HEALED_MS, STEP_MS = 300, 120, 6_000, 250
MOST_SOCKETS = 2
"""The one that is tried, and the one before it that is still being closed."""
FRESHNESS = "document.querySelector('#wall')?.dataset.freshness"
REPORTED = "document.querySelector('[data-cell=\"kpi-reported\"]')?.textContent"
HEALED = f"{REPORTED} === '2' && {FRESHNESS} === 'fresh'"
GREY = "getComputedStyle(document.querySelector('.wall-kpis')).filter"
ATTEMPTS = """
window.attempts = { sockets: 0, questions: 0, open: 0, unanswered: 0 };
const ask = window.fetch.bind(window);
window.fetch = (...question) => {
  window.attempts.questions += 1;
  window.attempts.unanswered += 1;
  return ask(...question).finally(() => { window.attempts.unanswered -= 1; });
};
window.WebSocket = class extends WebSocket {
  constructor(...address) {
    super(...address);
    window.attempts.sockets += 1;
    window.attempts.open += 1;
    this.addEventListener("close", () => { window.attempts.open -= 1; });
  }
};
"""


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_a_wall_outlives_an_outage_of_five_minutes(city: City) -> None:
    with screen(city) as (page, port):
        page.clock.install(time=city.clock())
        page.add_init_script(ATTEMPTS)
        faults = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        with served(city, port):
            city.report("c1")
            page.goto(f"http://127.0.0.1:{port}/wall/overview?place=140303")
            page.wait_for_function(f"{REPORTED} === '1' && {FRESHNESS} === 'fresh'")
            page.evaluate("window.isStillOpen = true; window.attempts.sockets = window.attempts.questions = 0")
        states = {}
        for second in range(1, OUTAGE_SECONDS + 1):
            page.clock.run_for(1000)
            states[second] = (page.evaluate(FRESHNESS), page.evaluate(GREY))
        assert {state for second, state in states.items() if 7 <= second < 29} == {("late", "grayscale(0.6)")}
        assert {state for second, state in states.items() if second >= 31} == {("lost", "grayscale(1)")}
        assert "数据中断" in page.inner_text("[data-banner]")
        assert page.evaluate(REPORTED) == "1"
        attempts = page.evaluate("window.attempts")
        assert 0.3 * OUTAGE_SECONDS < attempts["sockets"] + attempts["questions"] < OUTAGE_SECONDS
        assert attempts["open"] <= 1
        city.clock.move(OUTAGE_SECONDS)
        city.report("c2")
        with served(city, port):
            back_at = page.evaluate("Date.now()")
            while not _is_healed(page):
                page.clock.run_for(STEP_MS)
                assert page.evaluate("Date.now()") - back_at <= HEALED_MS
            assert page.inner_text("[data-banner]") == ""
            assert page.evaluate("window.isStillOpen") is True
        assert faults == []


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_a_server_that_answers_nothing_is_asked_one_question_at_a_time(city: City) -> None:
    with screen(city) as (page, port):
        page.clock.install(time=city.clock())
        page.add_init_script(ATTEMPTS)
        with served(city, port):
            city.report("c1")
            page.goto(f"http://127.0.0.1:{port}/wall/overview?place=140303")
            page.wait_for_function(f"{REPORTED} === '1' && {FRESHNESS} === 'fresh'")
        with socket.create_server(("127.0.0.1", port)):
            for _ in range(SILENCE_SECONDS):
                page.clock.run_for(1000)
                attempts = page.evaluate("window.attempts")
                assert attempts["unanswered"] <= 1
                assert attempts["open"] <= MOST_SOCKETS
            assert attempts["questions"] > 2
            assert page.evaluate(FRESHNESS) == "lost"
        city.clock.move(SILENCE_SECONDS)
        city.report("c2")
        with served(city, port):
            for _ in range(HEALED_MS // STEP_MS):
                page.clock.run_for(STEP_MS)
            page.wait_for_function(HEALED)


def _is_healed(page: Page) -> bool:
    """Whether it heals before as much real time has passed as the page's clock moves: answers take real time."""
    try:
        page.wait_for_function(HEALED, timeout=STEP_MS)
    except TooLate:
        return False
    return True
