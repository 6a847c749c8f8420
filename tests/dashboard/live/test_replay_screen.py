"""Replay in a real browser: the bar, what moves the picture, and the ways out."""

from datetime import UTC, datetime, timedelta
from itertools import combinations
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import FloatRect, Page, expect

from pipelines.domain.period import local_day
from tests.dashboard.live.city import City
from tests.dashboard.live.screen import screen, served
from tests.journeys.test_accessibility import AXE, FIND

REPORTED = "[data-cell='kpi-reported']"
PAST = "[data-freshness='replay']"
PHONE = {"width": 390, "height": 844}
expect.set_options(timeout=30_000)
pytestmark = pytest.mark.parametrize("product", ["sqlite"], indirect=True)


@pytest.fixture
def yesterday(city: City) -> str:
    """A day with a report at ten and one at a quarter past."""
    city.clock.at = datetime.now(UTC)
    zone = city.system.settings.timezone
    day = local_day(city.clock() - timedelta(days=1), zone)
    at = datetime(day.year, day.month, day.day, 10, 0, tzinfo=zone)
    city.report("c1", at=at)
    city.report("c2", at=at + timedelta(minutes=15))
    return day.isoformat()


def asked(page: Page) -> str:
    """The minute in the address."""
    return parse_qs(urlsplit(page.url).query)["at"][0]


def overlap(one: FloatRect, other: FloatRect) -> bool:
    """Whether two boxes share more than an edge."""
    apart = [
        one[at] + one[size] <= other[at] + 1 or other[at] + other[size] <= one[at] + 1
        for at, size in (("x", "width"), ("y", "height"))
    ]
    return not any(apart)


def slide(page: Page, minute: int) -> None:
    """Drag the slider to a minute of the day."""
    page.locator(".replay-slider").fill(str(minute))


def test_the_slider_moves_the_picture_and_the_address_and_nothing_is_live(city: City, yesterday: str):
    sockets, faults = [], []
    with screen(city) as (page, port), served(city, port):
        page.on("websocket", lambda socket: sockets.append(socket.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"http://127.0.0.1:{port}/wall/overview?place=140303&at={yesterday}T10:05")
        page.wait_for_selector(PAST)
        expect(page.locator(REPORTED)).to_have_text("1")
        expect(page.locator(".replay-when")).to_contain_text("10:05")
        expect(page.locator(".replay-sign")).to_have_text("回放")
        slide(page, 9 * 60 + 59)
        expect(page.locator(REPORTED)).to_have_text("0")
        slide(page, 10 * 60 + 15)
        expect(page.locator(REPORTED)).to_have_text("2")
        assert asked(page) == f"{yesterday}T10:15"
        page.evaluate("window.shift += 3600 * 1000")
        page.wait_for_timeout(600)  # live figures would be marked as old by now
        assert page.get_attribute("#wall", "data-freshness") == "replay"
        assert "停在 10:15" in page.inner_text("[data-age]")
    assert (sockets, faults) == ([], [])


def test_steps_days_and_keys_move_it_too_and_it_plays_forward(city: City, yesterday: str):
    with screen(city) as (page, port), served(city, port):
        page.goto(f"http://127.0.0.1:{port}/overview?place=140303&at={yesterday}T10:00")
        page.wait_for_selector(PAST)
        page.get_by_title("前进 15 分钟").click()
        expect(page.locator(REPORTED)).to_have_text("2")
        page.get_by_title("后退 1 分钟").click()
        expect(page.locator(REPORTED)).to_have_text("1")
        page.locator(".replay-slider").press("ArrowRight")
        expect(page.locator(REPORTED)).to_have_text("2")
        page.locator(".replay-slider").press("PageDown")
        expect(page.locator(".replay-when")).to_contain_text("10:00")
        page.locator(".replay-pace").select_option("15")
        page.locator(".replay-play").click()
        expect(page.locator(".replay-when")).to_contain_text("10:15")
        expect(page.locator(REPORTED)).to_have_text("2")
        page.locator(".replay-play").click()
        today = (datetime.fromisoformat(yesterday) + timedelta(days=1)).date().isoformat()
        slide(page, 0)
        expect(page.locator(".replay-when")).to_contain_text("00:00")
        page.locator(".replay-day").fill(today)
        page.wait_for_url(f"**&at={today}T00:00")
        expect(page.locator(REPORTED)).to_have_text("0")


def test_one_click_leads_in_one_out_and_other_boards_stay_in_the_minute(city: City, yesterday: str):
    with screen(city) as (page, port), served(city, port):
        page.goto(f"http://127.0.0.1:{port}/overview?place=140303")
        page.wait_for_selector("[data-freshness='fresh']")
        page.locator(".replay-entry").click()
        page.wait_for_selector(PAST)
        assert local_day(city.clock(), city.system.settings.timezone).isoformat() in asked(page)
        page.goto(f"http://127.0.0.1:{port}/overview?place=140303&at={yesterday}T10:00")
        page.wait_for_selector(PAST)
        page.get_by_title("前进 1 分钟").click()
        expect(page.locator(".replay-when")).to_contain_text("10:01")
        page.get_by_role("link", name="网格").first.click()
        page.wait_for_selector(f".board-grid{PAST}")
        assert asked(page) == f"{yesterday}T10:01"
        page.locator(".replay-live").click()
        page.wait_for_selector(".board-grid[data-freshness='fresh']")
        assert "at=" not in page.url
        expect(page.locator(".replay")).to_be_hidden()


def test_what_cannot_be_replayed_is_said_and_the_picture_before_is_greyed(city: City, yesterday: str):
    with screen(city) as (page, port):
        with served(city, port):
            page.goto(f"http://127.0.0.1:{port}/wall/overview?place=140303&at=soon")
            expect(page.locator(".replay-said")).to_contain_text("soon")
            page.goto(f"http://127.0.0.1:{port}/wall/overview?place=140303&at=1999-01-01T00:00")
            expect(page.locator(".replay-said")).to_contain_text("不能回放")
            page.goto(f"http://127.0.0.1:{port}/wall/overview?place=140303&at={yesterday}T10:05")
            page.wait_for_selector(PAST)
        page.get_by_title("前进 15 分钟").click()
        expect(page.locator(".replay-said")).to_contain_text("读不到")
        assert page.get_attribute("#wall", "data-freshness") == "lost"
        expect(page.locator(".replay-when")).to_contain_text("10:05")
        assert page.inner_text(REPORTED) == "1"


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("path", ["/wall/overview", "/emergency"])
def test_nothing_serious_is_found(city: City, yesterday: str, path: str, theme: str):
    with screen(city) as (page, port), served(city, port):
        for size in ({"width": 1920, "height": 1080}, PHONE):
            page.set_viewport_size(size)
            page.goto(f"http://127.0.0.1:{port}{path}?place=140303&theme={theme}&at={yesterday}T10:05")
            page.wait_for_selector(PAST)
            page.evaluate(AXE)
            assert page.evaluate(FIND) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_bar_fits_and_nothing_of_the_board_is_pushed_out(city: City, yesterday: str, language: str):
    with screen(city) as (page, port), served(city, port):
        for path, size in (("/wall/grid", (1920, 1080)), ("/grid", (1440, 900)), ("/grid", (390, 844))):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.goto(f"http://127.0.0.1:{port}{path}?place=140303&lang={language}&at={yesterday}T10:05")
            page.wait_for_selector(PAST)
            assert page.evaluate(
                "(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)(document.querySelector('.board'))"
            )
            boxes = [
                part.bounding_box()
                for part in page.locator(".replay :is(button, select, input, a, strong, span)").all()
            ]
            shown = [box for box in boxes if box is not None and box["width"]]
            assert len(shown) >= 12
            assert all(box["x"] >= 0 and box["x"] + box["width"] <= size[0] for box in shown), path
            assert all(not overlap(one, other) for one, other in combinations(shown, 2)), path
