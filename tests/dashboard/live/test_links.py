"""Every number of a board opens what it counts, and that is as many as it says."""

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from dash import html

from dashboard.address import Page
from dashboard.address_reading import read_address
from dashboard.centers.boards import COLUMNS, desk_board
from dashboard.live.channel import View
from dashboard.pages.records import ask_records
from dashboard.wording.words import Language
from db.register_store import RegisterStore
from pipelines.domain.access import ALL
from pipelines.domain.duty import DutyEntry, DutyKind
from pipelines.domain.housing import Rental, RentalGrade, RentalType
from tests.dashboard.live.city import NOON
from tests.dashboard.live.grid_city import DISTRICT, a_month_at_work
from tests.dashboard.live.test_board import look
from tests.system import ALL_VIEWER, PILOT_GRIDS

EXCEPTIONS = {
    r"-(previous|last_year|change|gap)$": "a comparison: both of its sides are figures of the board",
    r"^(load-(low|high|spread|n|unit)|middle-|rhythm-)": "an axis, its unit, or the middle of what stands beside it",
    r"^(shifts-more|shifts-empty|rank-more|small|silent|communities-n)$": "how many places are not shown, or empty",
    r"^patrol-missed$|^week-\d$": "days of the calendar, each of which leads to its own patrols",
    r"^(pill-|alarms-open)": "open alarms: the tab of alarms lists them",
    r"^zero-": "days since, told with the case that ended them",
    r"^channel-2-": "cases whose sender named no channel; no filter names what is not there",
}
"""Texts with digits that lead nowhere, by what their identifiers look like, and why."""
SUMS = re.compile(r"^homes-(all-.|.*-all)|^day-|^duty-(cut|rest)|-of$")
"""Sums without a count of their own lead to the whole, days show a share; what n / d opens is told below."""
NUMBER = re.compile(r"[1-9]")


@pytest.fixture
def product():
    """Frames are filled by queries that are proved on both elsewhere."""
    return "sqlite"


@pytest.fixture
def busy(city, monkeypatch):
    monkeypatch.setattr("db.known_places.LOOK_SECONDS", -1.0)
    a_month_at_work(city)
    begun, soon = date(2026, 1, 1), NOON.date()
    homes = [
        Rental(f"H{n}", PILOT_GRIDS[n], list(RentalType)[n % 4], list(RentalGrade)[n % 3], 30, first, begun)
        for n, first in enumerate([soon - timedelta(days=5)] * 7 + [soon] * 4 + [soon + timedelta(days=9)] * 5)
    ]
    ledgers = [DutyEntry("L1", DISTRICT, DutyKind.LEDGER, "台账", begun, 9), _cut("L2", begun, soon)]
    RegisterStore(city.system.database.log).put([*homes, *ledgers])
    system = city.system
    inspected = [system.record("inspection", PILOT_GRIDS[n], NOON - timedelta(days=6), rental=f"H{n}") for n in (0, 1)]
    system.send_records(inspected, system.key("inspector"))
    for n, item in enumerate(("V05", "E08", "G01", "E02", "V01")):
        due = NOON + timedelta(hours=-1 if n % 2 else 5)
        city.report(f"k{n}", item, PILOT_GRIDS[n * 7], due_at=due.isoformat())
        city.step(f"k{n}", "dispatch")
    system.work(NOON)
    return city


def _cut(code, begun, until):
    return DutyEntry(code, DISTRICT, DutyKind.LEDGER, "旧台账", begun, 5, valid_to=until, cut="合并")


def numbers(frame, links, link=""):
    """Every text that the script keeps, with where it, or what stands around it, leads."""
    link = links.get(getattr(frame, "data-link", None)) or link
    cell = getattr(frame, "data-cell", None)
    if cell is not None:
        yield cell, link
    below = getattr(frame, "children", None)
    for part in below if isinstance(below, list | tuple) else [below]:
        if not isinstance(part, str | int | float | None):
            yield from numbers(part, links, link)


def shown_with_links(city, board, language=Language.ZH):
    view = View(board, DISTRICT, frozenset({ALL}), language)
    snapshot = look(city, view)
    page = desk_board(board, DISTRICT, language, html.Div())
    return snapshot, [(cell, snapshot.cells.get(cell, ""), link) for cell, link in numbers(page, snapshot.links)]


@pytest.mark.parametrize("board", COLUMNS)
def test_no_number_of_a_board_is_left_without_a_list(busy, board):
    _, found = shown_with_links(busy, board)
    counts = [(cell, text) for cell, text, link in found if NUMBER.search(text) and not link]
    left = [(cell, text) for cell, text in counts if not any(re.search(one, cell) for one in EXCEPTIONS)]
    assert left == [], str(left)
    assert sum(bool(NUMBER.search(text)) and bool(link) for _, text, link in found) > 12


def rows_behind(city, link):
    """How much the rows of a list count together."""
    parts = urlsplit(link)
    address = read_address(parts.path, f"?{parts.query}")
    found = ask_records(city.system.queries, ALL_VIEWER, address, NOON, city.system.settings.timezone).rows
    assert found is not None, link
    assert found.next or sum(line.n for line in found.lines) == found.total
    return found.total


@pytest.mark.parametrize(("board", "least"), [("grid", 6), ("governance", 12), ("emergency", 5)])
def test_a_number_of_records_opens_as_many_as_it_says(busy, board, least):
    seen = 0
    for cell, text, link in shown_with_links(busy, board)[1]:
        number = re.fullmatch(r"([\d,]+)( / [\d,]+)?( 人)?", text)
        if number and link.startswith(f"/{Page.RECORDS}?") and not SUMS.search(cell):
            assert rows_behind(busy, link) == int(number[1].replace(",", "")), (cell, link)
            seen += 1
    assert seen >= least


def test_what_stands_beside_a_share_of_records_is_its_own_list(busy):
    snapshot = shown_with_links(busy, "grid")[0]
    n, d = (int(part) for part in snapshot.cells["patrol-today"].split(" / "))
    assert (rows_behind(busy, snapshot.links["patrol-today"]), d) == (n, 50)
    assert rows_behind(busy, snapshot.links["kpi-patrol_coverage"]) == n
    assert rows_behind(busy, snapshot.links["kpi-staffing_rate"]) == 47
    today = 4 * 7 + NOON.weekday()
    assert [rows_behind(busy, snapshot.links[f"day-{today - day}"]) for day in (0, 1, 2, 3)] == [12, 50, 0, 44]
    assert rows_behind(busy, snapshot.links["patrol-weeks"]) == 106
    assert rows_behind(busy, snapshot.links["team"]) == 3
    assert rows_behind(busy, snapshot.links["duty-rate"]) == 177
    assert rows_behind(busy, snapshot.links["burden-ledger"]) == 9
    homes = shown_with_links(busy, "governance")[0]
    done, due = (int(part) for part in homes.cells["inspection_rate-of"].split(" · ")[0].split(" / "))
    assert rows_behind(busy, homes.links["inspection_rate"]) == done == 2
    assert rows_behind(busy, homes.links["inspection_rate-of"]) == due
