"""The grid center's wall and desk page in a browser: everything fits, in both languages."""

import pytest

from tests.dashboard.live.grid_city import a_month_at_work
from tests.dashboard.live.screen import screen, served

READY = "document.querySelector('[data-cell=\"spot\"]')?.textContent === '71.4%'"
PANELS = ".grid-patrols, .grid-ranking, .grid-team, .grid-ladder, .grid-load, .grid-duties, .grid-channels"
CUT = f"""() => {{
  const found = [];
  for (const panel of document.querySelectorAll("{PANELS}")) {{
    const box = panel.getBoundingClientRect();
    for (const one of panel.querySelectorAll("h2, span, a")) {{
      const own = one.getBoundingClientRect();
      const isOutside = own.width && (own.bottom > box.bottom + 1 || own.right > box.right + 1);
      const isCut = one.clientWidth && one.matches(".name, .label") && one.scrollWidth > one.clientWidth + 1;
      if (one.textContent && (isOutside || isCut)) found.push(one.textContent);
    }}
  }}
  return found;
}}"""
OVERLAPPING = """() => {
  const found = [];
  for (const line of document.querySelectorAll(".ranked, .part, .step, .line, .headline, .panel-head, .facts")) {
    const boxes = [...line.children].map((one) => one.getBoundingClientRect()).filter((box) => box.width);
    for (let n = 1; n < boxes.length; n += 1)
      if (boxes[n].top < boxes[n - 1].bottom && boxes[n].left < boxes[n - 1].right - 1) found.push(line.textContent);
  }
  return found;
}"""
SMALL = f"""() => [...document.querySelectorAll("{PANELS}")]
  .flatMap((panel) => [...panel.querySelectorAll("h2, span, a")])
  .filter((one) => one.textContent && parseFloat(getComputedStyle(one).fontSize) < LEAST)
  .map((one) => one.textContent)"""


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_fits_on_the_wall_and_on_the_desk(city, language, monkeypatch):
    monkeypatch.setattr("db.known_places.LOOK_SECONDS", -1.0)
    a_month_at_work(city)
    faults = []
    with screen(city) as (page, port), served(city, port):
        page.on("pageerror", lambda error: faults.append(str(error)))
        for path, size, least in (("/wall", (1920, 1080), 20), ("", (1440, 900), 13), ("", (800, 900), 13)):
            page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
            page.goto(f"http://127.0.0.1:{port}{path}/grid?place=140303&lang={language}")
            page.wait_for_function(READY)
            assert page.evaluate(CUT) == [], path
            assert page.evaluate(OVERLAPPING) == [], path
            assert page.evaluate(SMALL.replace("LEAST", str(least))) == [], path
            assert page.locator(".strip-box .dot").count() == 3
            assert page.locator(".grid-channels").is_visible() == (path == "")
    assert faults == []
