import csv
from collections import Counter
from pathlib import Path

import pytest

from db.sample import HIERARCHIES, PLACES, read_places
from db.seed.make_places import write_places
from pipelines.domain.org import OrgTree
from pipelines.domain.unit import Hierarchy, OrgUnit
from pipelines.registers.places import places_sheet

SEED = Path(__file__).parents[2] / "db" / "seed"
SIX_STREETS = {
    "观湖街道": "Guanhu Subdistrict",
    "民治街道": "Minzhi Subdistrict",
    "龙华街道": "Longhua Subdistrict",
    "大浪街道": "Dalang Subdistrict",
    "福城街道": "Fucheng Subdistrict",
    "观澜街道": "Guanlan Subdistrict",
}


@pytest.fixture(scope="module")
def places() -> list[dict[str, str]]:
    with (SEED / "places.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def source() -> dict[str, str]:
    with (SEED / "source" / "china_division.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def count(places: list[dict[str, str]], prefix: str) -> Counter[str]:
    return Counter(place["level"] for place in places if place["code"].startswith(prefix))


def test_longhua_has_six_streets_their_communities_and_the_grids(places):
    levels = count(places, "440309")
    assert (levels["district"], levels["subdistrict"], levels["community"]) == (1, 6, 113)
    assert 1900 <= levels["grid"] <= 2050


def test_every_longhua_community_has_13_to_23_grids(places):
    sizes = Counter(place["parent"] for place in places if place["level"] == "grid")
    longhua = {code: size for code, size in sizes.items() if code.startswith("440309")}
    assert len(longhua) == 113
    assert 13 <= min(longhua.values()) < max(longhua.values()) <= 23


def test_the_ragged_district_mixes_streets_with_communities_of_its_own(places):
    below = [place for place in places if place["parent"] == "140303"]
    assert Counter(place["level"] for place in below) == {"subdistrict": 5, "community": 5}
    pilots = [place["code"] for place in below if place["level"] == "community"]
    grids = Counter(place["parent"] for place in places if place["level"] == "grid" and place["code"][:6] == "140303")
    assert grids == dict.fromkeys(pilots, 10)


def test_the_abolished_street_is_neither_a_place_nor_a_parent(places):
    assert "140303007" not in {place["code"] for place in places} | {place["parent"] for place in places}


def test_codes_are_unique_and_a_parent_stands_before_its_children(places):
    seen = {""}
    for place in places:
        assert place["code"] not in seen
        assert place["parent"] in seen
        seen.add(place["code"])


def test_the_two_roots_are_the_districts(places):
    assert [place["name"] for place in places if not place["parent"]] == ["矿区", "龙华区"]


def test_every_place_is_of_the_base_kind_and_always_valid(places):
    assert {(place["kind"], place["valid_from"], place["valid_to"]) for place in places} == {("base", "", "")}


def test_real_names_lose_only_the_committee(places, source):
    for place in places:
        if place["level"] != "grid":
            assert source[place["code"]] in {place["name"], place["name"] + "居委会", place["name"] + "委会"}
            assert not place["name"].endswith("委会")


def test_a_grid_is_named_after_its_community_and_number(places):
    names = {place["code"]: (place["name"], place["name_en"]) for place in places}
    assert names["440309002022001"] == ("红山第1网格", "Hongshan Grid 1")
    assert names["140303007001010"] == ("刘家垴第10网格", "Liujianao Grid 10")


def test_the_well_known_names_read_right_in_english(places):
    english = {place["name"]: place["name_en"] for place in places}
    assert {name: english[name] for name in SIX_STREETS} == SIX_STREETS
    assert english["矿区"] == "Kuangqu District"
    assert english["山咀头社区"] == "Shanzuitou Community"
    assert english["石凹社区"] == "Shi'ao Community"
    assert english["大村村"] == "Dacun Village"


def test_english_names_are_ascii_and_as_distinct_as_the_chinese_ones(places):
    pairs = {(place["parent"], place["name"]): place["name_en"] for place in places}
    assert all(name.isascii() and name for name in pairs.values())
    assert len({(parent, name) for (parent, _), name in pairs.items()}) == len(places)


def test_making_the_places_again_gives_the_same_bytes(tmp_path):
    write_places(tmp_path / "places.csv")
    assert (tmp_path / "places.csv").read_bytes() == (SEED / "places.csv").read_bytes()


def test_the_parallel_hierarchies_of_the_sample_fit_its_tree():
    base = {row.code: row for row in read_places(PLACES)}
    units = [OrgUnit(n, row.code, row.level, row.name) for n, row in enumerate(base.values(), start=1)]
    tree = OrgTree(units, [row.link for row in base.values() if row.link])
    rows = places_sheet(tree, lambda *_: 0).load(HIERARCHIES)
    made = Counter(row.kind for row in rows if row.kind is not Hierarchy.BASE)
    assert made == {Hierarchy.PARTY_GRID: 3, Hierarchy.BLOCK: 4}
    assert {base[row.code].name for row in rows if row.code in base} == {row.name for row in rows if row.code in base}
