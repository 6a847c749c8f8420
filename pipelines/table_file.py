"""Rows of a file on disk, one after the other; what is wrong with the file as a whole is an ImportFileError."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import BinaryIO, TypeVar, cast
from zipfile import BadZipFile

from pipelines.domain.errors import ThreeCenterError

_BUFFER_BYTES = 1 << 18
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_BOM = b"\xef\xbb\xbf"


class ImportFileError(ThreeCenterError):
    """A file that cannot be read to its end."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file holds its table; without a sheet the first one is read."""

    encoding: str = "UTF-8"
    delimiter: str = ","
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row whose fields cannot be told apart."""

    reason: str


Row = list[str] | BrokenRow
_Read = TypeVar("_Read")


class Table:
    """The rows of a .csv, .csv.gz or .xlsx file under the names in its first row."""

    def __init__(self, file: Path, raw: BinaryIO, layout: Layout = Layout()) -> None:
        is_workbook = file.suffix.lower() == ".xlsx"
        rows = _xlsx_rows(file, raw, layout.sheet) if is_workbook else _csv_rows(file, raw, layout)
        self._rows = _explained(file, layout.encoding, rows)
        first = next(self._rows, None)
        if not first or isinstance(first, BrokenRow):
            raise ImportFileError(f"{file.name}: is empty; it needs a first row with the names of the columns")
        self.columns = [name.strip() for name in first]

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Rows that are not empty, numbered as a spreadsheet does: the header is row 1."""
        for number, row in enumerate(self._rows, start=2):
            if isinstance(row, BrokenRow) or any(row):
                yield number, row


class Lines:
    """The lines of a .jsonl or .jsonl.gz file as bytes."""

    def __init__(self, file: Path, raw: BinaryIO) -> None:
        self._lines = _explained(file, "UTF-8", _byte_lines(file, raw))

    def rows(self) -> Iterator[tuple[int, bytes]]:
        """Lines that are not empty, numbered from 1; a byte order mark is dropped."""
        for number, line in enumerate(self._lines, start=1):
            text = (line.removeprefix(_BOM) if number == 1 else line).strip()
            if text:
                yield number, text


@contextmanager
def opened(file: Path) -> Iterator[BinaryIO]:
    """The file on disk; its `tell()` is how far reading has come."""
    try:
        raw = file.open("rb")
    except OSError as error:
        raise ImportFileError(f"{file.name}: cannot be opened ({error.strerror}); correct the path") from None
    with raw:
        yield raw


def _unpacked(file: Path, raw: BinaryIO) -> io.BufferedReader:
    packed = gzip.GzipFile(fileobj=raw) if file.suffix.lower() == ".gz" else raw
    stream: io.BufferedReader = io.BufferedReader(cast(io.RawIOBase, packed), _BUFFER_BYTES)
    if stream.peek(2)[:2] in _UTF_16:
        raise ImportFileError(f"{file.name}: is UTF-16 text; save it as UTF-8")
    return stream


def _byte_lines(file: Path, raw: BinaryIO) -> Iterator[bytes]:
    yield from _unpacked(file, raw)


def _csv_rows(file: Path, raw: BinaryIO, layout: Layout) -> Iterator[Row]:
    encoding = "utf-8-sig" if layout.encoding.lower() in {"utf-8", "utf8"} else layout.encoding
    text = io.TextIOWrapper(_unpacked(file, raw), encoding, newline="")
    reader = csv.reader(text, delimiter=layout.delimiter, strict=True)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _broken(file, reader.line_num, str(error))


def _broken(file: Path, line: int, fault: str) -> BrokenRow:
    """A row that cannot be split; when the rest of the file went with it, an ImportFileError."""
    if "end of data" in fault or "field larger" in fault:
        raise ImportFileError(f"{file.name}: a quote opened before line {line} is never closed; close or remove it")
    return BrokenRow(f"cannot be split into fields ({fault}); double the quotes inside a field")


def _xlsx_rows(file: Path, raw: BinaryIO, sheet: str | None) -> Iterator[Row]:
    from openpyxl import load_workbook  # takes longer to import than most commands run

    book = load_workbook(raw, read_only=True, data_only=True)
    if sheet is not None and sheet not in book.sheetnames:
        raise ImportFileError(f"{file.name}: has no sheet '{sheet}'; name one of: {', '.join(book.sheetnames)}")
    page = book[sheet] if sheet else book.worksheets[0]
    width = 0
    for cells in page.iter_rows(values_only=True):
        row = [_cell_text(cell) for cell in cells]
        while row and not row[-1] and len(row) > width:
            row.pop()
        width = width or len(row)
        yield row + [""] * (width - len(row))


def _cell_text(value: object) -> str:
    """A typed cell as a CSV file would hold it: whole numbers without a point, times as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date | datetime | time) else str(value)


def _explained(file: Path, encoding: str, rows: Iterator[_Read]) -> Iterator[_Read]:
    """The rows, with errors of reading told as what is wrong with the file and what to do."""
    try:
        yield from rows
    except UnicodeDecodeError as error:
        raise ImportFileError(
            f"{file.name}: is not {encoding} text (byte {error.object[error.start]:#04x}); "
            "save it as UTF-8, or name its encoding in the mapping, such as gb18030"
        ) from None
    except (EOFError, zlib.error, gzip.BadGzipFile, BadZipFile, KeyError) as error:
        raise ImportFileError(
            f"{file.name}: is damaged or cut short ({error}); copy it again from its origin"
        ) from None
    except OSError as error:
        raise ImportFileError(f"{file.name}: cannot be read ({error.strerror}); look at the disk") from None
