"""A board on a telephone, as wall and as desk page: urgent things first, nothing cut, with long words and numbers."""

from itertools import product as product_of
from pathlib import Path

import pytest
from playwright.sync_api import Page

from dashboard.live.board import STRIPS
from dashboard.wording.words import Language

FAULTS = (Path(__file__).parent / "phone.js").read_text(encoding="utf-8")
READY = """(board) => document.querySelector(`.board-${board}[data-freshness="fresh"] .map svg`)
  && document.querySelector("[data-cell='kpi-overdue']").textContent && document.fonts.status === "loaded" """
ORDER = ".wall-alarms, .wall-kpis, .ranking, .map-side, .wall-events"
NARROW, PHONE = 360, 390


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_on_a_telephone_the_urgent_things_stand_first_and_nothing_is_cut(worst_page: tuple[Page, str]) -> None:
    page, address = worst_page
    found = []
    for board, frame in product_of(STRIPS, ("/wall/", "/")):
        for language, width in zip(Language, (PHONE, NARROW), strict=True):
            page.set_viewport_size({"width": width, "height": 844})
            page.goto(f"{address}{frame}{board}?place=140303&lang={language}")
            page.wait_for_function(READY, arg=board)
            found += [f"{frame}{board} {language} {width}: {fault}" for fault in page.evaluate(FAULTS)]
            names = order(page)
            assert names[:2] == ["wall-alarms", "wall-kpis"], (frame, board, names)
            assert names[-2:] == ["map-side", "wall-events"], (frame, board, names)
    print("\n".join(found))
    assert found == []


def order(page: Page) -> list[str]:
    """The parts that every board has, from the top down."""
    shown = page.locator(ORDER).filter(visible=True)
    tops = shown.evaluate_all("all => all.map((one) => [one.getBoundingClientRect().top, one.className])")
    return [name.split()[0] for _, name in sorted(tops)]
