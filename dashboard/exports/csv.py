"""An export as CSV: UTF-8 with a byte order mark, one table after the other, text that stays text."""

import csv
from datetime import date, datetime
from io import TextIOWrapper
from typing import Any, BinaryIO

from dashboard.exports.book import Book, Cell, Sheet
from dashboard.exports.text import guarded, one_line
from dashboard.wording.numbers import MISSING


def write_csv(book: Book, file: BinaryIO) -> None:
    """Lines of heading begin with #; each table has its name behind a #, its column names, its rows, an empty line."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    for line in (book.title, book.standing):
        writer.writerow([f"# {one_line(line)}"])
    for sheet in book.sheets:
        _write_table(writer, sheet)
    text.detach()


def _write_table(writer: Any, sheet: Sheet) -> None:  # noqa: ANN401
    writer.writerow([])
    writer.writerow([one_line(" · ".join(filter(None, [f"# {sheet.name}", sheet.note])))])
    writer.writerow([guarded(head) for head in sheet.heads])
    writer.writerows([_value(cell) for cell in row] for row in sheet.rows)


def _value(cell: Cell) -> str | float:
    """Exact numbers bare, everything else as quoted text; times by the deployment's clock."""
    if isinstance(cell, str):
        return guarded(one_line(cell))
    if isinstance(cell, int):
        return cell
    if isinstance(cell, date):
        return cell.isoformat(" ", "seconds") if isinstance(cell, datetime) else cell.isoformat()
    return MISSING if cell is None or cell.value is None else cell.value
