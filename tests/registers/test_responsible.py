"""The rosters of units: one chief at a time, known units, and every fault named."""

from pathlib import Path

import pytest

from db.sample import RESPONSIBLE
from pipelines.domain.org import OrgTree
from pipelines.domain.unit import OrgLevel, OrgUnit
from pipelines.registers.responsible import responsible_sheet
from pipelines.registers.sheet import FaultyFileError

TREE = OrgTree([OrgUnit(1, "u", OrgLevel.GRID, "U")], [])
HEAD = "unit,role,name,phone,valid_from,valid_to"


def faults(tmp_path: Path, rows: list[str]) -> list[tuple[int, str, str]]:
    file = tmp_path / "responsible.csv"
    file.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    try:
        responsible_sheet(TREE).load(file)
    except FaultyFileError as error:
        return [(fault.row, fault.column, fault.value) for fault in error.faults]
    return []


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (["u,chief,甲,,,2026-07-01", "u,chief,乙,,2026-07-01,", "u,worker,甲,138,,", "u,worker,乙,,,"], []),
        (["u,chief,甲,,,", "u,chief,乙,,2026-07-01,"], [(3, "valid_from", "2026-07-01")]),
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
