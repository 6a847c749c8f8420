"""Files read back by readers that are not ours: two for workbooks, one for CSV."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

HEADING = 3


@dataclass(frozen=True)
class Table:
    """A sheet as a person sees it: lines of heading, names of columns, rows; None for an empty cell."""

    heading: str
    heads: list[str]
    rows: list[list[Any]]

    def by(self, head: str) -> dict[Any, dict[str, Any]]:
        """Rows by what stands in a column, each by the names of columns."""
        return {row[self.heads.index(head)]: dict(zip(self.heads, row, strict=True)) for row in self.rows}

    def column(self, head: str) -> list[Any]:
        return [row[self.heads.index(head)] for row in self.rows]


Tables = dict[str, Table]


def of_openpyxl(raw: bytes) -> Tables:
    book = load_workbook(BytesIO(raw))
    return {sheet.title: _table([list(row) for row in sheet.iter_rows(values_only=True)]) for sheet in book}


def of_calamine(raw: bytes) -> Tables:
    book = CalamineWorkbook.from_filelike(BytesIO(raw))
    return {name: _table(book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names}


def _table(lines: list[list[Any]]) -> Table:
    heading = " ".join(str(cell) for line in lines[:HEADING] for cell in line if cell)
    rows = [[None if cell == "" else cell for cell in line] for line in lines[HEADING + 1 :]]
    return Table(heading, [cell for cell in lines[HEADING] if cell], rows)


def of_csv(raw: bytes) -> Tables:
    """Tables by name; bare fields are numbers, quoted ones are text with at most one guarding apostrophe."""
    lines = list(csv.reader(StringIO(raw.decode("utf-8-sig")), quoting=csv.QUOTE_NONNUMERIC, strict=True))
    tables, start = {}, 3
    while start < len(lines):
        end = next((n for n in range(start, len(lines)) if not lines[n]), len(lines))
        name, _, note = str(lines[start][0]).removeprefix("# ").partition(" · ")
        rows = [[_plain(cell) for cell in line] for line in lines[start + 2 : end]]
        tables[name] = Table(f"{lines[0][0]} {lines[1][0]} {note}", [str(cell) for cell in lines[start + 1]], rows)
        start = end + 1
    return tables


def _plain(cell: str | float) -> Any:
    if isinstance(cell, str):
        return cell.removeprefix("'") or None
    return cell


READERS: Sequence[tuple[str, Callable[[bytes], Tables]]] = (
    ("xlsx", of_openpyxl),
    ("xlsx", of_calamine),
    ("csv", of_csv),
)


def number(cell: Any) -> Any:
    """What a cell says as a number, within the 16 digits a workbook keeps; the dash says that there is none."""
    assert cell == "—" or isinstance(cell, int | float), cell
    return None if cell == "—" else pytest.approx(cell, rel=1e-15, abs=0)
