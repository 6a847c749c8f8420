"""A register file loads whole, or not at all and with every fault named."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from pipelines.domain.errors import RegisterError
from pipelines.registers.catalogue import catalogue_sheet
from pipelines.registers.sheet import Fault, FaultyFileError
from pipelines.registers.template import write_template

GOOD = [
    ["code", "name", "name_en", "center", "class"],
    ["X1", "井盖", "Manhole", "grid", "B"],
    ["X2", "噪声", "", "grid", "D"],
]


def written(path: Path, rows: list[list[str]]) -> Path:
    """A CSV or XLSX file of some rows."""
    if path.suffix == ".csv":
        path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
        return path
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("kind", [".csv", ".xlsx"])
def test_a_good_file_loads(tmp_path: Path, kind: str) -> None:
    items = catalogue_sheet().load(written(tmp_path / f"items{kind}", GOOD))
    assert [(item.code, item.name_en, item.workflow) for item in items] == [
        ("X1", "Manhole", "six_step"),
        ("X2", "噪声", "six_step"),
    ]


@pytest.mark.parametrize("kind", [".csv", ".xlsx"])
def test_a_file_with_a_fault_of_each_kind_loads_nothing_and_names_all(tmp_path: Path, kind: str) -> None:
    head, good, _ = GOOD
    rows = [head, good, ["", "无码", "", "grid", "B"], ["X3", "错", "", "moon", "E"], ["X" * 33, "长", "", "grid", "A"]]
    with pytest.raises(FaultyFileError) as caught:
        catalogue_sheet().load(written(tmp_path / f"items{kind}", rows))
    assert [(fault.row, fault.column, fault.value) for fault in caught.value.faults] == [
        (3, "code", ""),
        (4, "center", "moon"),
        (4, "class", "E"),
        (5, "code", "X" * 33),
    ]
    assert "row 4, center 'moon': is unknown; use one of governance, emergency, grid" in str(caught.value)


def test_a_code_that_stands_twice_is_named_in_the_second_row(tmp_path: Path) -> None:
    with pytest.raises(FaultyFileError) as caught:
        catalogue_sheet().load(written(tmp_path / "items.csv", [*GOOD, GOOD[1]]))
    assert caught.value.faults == [Fault(4, "code", "X1", "stands in row 2 already; keep one")]


def test_columns_that_are_missing_unknown_or_doubled_are_named(tmp_path: Path) -> None:
    file = written(
        tmp_path / "items.csv", [["code", "name", "name", "colour", "center"], ["X1", "a", "b", "red", "grid"]]
    )
    with pytest.raises(FaultyFileError) as caught:
        catalogue_sheet().load(file)
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [(1, "name"), (1, "colour"), (1, "class")]


@pytest.mark.parametrize("kind", [".csv", ".xlsx"])
def test_a_template_is_an_empty_file_that_loads(tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"empty{kind}"
    write_template(catalogue_sheet().columns, file)
    assert catalogue_sheet().load(file) == []
    with pytest.raises(RegisterError, match="name another file"):
        write_template(catalogue_sheet().columns, file)
    if kind == ".xlsx":
        assert [cell.value for cell in load_workbook(file)["columns"][2]][:2] == ["code", "yes"]
