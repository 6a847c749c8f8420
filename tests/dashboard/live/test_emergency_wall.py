"""The emergency center's wall in a browser: everything fits, in both languages, on a busy day too."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.dashboard.live.screen import screen, served
from tests.system import PILOT_GRIDS

ITEMS = ("E01", "E02", "E03", "E06", "E07", "E08", "E45", "E56", "E14", "E16", "E76", "E19", "E20", "E99")
READY = "document.querySelector('[data-cell=\"hazard-D-open\"]')?.textContent === '3'"
OUTSIDE = """() => {
  const found = [];
  for (const panel of document.querySelectorAll(".hazards, .handling, .incidents, .shifts")) {
    const box = panel.getBoundingClientRect();
    for (const element of panel.querySelectorAll("span, a, h2")) {
      const own = element.getBoundingClientRect();
      if (own.width && (own.bottom > box.bottom + 1 || own.right > box.right + 1)) found.push(element.textContent);
    }
  }
  return found;
}"""
SMALL = """() => [...document.querySelectorAll(".wall-main span, .wall-main h2")]
  .filter((one) => one.textContent && parseFloat(getComputedStyle(one).fontSize) < 20).map((one) => one.textContent)"""
OVERLAPPING = """() => {
  const found = [];
  for (const line of document.querySelectorAll(".hazard-line, .clock-line, .shift-line, .handling .panel-head")) {
    const boxes = [...line.children].map((one) => [one, one.getBoundingClientRect()]).filter(([, box]) => box.width);
    for (let n = 1; n < boxes.length; n += 1)
      if (boxes[n][1].left < boxes[n - 1][1].right - 1) found.push(line.textContent);
    const isCut = ([one]) => one.clientWidth && one.scrollWidth > one.clientWidth + 1;
    found.push(...boxes.filter(isCut).map(([one]) => one.textContent));
  }
  return found;
}"""
HIDDEN = """() => {
  const boxes = [...document.querySelectorAll(".map-box .mark g")].map((one) => one.getBoundingClientRect());
  const isNear = (one, other) => Math.hypot(one.x - other.x, one.y - other.y) < one.width / 2;
  const isHidden = (box, n) => boxes.slice(0, n).some((one) => isNear(one, box));
  return boxes.filter(isHidden).map((box) => box.x);
}"""


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_busy_day_fits_on_the_wall(city, language):
    now = city.clock.at = datetime.now(UTC)
    for n, item in enumerate(ITEMS):
        ends = now + timedelta(minutes=-18 if item == "E02" else 47 + 90 * n)
        city.report(f"c{n}", item, PILOT_GRIDS[3 * n % 35], at=now - timedelta(hours=2), due_at=ends.isoformat())
        city.step(f"c{n}", "dispatch")
    for step in ("arrive", "dispose"):
        city.step("c5", step)
    with screen(city) as (page, port), served(city, port):
        page.goto(f"http://127.0.0.1:{port}/wall/emergency?place=140303&lang={language}")
        page.wait_for_function(READY)
        page.wait_for_selector(".map-box .mark g[data-state='on']", state="attached")
        assert page.evaluate(OUTSIDE) == []
        assert page.evaluate(SMALL) == []
        assert page.evaluate(OVERLAPPING) == []
        numbers = page.locator(".incidents .alarm:not([data-state='off']) .numbered").all_inner_texts()
        marks = page.locator(".map-box .mark text").all_text_contents()
        assert sorted(numbers) == sorted(marks) == [str(n + 1) for n in range(6)]
        assert page.evaluate(HIDDEN) == []
