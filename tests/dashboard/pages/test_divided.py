"""A place divided by another of its hierarchies: the menu, the ranking, the map, the picker, and who may see it."""

import json
from datetime import date
from typing import Any

import pytest

from dashboard.address import Address
from dashboard.address_reading import read_address
from db import known_places
from db.org_store import OrgStore
from pipelines.domain.access import Viewer
from pipelines.domain.new_place import NewPlace
from pipelines.domain.unit import Hierarchy, OrgLevel
from tests.dashboard.pages.conftest import Desk
from tests.dashboard.pages.reading import address_of, by_class, links, parts, rows, text
from tests.system import PILOT, PILOT_GRIDS

PILOT_PARTY = f"/places/{PILOT[0]}?hierarchy=party_grid"
UNIT = f"{PILOT[0]}P1"


def areas(page: Any) -> dict[str, dict[str, Any]]:
    """What the script that draws the map is told."""
    found = next(getattr(part, "data-areas") for part in parts(page) if hasattr(part, "data-areas"))
    return json.loads(found)


def open_cases(desk: Desk, place: str) -> list[str]:
    """The open cases in each row of the ranking of an address."""
    return [text(row.children[2]) for row in rows(by_class(desk.page(place), "desk-ranking")[0])]


def test_a_place_that_party_grids_divide_offers_them(desk: Desk) -> None:
    (menu,) = [one for one in by_class(desk.page(f"/places/{PILOT[0]}"), "desk-menu") if "网格体系" in text(one)]
    assert [text(one) for one in links(menu)] == ["基础网格", "党建网格"]
    assert [address_of(one).hierarchy for one in links(menu)] == [Hierarchy.BASE, Hierarchy.PARTY_GRID]
    assert "网格体系" not in text(desk.page(f"/places/{PILOT[1]}"))


def test_the_ranking_follows_and_adds_up_to_the_place(desk: Desk) -> None:
    page = desk.page(PILOT_PARTY)
    assert "党建网格排名" in text(page)
    named = [text(row.children[1]) for row in rows(by_class(page, "desk-ranking")[0])]
    assert sorted(named) == ["刘家垴第一党建网格", "刘家垴第三党建网格", "刘家垴第二党建网格", "未归入其中"]
    base, divided = (open_cases(desk, place) for place in (f"/places/{PILOT[0]}", PILOT_PARTY))
    assert sum(map(int, base)) == sum(map(int, divided)) > 0


def test_every_number_of_the_ranking_opens_as_many_cases(desk: Desk) -> None:
    for place in (PILOT_PARTY, f"/places/{UNIT}"):
        for row in rows(by_class(desk.page(place), "desk-ranking")[0]):
            (to,) = links(row.children[2])
            listed = desk.page(to.href)
            assert f"共 {text(to)} 件" in text(by_class(listed, "desk-cases")[0]), (place, to.href)


def test_a_unit_has_a_page_on_which_its_grids_lie_in_the_map_of_the_place_above(desk: Desk) -> None:
    page = desk.page(f"/places/{UNIT}?hierarchy=party_grid")
    assert set(areas(page)) == {f"{PILOT[0]}00{n}" for n in (1, 2, 3)}
    drawing = next(getattr(part, "data-desk-map") for part in parts(page) if hasattr(part, "data-desk-map"))
    assert drawing == f"/geometry/{PILOT[0]}.json"


def test_the_map_groups_the_grids_of_each_unit_and_leads_there(desk: Desk) -> None:
    found = areas(desk.page(PILOT_PARTY))
    units = {1: (1, 2, 3), 2: (5, 6, 9), 3: (4, 7, 8, 10)}
    wanted = {f"{PILOT[0]}{n:03}": f"{PILOT[0]}P{unit}" for unit, numbers in units.items() for n in numbers}
    assert {code: area["group"] for code, area in found.items()} == wanted
    assert [area["label"] for area in found.values() if area["label"]] == [f"刘家垴第{n}党建网格" for n in "一二三"]
    to = read_address(*found[f"{PILOT[0]}001"]["href"].split("?"))
    assert (to.key, to.hierarchy) == (UNIT, Hierarchy.PARTY_GRID)


def test_a_unit_says_who_answers_for_it(desk: Desk) -> None:
    (roster,) = by_class(desk.page(f"/places/{UNIT}"), "desk-roster")
    assert [text(row.children[0]) for row in rows(roster)] == ["网格长", "指导员", "联络员", "网格员", "服务队"]
    assert not by_class(desk.page(f"/places/{PILOT[0]}"), "desk-roster")


def test_the_path_to_a_grid_runs_through_the_unit_that_it_was_reached_by(desk: Desk) -> None:
    (path,) = by_class(desk.page(f"/places/{PILOT_GRIDS[0]}?hierarchy=party_grid"), "desk-path")
    assert [address_of(one).key for one in links(path)] == ["140303", PILOT[0], UNIT]


def test_who_may_see_a_unit_sees_its_grids_and_cases_and_nothing_beside_them(desk: Desk) -> None:
    viewer = Viewer("chief", frozenset({UNIT}))
    page = desk.page(f"/places/{UNIT}", viewer)
    assert "刘家垴第1网格" in text(page)
    assert text(by_class(desk.page(f"/places/{PILOT_GRIDS[1]}", viewer), "desk-path")[0]) == "刘家垴第2网格"
    case = next(to for to in links(by_class(page, "desk-cases")[0]) if "/cases/" in to.href)
    assert "刘家垴" in text(desk.page(case.href, viewer))
    for place in (PILOT[0], PILOT_GRIDS[3], f"{PILOT[0]}P2"):
        assert not by_class(desk.page(f"/places/{place}", viewer), "desk-kpis"), place


@pytest.mark.parametrize(("language", "word"), [("zh", "划出刘家垴第10网格"), ("en", "lost Liujianao Grid 10")])
def test_a_boundary_change_is_marked_on_the_trend(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, language: str, word: str
) -> None:
    monkeypatch.setattr(known_places, "LOOK_SECONDS", -1.0)
    grid, day = PILOT_GRIDS[9], date(2024, 5, 10)
    names = {"name": "刘家垴第10网格", "name_en": "Liujianao Grid 10"}
    OrgStore(desk.system.database.log).put_places(
        [
            NewPlace(grid, OrgLevel.GRID, parent=f"{PILOT[0]}P3", valid_to=day, **names),
            NewPlace(grid, OrgLevel.GRID, parent=PILOT[0], valid_to=day, **names),
            NewPlace(grid, OrgLevel.GRID, parent=PILOT[1], valid_from=day, **names),
        ]
    )
    address = Address(key=PILOT[0], period="2024-05").href
    page = desk.page(f"{address}&lang={language}")
    (mark,) = by_class(page, "desk-mark")
    assert text(mark).startswith("2024-05-10")
    assert word in text(mark)
    figure = next(part.figure for part in parts(page) if hasattr(part, "figure"))
    assert [line["x0"] for line in figure["layout"]["shapes"]] == ["2024-05-10"]
