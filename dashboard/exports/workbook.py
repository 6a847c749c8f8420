"""An export as a workbook: numbers are numbers, text is text, the names of columns stay in sight."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.exports.book import FIRST_ROW, Book, Cell, Form, Sheet
from dashboard.exports.charts import WIDTH, draw
from dashboard.exports.text import one_line
from dashboard.views.theme import TOKENS
from dashboard.wording.exports import NUMBER_FORMATS
from dashboard.wording.numbers import MISSING
from dashboard.wording.words import Language

A4, ANY_NUMBER = 9, 0
NARROWEST, WIDEST, MEASURED_ROWS = 9, 42, 200
GAP_ROWS, GAP_PIXELS = 2, 20
_TOKENS = TOKENS["light"]
_LOOKS: Mapping[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "standing": {"font_color": _TOKENS.text_2},
    "head": {"bold": True, "bottom": 1, "bottom_color": _TOKENS.line_strong, "text_wrap": True},
    "text": {"num_format": "@"},
    "missing": {"align": "right"},
    "count": {"num_format": "0"},
    "day": {"num_format": "yyyy-mm-dd"},
    "instant": {"num_format": "yyyy-mm-dd hh:mm:ss"},
}
Formats = Mapping[str, Format]


def write_workbook(book: Book, file: BinaryIO) -> None:
    """Write the book, rows as they come, so that a long list needs little more memory than a short one; OSError.

    The packed whole is small, and given on in one piece: a disk that fills up meets no half-closed archive.
    """
    whole = BytesIO()
    try:
        with Workbook(whole, {"constant_memory": True}) as workbook:
            _write_sheets(workbook, book)
    except FileCreateError as error:
        raise error.args[0] from None
    file.write(whole.getbuffer())


def _write_sheets(workbook: Workbook, book: Book) -> None:
    workbook.set_properties({"title": one_line(book.title), "comments": one_line(book.standing)})
    formats = _formats(workbook, book.language)
    for sheet in (book.cover, *book.sheets):
        page = workbook.add_worksheet(sheet.name)
        _write_heading(page, formats, book, sheet)
        last = _write_rows(page, formats, sheet)
        _show(page, sheet, last)
        for n, chart in enumerate(sheet.charts):
            page.insert_chart(last + GAP_ROWS, 0, draw(workbook, chart), {"x_offset": n * (WIDTH + GAP_PIXELS)})


def _formats(workbook: Workbook, language: Language) -> Formats:
    numbers = {form.value: {"num_format": NUMBER_FORMATS[form].on(language)} for form in Form}
    return {name: workbook.add_format(look) for name, look in {**_LOOKS, **numbers}.items()}


def _write_heading(page: Worksheet, formats: Formats, book: Book, sheet: Sheet) -> None:
    for row, (line, look) in enumerate(((book.title, "title"), (book.standing, "standing"), (sheet.note, "standing"))):
        if line:
            page.write_string(row, 0, one_line(line), formats[look])
    for column, head in enumerate(sheet.heads):
        page.write_string(FIRST_ROW - 1, column, head, formats["head"])


def _write_rows(page: Worksheet, formats: Formats, sheet: Sheet) -> int:
    """The number of the last row; columns are as wide as what stands in the first rows."""
    last, widths = FIRST_ROW - 1, _widths(sheet.heads)
    for last, cells in enumerate(sheet.rows, FIRST_ROW):
        for column, cell in enumerate(cells):
            _write(page, formats, last, column, cell)
        if last < MEASURED_ROWS:
            widths = [max(pair) for pair in zip(widths, _widths(cells), strict=True)]
    for column, width in enumerate(widths):
        page.set_column(column, column, min(max(width, NARROWEST), WIDEST))
    return last


def _write(page: Worksheet, formats: Formats, row: int, column: int, cell: Cell) -> None:
    """Text only ever as text: nothing in it becomes a formula, a link or a number."""
    if isinstance(cell, str):
        if cell:
            page.write_string(row, column, one_line(cell), formats["text"])
    elif isinstance(cell, int):
        page.write_number(row, column, cell, formats["count"])
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, formats["instant" if isinstance(cell, datetime) else "day"])
    elif cell is None or cell.value is None:
        page.write_string(row, column, MISSING, formats["missing"])
    else:
        page.write_number(row, column, cell.value, formats[cell.form])


def _show(page: Worksheet, sheet: Sheet, last: int) -> None:
    """Names of columns stay in sight on the screen and on every printed page; charts scroll freely."""
    if sheet.charts:
        page.freeze_panes(FIRST_ROW, 0)
    else:
        page.freeze_panes(FIRST_ROW, 1)
        page.autofilter(FIRST_ROW - 1, 0, max(last, FIRST_ROW), len(sheet.heads) - 1)
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, ANY_NUMBER)
    page.repeat_rows(0, FIRST_ROW - 1)
    page.set_footer("&C&P / &N")


def _widths(cells: Sequence[Cell]) -> list[int]:
    return [_width(cell) for cell in cells]


def _width(cell: Cell) -> int:
    """How many digits wide a cell is shown; Chinese signs take two."""
    if isinstance(cell, str):
        return 2 + sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in cell[:WIDEST])
    if isinstance(cell, date):
        return 20 if isinstance(cell, datetime) else 12
    return NARROWEST
