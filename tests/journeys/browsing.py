"""A page that is watched for faults, the wall on it, and the clock that a test drives."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from tests.journeys.running import Running

PATIENCE_MS = 30_000
WALL = "/wall/overview?place=140303"

# The clock of the screen and that of the server move together by `shift`; what the figures are true for does not.
CLOCK = """
window.shift = 0;
window.threecenterClock = () => Date.now() + window.shift;
const later = (text) => {
  const message = JSON.parse(text);
  return JSON.stringify({ ...message, now: message.now + window.shift });
};
window.WebSocket = class extends WebSocket {
  set onmessage(heard) {
    super.onmessage = heard && ((message) => heard({ data: later(message.data) }));
  }
};
"""
VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective}`));
"""


@dataclass
class Watched:
    """A page, the deployment it belongs to, and all that was asked for or went wrong on it."""

    page: Page
    running: Running
    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.add_init_script(VIOLATIONS)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("websocket", lambda socket: self.requests.append(socket.url))
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on("console", self._hear)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(f"{self.page.url}: {message.text}")

    @property
    def foreign(self) -> list[str]:
        """Requests that left our origin."""
        own = (f"{self.running.address}/", f"{self.running.address}/".replace("http:", "ws:"), "data:", "blob:")
        return [url for url in self.requests if not url.startswith(own)]

    def open(self, address: str) -> Page:
        """The page at an address of ours."""
        self.page.goto(self.running.address + address)
        return self.page

    def open_wall(self, address: str = WALL) -> Page:
        """A wall that is live."""
        page = self.open(address)
        expect_freshness(page, "fresh")
        return page


def sign_in(page: Page, password: str) -> None:
    """Fill in the page that asks who one is, and send it."""
    page.fill("[name=name]", "demo")
    page.fill("[name=password]", password)
    page.click("button")


def cell(page: Page, identifier: str) -> Locator:
    """A text that the wall keeps."""
    return page.locator(f"#wall [data-cell='{identifier}']")


def expect_number(page: Page, identifier: str, number: int) -> None:
    """Wait until the wall shows a number."""
    expect(cell(page, identifier)).to_have_text(f"{number:,}", timeout=PATIENCE_MS)


def expect_freshness(page: Page, state: str) -> None:
    """Wait until the wall says how old its figures are."""
    expect(page.locator("#wall")).to_have_attribute("data-freshness", state, timeout=PATIENCE_MS)


def expect_same_numbers(page: Page, counts: dict[str, dict[str, int]]) -> None:
    """Wait until the wall's counts are those that the interface gives."""
    expect_number(page, "kpi-reported", counts["flow"]["reported"])
    for name in ("open", "overdue", "due_soon"):
        expect_number(page, f"kpi-{name}", counts["stock"][name])


def move_clock(page: Page, milliseconds: int) -> None:
    """Let the clocks run ahead by so much, or back on time with 0."""
    page.evaluate("shift => { window.shift = shift; }", milliseconds)


def painted(page: Page, selector: str, *names: str) -> dict[str, Any]:
    """Computed styles of an element."""
    read = "([selector, names]) => { const style = getComputedStyle(document.querySelector(selector));"
    read += " return Object.fromEntries(names.map((name) => [name, style[name]])); }"
    return page.evaluate(read, [selector, list(names)])
