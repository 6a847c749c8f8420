"""The drill-down view of a place as a file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from zoneinfo import ZoneInfo

from dashboard.address import Address, Format
from dashboard.exports.about import about_sheet, standing, title
from dashboard.exports.book import Book
from dashboard.exports.cases import cases_sheet
from dashboard.exports.comparison import comparison_sheet
from dashboard.exports.csv import write_csv
from dashboard.exports.definitions import definitions_sheet
from dashboard.exports.figures import figures_sheet
from dashboard.exports.file_name import ascii_name, full_name
from dashboard.exports.items import items_sheet
from dashboard.exports.overview import overview_sheet
from dashboard.exports.places import places_sheet
from dashboard.exports.trend import trend_sheet
from dashboard.exports.view import View, ask_view
from dashboard.exports.workbook import write_workbook
from dashboard.queries.bundle import Queries
from pipelines.domain.access import Viewer

_WRITERS: Mapping[Format, Callable[[Book, BinaryIO], None]] = {Format.XLSX: write_workbook, Format.CSV: write_csv}


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: names for the file, what it is about, how many cases there are and how many it holds."""

    name: str
    ascii_name: str
    title: str
    standing: str
    total: int
    listed: int


def write_place(
    queries: Queries, viewer: Viewer, address: Address, form: Format, file: BinaryIO, now: datetime, zone: ZoneInfo
) -> Written:
    """Write the view of an address, all of it of one state of the store; errors as `ask_place`, before any byte."""
    with queries.one_state():
        view = ask_view(queries, viewer, address, now, zone)
        book = place_book(view)
        _WRITERS[form](book, file)
    names = f"{full_name(view)}.{form}", f"{ascii_name(view)}.{form}"
    return Written(*names, book.title, book.standing, view.answers.cases.total, view.listed)


def place_book(view: View) -> Book:
    """The sheets of a view; the long list comes last, and a place without any below has no ranking."""
    sheets = [about_sheet(view), figures_sheet(view), comparison_sheet(view), trend_sheet(view)]
    if view.answers.around.children:
        sheets.append(places_sheet(view))
    sheets += [items_sheet(view), definitions_sheet(view), cases_sheet(view)]
    return Book(title(view), standing(view), overview_sheet(view), sheets, view.language)
