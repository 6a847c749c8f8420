"""From an address to its page: the one function that callbacks run beside the event loop."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from dash import html

from dashboard.address import Address, Page
from dashboard.address_reading import read_address, read_looks
from dashboard.pages.answers import ask_place
from dashboard.pages.board import board_page
from dashboard.pages.case import ask_case, case_page
from dashboard.pages.health import health_page
from dashboard.pages.notices import error_page, notice_page
from dashboard.pages.place import place_page
from dashboard.queries.bundle import Queries
from dashboard.views.desk_filters import picker_options
from pipelines.domain.access import Viewer
from pipelines.domain.errors import ThreeCenterError
from pipelines.domain.unit import OrgUnit

MOST_FOUND = 40


def desk_page(queries: Queries, viewer: Viewer, pathname: str, search: str, now: datetime, zone: ZoneInfo) -> html.Div:
    """The page of an address, or a notice that says why there is none."""
    try:
        return _page(queries, viewer, read_address(pathname, search), now, zone)
    except ThreeCenterError as error:
        return error_page(read_looks(pathname, search), viewer, error)


def _page(queries: Queries, viewer: Viewer, address: Address, now: datetime, zone: ZoneInfo) -> html.Div:
    if address.page is Page.CASE and address.key:
        return case_page(address, ask_case(queries, viewer, address, now, zone))
    if address.is_board:
        return _board(queries, viewer, address, now)
    if address.page is Page.HEALTH and not address.key:
        return health_page(address, viewer, zone.key)
    if address.page is not Page.PLACE:
        return notice_page(address, viewer, "not_found")
    if not address.key:
        tops = queries.reach.tops(viewer, queries.figures.today(now))
        if not tops:
            return notice_page(address, viewer, "empty_scope")
        address = replace(address, key=tops[0].code)
    return place_page(address, ask_place(queries, viewer, address, now, zone))


def _board(queries: Queries, viewer: Viewer, address: Address, now: datetime) -> html.Div:
    today = queries.figures.today(now)
    tops = queries.reach.tops(viewer, today)
    if not tops:
        return notice_page(address, viewer, "empty_scope")
    unit = queries.reach.unit(viewer, address.key or tops[0].code, today)
    return board_page(address, viewer, unit, [*tops, *queries.reach.children(viewer, unit.code, today)])


def found_places(queries: Queries, viewer: Viewer, text: str, search: str, now: datetime) -> list[dict[str, str]]:
    """Choices for what was typed into the place picker, within the scope, widest places first."""
    day, wanted = queries.figures.today(now), text.strip().lower()
    tops = queries.reach.tops(viewer, day)
    tree, found, parents = queries.reach.tree, list[OrgUnit](), dict[str, OrgUnit]()
    for unit in (one for top in tops for one in tree.below(top.code, day)):
        if len(found) < MOST_FOUND and wanted in f"{unit.name} {unit.name_en} {unit.code}".lower():
            found.append(unit)
            above = tree.parent(unit.code, day)
            if above is not None and unit not in tops:
                parents[unit.code] = tree.units[above]
    return picker_options(read_looks("", search), found, parents)
