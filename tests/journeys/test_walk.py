"""A walk over all screens in both languages and both themes: every one is whole, sound, and stays at home."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from dashboard.wording.words import Language
from db.sample import PLACES, read_places
from pipelines.domain.new_place import NewPlace
from tests.faults.harness import wait_for
from tests.journeys.browsing import Watched, sign_in
from tests.journeys.conftest import WALL_SIZE
from tests.journeys.running import Running

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
SMALLEST_TEXT = 19.5
MOST_TABS = 80
STREET_PATH = ("440309", "440309001", "440309001001", "440309001001001")
# The grid is not one where other journeys report: its cases stay on the first page of its list.
DIRECT_PATH = ("140303", "140303007001", "140303007001009")
SAME_IN_BOTH = {"English", "中文"}
NO_WORDS = re.compile(r"\b(undefined|NaN|None|null|Infinity)\b|\[object|\{\}|\b[a-z]+_[a-z_]+\b")
CHINESE = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{3,}")
OWN_WORDS = re.compile(r"demo|case-\d+|English|nowhere|Python|Dash|SQLite|Valkey|[KMGT]iB")

READ = """() => {
  const seen = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const words = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!element.closest("script, style, [data-given]") && seen(element)) words.push(walker.currentNode.data.trim());
  }
  for (const name of ["aria-label", "title", "placeholder", "alt"])
    for (const element of document.body.querySelectorAll(`[${name}]`)) words.push(element.getAttribute(name).trim());
  return words.filter((text) => text);
}"""
# What reaches beyond the window once everything has settled in it: charts follow a new size a moment later.
BEYOND = """async () => {
  const root = document.documentElement;
  const end = performance.now() + 3000;
  while (root.scrollWidth > root.clientWidth && performance.now() < end) await new Promise(requestAnimationFrame);
  if (root.scrollWidth <= root.clientWidth) return [];
  return [...document.body.querySelectorAll("*")]
    .filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1)
    .map((one) => `${one.tagName}.${one.getAttribute("class")}`);
}"""
TALLER = "() => document.documentElement.scrollHeight - document.documentElement.clientHeight"
SMALL = """(least) => {
  const found = [];
  const walker = document.createTreeWalker(document.querySelector("#wall"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    const element = walker.currentNode.parentElement;
    if (!text || !element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
    const scale = element instanceof SVGElement ? Math.abs(element.getScreenCTM().d) : 1;
    const size = parseFloat(getComputedStyle(element).fontSize) * scale;
    if (size < least) found.push(`${text}: ${size}`);
  }
  return found;
}"""
OUTSIDE = """() => [...document.querySelectorAll("#wall [data-cell], #wall h1, #wall h2")]
  .filter((one) => one.textContent && one.checkVisibility({ checkVisibilityCSS: true }))
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.left < 0 || box.top < 0 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
  .map(([one]) => one.textContent)"""
# Long figures in every tile: what of them is not wholly inside its line.
CUT = """(change) => {
  const say = (selector, text) => { for (const one of document.querySelectorAll(selector)) one.textContent = text; };
  for (const one of document.querySelectorAll(".compared, .class-a")) one.dataset.state = "critical";
  say(".kpi-value .value", "9,999");
  say(".class-a .num", "99");
  say(".compared .num", change);
  return [...document.querySelectorAll(".kpi-value, .kpi-compare")].flatMap((line) => {
    const room = line.getBoundingClientRect();
    const isInside = (box) => box.right <= room.right + 1 && box.top < room.bottom - 1;
    return [...line.children].filter((one) => !isInside(one.getBoundingClientRect())).map((one) => one.textContent);
  });
}"""

TALL_TABS = "tabs => tabs.filter((tab) => tab.offsetHeight > 50).map((tab) => tab.textContent)"


NAMES: Mapping[str, NewPlace] = {place.code: place for place in read_places(PLACES)}


@dataclass(frozen=True, slots=True)
class Look:
    """A language and a theme."""

    language: Language
    theme: str

    def address(self, path: str) -> str:
        """A path with the language and theme that differ from the usual ones."""
        return f"{path}{'&' if '?' in path else '?'}lang={self.language}&theme={self.theme}"

    def name(self, code: str) -> str:
        """What a place is called."""
        return NAMES[code].name_en if self.language is Language.EN else NAMES[code].name


LOOKS = [Look(language, theme) for language in Language for theme in ("light", "dark")]


@pytest.fixture(scope="module")
def case_ids(running: Running) -> tuple[str, str]:
    """A case on each path, an overdue one of class A among them; both counted."""
    now = datetime.now(UTC)
    before = [running.counts(path[0])["flow"]["reported"] for path in (STREET_PATH, DIRECT_PATH)]
    late = {"occurred_at": (now - timedelta(minutes=2)).isoformat(), "due_at": (now - timedelta(minutes=1)).isoformat()}
    made = running.report(STREET_PATH[-1], "G01"), running.report(DIRECT_PATH[-1], "E02", **late)
    for case_id in made:
        running.send({"case_id": case_id, "step": "dispatch"})
    for path, n in zip((STREET_PATH, DIRECT_PATH), before, strict=True):
        wait_for(lambda path=path, n=n: running.counts(path[0])["flow"]["reported"] == n + 1)
    return made


def expect_sound(page: Page, look: Look) -> None:
    """In the right language and theme, without a stray word, and no wider than a phone."""
    root = page.locator("html")
    expect(root).to_have_attribute("lang", "en" if look.language is Language.EN else "zh-CN")
    expect(root).to_have_attribute("data-theme", look.theme)
    words = [text for text in page.evaluate(READ) if text not in SAME_IN_BOTH]
    assert len(words) > 3
    foreign = CHINESE if look.language is Language.EN else LATIN
    strange = [text for text in words if NO_WORDS.search(text) or foreign.search(OWN_WORDS.sub("", text))]
    assert strange == [], page.url
    expect_narrow(page)


def expect_narrow(page: Page) -> None:
    """Nothing is wider than the window, on a phone neither, where all tabs stand in one line."""
    usual = page.viewport_size
    assert page.evaluate(BEYOND) == [], page.url
    page.set_viewport_size(PHONE)
    assert page.evaluate(BEYOND) == [], page.url
    assert page.locator(".desk-tab").evaluate_all(TALL_TABS) == [], page.url
    page.set_viewport_size(usual)


def expect_place(page: Page, look: Look, code: str) -> None:
    """The page of a place, whole: heading, map, figures, and the looks in its address."""
    expect(page.locator("h1")).to_have_text(look.name(code))
    expect(page.locator(".desk-map svg").first).to_be_visible()
    expect(page.locator(".desk-kpis")).to_be_visible()
    expect(page.locator(".desk-trend .main-svg").first).to_be_visible()
    expect_sound(page, look)


def ranked(code: str) -> str:
    """The link of a row of the ranking."""
    return f".desk-rank th a[href^='/places/{code}?'], .desk-rank th a[href='/places/{code}']"


def area(code: str) -> str:
    """The link of an area of the map."""
    return f".desk-area[href^='/places/{code}?'], .desk-area[href='/places/{code}']"


def crumb(code: str) -> str:
    """The link of a step of the path."""
    return f".desk-path a[href^='/places/{code}?'], .desk-path a[href='/places/{code}']"


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.language}-{look.theme}")
def test_every_screen_is_whole_and_stays_at_home(watched: Watched, look: Look, case_ids: tuple[str, str]):
    page = watched.page
    for place in (STREET_PATH[0], DIRECT_PATH[0]):
        walls_are_sound(watched, look, place)
    page.set_viewport_size(DESK)
    watched.open(look.address(f"/places/{STREET_PATH[0]}"))
    expect_place(page, look, STREET_PATH[0])
    for code, link in zip(STREET_PATH[1:], (ranked, area, ranked), strict=True):
        page.click(link(code))
        expect_place(page, look, code)
    page.click(f".desk-case-table th a:text-is('{case_ids[0]}')")
    expect(page.locator("h1")).to_contain_text(case_ids[0])
    expect(page.locator(".desk-timeline .desk-entry")).to_have_count(2)
    expect_sound(page, look)
    for code in (STREET_PATH[3], STREET_PATH[2], STREET_PATH[0]):
        page.click(crumb(code))
        expect_place(page, look, code)
    watched.open(look.address(f"/places/{DIRECT_PATH[0]}"))
    expect_place(page, look, DIRECT_PATH[0])
    for code, link in zip(DIRECT_PATH[1:], (ranked, area), strict=True):
        page.click(link(code))
        expect_place(page, look, code)
    page.click(f".desk-case-table th a:text-is('{case_ids[1]}')")
    expect(page.locator("h1")).to_contain_text(case_ids[1])
    expect_sound(page, look)
    for path in ("/wall/overview?place=nowhere", "/wall/nowhere"):
        watched.open(look.address(path))
        expect(page.locator("#wall .wall-notice a")).to_be_visible()
        expect_sound(page, look)
    watched.open(look.address("/health"))
    expect(page.locator("[data-key='worker'][data-state='normal'] .health-word")).not_to_have_text("")
    expect_sound(page, look)
    for query, ready in (("", ".desk-record-kind"), ("&show=stock.grids", ".desk-record-table")):
        watched.open(look.address(f"/records?place={STREET_PATH[0]}{query}"))
        expect(page.locator(ready).first).to_be_visible()
        expect_sound(page, look)
    for path in ("/places/nowhere", "/cases/nowhere"):
        watched.open(look.address(path))
        expect(page.locator(".desk-notice h1")).to_be_visible()
        expect_sound(page, look)
    assert (watched.foreign, watched.faults) == ([], [])


def walls_are_sound(watched: Watched, look: Look, place: str) -> None:
    """A wall in its own size: nothing beyond the screen, nothing too small for six metres."""
    page = watched.page
    page.set_viewport_size(WALL_SIZE)
    watched.open_wall(look.address(f"/wall/overview?place={place}"))
    expect(page.locator("[data-link='event-0']")).to_be_visible()
    expect(page.locator("#wall .map .area").first).to_be_attached()
    assert page.evaluate(TALLER) <= 0
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(SMALL, SMALLEST_TEXT) == []
    assert page.evaluate(CUT, "↓ 88.8%") == []
    expect_sound(page, look)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached within {MOST_TABS} tabs")


def test_the_keyboard_drills_through_the_maps(watched: Watched, case_ids: tuple[str, str]):
    page = watched.open(f"/places/{DIRECT_PATH[0]}")
    expect(page.locator(area(DIRECT_PATH[1]))).to_be_visible()
    tab_to(page, area(DIRECT_PATH[1]))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(NAMES[DIRECT_PATH[1]].name)
    watched.open_wall(f"/wall/overview?place={STREET_PATH[0]}")
    border = f"#wall .map a.border[href='/places/{STREET_PATH[1]}']"
    expect(page.locator(border)).to_be_attached()
    tab_to(page, border)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(NAMES[STREET_PATH[1]].name)
    assert (watched.foreign, watched.faults) == ([], [])


@pytest.mark.parametrize("language", list(Language))
def test_signing_in_and_out(running: Running, stranger: Watched, language: Language):
    address = f"/places/{DIRECT_PATH[1]}?lang={language}"
    page = stranger.open(f"/signin?lang={language}&next={quote(address)}")
    page.set_viewport_size(DESK)
    look = Look(language, "dark")
    expect_sound(page, look)
    sign_in(page, "wrong")
    expect(page.locator(".signin-wrong")).to_be_visible()
    expect_sound(page, look)
    assert [fault for fault in stranger.faults if "401 (Unauthorized)" not in fault] == []
    stranger.faults.clear()
    sign_in(page, running.password)
    expect(page.locator("h1")).to_have_text(Look(language, "light").name(DIRECT_PATH[1]))
    page.click(".desk-account summary")
    page.click("form[action='/signout'] button")
    page.wait_for_url("**/signin*")
    stranger.open(address)
    assert urlsplit(page.url).path == "/signin"
    expect(page.locator("[name=password]")).to_be_visible()
    assert (stranger.foreign, stranger.faults) == ([], [])


def test_a_link_keeps_the_language_and_theme_of_the_address(watched: Watched, case_ids: tuple[str, str]) -> None:
    assert case_ids
    page = watched.open_wall("/wall/overview?place=140303&lang=en&theme=light")
    page.locator(".rank-rows a[href^='/places/']").first.click()
    page.wait_for_url(re.compile(r"/places/\w+\?.*lang=en"))
    assert "theme=light" in page.url
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
