"""From an address to its page: the one function that callbacks run beside the event loop."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from dash import html

from dashboard.address import BOARDS, Address, Page
from dashboard.address_reading import read_address, read_looks
from dashboard.pages.alarms import alarms_page, ask_alarms
from dashboard.pages.answers import ask_place
from dashboard.pages.board import board_page
from dashboard.pages.case import ask_case, case_page
from dashboard.pages.definitions import definitions_page
from dashboard.pages.explore import ask_explore
from dashboard.pages.explore_page import explore_page
from dashboard.pages.frame import DeskPage, frame
from dashboard.pages.health import ask_policy, health_page
from dashboard.pages.kept import ask_kept
from dashboard.pages.notices import error_page, notice_page
from dashboard.pages.place import place_page
from dashboard.pages.records import ask_records
from dashboard.pages.records_page import records_page
from dashboard.queries.bundle import Queries
from dashboard.views.desk_filters import picker_options
from pipelines.domain.access import Viewer
from pipelines.domain.errors import ThreeCenterError
from pipelines.domain.unit import OrgUnit

MOST_FOUND = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for which page, and when."""

    queries: Queries
    viewer: Viewer
    address: Address
    now: datetime
    zone: ZoneInfo

    @property
    def tops(self) -> list[OrgUnit]:
        """Where the viewer may start."""
        return self.queries.reach.tops(self.viewer, self.queries.figures.today(self.now))


def desk_page(queries: Queries, viewer: Viewer, pathname: str, search: str, now: datetime, zone: ZoneInfo) -> html.Div:
    """The page of an address, or a notice that says why there is none."""
    try:
        page = _page(Asked(queries, viewer, read_address(pathname, search), now, zone))
    except ThreeCenterError as error:
        page = error_page(read_looks(pathname, search), error)
    return frame(page, viewer, ask_kept(queries, viewer, page, pathname, search))


def _page(asked: Asked) -> DeskPage:
    address, viewer = asked.address, asked.viewer
    if address.page is Page.CASE and address.key:
        return case_page(address, ask_case(asked.queries, viewer, address, asked.now, asked.zone))
    if address.page in _OF_PLACES:
        return _at_some_place(asked)
    if address.page in _OF_NONE and not address.key:
        return _OF_NONE[address.page](asked)
    return notice_page(address, "not_found")


def _at_some_place(asked: Asked) -> DeskPage:
    """At the place that was asked for, else where the viewer may start."""
    if asked.address.key:
        return _OF_PLACES[asked.address.page](asked)
    tops = asked.tops
    if not tops:
        return notice_page(asked.address, "empty_scope")
    return _OF_PLACES[asked.address.page](replace(asked, address=replace(asked.address, key=tops[0].code)))


def _place(asked: Asked) -> DeskPage:
    address = asked.address
    return place_page(address, ask_place(asked.queries, asked.viewer, address, asked.now, asked.zone))


def _explore(asked: Asked) -> DeskPage:
    address = asked.address
    return explore_page(address, ask_explore(asked.queries, asked.viewer, address, asked.now, asked.zone))


def _records(asked: Asked) -> DeskPage:
    address = asked.address
    return records_page(address, ask_records(asked.queries, asked.viewer, address, asked.now, asked.zone))


def _alarms(asked: Asked) -> DeskPage:
    address = asked.address
    return alarms_page(address, ask_alarms(asked.queries, asked.viewer, address, asked.now, asked.zone))


def _board(asked: Asked) -> DeskPage:
    reach, today = asked.queries.reach, asked.queries.figures.today(asked.now)
    unit = reach.unit(asked.viewer, asked.address.key, today)
    near = [*asked.tops, *reach.children(asked.viewer, unit.code, today)]
    return board_page(asked.address, unit, near)


def _definitions(asked: Asked) -> DeskPage:
    return definitions_page(asked.address)


def _health(asked: Asked) -> DeskPage:
    return health_page(asked.address, ask_policy(asked.queries, asked.viewer), asked.zone)


_OF_PLACES: Mapping[Page, Callable[[Asked], DeskPage]] = {
    Page.PLACE: _place,
    Page.EXPLORE: _explore,
    Page.RECORDS: _records,
    Page.ALARMS: _alarms,
    **dict.fromkeys(BOARDS, _board),
}
_OF_NONE: Mapping[Page, Callable[[Asked], DeskPage]] = {Page.DEFINITIONS: _definitions, Page.HEALTH: _health}


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
