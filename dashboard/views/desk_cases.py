"""The table of cases behind a count, newest first, a page at a time; each row leads to its case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address, Listed
from dashboard.views.desk_panel import class_letter, link, marks, panel, shape
from dashboard.wording.desk import CASES, item_name, place_name, say, short_name
from dashboard.wording.kpi import CHANNELS, CLASSES, STAGES, count_label
from dashboard.wording.matters import matter_words
from dashboard.wording.numbers import MISSING
from dashboard.wording.times import time_left
from dashboard.wording.words import Language, find
from pipelines.domain.catalogue import Item
from pipelines.domain.event import CaseClass
from pipelines.domain.kpi import Basis
from pipelines.domain.step import CaseStage
from pipelines.domain.unit import OrgUnit

PAGE_ROWS = 10
COLUMNS = ("number", "at", "class", "item", "place", "channel", "state", "deadline")


@dataclass(frozen=True, slots=True)
class Row:
    """What the table shows of one case."""

    case_id: str
    at: datetime
    class_: CaseClass
    item: str | None
    path: tuple[OrgUnit, ...]
    channel: str | None
    stage: CaseStage | None
    open_part: str | None
    is_voided: bool
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list, how many rows there are in all, and the cursor of the next page."""

    rows: Sequence[Row]
    total: int
    next: str | None
    now: datetime
    zone: ZoneInfo
    items: Mapping[str, Item]


def cases_panel(address: Address, listing: Listing) -> html.Section:
    """The list with what it holds, how it is sorted, and the way to its other pages."""
    language, listed = address.language, address.listed
    hints = [say(CASES, "total", language, f"{listing.total:,}"), count_label(listed.basis, listed.count, language)]
    hints += [say(CASES, "direct", language)] * address.is_direct
    hints += [say(CASES, "part", language, address.part)] * bool(address.part)
    hints += [matter_words(address.matter, language)] if address.matter else []
    hints.append(say(CASES, "newest_first", language))
    body: list[Any] = [_table(address, listing)] if listing.rows else [_none(language)]
    if listed != Listed() or address.is_direct or address.part or address.matter:
        back = address.listing(Listed().basis, Listed().count)
        body.insert(0, link(f"× {say(CASES, 'back_to_reported', language)}", back, "desk-chip desk-back"))
    title = say(CASES, "cases", language)
    return panel(title, " · ".join(hints), *body, _pages(address, listing), name="desk-cases", anchor="cases")


def _none(language: Language) -> html.Div:
    return html.Div(
        [html.P(say(CASES, "none", language)), html.P(say(CASES, "none_hint", language), className="desk-hint")],
        className="desk-empty",
    )


def _table(address: Address, listing: Listing) -> html.Table:
    names = _heads(address)
    head = html.Tr(
        [html.Th(name, scope="col", className=f"desk-col-{c}") for c, name in zip(COLUMNS, names, strict=True)]
    )
    body = [_row(address, row, listing) for row in listing.rows]
    return html.Table([html.Thead(head), html.Tbody(body)], className="desk-table desk-case-table")


def _heads(address: Address) -> list[str]:
    when = "at" if address.listed.basis is Basis.FLOW else "reported_at"
    return [say(CASES, when if column == "at" else column, address.language) for column in COLUMNS]


def _row(address: Address, row: Row, listing: Listing) -> html.Tr:
    language = address.language
    cells: Sequence[Any] = (
        row.at.astimezone(listing.zone).strftime("%m-%d %H:%M"),
        class_letter(row.class_, find(CLASSES, row.class_, language)),
        item_name(listing.items, row.item, language),
        place_words(row.path, address.key, language),
        MISSING if row.channel is None else _channel(row.channel, language),
        state_word(row, language),
        deadline(row, listing.now, language),
    )
    number = html.Th(link(row.case_id, address.at_case(row.case_id)), scope="row", className="num")
    kinds = ("num desk-col-at", "desk-col-class", "desk-col-item", "desk-col-place", "desk-col-channel",
             "desk-col-state", "num desk-col-deadline")  # fmt: skip
    return html.Tr([number, *(html.Td(cell, className=kind) for cell, kind in zip(cells, kinds, strict=True))])


def _channel(channel: str, language: Language) -> str:
    return find(CHANNELS, channel, language) if channel in CHANNELS else channel


def place_words(path: Sequence[OrgUnit], here: str, language: Language) -> str:
    """The last two places of a path; only what lies below the page's own place."""
    codes = [unit.code for unit in path]
    below = path[codes.index(here) + 1 :] if here in codes else path
    *above, last = (below or path[-1:])[-2:]
    is_said = any(place_name(last, language).startswith(short_name(unit, language)) for unit in above)
    return " ".join(place_name(unit, language) for unit in ([last] if is_said else [*above, last]))


def state_word(row: Row, language: Language) -> str:
    """How far a case is: voided, else its stage."""
    if row.is_voided:
        return say(CASES, "voided", language)
    return MISSING if row.stage is None else find(STAGES, row.stage.name, language)


def deadline(row: Row, now: datetime, language: Language) -> str | Component:
    """Time left or overdue, with shape and word; a dash for what no clock runs for."""
    if row.open_part not in {"overdue", "due_soon", "on_schedule"} or row.due_at is None:
        return MISSING
    words = time_left(row.due_at, now, language)
    state = {"overdue": "critical", "due_soon": "warning"}.get(row.open_part)
    if state is None:
        return words
    return html.Span([shape(state, language), f" {words}"], className=f"desk-{state}")


def _pages(address: Address, listing: Listing) -> html.Nav:
    language, walked = address.language, address.after
    first = len(walked) * PAGE_ROWS + 1
    last = first + len(listing.rows) - 1
    parts: list[Any] = []
    if listing.rows:
        shown = say(CASES, "page", language, f"{first:,}", f"{last:,}", f"{listing.total:,}")
        parts.append(html.Span(shown, className="num desk-hint"))
    if walked:
        to = replace(address, after=walked[:-1])
        parts.append(link(say(CASES, "previous", language), to, "desk-button", anchor="#cases"))
    if listing.next:
        to = replace(address, after=(*walked, listing.next))
        parts.append(link(say(CASES, "next", language), to, "desk-button", anchor="#cases"))
    return html.Nav(parts, className="desk-pages", **marks(aria_label=say(CASES, "cases", language)))
