"""The boards of the three centers: each shows its own share of the cases, on a wall and on a desk page."""

import asyncio
from bisect import bisect_right

import pytest

from dashboard.centers.boards import COLUMNS
from dashboard.live.areas import areas_km2
from dashboard.live.board import DENSITY_BREAKS, OVERVIEW, STRIPS
from dashboard.live.channel import View
from dashboard.wording.words import Language
from pipelines.domain.access import ALL
from pipelines.domain.event import Center
from tests.system import PILOT_GRIDS

ITEMS = {Center.GOVERNANCE: "V05", Center.EMERGENCY: "E08", Center.GRID: "G06"}
NUMBERS = {Center.GOVERNANCE: 1, Center.EMERGENCY: 2, Center.GRID: 3}


def look(city, board):
    view = View(board, "140303", frozenset({ALL}), Language.ZH)

    async def settled():
        await city.hub.whole(view)
        await city.hub.look()
        await city.hub.settle()
        await city.hub.look()
        return (await city.hub.whole(view))[0].snapshot

    return asyncio.run(settled())


def fill(city):
    for center, n in NUMBERS.items():
        for number in range(n):
            city.report(f"{center}{number}", ITEMS[center], PILOT_GRIDS[number])


def test_there_is_a_board_for_all_and_for_each_center():
    assert list(COLUMNS) == list(STRIPS) == [OVERVIEW, *NUMBERS]


@pytest.mark.parametrize("center", NUMBERS)
def test_a_center_shows_its_own_cases_and_no_others(city, center):
    fill(city)
    snapshot = look(city, center)
    assert snapshot.cells["rank-0-open"] == str(NUMBERS[center])
    assert {snapshot.links[f"event-{n}"] for n in range(NUMBERS[center])} == {
        f"/cases/{center}{n}" for n in range(NUMBERS[center])
    }
    assert snapshot.links.get(f"event-{NUMBERS[center]}", "") == ""
    assert snapshot.cells["map-open:140303007001"] == str(NUMBERS[center])


def test_the_overview_shows_the_cases_of_all(city):
    fill(city)
    assert look(city, OVERVIEW).cells["rank-0-open"] == str(sum(NUMBERS.values()))


def test_a_map_is_shaded_by_the_breaks_of_its_board(city):
    fill(city)
    shades = {board: int(look(city, board).states["area:140303007001"]) for board in (Center.EMERGENCY, OVERVIEW)}
    size = areas_km2("140303")["140303007001"]
    assert shades == {
        board: 1 + bisect_right(DENSITY_BREAKS[board], n / size)
        for board, n in ((Center.EMERGENCY, NUMBERS[Center.EMERGENCY]), (OVERVIEW, sum(NUMBERS.values())))
    }
    assert DENSITY_BREAKS[Center.EMERGENCY][-1] < DENSITY_BREAKS[OVERVIEW][0], "few cases would be one shade"
