"""A places file goes into the tree whole, or not at all: every row that would break it is named."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.domain.org import OrgTree
from pipelines.domain.unit import Hierarchy, OrgLevel, OrgLink, OrgUnit
from pipelines.registers.places import places_sheet
from pipelines.registers.sheet import FaultyFileError

JULY = date(2026, 7, 1)
HEAD = "code,level,name,parent,kind,valid_from,valid_to"
UNITS = {
    "d": OrgLevel.DISTRICT,
    "s": OrgLevel.SUBDISTRICT,
    "a": OrgLevel.COMMUNITY,
    "b": OrgLevel.COMMUNITY,
    "a1": OrgLevel.GRID,
    "a2": OrgLevel.GRID,
    "b1": OrgLevel.GRID,
}
LINKS = {"s": "d", "a": "s", "b": "s", "a1": "a", "a2": "a", "b1": "b", "k": "a"}


@pytest.fixture
def tree() -> OrgTree:
    units = [OrgUnit(n, code, level, code) for n, (code, level) in enumerate(UNITS.items(), start=1)]
    block = OrgUnit(9, "k", OrgLevel.GRID, "k", kind=Hierarchy.BLOCK)
    links = [*(OrgLink(child, parent) for child, parent in LINKS.items()), OrgLink("a1", "k")]
    return OrgTree([*units, block], links)


def load(tree: OrgTree, tmp_path: Path, rows: list[str], cases: int = 0) -> list[tuple[int, str, str]]:
    """Row, column and value of each fault; none when the file loads."""
    file = tmp_path / "places.csv"
    file.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    try:
        places_sheet(tree, lambda _unit, _first, _end: cases).load(file)
    except FaultyFileError as error:
        assert all(fault.remedy for fault in error.faults)
        return [(fault.row, fault.column, fault.value) for fault in error.faults]
    return []


@pytest.mark.parametrize(
    "rows",
    [
        ["e,district,E,,,,", "e1,community,E1,e,,,"],
        ["e1,community,E1,e,,,", "e,district,E,,,,"],
        ["a2,grid,a2,a,,,2026-07-01", "a2,grid,a2,b,,2026-07-01,"],
        ["m,grid,M,a,block,,", "a2,grid,a2,m,,2026-07-01,"],
        ["z,community,Z,s,zone,,", "a,community,a,z,,,", "b,community,b,z,,,"],
        ["a1,grid,a1,k,base,,2026-07-01"],
        ["a2,grid,改名,a,,,"],
    ],
)
def test_what_keeps_the_tree_whole_loads(tree: OrgTree, tmp_path: Path, rows: list[str]) -> None:
    assert load(tree, tmp_path, rows, cases=5 if "2026" in str(rows) else 0) == []


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        (["a3,grid,A3,nowhere,,,"], [(2, "parent", "nowhere")]),
        (["x,community,X,y,,,", "y,community,Y,x,,,"], [(2, "parent", "y"), (3, "parent", "x")]),
        (["a3,community,A3,a1,,,"], [(2, "parent", "a1")]),
        (["a2,grid,a2,b,,2026-07-01,"], [(2, "valid_from", "2026-07-01")]),
        (["a2,grid,a2,b,,,"], [(2, "valid_from", "")]),
        (["a2,grid,a2,a,,,2026-07-01", "a2,grid,a2,b,,2026-06-01,"], [(3, "valid_from", "2026-06-01")]),
        (["a2,grid,a2,a,,2026-07-01,2026-07-01"], [(2, "valid_to", "2026-07-01")]),
        (["a2,grid,a2,,,2026-07-01,"], [(2, "parent", "")]),
        (["m,grid,M,,block,,"], [(2, "parent", "")]),
        (["m,grid,M,k,zone,,"], [(2, "parent", "k")]),
        (["a2,community,a2,,,,"], [(2, "level", "community")]),
        (["k,grid,k,a,zone,,"], [(2, "kind", "zone")]),
        (["n,grid,N,a,,,2026-07-01", "n,grid,M,b,,2026-07-01,"], [(3, "name", "M")]),
        (["n,grid,N,a,,,", "n,grid,N,a,,,"], [(3, "code", "n")]),
        (["b1,grid,b1,k,,,"], [(2, "parent", "k")]),
        (["m,community,M,s,block,,", "a,community,a,m,,,"], [(3, "parent", "m")]),
        (["m,grid,M,a,block,,", "a1,grid,a1,m,,,"], [(3, "valid_from", "")]),
        (["a1,grid,a1,a,,,2026-07-01", "a1,grid,a1,b,,2026-07-01,"], [(2, "parent", "a")]),
        (["a1,planet,a1,a,,,", "a2,grid,a2,a,moon,,"], [(2, "level", "planet"), (3, "kind", "moon")]),
    ],
)  # fmt: skip
def test_what_would_break_the_tree_is_named_in_its_cell(
    tree: OrgTree, tmp_path: Path, rows: list[str], faults: list[tuple[int, str, str]]
) -> None:
    assert load(tree, tmp_path, rows) == faults


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (["b1,grid,b1,b,,,2026-07-01"], (2, "valid_to", "2026-07-01")),
        (["b1,grid,b1,b,,,2026-07-01", "b1,grid,b1,a,,2026-08-01,"], (2, "valid_to", "2026-07-01")),
        (["p,province,P,,,,", "d,district,d,p,,,"], (3, "valid_from", "")),
    ],
)
def test_days_without_a_parent_are_refused_where_there_are_cases(
    tree: OrgTree, tmp_path: Path, rows: list[str], fault: tuple[int, str, str]
) -> None:
    assert load(tree, tmp_path, rows, cases=3) == [fault]
    assert load(tree, tmp_path, rows) == []
