"""A critical alarm calls once: one soft tone and half a minute of pulsing, on walls that are open when it comes."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from tests.dashboard.live.city import City
from tests.dashboard.live.screen import screen, served
from tests.system import PILOT_GRIDS

TONES = """
window.tones = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...at) {
  window.tones += 1;
  return start.apply(this, at);
};
"""
FRESH = "document.querySelector('#wall')?.dataset.freshness === 'fresh'"
PULSES = (
    "document.querySelector('#wall [data-key=\"alarm-{}\"]').getAnimations()"
    ".filter((one) => one.effect.getTiming().iterations > 1).length"
)
ROW = "document.querySelector('#wall [data-key=\"alarm-{}\"]').dataset.state === 'critical'"


def burn(city: City, case_id: str, grid: int) -> None:
    """A case of class A whose deadline has passed, with a unit on its way."""
    at = city.clock()
    started = {"at": at - timedelta(hours=3), "due_at": (at - timedelta(minutes=18)).isoformat()}
    city.report(case_id, "E02", PILOT_GRIDS[grid], **started)
    city.step(case_id, "dispatch", unit="消防队")


def later(city: City) -> None:
    """Some seconds have passed, and the figures say so."""
    city.clock.move(11)
    city.system.work(city.clock())


def opened(page: Page, port: int, more: str = "") -> None:
    """A wall with its figures, which somebody has touched."""
    page.goto(f"http://127.0.0.1:{port}/wall/overview?place=140303{more}")
    page.wait_for_function(FRESH)
    page.mouse.click(5, 5)


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_only_a_critical_alarm_that_comes_while_the_wall_is_open_calls(city: City) -> None:
    burn(city, "before", 12)
    with screen(city) as (page, port), served(city, port):
        page.add_init_script(TONES)
        opened(page, port)
        page.wait_for_function(ROW.format(0))
        assert (page.evaluate("window.tones"), page.evaluate(PULSES.format(0))) == (0, 0)
        burn(city, "after", 3)
        later(city)
        page.wait_for_function(ROW.format(1))
        page.wait_for_function("window.tones === 1")
        assert sum(page.evaluate(PULSES.format(n)) for n in range(2)) == 1
        city.report("quiet")
        later(city)
        page.wait_for_function("document.querySelector('[data-cell=\"kpi-open\"]').textContent === '3'")
        assert page.evaluate("window.tones") == 1, "it calls once"


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_a_silent_wall_pulses_and_a_calm_one_sounds(city: City) -> None:
    city.report("c1")
    with screen(city) as (page, port), served(city, port):
        page.add_init_script(TONES)
        opened(page, port, "&sound=off")
        burn(city, "fire", 12)
        later(city)
        page.wait_for_function(ROW.format(0))
        assert (page.evaluate("window.tones"), page.evaluate(PULSES.format(0))) == (0, 1)
        page.emulate_media(reduced_motion="reduce")
        opened(page, port)
        burn(city, "smoke", 3)
        later(city)
        page.wait_for_function(ROW.format(1))
        page.wait_for_function("window.tones === 1")
        assert sum(page.evaluate(PULSES.format(n)) for n in range(2)) == 0
