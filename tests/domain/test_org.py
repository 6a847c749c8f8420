"""The tree of places: ragged, dated, and refused when it contradicts itself."""

from datetime import date

import pytest

from pipelines.domain.errors import RegisterError, UnknownPlaceError
from pipelines.domain.org import OrgTree
from pipelines.domain.unit import OrgLevel, OrgLink, OrgUnit

JUNE, JULY = date(2026, 6, 30), date(2026, 7, 1)
LEVELS = {
    "city": OrgLevel.CITY,
    "district": OrgLevel.DISTRICT,
    "east": OrgLevel.SUBDISTRICT,
    "west": OrgLevel.SUBDISTRICT,
    "a": OrgLevel.COMMUNITY,
    "b": OrgLevel.COMMUNITY,
    "a1": OrgLevel.GRID,
    "moved": OrgLevel.GRID,
    "lone": OrgLevel.GRID,
}


def units() -> list[OrgUnit]:
    return [OrgUnit(number, code, level, code) for number, (code, level) in enumerate(LEVELS.items(), start=1)]


def links() -> list[OrgLink]:
    fixed = [("district", "city"), ("east", "district"), ("west", "district"), ("a", "east"), ("b", "west")]
    return [
        *(OrgLink(child, parent) for child, parent in fixed),
        OrgLink("a1", "a"),
        OrgLink("lone", "district"),
        OrgLink("moved", "a", valid_to=JULY),
        OrgLink("moved", "b", valid_from=JULY),
    ]


@pytest.fixture
def tree() -> OrgTree:
    return OrgTree(units(), links())


def test_a_path_runs_from_the_root_to_the_place(tree: OrgTree) -> None:
    assert tree.path("a1", JULY) == ("city", "district", "east", "a", "a1")
    assert tree.path("city", JULY) == ("city",)


def test_levels_may_be_missing_on_a_path(tree: OrgTree) -> None:
    assert tree.path("lone", JULY) == ("city", "district", "lone")
    assert tree.grids("district", JULY) == 3
    assert [unit.code for unit in tree.children("district", JULY)] == ["east", "lone", "west"]


def test_a_moved_grid_stands_under_its_parent_of_the_day(tree: OrgTree) -> None:
    assert tree.path("moved", JUNE) == ("city", "district", "east", "a", "moved")
    assert tree.path("moved", JULY) == ("city", "district", "west", "b", "moved")
    assert [tree.grids("a", JUNE), tree.grids("b", JUNE)] == [2, 0]
    assert [tree.grids("a", JULY), tree.grids("b", JULY)] == [1, 1]
    assert tree.grids("city", JUNE) == tree.grids("city", JULY) == 3


def test_a_place_is_looked_for_in_every_shard_it_was_ever_counted_in(tree: OrgTree) -> None:
    assert tree.shards("east") == {"east"}
    assert tree.shards("moved") == {"east", "west"}
    assert tree.shards("city") == {"city", "district", "east", "west"}
    assert tree.shards("lone") == {"district"}


def test_the_shard_is_the_subdistrict_or_the_nearest_unit_above(tree: OrgTree) -> None:
    shards = {code: tree.shard(tree.path(code, JULY)) for code in ("a1", "east", "district", "lone", "city")}
    assert shards == {"a1": "east", "east": "east", "district": "district", "lone": "district", "city": "city"}


def test_a_path_that_begins_below_a_street_is_its_own_shard() -> None:
    grid = OrgTree([OrgUnit(1, "g", OrgLevel.GRID, "g")], [])
    assert grid.shard(grid.path("g", JULY)) == "g"


def test_containment_holds_along_the_path_of_the_day(tree: OrgTree) -> None:
    assert tree.is_within("moved", ["east"], JUNE)
    assert not tree.is_within("moved", ["east"], JULY)
    assert tree.is_within("moved", ["moved"], JULY)
    assert not tree.is_within("moved", [], JULY)


def test_below_lists_parents_before_children(tree: OrgTree) -> None:
    found = [unit.code for unit in tree.below("district", JUNE)]
    assert set(found) == set(LEVELS) - {"city"}
    assert all(found.index(child) > found.index(parent) for child, parent in (("a", "east"), ("moved", "a")))


def test_roots_are_units_without_a_parent_on_the_day() -> None:
    late = OrgTree(units()[:2], [OrgLink("district", "city", valid_from=JULY)])
    assert [unit.code for unit in late.roots(JUNE)] == ["city", "district"]
    assert [unit.code for unit in late.roots(JULY)] == ["city"]


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        (OrgLink("a1", "nowhere"), "nowhere: named in a link, but not in the register"),
        (OrgLink("nowhere", "a"), "nowhere: named in a link, but not in the register"),
        (OrgLink("a", "a1"), "a community cannot stand under the grid a1"),
        (OrgLink("a", "b"), "a community cannot stand under the community b"),
        (OrgLink("a", "a"), "a community cannot stand under the community a"),
    ],
)
def test_a_wrong_link_is_refused(link: OrgLink, fault: str) -> None:
    with pytest.raises(RegisterError, match=fault):
        OrgTree(units(), [link])


def test_an_unknown_place_is_named_in_the_error(tree: OrgTree) -> None:
    for ask in (tree.unit, lambda code: tree.path(code, JULY)):
        with pytest.raises(UnknownPlaceError, match="place nowhere: not in the register"):
            ask("nowhere")
