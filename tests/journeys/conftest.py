"""One running deployment and one browser for all journeys."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.browsing import CLOCK, WALL, Watched, sign_in
from tests.journeys.running import Running, deployment

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WALL_SIZE = {"width": 1920, "height": 1080}


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with deployment(tmp_path_factory.mktemp("journeys")) as made:
        yield made


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def session(browser: Browser, running: Running) -> dict[str, Any]:
    """What a browser keeps of somebody who has signed in."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(running.address + WALL)
    sign_in(page, running.password)
    page.wait_for_url(f"**{WALL}")
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture
def stranger(browser: Browser, running: Running) -> Iterator[Watched]:
    """A page of somebody who has not signed in."""
    context = browser.new_context(viewport=WALL_SIZE)
    yield Watched(context.new_page(), running)
    context.close()


@pytest.fixture
def watched(browser: Browser, running: Running, session: dict[str, Any]) -> Iterator[Watched]:
    """A page of somebody who has signed in, with the clock in the test's hands."""
    context = browser.new_context(storage_state=session, viewport=WALL_SIZE)
    page = context.new_page()
    page.add_init_script(CLOCK)
    yield Watched(page, running)
    context.close()
