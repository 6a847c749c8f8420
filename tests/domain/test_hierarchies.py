"""Units of other hierarchies over the same grids: where a place stands on a day, and what a boundary change moves."""

from datetime import date

import pytest

from pipelines.domain.boundary import ground, is_fixed, marks
from pipelines.domain.org import OrgTree
from pipelines.domain.unit import Hierarchy, OrgLevel, OrgLink, OrgUnit

JUNE, JULY, AUGUST = date(2026, 6, 30), date(2026, 7, 1), date(2026, 8, 1)
BLOCK, ZONE = Hierarchy.BLOCK, Hierarchy.ZONE
BASE = {
    "d": OrgLevel.DISTRICT,
    "s": OrgLevel.SUBDISTRICT,
    "a": OrgLevel.COMMUNITY,
    "b": OrgLevel.COMMUNITY,
    "a1": OrgLevel.GRID,
    "a2": OrgLevel.GRID,
    "b1": OrgLevel.GRID,
}


@pytest.fixture
def tree() -> OrgTree:
    """Block k holds a1, from July b1 too; zone z holds all of b; a2 goes from a to b in July."""
    units = [OrgUnit(n, code, level, code) for n, (code, level) in enumerate(BASE.items(), start=1)]
    units += [OrgUnit(11, "k", OrgLevel.GRID, "k", kind=BLOCK), OrgUnit(12, "z", OrgLevel.COMMUNITY, "z", kind=ZONE)]
    fixed = {"s": "d", "a": "s", "b": "s", "a1": "a", "b1": "b", "k": "s", "z": "s"}
    held = [OrgLink("a1", "k"), OrgLink("b", "z"), OrgLink("b1", "k", valid_from=JULY)]
    moved = [OrgLink("a2", "a", valid_to=JULY), OrgLink("a2", "b", valid_from=JULY)]
    return OrgTree(units, [*(OrgLink(child, parent) for child, parent in fixed.items()), *held, *moved])


def codes(units: list[OrgUnit]) -> list[str]:
    return [unit.code for unit in units]


def test_a_place_stands_in_one_unit_of_each_hierarchy_besides_its_path(tree: OrgTree) -> None:
    assert tree.path("b1", JULY) == ("d", "s", "b", "b1")
    assert tree.holders("b1", JUNE) == ("z",)
    assert tree.holders("b1", JULY) == ("k", "z")
    assert tree.holders("a2", JUNE) == tree.holders("d", JULY) == ()
    assert tree.holders("a2", JULY) == ("z",)


def test_a_unit_hangs_below_a_base_place_and_is_no_part_of_its_tree(tree: OrgTree) -> None:
    assert tree.path("k", JULY) == ("d", "s", "k")
    assert codes(tree.children("s", JULY)) == ["a", "b"]
    assert tree.grids("s", JULY) == 3
    assert tree.grids("k", JUNE) == 1
    assert tree.grids("k", JULY) == 2
    assert tree.shards("k") == {"s"}
    assert codes(tree.roots(JULY)) == ["d"]


def test_a_place_divides_into_the_units_of_a_hierarchy_where_it_has_any(tree: OrgTree) -> None:
    assert codes(tree.children("s", JULY, BLOCK)) == ["k"]
    assert codes(tree.children("k", JULY, BLOCK)) == ["a1", "b1"]
    assert codes(tree.children("d", JULY, BLOCK)) == ["s"]
    assert codes(tree.ever_below("a")) == ["a1", "a2"]
    assert tree.hierarchies("d", JULY) == tree.hierarchies("s", JULY) == [BLOCK, ZONE]
    assert tree.hierarchies("a", JULY) == tree.hierarchies("k", JULY) == []


def test_a_trail_runs_through_the_unit_that_holds_the_place_or_what_it_lies_in(tree: OrgTree) -> None:
    assert tree.trail("a1", JULY, BLOCK) == ("d", "s", "k", "a1")
    assert tree.trail("b1", JULY, ZONE) == ("d", "s", "z", "b", "b1")
    assert tree.trail("b1", JUNE, BLOCK) == tree.path("b1", JUNE)


def test_a_scope_may_be_a_unit_of_any_hierarchy(tree: OrgTree) -> None:
    assert tree.is_within("b1", ["k"], JULY)
    assert not tree.is_within("b1", ["k"], JUNE)
    assert not tree.is_within("b", ["k"], JULY)


def test_a_place_stands_where_it_has_a_parent(tree: OrgTree) -> None:
    new = OrgTree(tree.units.values(), [OrgLink("a1", "a", JULY, AUGUST)])
    assert [new.stands_on("a1", day) for day in (JUNE, JULY, AUGUST)] == [False, True, False]
    assert new.stands_on("a", JUNE)


def test_a_boundary_change_is_marked_where_it_takes_something_in_or_out(tree: OrgTree) -> None:
    found = {code: marks(tree, code, date(2026, 1, 1), AUGUST) for code in (*BASE, "k", "z")}
    told = {code: (codes([*one[0].gained]), codes([*one[0].lost])) for code, one in found.items() if one}
    assert told == {"a": ([], ["a2"]), "b": (["a2"], []), "k": (["b1"], []), "z": (["a2"], [])}
    assert marks(tree, "a", AUGUST, AUGUST) == []


def test_the_ground_of_a_comparison_is_todays(tree: OrgTree) -> None:
    for code, gained, lost in (("a", [], ["a2"]), ("b", ["a2"], []), ("k", ["a1", "b1"], [])):
        own = ground(tree, code, AUGUST)
        assert own is not None
        assert (codes([*own.gained]), codes([*own.lost])) == (gained, lost), code
    assert ground(tree, "s", AUGUST) is ground(tree, "d", AUGUST) is ground(tree, "a1", AUGUST) is None


def test_what_never_moved_counts_in_its_parent_only(tree: OrgTree) -> None:
    held = [("a1", "a"), ("a2", "a"), ("a1", "k"), ("k", "s")]
    assert [is_fixed(tree, tree.unit(child), parent) for child, parent in held] == [True, False, False, True]
