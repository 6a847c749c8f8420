"""The rosters of units: one chief at a time, known units, and every fault named."""

from datetime import date
from pathlib import Path

import pytest

from db.sample import RESPONSIBLE
from pipelines.domain.org import OrgTree
from pipelines.domain.responsible import Duty, Responsible
from pipelines.domain.staff import StaffCategory, StaffPost
from pipelines.domain.unit import Hierarchy, OrgLevel, OrgUnit
from pipelines.registers.responsible import responsible_sheet
from pipelines.registers.sheet import FaultyFileError
from pipelines.registers.staff import staff_sheet

PARTY = OrgUnit(2, "p", OrgLevel.GRID, "P", kind=Hierarchy.PARTY_GRID)
TREE = OrgTree([OrgUnit(1, "u", OrgLevel.GRID, "U"), PARTY], [])
HEAD = "unit,role,name,phone,valid_from,valid_to"


def post(name: str, place: str = "u", first: date = date(2026, 5, 1), end: date | None = None) -> StaffPost:
    return StaffPost("W1", name, StaffCategory.RETIRED, place, first, True, end)


def faults(tmp_path: Path, rows: list[str], *posts: StaffPost) -> list[tuple[int, str, str]]:
    file = tmp_path / "responsible.csv"
    file.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    try:
        responsible_sheet(TREE, posts).load(file)
    except FaultyFileError as error:
        return [(fault.row, fault.column, fault.value) for fault in error.faults]
    return []


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (["u,chief,甲,,,2026-07-01", "u,chief,乙,,2026-07-01,", "u,worker,甲,138,,", "u,worker,乙,,,"], []),
        (["u,chief,甲,,,", "u,chief,乙,,2026-07-01,"], [(3, "valid_from", "2026-07-01")]),
        (
            ["u,chief,甲,,2026-01-01,", "u,chief,乙,,2026-02-01,2026-03-01", "u,chief,丙,,2026-04-01,"],
            [(3, "valid_from", "2026-02-01"), (4, "valid_from", "2026-04-01")],
        ),
        (["u,worker,甲,,,", "u,worker,甲,,,"], [(3, "name", "u worker 甲")]),
        (["x,king,,,,"], [(2, "unit", "x"), (2, "role", "king"), (2, "name", "")]),
        (["u,liaison,甲,,2026-07-01,2026-07-01"], [(2, "valid_to", "2026-07-01")]),
    ],
)
def test_a_roster_loads_whole_or_names_every_fault(
    tmp_path: Path, rows: list[str], found: list[tuple[int, str, str]]
) -> None:
    assert faults(tmp_path, rows) == found


def test_the_sample_is_a_roster_of_five_for_each_of_its_units() -> None:
    units = {line.split(",")[0] for line in RESPONSIBLE.read_text(encoding="utf-8").splitlines()[1:]}
    tree = OrgTree([OrgUnit(n, code, OrgLevel.GRID, code) for n, code in enumerate(units)], [])
    assert len(responsible_sheet(tree).load(RESPONSIBLE)) == 5 * len(units) == 35


@pytest.mark.parametrize(
    ("row", "held", "found"),
    [
        ("u,chief,乙,,,", post("甲"), [(2, "name", "乙")]),
        ("u,chief,乙,,2026-06-01,", post("甲"), [(2, "name", "乙")]),
        ("u,chief,乙,,,2026-05-02", post("甲"), [(2, "name", "乙")]),
        ("u,chief,乙,,,2026-05-01", post("甲"), []),
        ("u,chief,乙,,2026-06-01,", post("甲", end=date(2026, 6, 1)), []),
        ("u,chief,甲,138,,", post("甲"), []),
        ("u,worker,乙,,,", post("甲"), []),
        ("p,chief,乙,,,", post("甲", "p"), []),
    ],
)
def test_a_base_grid_has_one_chief_by_both_registers(
    tmp_path: Path, row: str, held: StaffPost, found: list[tuple[int, str, str]]
) -> None:
    assert faults(tmp_path, [row], held) == found


@pytest.mark.parametrize(
    ("unit", "name", "end", "found"),
    [
        ("u", "乙", None, [(2, "chief", "W1")]),
        ("u", "乙", date(2026, 5, 1), []),
        ("u", "甲", None, []),
        ("p", "乙", None, []),
    ],
)
def test_a_post_of_the_staff_is_no_second_chief_beside_a_roster(
    tmp_path: Path, unit: str, name: str, end: date | None, found: list[tuple[int, str, str]]
) -> None:
    roster, file = Responsible(unit, Duty.CHIEF, name, valid_to=end), tmp_path / "staff.csv"
    head = "code,name,category,place,chief,valid_from,valid_to"
    file.write_text(f"{head}\nW1,甲,retired,{unit},yes,2026-05-01,", encoding="utf-8")
    sheet = staff_sheet(TREE, (), [roster])
    if not found:
        assert sheet.load(file) == [post("甲", unit)]
        return
    with pytest.raises(FaultyFileError, match="乙 as its chief in the register of responsible persons") as caught:
        sheet.load(file)
    assert [(fault.row, fault.column, fault.value) for fault in caught.value.faults] == found
