"""Which pages are measured, and when the first figure stands in one of them."""

import json
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page

PLACE = "440309"
BOARDS = ("overview", "governance", "emergency", "grid")
LIVE = "[data-cell]"


@dataclass(frozen=True, slots=True)
class Screen:
    """A page: its name, its path, and which of its elements hold figures (CSS)."""

    name: str
    path: str
    figures: str = LIVE


WALLS = tuple(Screen(name, f"/wall/{name}?place={PLACE}") for name in BOARDS)
DESKS = (
    *(Screen(name, f"/{name}?place={PLACE}") for name in BOARDS),
    Screen("place", f"/places/{PLACE}", ".desk-kpis .desk-value"),
)

# Looks at every change of the page, shadow trees too, from before its first byte: the first time that an element for
# figures holds a digit, and the seconds in which the text of one has changed.
_WATCH = """
window.figureSeconds = new Set();
window.firstFigure = new Promise((tell) => {
  const figures = %s;
  const elementOf = (node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node);
  const holds = (node) => node.nodeType === Node.ELEMENT_NODE && (node.matches(figures) || node.querySelector(figures));
  const isOfFigures = ({ target, addedNodes }) => elementOf(target)?.closest?.(figures) || [...addedNodes].some(holds);
  const note = (records) => {
    if (records.some(isOfFigures)) window.figureSeconds.add(Math.floor(performance.now() / 1000));
  };
  const look = (root) => {
    if ([...root.querySelectorAll(figures)].some((one) => /\\d/.test(one.textContent))) tell(performance.now());
  };
  const watch = (root) => {
    new MutationObserver((records) => {
      note(records);
      look(root);
    }).observe(root, { childList: true, characterData: true, subtree: true });
  };
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (how) {
    const root = attach.call(this, how);
    watch(root);
    return root;
  };
  watch(document);
});
"""


def watched_page(context: BrowserContext, screen: Screen) -> Page:
    """A page that looks out for its figures; it has not gone anywhere yet."""
    page = context.new_page()
    page.add_init_script(_WATCH % json.dumps(screen.figures))
    return page


def first_figure(page: Page) -> float:
    """Milliseconds from the start of navigation to the change of the page that wrote its first figure."""
    return float(page.evaluate("() => window.firstFigure"))


def seconds_with_changes(page: Page) -> int:
    """In how many seconds of the page's life the text of a figure has changed."""
    return int(page.evaluate("() => window.figureSeconds.size"))
