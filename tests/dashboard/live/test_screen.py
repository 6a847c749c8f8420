from datetime import UTC, datetime

import pytest

from tests.dashboard.live.screen import screen, served

FRESHNESS = "document.querySelector('#wall')?.dataset.freshness"
REPORTED = "document.querySelector('[data-cell=\"kpi-reported\"]')?.textContent"


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_a_wall_shows_its_figures_grows_old_and_heals_by_itself(city):
    city.clock.at = datetime.now(UTC)
    city.report("c1", at=city.clock())
    foreign, faults = [], []
    with screen(city) as (page, port):
        address = f"http://127.0.0.1:{port}"
        page.on("request", lambda request: foreign.append(request.url) if str(port) not in request.url else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        with served(city, port):
            page.goto(f"{address}/wall/overview?place=140303")
            page.wait_for_function(f"{REPORTED} === '1' && {FRESHNESS} === 'fresh'")
            page.wait_for_selector("[data-key='area:140303007001'][data-state='1']", state="attached")
            city.report("c2", at=city.clock())
            page.wait_for_function(f"{REPORTED} === '2'")
            city.clock.move(7)
            page.wait_for_function(f"{FRESHNESS} === 'late'")
        page.evaluate("window.shift += 31000")
        page.wait_for_function(f"{FRESHNESS} === 'lost'")
        assert "数据中断" in page.inner_text("[data-banner]")
        assert page.evaluate(REPORTED) == "2"
        page.evaluate("window.shift -= 31000")
        with served(city, port):
            city.report("c3", at=city.clock())
            page.wait_for_function(f"{REPORTED} === '3' && {FRESHNESS} === 'fresh'")
            assert page.inner_text("[data-banner]") == ""
    assert (foreign, faults) == ([], [])
