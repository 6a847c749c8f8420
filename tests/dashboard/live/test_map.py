"""A map draws what a screen can show: of a place of very many grids the communities, not the grids."""

import json

import pytest
from playwright.sync_api import Page

from tests.dashboard.live.city import City
from tests.dashboard.live.screen import screen, served
from tests.lattice import with_grids

PLACE = "440309"


def hand_out(page: Page, grids: int) -> None:
    body = json.dumps(with_grids(PLACE, grids))
    page.route(f"**/geometry/{PLACE}.json", lambda route: route.fulfill(body=body, content_type="application/json"))


def drawn(page: Page, address: str, shapes: str) -> tuple[int, int]:
    """How many shapes are drawn, and how many names."""
    page.goto(address)
    page.wait_for_selector(shapes, state="attached")
    return page.locator(shapes).count(), page.locator(".map-name, .desk-area-label").count()


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("grids", "lines"), [(500, 1), (20_000, 0)])
def test_a_wall_lines_out_few_grids_in_one_shape_and_leaves_many_out(city: City, grids: int, lines: int) -> None:
    city.report("c1")
    with screen(city) as (page, port), served(city, port):
        wall = f"http://127.0.0.1:{port}/wall/overview?place={PLACE}"
        before = drawn(page, wall, ".map-box .area")
        hand_out(page, grids)
        assert drawn(page, wall, ".map-box .area") == before
        assert page.locator(".map-box .fine").count() == lines


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_a_desk_draws_no_grids_within_communities(city: City) -> None:
    city.report("c1")
    with screen(city) as (page, port), served(city, port):
        desk = f"http://127.0.0.1:{port}/places/{PLACE}"
        before = drawn(page, desk, ".desk-map path")
        hand_out(page, 20_000)
        assert drawn(page, desk, ".desk-map path") == before
