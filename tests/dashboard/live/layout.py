"""Looking at a wall as a ruler does: what is too small, cut, on something else, outside its panel, or on a bezel."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Page

from dashboard.live.board import STRIPS
from dashboard.wording.words import Language

FAULTS = (Path(__file__).parent / "ruler.js").read_text(encoding="utf-8")
STILL = "#wall { --orbit-x: 0 !important; --orbit-y: 0 !important; }"
READY = """(board) => document.querySelector(`#wall.board-${board}[data-freshness="fresh"]`)
  && document.querySelector("#wall [data-cell='scope']").textContent
  && document.querySelector("#wall .map svg")
  && document.fonts.status === "loaded" """
SHAPES = (
    (1920, 1080, ""),
    (3840, 2160, ""),
    (3840, 1080, ""),
    (5760, 1080, "3x1"),
    (6656, 1792, ""),
    (1920, 1080, "3x3"),
)
SCALES = ("1", "1.3", "1.5", "1.9")


@dataclass(frozen=True)
class Wall:
    """One address on one screen."""

    board: str
    language: Language
    shape: tuple[int, int, str]
    scale: str

    @property
    def address(self) -> str:
        """Its path and query."""
        asked = {"place": "140303", "lang": self.language.value, "scale": self.scale, "screens": self.shape[2]}
        return f"/wall/{self.board}?{urlencode({name: value for name, value in asked.items() if value})}"


WALLS = tuple(Wall(*one) for one in product(STRIPS, Language, SHAPES, SCALES))


def sampled() -> tuple[Wall, ...]:
    """The fewest walls, chosen one after the other, that have every pair of properties together once."""
    wanted = {pair for wall in WALLS for pair in _pairs(wall)}
    chosen: list[Wall] = []
    while wanted:
        best = max(WALLS, key=lambda wall: len(wanted & _pairs(wall)))
        wanted -= _pairs(best)
        chosen.append(best)
    return tuple(chosen)


def _pairs(wall: Wall) -> set[tuple[object, object]]:
    parts = (("board", wall.board), ("language", wall.language), ("shape", wall.shape), ("scale", wall.scale))
    return {(one, other) for n, one in enumerate(parts) for other in parts[n + 1 :]}


def report(page: Page, address: str, walls: Iterable[Wall]) -> str:
    """What a ruler finds on some walls, a wall and its faults a line; empty when it finds nothing."""
    found = ((wall, faults_of(page, address, wall)) for wall in walls)
    return "\n".join(f"{wall.address} {wall.shape[:2]}: {'; '.join(faults)}" for wall, faults in found if faults)


def faults_of(page: Page, address: str, wall: Wall) -> list[str]:
    """What a ruler finds on the wall."""
    width, height, _ = wall.shape
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address + wall.address)
    page.wait_for_function(READY, arg=wall.board)
    page.add_style_tag(content=STILL)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    found: list[str] = page.evaluate(FAULTS)
    return sorted(set(found))
