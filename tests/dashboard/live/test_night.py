"""What a wall does by the clock: days end, nights are dimmed, sides swap at four, and the page starts afresh then."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as TooLate

from tests.dashboard.live.city import City
from tests.dashboard.live.screen import screen, served
from tests.system import PILOT_GRIDS

EVENING = datetime(2026, 11, 21, 13, 59, 50, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)
FOUR = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
FRESH = "document.querySelector('#wall')?.dataset.freshness === 'fresh'"
MARK = "document.querySelector('#wall')?.dataset.{}"
CELL = "document.querySelector('[data-cell=\"{}\"]').textContent"
STEP_MS = 250
STILL_OPEN = "window.isStillOpen === true"


def opened(page: Page, city: City, port: int, at: datetime, more: str = "") -> None:
    """A wall at an instant, with the figures of that instant; it remembers that it has not been loaded again."""
    city.clock.at = at
    city.system.work(city.clock())
    page.clock.install(time=at)
    page.goto(f"http://127.0.0.1:{port}/wall/overview?place=140303{more}")
    page.wait_for_function(FRESH)
    page.evaluate("window.isStillOpen = true")


def until(page: Page, condition: str) -> None:
    """The page's clock goes on until the condition holds; what the server says takes real time."""
    for _ in range(60):
        page.clock.run_for(STEP_MS)
        with suppress(TooLate):
            page.wait_for_function(condition, timeout=STEP_MS)
            return
    raise AssertionError(f"{page.inner_text('[data-clock]')}: never {condition}")


def reach(page: Page, city: City, at: datetime) -> None:
    """The server's clock and figures come to an instant, and the wall shows it."""
    city.clock.at = at
    city.system.work(city.clock())
    shown = at.astimezone(city.system.settings.timezone).strftime("%H:%M")
    until(page, f"document.querySelector('[data-clock]').textContent.startsWith('{shown}') && {FRESH}")


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_midnight_passes_on_an_open_wall(city: City) -> None:
    city.clock.at = MIDNIGHT - timedelta(minutes=5)
    city.report("late")
    with screen(city) as (page, port), served(city, port):
        opened(page, city, port, MIDNIGHT - timedelta(seconds=5))
        assert (page.evaluate(CELL.format("kpi-reported")), page.inner_text("[data-day]")) == ("1", "11月21日 周六")
        city.clock.at = MIDNIGHT + timedelta(seconds=2)
        city.system.work(city.clock())
        until(page, f"{CELL.format('kpi-reported')} === '0' && {FRESH}")
        assert page.evaluate(CELL.format("kpi-open")) == "1", "what is open stays so"
        until(page, "document.querySelector('[data-day]').textContent === '11月22日 周日'")
        city.clock.move(70)
        city.report("early", place=PILOT_GRIDS[0])
        until(page, f"{CELL.format('kpi-reported')} === '1'")
        assert page.evaluate(STILL_OPEN)


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_a_worker_that_stalls_greys_the_wall_within_six_seconds(city: City) -> None:
    city.report("c1")
    with screen(city) as (page, port), served(city, port):
        opened(page, city, port, city.clock())
        for _ in range(5):
            city.clock.move(1)
            page.clock.run_for(1000)
        assert page.evaluate(MARK.format("freshness")) == "fresh"
        city.clock.move(2)
        until(page, f"{MARK.format('freshness')} === 'late'")
        city.system.work(city.clock())
        until(page, FRESH)


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_nights_are_dim_and_sides_swap_at_four(city: City) -> None:
    city.report("c1")
    with screen(city) as (page, port), served(city, port):
        opened(page, city, port, EVENING)
        assert page.evaluate(MARK.format("night")) == "false"
        reach(page, city, EVENING + timedelta(seconds=12))
        assert page.evaluate(MARK.format("night")) == "true"
        sides = page.evaluate(MARK.format("swapped"))
        reach(page, city, FOUR - timedelta(seconds=40))
        assert page.evaluate(MARK.format("swapped")) == sides
        reach(page, city, FOUR + timedelta(seconds=2))
        assert page.evaluate(MARK.format("swapped")) != sides
        assert page.evaluate(STILL_OPEN), "opened just now by its own clock"


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_after_four_a_page_of_hours_starts_afresh_and_one_that_rests_goes_dark(city: City) -> None:
    city.report("c1")
    with screen(city) as (page, port), served(city, port):
        opened(page, city, port, FOUR - timedelta(hours=3), "&rest=1")
        page.clock.fast_forward(timedelta(hours=2, minutes=59, seconds=50).total_seconds() * 1000)
        reach(page, city, FOUR - timedelta(seconds=30))
        assert (page.evaluate(MARK.format("resting")), page.evaluate(STILL_OPEN)) == ("false", True)
        city.clock.at = FOUR + timedelta(seconds=3)
        city.system.work(city.clock())
        until(page, f"window.isStillOpen === undefined && {FRESH} && {MARK.format('resting')} === 'true'")


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_a_critical_alarm_keeps_the_page_as_it_is_at_four(city: City) -> None:
    city.clock.at = FOUR - timedelta(hours=3)
    due = (city.clock() - timedelta(minutes=18)).isoformat()
    city.report("fire", "E02", PILOT_GRIDS[12], at=city.clock() - timedelta(hours=3), due_at=due)
    city.step("fire", "dispatch", unit="消防队")
    with screen(city) as (page, port), served(city, port):
        opened(page, city, port, city.clock(), "&rest=1")
        page.clock.fast_forward(timedelta(hours=3).total_seconds() * 1000)
        reach(page, city, FOUR + timedelta(seconds=3))
        assert (page.evaluate(MARK.format("resting")), page.evaluate(STILL_OPEN)) == ("false", True)
