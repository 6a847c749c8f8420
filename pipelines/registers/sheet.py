"""A register file as a whole: its columns, what a row makes, and the rules between its rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pipelines.domain.errors import RegisterError
from pipelines.registers.column import Column
from pipelines.table_file import BrokenRow, Row, Table, opened

T = TypeVar("T")
HEADER = 1
_LONGEST_VALUE = 80
Numbered = Sequence[tuple[int, T]]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell, counted as a spreadsheet does, and what would be right."""

    row: int
    column: str
    value: str
    remedy: str

    def __str__(self) -> str:
        value = f" '{self.value[:_LONGEST_VALUE]}'" if self.value else ""
        return f"row {self.row}, {self.column}{value}: {self.remedy}"


class FaultyFileError(RegisterError):
    """A register file of which nothing was loaded, with all its faults."""

    def __init__(self, file: Path, faults: Sequence[Fault]) -> None:
        count = f"{len(faults)} fault{'s' if len(faults) > 1 else ''}"
        lines = [f"{file.name}: {count}, nothing loaded; mend the file and load it again", *map(str, faults)]
        super().__init__("\n  ".join(lines))
        self.faults = faults


class CellError(ValueError):
    """A row whose cells are readable one by one, but not together; names the column to mend."""

    def __init__(self, column: str, remedy: str) -> None:
        super().__init__(remedy)
        self.column = column


def _nothing_between(_rows: Numbered[Any]) -> Iterable[Fault]:
    return ()


@dataclass(frozen=True, slots=True)
class Sheet(Generic[T]):
    """A kind of register file; `make` may raise CellError, `check` tells the faults between rows."""

    name: str
    columns: tuple[Column, ...]
    make: Callable[[Mapping[str, Any]], T]
    check: Callable[[Numbered[T]], Iterable[Fault]] = _nothing_between

    def load(self, file: Path) -> list[T]:
        """The rows of a CSV or XLSX file; FaultyFileError with every fault of every row."""
        faults, rows = list[Fault](), list[tuple[int, T]]()
        with opened(file) as raw:
            table = Table(file, raw)
            faults.extend(self._header(table.columns))
            for number, row in table.rows() if not faults else ():
                made = self._row(number, table.columns, row, faults)
                rows.extend([(number, made)] if made is not None else ())
        faults.extend(self.check(rows) if not faults else ())
        if faults:
            raise FaultyFileError(file, faults)
        return [row for _, row in rows]

    def _header(self, found: Sequence[str]) -> Iterator[Fault]:
        names = [column.name for column in self.columns]
        for name in dict.fromkeys(found):
            if name not in names:
                yield Fault(HEADER, name, "", f"is no column of {self.name}; use {', '.join(names)}")
            elif found.count(name) > 1:
                yield Fault(HEADER, name, "", "stands twice; keep one")
        for column in self.columns:
            if column.is_required and column.name not in found:
                yield Fault(HEADER, column.name, "", f"is missing; add the column: {column.meaning}")

    def _row(self, number: int, names: Sequence[str], row: Row, faults: list[Fault]) -> T | None:
        if isinstance(row, BrokenRow):
            faults.append(Fault(number, "", "", row.reason))
            return None
        cells, before = dict(zip(names, row, strict=False)), len(faults)
        values = {column.name: _value(number, column, cells, faults) for column in self.columns}
        if len(faults) > before:
            return None
        try:
            return self.make(values)
        except CellError as error:
            faults.append(Fault(number, error.column, cells.get(error.column, ""), str(error)))
            return None


def _value(number: int, column: Column, cells: Mapping[str, str], faults: list[Fault]) -> object:
    cell = cells.get(column.name, "").strip()
    if not cell:
        if column.is_required:
            faults.append(Fault(number, column.name, "", f"is empty; fill it in: {column.meaning}"))
        return column.default
    try:
        return column.read(cell)
    except ValueError as error:
        faults.append(Fault(number, column.name, cell, str(error)))
        return None


def repeated(rows: Numbered[T], column: str, key: Callable[[T], str]) -> Iterator[Fault]:
    """A fault for every row whose key another row above it has already."""
    first: dict[str, int] = {}
    for number, row in rows:
        value = key(row)
        if value in first:
            yield Fault(number, column, value, f"stands in row {first[value]} already; keep one")
        first.setdefault(value, number)
