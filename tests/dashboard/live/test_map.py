"""A map draws what a screen can show: of very many grids the communities; and its head stands on no place."""

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


COVERED = """() => {
  const outline = document.querySelector(".map-box .outline"), onGround = outline.getScreenCTM().inverse();
  const isIn = (x, y) => outline.isPointInFill(new DOMPoint(x, y).matrixTransform(onGround));
  const ink = (part) => {
    const range = document.createRange();
    range.selectNodeContents(part);
    const { left, top, width, height } = range.getBoundingClientRect();
    return { left, width, top: top + height / 4, height: height / 2 };
  };
  const texts = [...document.querySelectorAll(".map-head :is(h2, .note, .num)")].map(ink);
  const legend = document.querySelector(".map-head .legend").getBoundingClientRect();
  const swatches = { left: legend.left, width: legend.width, top: legend.top, height: legend.height / 3 };
  return [...texts, swatches].some(({ left, top, width, height }) =>
    Array.from({ length: 441 }, (_, n) => [n % 21 / 20, Math.floor(n / 21) / 20])
      .some(([across, down]) => isIn(left + across * width, top + down * height)));
}"""


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_the_head_of_a_map_stands_on_no_place_of_any_shape(city: City) -> None:
    city.report("c1")
    places = [PLACE, f"{PLACE}001", f"{PLACE}004"]
    with screen(city) as (page, port), served(city, port):
        for width, height in ((1920, 1080), (1366, 768)):
            page.set_viewport_size({"width": width, "height": height})
            for place in places:
                drawn(page, f"http://127.0.0.1:{port}/wall/overview?place={place}", ".map-box .area")
                page.wait_for_selector("#wall[data-freshness=fresh]")
                assert not page.evaluate(COVERED), (place, width)
