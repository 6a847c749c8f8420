"""A wall outlives five minutes without its server: it says so, gives up nothing, piles up nothing, and heals."""

import pytest

from tests.dashboard.live.city import City
from tests.dashboard.live.screen import screen, served

OUTAGE_SECONDS, HEALED_MS = 300, 6_000
FRESHNESS = "document.querySelector('#wall')?.dataset.freshness"
REPORTED = "document.querySelector('[data-cell=\"kpi-reported\"]')?.textContent"
ATTEMPTS = """
window.attempts = { sockets: 0, questions: 0, open: 0 };
const ask = window.fetch.bind(window);
window.fetch = (...question) => { window.attempts.questions += 1; return ask(...question); };
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
            page.goto(f"http://127.0.0.1:{port}/wall/overview")
            page.wait_for_function(f"{REPORTED} === '1' && {FRESHNESS} === 'fresh'")
            page.evaluate("window.isStillOpen = true; window.attempts.sockets = window.attempts.questions = 0")
        states = {}
        for second in range(1, OUTAGE_SECONDS + 1):
            page.clock.run_for(1000)
            states[second] = page.evaluate(FRESHNESS)
        assert {state for second, state in states.items() if 7 <= second < 29} == {"late"}
        assert {state for second, state in states.items() if second >= 31} == {"lost"}
        assert "数据中断" in page.inner_text("[data-banner]")
        assert page.evaluate(REPORTED) == "1"
        attempts = page.evaluate("window.attempts")
        assert 0.3 * OUTAGE_SECONDS < attempts["sockets"] + attempts["questions"] < OUTAGE_SECONDS
        assert attempts["open"] <= 1
        city.clock.move(OUTAGE_SECONDS)
        city.report("c2")
        with served(city, port):
            back_at = page.evaluate("Date.now()")
            while not page.evaluate(f"{REPORTED} === '2' && {FRESHNESS} === 'fresh'"):
                page.clock.run_for(250)
                assert page.evaluate("Date.now()") - back_at <= HEALED_MS
            assert page.inner_text("[data-banner]") == ""
            assert page.evaluate("window.isStillOpen") is True
        assert faults == []
