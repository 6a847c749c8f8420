import csv
import itertools
import json
import re
from functools import cache
from pathlib import Path

import pytest
import shapely

from db.seed.geometry_build.files import write_district
from db.seed.geometry_build.layout import KUANGQU
from db.seed.make_geometry import draw

SEED = Path(__file__).parents[2] / "db" / "seed"
GEOMETRY = SEED / "geometry"
NUMBER = re.compile(r"-?\d+(?:\.\d)?")
RING = re.compile(r"M([^l]+)l([^z]+)z")


@cache
def places() -> dict[str, dict[str, str]]:
    with (SEED / "places.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


@cache
def drawing(code: str) -> dict:
    return json.loads((GEOMETRY / f"{code}.json").read_text(encoding="utf-8"))


@cache
def areas(code: str) -> dict[str, dict]:
    return {area["code"]: area for area in drawing(code)["areas"]}


@cache
def polygon(path: str) -> shapely.Polygon:
    outer, *holes = [ring(*found.groups()) for found in RING.finditer(path)]
    return shapely.Polygon(outer, holes)


def ring(start: str, steps: str) -> list[tuple[float, float]]:
    x, y = map(float, NUMBER.findall(start))
    points = [(x, y)]
    numbers = map(float, NUMBER.findall(steps))
    for dx, dy in zip(numbers, numbers, strict=True):
        x, y = x + dx, y + dy
        points.append((x, y))
    return points


def children(code: str) -> list[str]:
    return [place["code"] for place in places().values() if place["parent"] == code]


DRAWN = sorted(code for code, place in places().items() if place["level"] != "grid")
PARENTS = [code for code in DRAWN if children(code)]


def test_every_place_above_the_grids_has_a_drawing_and_nothing_else_has():
    assert sorted(path.stem for path in GEOMETRY.glob("*.json")) == DRAWN


def test_every_drawing_says_it_is_schematic_and_whose_it_is():
    assert all(drawing(code)["schematic"] is True and drawing(code)["code"] == code for code in DRAWN)


def test_a_district_shows_its_children_and_all_communities():
    for code, streets, communities in (("440309", 6, 113), ("140303", 5, 51)):
        levels = [area["level"] for area in drawing(code)["areas"]]
        assert (levels.count("subdistrict"), levels.count("community"), len(levels)) == (
            streets,
            communities,
            streets + communities,
        )


def test_a_street_shows_its_communities_and_their_grids():
    for code in (code for code in DRAWN if places()[code]["level"] == "subdistrict"):
        expected = children(code) + [grid for community in children(code) for grid in children(community)]
        assert sorted(areas(code)) == sorted(expected)


def test_a_community_shows_its_grids_or_only_its_outline():
    for code in (code for code in DRAWN if places()[code]["level"] == "community"):
        assert sorted(areas(code)) == sorted(children(code))
        assert drawing(code)["outline"].startswith("M")


def test_every_place_has_exactly_one_area_in_its_parents_drawing():
    for code, place in places().items():
        if place["parent"]:
            found = [area for area in drawing(place["parent"])["areas"] if area["code"] == code]
            assert [area["level"] for area in found] == [place["level"]]


@pytest.mark.parametrize("code", PARENTS)
def test_children_tile_their_parent_without_gap_or_overlap(code):
    whole = polygon(drawing(code)["outline"])
    parts = [polygon(areas(code)[child]["d"]) for child in children(code)]
    assert all(part.is_valid for part in (whole, *parts))
    assert sum(part.area for part in parts) == pytest.approx(whole.area, rel=0.01)
    assert shapely.union_all(parts).symmetric_difference(whole).area < 0.005 * whole.area
    for one, other in itertools.combinations(parts, 2):
        assert one.intersection(other).area <= 0.005 * min(one.area, other.area)


@pytest.mark.parametrize("code", PARENTS)
def test_the_square_kilometres_of_the_children_add_up(code):
    parent = places()[code]["parent"]
    total = sum(areas(code)[child]["area_km2"] for child in children(code))
    stated = areas(parent)[code]["area_km2"] if parent else {"440309": 175.6, "140303": 11.2}[code]
    assert total == pytest.approx(stated, rel=0.01)


def test_no_area_is_a_sliver():
    assert all(area["area_km2"] >= 0.004 for code in DRAWN for area in areas(code).values())
    for code in DRAWN:
        for area in areas(code).values():
            shape = polygon(area["d"])
            assert 4 * 3.1416 * shape.area / shape.length**2 > 0.15, area["code"]


def test_a_place_is_drawn_alike_in_every_file_that_shows_it():
    shown: dict[str, dict] = {}
    for code in DRAWN:
        for inner, area in areas(code).items():
            assert shown.setdefault(inner, area) == area
            assert inner not in DRAWN or drawing(inner)["outline"] == area["d"]
        assert all(near["d"] == drawing(near["code"])["outline"] for near in drawing(code)["context"])


def test_the_label_stands_well_inside_its_own_area():
    for code in DRAWN:
        for area in areas(code).values():
            shape, label = polygon(area["d"]), shapely.Point(area["label"])
            assert shape.contains(label), area["code"]
            assert shape.exterior.distance(label) > 0.25 * (shape.area / 3.1416) ** 0.5, area["code"]


def test_the_view_box_holds_the_outline_with_a_small_margin():
    for code in DRAWN:
        x, y, width, height = drawing(code)["view_box"]
        left, top, right, bottom = polygon(drawing(code)["outline"]).bounds
        margins = (left - x, top - y, x + width - right, y + height - bottom)
        assert all(0.01 * max(width, height) < margin < 0.05 * max(width, height) for margin in margins)


def test_the_context_is_the_neighbours_of_the_same_rank():
    for code in DRAWN:
        peers = {near["code"] for near in drawing(code)["context"]}
        assert code not in peers
        if not places()[code]["parent"]:
            assert not peers
            continue
        own = polygon(drawing(code)["outline"])
        assert all(polygon(drawing(near)["outline"]).distance(own) == 0 for near in peers)
        level = places()[code]["level"]
        allowed = {"subdistrict", "community"} if level == "subdistrict" else {"community"}
        assert peers
        assert {places()[near]["level"] for near in peers} <= allowed


def test_a_street_beside_a_direct_community_sees_it_as_a_neighbour():
    streets = [code for code in children("140303") if places()[code]["level"] == "subdistrict"]
    assert any(near["code"].startswith("140303007") for code in streets for near in drawing(code)["context"])


def test_the_six_streets_lie_as_people_know_them():
    (fucheng, guanlan, guanhu, longhua, dalang, minzhi) = (
        areas("440309")[f"44030900{number}"]["label"] for number in (5, 6, 1, 3, 4, 2)
    )
    assert fucheng[0] < guanlan[0]
    assert dalang[0] < longhua[0] < guanhu[0]
    assert max(fucheng[1], guanlan[1]) < min(longhua[1], dalang[1])
    assert minzhi[1] > max(longhua[1], dalang[1])


def test_the_borders_wander_instead_of_running_straight():
    for street in children("440309"):
        shape = polygon(areas("440309")[street]["d"])
        points = shape.exterior.coords
        longest = max(shapely.LineString(pair).length for pair in itertools.pairwise(points))
        assert longest < 0.02 * shape.length
        assert shape.length > 1.05 * shape.convex_hull.length


def test_the_files_stay_small():
    sizes = {path.stem: path.stat().st_size for path in GEOMETRY.glob("*.json")}
    assert max(sizes.values()) <= 120_000
    assert sum(sizes.values()) < 3_000_000


def test_drawing_a_district_again_gives_the_same_bytes(tmp_path):
    write_district(draw(KUANGQU), tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.glob("*.json")}
    assert made == {path.name: path.read_bytes() for path in GEOMETRY.glob("140303*.json")}
