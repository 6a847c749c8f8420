"""What a count of records or registers is made of: its number on top, then row by row, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import dcc, html

from dashboard.address import Address, Listed, Page
from dashboard.views.desk_cases import place_words
from dashboard.views.desk_panel import link, marks, panel
from dashboard.wording.desk import say
from dashboard.wording.desk_definitions import DEFINITIONS
from dashboard.wording.desk_records import RECORDS
from dashboard.wording.kpi import BASES, count_label
from dashboard.wording.numbers import MISSING
from dashboard.wording.times import day_time
from dashboard.wording.words import find
from pipelines.domain.kpi import Basis
from pipelines.domain.unit import OrgUnit

PAGE_ROWS = 20
COLUMNS = ("when", "place", "subject", "what", "n", "source")
GIVEN = marks(data_given="")
"""Marks a name that stands as it was given, in whatever language."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its day, its instant where it is known, where, about whom or what, what was found, how often it counts.

    `source` is None for what a register holds.
    """

    day: date
    at: datetime | None
    path: Sequence[OrgUnit]
    subject: str
    what: Sequence[str]
    n: int = 1
    source: str | None = None
    is_simulated: bool = False


@dataclass(frozen=True, slots=True)
class RecordList:
    """A page of the rows of a count, what all of them count together, and the cursor of the next page."""

    listed: Listed
    lines: Sequence[Line]
    total: int
    next: str | None
    zone: ZoneInfo


def count_panel(address: Address, listed: RecordList) -> html.Section:
    """The number, what it is called, how it is defined, and by which days it counts."""
    language, one = address.language, listed.listed
    name = count_label(one.basis, one.count, language)
    defined = say(DEFINITIONS, "look_up", language, name)
    label = dcc.Link(name, href=address.definition(str(one)), className="desk-term", title=defined)
    figure = html.Div(
        [html.Span(f"{listed.total:,}", className="desk-value num"), " ", _basis(address, one)],
        className="desk-figure",
    )
    return html.Section([html.H2(label), figure], className="desk-panel desk-record-count")


def _basis(address: Address, one: Listed) -> html.Span:
    return html.Span(find(BASES, one.basis, address.language), className="desk-hint")


def rows_panel(address: Address, listed: RecordList) -> html.Section:
    """The rows, and the way to the pages before and after."""
    language = address.language
    is_dated = listed.listed.basis is not Basis.STOCK
    title, hint = say(RECORDS, "rows", language), say(RECORDS, "newest_first", language) if is_dated else ""
    if not listed.lines:
        words: list[Any] = [html.P(say(RECORDS, name, language)) for name in ("none", "none_hint")]
        return panel(title, "", html.Div(words, className="desk-empty"), anchor="rows")
    return panel(title, hint, _table(address, listed), _pages(address, listed), anchor="rows")


def _table(address: Address, listed: RecordList) -> html.Table:
    left_out = {"n"} if all(line.n == 1 for line in listed.lines) else set[str]()
    left_out |= set() if any(line.subject for line in listed.lines) else {"subject"}
    columns = [one for one in COLUMNS if one not in left_out]
    names = {one: say(RECORDS, one, address.language) for one in columns} | {"when": _when(address, listed)}
    heads = [html.Th(name, scope="col", className=f"desk-col-{one}") for one, name in names.items()]
    body = [_row(address, line, listed.zone, columns) for line in listed.lines]
    return html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="desk-table desk-record-table")


def _when(address: Address, listed: RecordList) -> str:
    """What the first column says: when it happened, or the day that a register was asked about."""
    name = "when"
    if listed.lines[0].source is None and listed.listed.basis is not Basis.FLOW:
        name = "when_due" if listed.listed.count.startswith("inspections") else "when_stood"
    return say(RECORDS, name, address.language)


def _row(address: Address, line: Line, zone: ZoneInfo, columns: Sequence[str]) -> html.Tr:
    when = line.day.isoformat() if line.at is None else day_time(line.at, zone)
    cells = {
        "when": html.Td(when, className="num desk-col-when"),
        "place": html.Th(_place(address, line), scope="row", className="desk-col-place"),
        "subject": html.Td(line.subject or MISSING, className="desk-col-subject", **GIVEN),
        "what": html.Td(" · ".join(line.what) or MISSING, className="desk-col-what"),
        "n": html.Td(f"{line.n:,}", className="num desk-col-n"),
        "source": html.Td(_source(address, line), className="desk-col-source desk-hint"),
    }
    return html.Tr([cells[one] for one in columns])


def _place(address: Address, line: Line) -> dcc.Link:
    to = replace(address, page=Page.PLACE, key=line.path[-1].code, own=(), after=())
    return link(place_words(line.path, address.key, address.language), to)


def _source(address: Address, line: Line) -> list[Any]:
    """Which system sent it, and whether that makes it up."""
    if line.source is None:
        return [say(RECORDS, "register", address.language)]
    simulated = [" · ", say(RECORDS, "simulated", address.language)] if line.is_simulated else []
    return [html.Span(line.source, **GIVEN), *simulated]


def _pages(address: Address, listed: RecordList) -> html.Nav:
    language, walked = address.language, address.after
    parts: list[Any] = []
    if walked or listed.next:
        parts.append(html.Span(say(RECORDS, "page", language, len(walked) + 1), className="num desk-hint"))
    if walked:
        to = replace(address, after=walked[:-1])
        parts.append(link(say(RECORDS, "previous", language), to, "desk-button", anchor="#rows"))
    if listed.next:
        to = replace(address, after=(*walked, listed.next))
        parts.append(link(say(RECORDS, "next", language), to, "desk-button", anchor="#rows"))
    return html.Nav(parts, className="desk-pages", **marks(aria_label=say(RECORDS, "rows", language)))
