"""The map's colours are densities of open cases, one level finer where there is one, and never of others' places."""

import json

import pytest

from dashboard.pages.detail import detailed_map
from dashboard.views.desk_map import GRID_BREAKS, MEAN_BREAKS, density_class
from pipelines.domain.access import Viewer
from tests.dashboard.pages.conftest import DISTRICT, NOW, Desk
from tests.dashboard.pages.reading import by_class, parts, text
from tests.system import ALL_VIEWER, PILOT, PILOT_GRIDS


def levels(desk: Desk, asked: str, viewer: Viewer = ALL_VIEWER) -> dict[str, int]:
    return json.loads(getattr(detailed_map(desk.system.queries, viewer, asked, NOW), "data-desk-levels"))


@pytest.mark.parametrize("breaks", [GRID_BREAKS, MEAN_BREAKS])
def test_a_density_falls_into_the_class_between_its_breaks(breaks):
    assert [density_class(value, breaks) for value in (None, 0.0, *breaks, 99.0)] == [0, 1, 2, 3, 4, 5, 5]


@pytest.mark.parametrize("period", ["", "?period=today", "?period=2024-05-01..2024-05-31"])
def test_the_finer_colours_are_those_of_the_grids_own_open_cases(desk: Desk, period: str):
    found = levels(desk, f"/places/{DISTRICT}{period}")
    opened = dict.fromkeys(PILOT_GRIDS, 0)
    for n in range(40):
        opened[PILOT_GRIDS[n % 20]] += n % 4 != 0
    assert {grid: found[grid] for grid in PILOT_GRIDS} == {
        grid: density_class(n, GRID_BREAKS) for grid, n in opened.items()
    }


def test_places_outside_the_scope_get_no_colour(desk: Desk):
    assert levels(desk, f"/places/{DISTRICT}", Viewer("own", frozenset({PILOT[0]}))) == {}
    assert levels(desk, "/places/nowhere?center=moon") == {}


def test_areas_lead_down_with_the_question(desk: Desk):
    drawn = by_class(desk.page(f"/places/{PILOT[0]}?period=2024-05&class=A"), "desk-map")[0]
    areas = json.loads(getattr(drawn, "data-areas"))
    assert set(areas) == {grid for grid in PILOT_GRIDS if grid.startswith(PILOT[0])}
    assert areas[PILOT_GRIDS[0]]["href"] == f"/places/{PILOT_GRIDS[0]}?period=2024-05&class=A"


def test_mixed_levels_are_coloured_by_the_places_themselves(desk: Desk):
    page = desk.page(f"/places/{DISTRICT}")
    areas = json.loads(getattr(by_class(page, "desk-map")[0], "data-areas"))
    is_fine = any(getattr(part, "id", None) == "map-detail" for part in parts(page))
    assert is_fine == all(area["level"] == -1 for area in areas.values())


def test_english_titles_read_as_one_phrase(desk: Desk):
    mixed, streets = (text(desk.page(f"/places/{code}?lang=en")) for code in (DISTRICT, "440309"))
    assert "Kuangqu District · open cases by place" in mixed
    assert "Place ranking" in mixed
    assert "Longhua District · open cases by community" in streets
    assert "Subdistrict ranking" in streets
