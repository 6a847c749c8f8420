"""A wall whose address lists several pages turns them, holds one that calls, and keeps nothing of the others."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from tests.dashboard.live.city import City
from tests.dashboard.live.screen import screen, served
from tests.dashboard.live.test_endurance import footprint
from tests.system import PILOT_GRIDS

PLAYLIST = "playlist=overview:30,governance:45"
SHOWN = "document.querySelector('#wall')?.className.match(/board-(\\w+)/)[1]"
FRESH = "document.querySelector('#wall')?.dataset.freshness === 'fresh'"
TURNS, SETTLED, MOST_GROWTH_BYTES = 16, 4, 1_000_000
NODES = "document.evaluate('count(//node())', document, null, XPathResult.NUMBER_TYPE, null).numberValue"


def shown(page: Page, board: str) -> bool:
    """Whether a page of the list is on the screen, whole and with its figures."""
    return page.wait_for_function(f"{SHOWN} === '{board}' && {FRESH}") is not None


def pass_time(page: Page, city: City, seconds: int) -> None:
    """Both clocks move on, a second at a time; the page's own runs a little ahead."""
    for _ in range(seconds):
        city.clock.move(1)
        city.system.work(city.clock())
        page.clock.run_for(1000)
        page.wait_for_function(FRESH)


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_pages_turn_after_their_seconds_and_hold_while_something_critical_is_not_taken(city: City) -> None:
    city.report("c1")
    with screen(city) as (page, port), served(city, port):
        page.clock.install(time=city.clock())
        page.goto(f"http://127.0.0.1:{port}/wall/overview?place=140303&lang=en&{PLAYLIST}")
        assert shown(page, "overview")
        pass_time(page, city, 15)
        assert page.evaluate(SHOWN) == "overview"
        pass_time(page, city, 20)
        assert shown(page, "governance")
        assert page.evaluate("location.search").endswith(PLAYLIST)
        assert page.evaluate("history.length") == 2
        pass_time(page, city, 15)
        assert page.evaluate(SHOWN) == "governance"
        pass_time(page, city, 30)
        assert shown(page, "overview")
        late = city.clock() - timedelta(minutes=5)
        city.report("fire", "E02", PILOT_GRIDS[0], at=late - timedelta(hours=1), due_at=late.isoformat())
        city.step("fire", "dispatch", unit="消防队")
        pass_time(page, city, 45)
        assert page.evaluate(SHOWN) == "overview"
        city.take_alarms()
        pass_time(page, city, 14)
        assert shown(page, "governance")


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_turned_pages_leave_nothing_behind(city: City) -> None:
    city.report("c1")
    with screen(city) as (page, port), served(city, port):
        page.clock.install(time=city.clock())
        page.goto(f"http://127.0.0.1:{port}/wall/overview?place=140303&playlist=overview:30,governance:30")
        devtools = page.context.new_cdp_session(page)
        found = []
        for turn in range(TURNS):
            assert shown(page, ("overview", "governance")[turn % 2])
            if turn in {SETTLED, TURNS - 2}:
                found.append(footprint(devtools))
            city.clock.move(31)
            city.system.work(city.clock())
            page.clock.run_for(500)
            page.wait_for_function(FRESH)
            page.clock.run_for(31_000)
            page.clock.run_for(1_000)
        before, after = found
        nodes = page.evaluate(NODES)
    assert after.heap - before.heap < MOST_GROWTH_BYTES, found
    # React may hold the former page until it draws again; one that each turn leaves behind would make a dozen.
    assert after.nodes < 3 * nodes, (found, nodes)
    assert after.listeners <= before.listeners + 5, found
