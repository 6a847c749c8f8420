"""The page of records: the rows of a count add up to its number, in words, in scope, and every count has its list."""

from collections import Counter
from datetime import date, timedelta

import pytest

from dashboard.address import Address, Listed, Page
from dashboard.address_reading import read_address
from dashboard.pages.records import RecordAnswers, ask_records
from dashboard.views.desk_record_counts import KINDS
from dashboard.wording.words import Language
from db.register_store import RegisterStore
from pipelines.domain.access import Viewer
from pipelines.domain.context import ResidentGroup
from pipelines.domain.duty import DutyEntry, DutyKind
from pipelines.domain.housing import Rental, RentalGrade, RentalType
from pipelines.domain.kpi import LISTED, Basis
from pipelines.domain.record_counts import RECORDS_LISTED
from pipelines.domain.staff import StaffCategory, StaffPost
from tests.dashboard.pages.conftest import DISTRICT, NOW, Desk
from tests.dashboard.pages.reading import address_of, by_class, links, rows, text
from tests.system import ALL_VIEWER, PILOT, PILOT_GRIDS, System

BEGUN, TODAY = date(2024, 1, 1), NOW.date()
LISTS = [(basis, count) for basis in Basis for count in RECORDS_LISTED[basis]]
MONTH = f"/records?place={DISTRICT}&period=2024-05"


@pytest.fixture
def product(request: pytest.FixtureRequest) -> str:
    """Rows are read with SQL of their own: the tests that ask for both run on both."""
    return getattr(request, "param", "sqlite")


@pytest.fixture
def kept(deployment: System, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Three days of rounds in four grids, and something in every register."""
    monkeypatch.setattr("db.known_places.LOOK_SECONDS", -1.0)
    made = []
    for days in range(3):
        at = NOW - timedelta(days=days)
        for n, grid in enumerate((*PILOT_GRIDS[:3], PILOT_GRIDS[10])):
            made += [deployment.record("patrol", grid, at - timedelta(minutes=one), minutes=25) for one in range(n)]
            made.append(deployment.record("visit", grid, at, households=n + 1) | {"actor": "王芳"})
            told = {"rental": f"H{n}", "result": ("passed", "failed")[n % 2], "grade": "C"}
            made.append(deployment.record("inspection", grid, at, **told))
            kind = list(StaffCategory)[n]
            made.append(deployment.record("roster", grid, at, worker=f"W{n}", category=kind))
    deployment.send_records(made, deployment.key())
    RegisterStore(deployment.database.log).put(register_rows())
    deployment.work(NOW)
    return Desk(deployment)


def register_rows():
    kinds = list(RentalType)
    homes = [
        Rental(f"H{n}", PILOT_GRIDS[n], kinds[n % 4], RentalGrade.B, 30, TODAY - timedelta(days=4 if n else 1), BEGUN)
        for n in range(6)
    ]
    posts = [StaffPost(f"W{n}", f"李{n}", StaffCategory.RETIRED, PILOT_GRIDS[n], BEGUN, True) for n in range(3)]
    gone = StaffPost("W9", "赵九", StaffCategory.RETIRED, PILOT_GRIDS[9], BEGUN, True, TODAY - timedelta(days=2))
    cut = TODAY - timedelta(days=1)
    duties = [
        DutyEntry("D1", DISTRICT, DutyKind.DUTY, "出具证明", BEGUN, 80, valid_to=cut, cut="清理证明"),
        DutyEntry("D2", DISTRICT, DutyKind.DUTY, "民情走访", BEGUN, 11),
        DutyEntry("D3", DISTRICT, DutyKind.LEDGER, "人口台账", BEGUN, 7),
        DutyEntry("D4", DISTRICT, DutyKind.DUTY, "新增事项", cut, 2, is_baseline=False),
    ]
    groups = [
        ResidentGroup("G1", PILOT[0], "棋社", "王伟", BEGUN),
        ResidentGroup("G2", PILOT[0], "舞队", "张兰", BEGUN, BEGUN, TODAY),
    ]
    return [*homes, *posts, gone, *duties, *groups]


def asked(desk: Desk, query: str, viewer: Viewer = ALL_VIEWER) -> RecordAnswers:
    address = read_address("/records", f"?{query}")
    return ask_records(desk.system.queries, viewer, address, NOW, desk.system.settings.timezone)


def walked(desk: Desk, query: str) -> tuple[int, int, int]:
    """A list page by page: its total, what its rows add up to, and how many rows there are."""
    page = asked(desk, query).rows
    assert page is not None
    total, n, many, after = page.total, 0, 0, list[str]()
    while True:
        n, many = n + sum(line.n for line in page.lines), many + len(page.lines)
        if page.next is None:
            return total, n, many
        after.append(page.next)
        page = asked(desk, f"{query}&after={'.'.join(after)}").rows
        assert page is not None and page.lines


@pytest.mark.parametrize("product", ["sqlite", "postgresql"], indirect=True)
def test_the_rows_of_every_count_add_up_to_its_number_and_to_its_figure(kept: Desk):
    seen = Counter[Basis]()
    for place in (DISTRICT, PILOT[0]):
        counts = asked(kept, f"place={place}&period=2024-05").figures.counts
        for basis, count in LISTS:
            total, n, _ = walked(kept, f"place={place}&period=2024-05&show={basis}.{count}")
            assert total == n == counts[basis][count], (place, basis, count)
            seen[basis] += n > 0
    assert seen[Basis.FLOW] > 15 and seen[Basis.STOCK] > 20 and seen[Basis.DUE] == 4


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        ("flow.patrols", ["Patrol of 25 min", "2024-05-15 09:58"]),
        ("flow.households_visited", ["王芳", "4 households visited"]),
        ("flow.inspections_failed", ["H1", "Failed · graded C"]),
        ("flow.worker_days", ["李1", "retired · on duty", "W3"]),
        ("flow.grid_days_due", ["to be patrolled that day", "Register"]),
        ("stock.grids_with_chief", ["李0", "Grid chief · retired · since 2024-01-01"]),
        ("stock.grids_vacant", ["vacant since 2024-05-13", "nobody has ever been chief"]),
        ("stock.duty_items", ["民情走访", "duty items", "新增事项", "admitted since"]),
        ("stock.duty_removed", ["出具证明", "cut: 清理证明", "-2"]),
        ("stock.rentals", ["H5", "shared homes · grade B", "whole homes · grade C"]),
        ("due.inspections_falling_due", ["2024-05-11", "not done yet", "done on 2024-05-13"]),
        ("stock.inspections_overdue", ["H4", "not done yet"]),
        ("stock.groups", ["棋社", "to be approved · led by 王伟", "to be renewed · led by 张兰"]),
    ],
)
def test_a_row_says_in_words_what_is_counted(kept: Desk, show: str, expected: list[str]):
    pages, after = "", ""
    while True:
        page = kept.page(f"{MONTH}&show={show}&lang=en{after}")
        (table,) = by_class(page, "desk-record-table")
        pages += text(table)
        onward = [one for one in links(page) if text(one) == "Next"]
        if not onward:
            break
        after = f"&after={'.'.join(address_of(onward[0]).after)}"
    assert [word for word in expected if word not in pages] == []


def test_the_page_names_the_count_its_definition_and_its_place(kept: Desk):
    page = kept.page(f"{MONTH}&show=flow.patrols&center=grid&item=E01")
    (head,) = by_class(page, "desk-record-count")
    n = asked(kept, f"place={DISTRICT}&period=2024-05").figures.counts[Basis.FLOW]["patrols"]
    assert f"{n}" in text(head) and "巡查次数" in text(head)
    assert [one.href for one in links(head)] == ["/definitions#flow.patrols"]
    (table,) = by_class(page, "desk-record-table")
    assert len(rows(table)) == n == 18
    to = address_of(links(rows(table)[0])[0])
    assert (to.page, to.period, to.center, to.item) == (Page.PLACE, "2024-05", None, None)
    assert {one.key for one in map(address_of, links(table))} == {*PILOT_GRIDS[1:3], PILOT_GRIDS[10]}


def test_pages_follow_one_another_and_back(kept: Desk):
    first = kept.page(f"{MONTH}&show=flow.grid_days_due")
    onward = next(one for one in links(first) if text(one) == "下一页")
    second = kept.page(onward.href)
    assert not [one for one in links(first) if text(one) == "上一页"]
    back = next(one for one in links(second) if text(one) == "上一页")
    assert address_of(back) == read_address("/records", f"?{MONTH.partition('?')[2]}&show=flow.grid_days_due")
    firsts, seconds = ([text(row) for row in rows(by_class(one, "desk-record-table")[0])] for one in (first, second))
    assert len(firsts) == len(seconds) == 20 and not set(firsts).intersection(seconds)


def test_every_count_is_offered_once_with_its_number_and_leads_to_its_list(kept: Desk):
    assert Counter(one for own in KINDS.values() for one in own) == Counter(Listed(*one) for one in LISTS)
    page = kept.page(f"/records?place={DISTRICT}&period=2024-05")
    counts = asked(kept, f"place={DISTRICT}&period=2024-05").figures.counts
    found = {address_of(one).asked("show"): text(one) for one in links(by_class(page, "desk-record-kinds")[0])}
    assert found == {f"{basis}.{count}": f"{counts[basis][count]:,}" for basis, count in LISTS}


@pytest.mark.parametrize("show", ["flow.luck", "luck", "cohort.reported", "stock.open_weighted"])
def test_a_count_without_a_list_is_told_with_those_that_have_one(kept: Desk, show: str):
    page = kept.page(f"{MONTH}&show={show}")
    assert "不能逐条列出" in text(by_class(page, "desk-empty")[0])
    assert by_class(page, "desk-record-kinds") and not by_class(page, "desk-record-table")


def test_where_nothing_is_kept_the_page_says_so(kept: Desk):
    page = kept.page(f"/records?place={PILOT[3]}&period=2024-05&show=flow.patrols")
    assert "这里没有可列的记录" in text(by_class(page, "desk-empty")[0])


def test_a_street_sees_its_own_rows_only(kept: Desk):
    own = Viewer("own", frozenset({PILOT[1]}))
    page = kept.page("/records?period=2024-05&show=flow.patrols", own)
    (table,) = by_class(page, "desk-record-table")
    assert {one.key for one in map(address_of, links(table))} == {PILOT_GRIDS[10]}
    assert by_class(kept.page(f"{MONTH}&show=flow.patrols", own), "desk-notice")


def test_a_count_is_listed_by_what_it_is_made_of():
    here = Address(key=DISTRICT, period="2024-05", language=Language.EN)
    listed = f"/records?place={DISTRICT}&period=2024-05&show=flow.patrols&lang=en"
    assert here.behind(Basis.FLOW, "patrols").href == listed
    assert here.behind(Basis.STOCK, "alarms_open").href == f"/alarms?place={DISTRICT}&period=2024-05&lang=en"
    assert here.behind(Basis.COHORT, "closed") == here.listing(Basis.COHORT, "closed")
    assert not [name for basis in Basis for name in LISTED[basis] if name in RECORDS_LISTED[basis]]
