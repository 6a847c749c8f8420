"""From the click on a place to its figures on the screen, at a city at work with a million cases behind it.

The peer loads the same addresses anew, as a page without drill-down would.
"""

from collections.abc import Iterator

from playwright.sync_api import BrowserContext

from bench.browsing import chromium, create_account, signed_in
from bench.figure import Figure
from bench.spread import percentile
from bench.years import DISTRICT, years

ROUNDS, PAUSE_MS, GATE_MS, FEWEST_CASES = 6, 1_000, 300, 1_000_000
WALK = ("440309001", "440309001001", "440309001", DISTRICT, "440309002", DISTRICT)
PERIODS = {"month": "", "year": "?period={year}"}
LINK = ":is(.desk-rank th, .desk-path) :is(a[href^='/places/{0}?'], a[href='/places/{0}'])"
PAINTED = """async ([link]) => {
  const shown = [".desk-kpis", ".desk-rank", ".desk-trend .main-svg"];
  const frame = () => new Promise(requestAnimationFrame);
  const old = new Set(link ? shown.flatMap((one) => [...document.querySelectorAll(one)]) : []);
  const started = link ? performance.now() : 0;
  if (link) document.querySelector(link).click();
  const isNew = (one) => [...document.querySelectorAll(one)].some((found) => !old.has(found));
  while (!shown.every(isNew) && performance.now() < started + 30000) await frame();
  await frame();
  return performance.now() - started;
}"""


def measure() -> Iterator[Figure]:
    """Milliseconds to the KPIs, the ranking and the trend of the new place."""
    with years() as ours, chromium() as browser:
        assert ours.cases >= FEWEST_CASES, f"only {ours.cases:,} cases are held"
        create_account(ours.own)
        with signed_in(browser, ours.address) as context:
            for name, query in PERIODS.items():
                asked = f"{ours.address}/places/{{0}}{query.format(year=ours.today.year)}"
                clicks, loads = _clicked(context, asked), _loaded(context, asked)
                yield Figure(f"drill click → painted, {name}, p50", percentile(clicks, 50), "ms")
                yield Figure(f"drill click → painted, {name}, p95", percentile(clicks, 95), "ms", most=GATE_MS)
                yield Figure(f"peer: page loaded anew → painted, {name}, p50", percentile(loads, 50), "ms")


def _clicked(context: BrowserContext, asked: str) -> list[float]:
    page = context.new_page()
    page.goto(asked.format(DISTRICT))
    page.evaluate(PAINTED, [None])
    found = list[float]()
    for code in WALK * ROUNDS:
        page.wait_for_timeout(PAUSE_MS)
        found.append(page.evaluate(PAINTED, [LINK.format(code)]))
        assert page.url.split("?")[0].endswith(f"/{code}"), page.url
    page.close()
    return found


def _loaded(context: BrowserContext, asked: str) -> list[float]:
    page, found = context.new_page(), list[float]()
    for code in WALK * ROUNDS:
        page.goto(asked.format(code), wait_until="commit")
        found.append(page.evaluate(PAINTED, [None]))
    page.close()
    return found
