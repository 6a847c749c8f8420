"""The governance center's wall in a browser: all of it stands within its panels, in both languages."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.dashboard.live.screen import screen, served
from tests.system import PILOT_GRIDS

READ = "document.querySelector('[data-cell=\"loop-1\"]')?.textContent === '9'"
OVERFLOWING = """() => {
  const told = [];
  const parts = [...document.querySelectorAll(".wall-main .panel :is(span, a, h2, h3, div, section)")];
  for (const element of parts.filter((one) => one.getClientRects().length && one.textContent && !one.closest(".map"))) {
    const [box, panel] = [element, element.closest(".panel")].map((one) => one.getBoundingClientRect());
    const isOut = box.right > panel.right || box.bottom > panel.bottom + 1 || box.left < panel.left;
    if (isOut) told.push(`${element.className} ${element.textContent}`);
  }
  const lines = ".wall-own .panel > *, .cols, .step, a.line, .rank-row, .more, .alarm, .map-head > *";
  const shown = [...document.querySelectorAll(lines)].filter((one) => one.getClientRects().length);
  for (const [n, line] of shown.entries()) {
    const next = shown.slice(n + 1).find((one) => !line.contains(one));
    if (!next || next.closest(".panel") !== line.closest(".panel")) continue;
    const [above, below] = [line, next].map((one) => one.getBoundingClientRect());
    if (above.bottom > below.top + 3) told.push(`${line.className} over ${next.className}`);
  }
  return told;
}"""
SMALL = """() => [...document.querySelectorAll(".wall-main :is(span, h2, h3)")]
  .filter((one) => one.getClientRects().length && parseFloat(getComputedStyle(one).fontSize) < 20)
  .map((one) => `${one.className} ${one.textContent}`)"""

CUT = """() => {
  const map = document.querySelector(".map").getBoundingClientRect();
  return [...document.querySelectorAll(".map-box .label g:not(.unseen) .map-name")]
    .filter((one) => {
      const { left, right, top, bottom } = one.getBoundingClientRect();
      return left < map.left - 3 || right > map.right + 3 || top < map.top - 3 || bottom > map.bottom + 3;
    })
    .map((one) => one.textContent);
}"""


def fill(city, take):
    """Five alarms, matters of every age, homes that come back: no row of the board is empty."""
    now = city.clock()
    for n in range(9):
        city.report(f"p{n}", f"P0{n % 8 + 1}", PILOT_GRIDS[n * 5], at=now - timedelta(minutes=n + 1))
    for n, days in enumerate((8, 40, 100, 380)):
        city.report(f"d{n}", "V11", PILOT_GRIDS[n], at=now - timedelta(days=days))
        city.step(f"d{n}", "classify", item="P03")
    for n in range(6):
        late = {"at": now - timedelta(hours=9), "due_at": (now - timedelta(hours=2)).isoformat()}
        city.report(f"late{n}", "V02", PILOT_GRIDS[n * 7], **late)
    for n in range(4):
        for turn in range(2):
            city.report(f"back{n}-{turn}", "R04", PILOT_GRIDS[n + 20], at=now - timedelta(hours=5 - turn))
            take(f"back{n}-{turn}", "close", now - timedelta(hours=5 - turn, minutes=-20))
    city.system.tick(now)


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_stands_out_of_its_panel_and_nothing_is_too_small(city, take, language):
    city.clock.at = datetime.now(UTC)
    fill(city, take)
    with screen(city) as (page, port), served(city, port):
        page.goto(f"http://127.0.0.1:{port}/wall/governance?place=140303&lang={language}")
        page.wait_for_function(READ)
        page.wait_for_selector("[data-key='alarm-4'][data-state='warning']")
        assert page.evaluate(OVERFLOWING) == []
        assert page.evaluate(SMALL) == []
        page.wait_for_function("document.querySelector('.map-name')?.textContent")
        assert page.evaluate(CUT) == []
