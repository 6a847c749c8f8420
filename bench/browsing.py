"""A browser in front of a deployment, signed in as a person is."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.processes import answer_of

LAN = "wall.lan"
"""A name of this machine for which browsers do what they do across a network without TLS: no brotli."""
_RULE = f"--host-resolver-rules=MAP {LAN} 127.0.0.1"
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", _RULE)
_NAME, _PASSWORD = "bench", "looks-at-figures"


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without anything in its cache."""
    found = shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def create_account(own: Mapping[str, str]) -> None:
    """Somebody who may see everything."""
    command = ["user", "create", "--name", _NAME, "--role", "manager", "--scope", "ALL", "--password-stdin"]
    answer_of(command, dict(own), f"{_PASSWORD}\n")


@contextmanager
def signed_in(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A window of its own, with an empty cache, of somebody who has signed in."""
    asking = browser.new_context()
    page = asking.new_page()
    page.goto(f"{address}/signin?next=/healthz")
    page.fill("[name=name]", _NAME)
    page.fill("[name=password]", _PASSWORD)
    with page.expect_navigation():
        page.click("button")
    kept = asking.storage_state()
    asking.close()
    context = browser.new_context(storage_state=kept, viewport={"width": 1920, "height": 1080})
    try:
        yield context
    finally:
        context.close()
