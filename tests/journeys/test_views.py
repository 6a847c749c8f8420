"""Somebody keeps a page under a name, finds it in another session, renames and deletes it; another sees none of it."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browsing import Watched
from tests.journeys.conftest import WALL_SIZE
from tests.journeys.running import Running
from tests.journeys.test_accessibility import findings
from tests.processes import environment

PASSWORD = "a-long-password"
HERE = "/places/140303007001?period=today&class=A&lang=en&theme=dark"


def make_account(running: Running, name: str, role: str = "analyst") -> None:
    own = environment(running.home, running.port, running.intake_port)
    command = [sys.executable, "-m", "threecenter", "user", "create", "--name", name, "--role", role]
    subprocess.run([*command, "--scope", "ALL", "--password-stdin"], env=own, input=PASSWORD, text=True, check=True)


def signed_in(browser: Browser, running: Running, name: str, address: str) -> Watched:
    """A new session of somebody, at an address."""
    watched = Watched(browser.new_context(viewport=WALL_SIZE).new_page(), running)
    page = watched.open(address)
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("button")
    expect(page.locator(".desk-views > summary")).to_be_visible()
    return watched


def opened(page: Page) -> Page:
    """The page with its menu of views open."""
    page.locator(".desk-views > summary").click()
    return page


@pytest.fixture(scope="module")
def people(running: Running) -> Iterator[tuple[str, str]]:
    for name in ("li", "wang"):
        make_account(running, name)
    yield "li", "wang"


def test_a_view_is_kept_found_again_renamed_and_deleted(browser: Browser, running: Running, people: tuple[str, str]):
    li, wang = people
    first = signed_in(browser, running, li, HERE)
    page = first.page
    page.locator(".desk-views > summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".desk-views")).to_contain_text("No saved views yet")
    page.keyboard.press("Tab")
    page.keyboard.type("Morning class A")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".desk-views .desk-said")).to_have_text("Saved.")
    assert findings(page, "views") == []

    again = signed_in(browser, running, li, "/overview")
    opened(again.page).locator(".desk-view a", has_text="Morning class A").click()
    expect(again.page).to_have_url(running.address + HERE)
    expect(again.page.locator(".desk-page")).to_have_attribute("data-theme", "dark")
    change = opened(again.page).locator(".desk-view-change")
    change.locator("summary").click()
    change.locator("[name=new]").fill("Evening")
    change.get_by_role("button", name="Rename").click()
    expect(again.page.locator(".desk-views .desk-said")).to_have_text("Renamed.")
    expect(again.page.locator(".desk-view a")).to_have_text("Evening")

    other = signed_in(browser, running, wang, "/alarms?lang=en")
    expect(opened(other.page).locator(".desk-views")).to_contain_text("No saved views yet")

    change = again.page.locator(".desk-view-change")
    change.locator("summary").click()
    change.get_by_role("button", name="Delete").click()
    expect(again.page.locator(".desk-views .desk-said")).to_have_text("Deleted.")
    expect(again.page.locator(".desk-views")).to_contain_text("No saved views yet")
    for watched in (first, again, other):
        assert (watched.foreign, watched.faults) == ([], [])
        watched.page.context.close()


def test_an_operator_changes_the_policy_and_a_wall_follows_by_itself(
    browser: Browser, running: Running, watched: Watched
):
    make_account(running, "operator", "operator")
    wall = watched.open_wall()
    first = wall.locator("#wall [data-cell='rank-0-rank']")
    expect(first).to_have_text("1/10")
    own = signed_in(browser, running, "operator", "/health")
    for wanted, rank in (("off", ""), ("rank", "1/10")):
        way = own.page.locator(".policy-change", has=own.page.locator(f"[name=ranking][value={wanted}]"))
        way.locator("summary").click()
        way.locator("button").click()
        expect(own.page.locator("main > .desk-said")).to_have_text("已更改。")
        expect(first).to_have_text(rank)
    assert findings(own.page, "policy") == []
    assert (own.faults, watched.faults) == ([], [])
    own.page.context.close()
