"""Which pictures there are: page, size, and when the page is whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from tests.screens.stories import SENT_BACK

DISTRICT, STREET = "440309", "440309002"
Size = tuple[int, int]
WALL, LARGE_WALL, DESK, PHONE = (1920, 1080), (3840, 2160), (1920, 1080), (390, 844)
REFERENCE_DESK = (1600, 1000)

WALL_READY = (
    "#wall[data-freshness='fresh']",
    "#wall .map .area[data-state='2']",
    "#wall .map .mark",
    "#wall [data-key='kpi-reported-last_year'][data-state='on']",
    "#wall .spark .line",
    "#wall .plot .band",
    "#wall [data-link='event-2'][href]",
)
BOARD_READY = (
    ".board[data-freshness='fresh']",
    ".board .map .area",
    ".board [data-key='kpi-overdue-previous'][data-state='on']",
    ".board [data-link='event-0'][href]",
)
OWN_READY = {
    "overview": (),
    "governance": (".board [data-link='recurring'][href]",),
    "emergency": (".board [data-link='handling-of'][href]",),
    "grid": (".board [data-key='duties'][data-state='on']",),
}
REPLAYED = ("[data-freshness='replay']", ".map .area")
PLACE_READY = (".desk-map .desk-fill-2", ".desk-trend .main-svg .scatterlayer", ".desk-case-table tbody tr")
CASE_READY = (".desk-map svg", ".desk-timeline li")


@dataclass(frozen=True)
class Picture:
    """One page at one size; it is taken when all of `ready` are there. Its path may name `{today}`."""

    name: str
    path: str
    size: Size
    ready: Sequence[str]
    is_kept: bool = True
    scale: float = 1

    def on(self, today: date) -> "Picture":
        """The same on a local day."""
        return replace(self, path=self.path.format(today=today))


def pictures() -> Iterator[Picture]:
    """All of them, those that stand beside a reference first."""
    yield Picture("wall-overview", f"/wall/overview?place={DISTRICT}", WALL, WALL_READY)
    yield Picture("analyst-drilldown", f"/places/{STREET}", REFERENCE_DESK, PLACE_READY)
    yield Picture("analyst-drilldown-dark", f"/places/{STREET}?theme=dark", REFERENCE_DESK, PLACE_READY)
    yield from _walls()
    yield from _boards()
    yield from _replays()
    yield from _tables()
    yield from _desks()
    yield Picture("signin", "/signin", DESK, ("button",))


def _walls() -> Iterator[Picture]:
    sizes = (("", WALL, 1), ("-4k", LARGE_WALL, 1), ("-phone", PHONE, 2))
    for (size, pixels, scale), theme, language in product(sizes, ("dark", "light"), ("zh", "en")):
        name = f"wall-overview{size}{_looks('dark', theme, language)}"
        path = f"/wall/overview?place={DISTRICT}&theme={theme}&lang={language}"
        if name != "wall-overview":
            yield Picture(name, path, pixels, WALL_READY, is_kept=size != "-4k", scale=scale)


def _boards() -> Iterator[Picture]:
    """Each board as a wall and as a desk page; the overview's walls are told above."""
    looks = (("wall", "/wall", WALL, 1.0, "dark"), ("desk", "", DESK, 1.0, "light"), ("phone", "", PHONE, 2.0, "light"))
    for (board, own), (kind, above, size, scale, theme), language in product(OWN_READY.items(), looks, ("zh", "en")):
        if (board, kind) != ("overview", "wall"):
            path = f"{above}/{board}?place={DISTRICT}&theme={theme}&lang={language}"
            name = f"{kind}-{board}{_looks(theme, theme, language)}"
            yield Picture(name, path, size, (*BOARD_READY, *own), scale=scale)


def _replays() -> Iterator[Picture]:
    """A minute before noon, at a desk, on a wall and on a phone."""
    looks = (("", "/emergency", DESK, 1.0), ("-wall", "/wall/overview", WALL, 1.0), ("-phone", "/overview", PHONE, 2.0))
    for (kind, path, size, scale), language in product(looks, ("zh", "en")):
        asked = f"{path}?place={DISTRICT}&at={{today}}T11:30&lang={language}"
        yield Picture(f"replay{kind}{_looks('', '', language)}", asked, size, REPLAYED, scale=scale)


def _tables() -> Iterator[Picture]:
    ready = {
        "explore": ".ag-row",
        "records": ".desk-table tbody tr",
        "alarms": ".desk-alarm-table tbody tr",
        "definitions": "tbody tr",
        "health": "[data-freshness='fresh']",
    }
    for (page, part), language in product(ready.items(), ("zh", "en")):
        own = f"place={DISTRICT}&show=flow.patrols&" if page == "records" else f"place={DISTRICT}&"
        yield Picture(f"{page}{_looks('', '', language)}", f"/{page}?{own}lang={language}", DESK, (part,))


def _desks() -> Iterator[Picture]:
    pages = (("drilldown", f"/places/{STREET}", PLACE_READY), ("case", f"/cases/{SENT_BACK}", CASE_READY))
    sizes = (("", DESK, 1), ("-phone", PHONE, 2))
    for (page, path, ready), (size, pixels, scale), theme, language in product(
        pages, sizes, ("light", "dark"), ("zh", "en")
    ):
        name = f"{page}{size}{_looks('light', theme, language)}"
        yield Picture(name, f"{path}?theme={theme}&lang={language}", pixels, ready, scale=scale)


def _looks(usual: str, theme: str, language: str) -> str:
    """What a name says beyond the usual: Chinese in the usual theme says nothing."""
    return ("" if theme == usual else f"-{theme}") + ("" if language == "zh" else f"-{language}")
