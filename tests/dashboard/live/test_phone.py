"""A board on a telephone, as wall and as desk page: urgent things first, nothing cut, with long words and numbers."""

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


def opened(page: Page, address: str, board: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(address)
    page.wait_for_function(READY, arg=board)


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_nothing_is_cut_on_a_telephone(worst_page: tuple[Page, str]) -> None:
    page, address = worst_page
    found = []
    for board in STRIPS:
        for frame in ("/wall/", "/"):
            for language, width in zip(Language, (PHONE, NARROW), strict=True):
                opened(page, f"{address}{frame}{board}?place=140303&lang={language}", board, width)
                found += [f"{frame}{board} {language} {width}: {fault}" for fault in page.evaluate(FAULTS)]
    print("\n".join(found))
    assert found == []


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_the_urgent_things_stand_first_on_a_telephone(worst_page: tuple[Page, str]) -> None:
    page, address = worst_page
    for board in STRIPS:
        for frame in ("/wall/", "/"):
            opened(page, f"{address}{frame}{board}?place=140303", board, PHONE)
            shown = page.locator(ORDER).filter(visible=True)
            tops = shown.evaluate_all("all => all.map((one) => [one.getBoundingClientRect().top, one.className])")
            names = [name.split()[0] for _, name in sorted(tops)]
            assert names[:2] == ["wall-alarms", "wall-kpis"], (frame, board, names)
            assert names[-2:] == ["map-side", "wall-events"], (frame, board, names)
