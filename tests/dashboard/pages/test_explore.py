"""A figure can be divided by everything its cases have, and every number on the page opens exactly its cases."""

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from dashboard.address_reading import read_address
from dashboard.app import create_app
from dashboard.callbacks.grid import block
from dashboard.gate import SESSION_COOKIE, Sessions
from dashboard.pages.answers import to_question
from dashboard.pages.explore import ask_explore, ask_rows
from dashboard.views.desk_target import TargetLine
from pipelines.domain.access import ALL, Role, Viewer
from pipelines.domain.kpi import LISTED
from pipelines.domain.measure import MEASURES, Dimension
from pipelines.domain.record_counts import RECORDS_LISTED
from tests.dashboard.pages.conftest import DISTRICT, NOW, Desk
from tests.dashboard.pages.reading import address_of, by_class, links, rows, text
from tests.system import ALL_VIEWER, PILOT, System

DIVIDED = [one for one in Dimension if one not in {Dimension.TIME, Dimension.CATEGORY}]
COUNTS = ("cohort.reported", "cohort.valid", "due.settle_due", "flow.closed", "stock.open", "stock.overdue")
PERIODS = ("2024-05", "2024-04", "2024-05-01..2024-05-10")


@pytest.fixture
def product(request: pytest.FixtureRequest) -> str:
    """What divides the cases is SQL of its own: the test that asks for both runs on both."""
    return getattr(request, "param", "sqlite")


def answers(desk: Desk, query: str, viewer: Viewer = ALL_VIEWER):
    system = desk.system
    address = read_address("/explore", f"?place={DISTRICT}&{query}")
    return ask_explore(system.queries, viewer, address, NOW, system.settings.timezone)


@pytest.mark.parametrize("product", ["sqlite", "postgresql"], indirect=True)
@pytest.mark.parametrize("by", DIVIDED)
def test_the_rows_of_every_dimension_add_up_to_the_whole(desk: Desk, by: Dimension):
    for period in PERIODS:
        for measure in COUNTS:
            found = answers(desk, f"by={by}&measure={measure}&period={period}")
            entry = MEASURES[measure]
            whole = found.figures.counts[entry.basis][entry.name]
            assert sum(one.value(entry) or 0 for one in found.rows) == whole, (period, measure)


def test_every_number_on_the_page_opens_as_many_cases_as_it_says(desk: Desk):
    system, seen = desk.system, 0
    for query in ("", "by=class", "by=item&measure=closure_rate", "by=channel&measure=stock.open&center=grid"):
        page = desk.page(f"/explore?place={DISTRICT}&period=2024-05&{query}")
        for link in (one for one in links(page) if one.href.endswith("#cases") and "show=" in one.href):
            address, number = address_of(link), text(link).replace(",", "")
            found = ask_rows(system.queries, ALL_VIEWER, address, NOW, 0, 1000)
            if number.isdecimal():
                assert len(found) == int(number), link.href
                seen += 1
    assert seen > 30


def test_the_medians_of_a_length_are_those_of_its_distribution(desk: Desk):
    found = answers(desk, "measure=report_to_close&period=2024-05")
    entry, length = MEASURES["report_to_close"], found.durations["report_to_close"]
    assert sum(one.base(entry) for one in found.rows) == length.count > 0
    page = desk.page(f"/explore?place={DISTRICT}&period=2024-05&measure=report_to_close&lang=en")
    (median,) = re.findall(rf"{length.count} cases · P50 ([\d.]+) min", text(page))
    assert abs(float(median) - 30) <= 1.5
    assert "median" in text(page)


def test_lines_stand_beside_one_another_and_add_up_over_time(desk: Desk):
    beside = ".".join(PILOT[:6])
    found = answers(desk, f"by=time&measure=cohort.reported&period=2024-05&beside={beside}")
    assert [unit.code for unit, _ in found.lines] == [DISTRICT, *PILOT[:4]]
    entry = MEASURES["cohort.reported"]
    sums = [sum(one.value(entry) or 0 for one in points) for _, points in found.lines]
    assert sums[0] == found.figures.counts["cohort"]["reported"]
    assert sum(sums[1:]) == sums[0] and min(sums[1:3]) > 0


def test_what_stands_open_has_a_value_at_each_days_end(desk: Desk):
    found = answers(desk, "by=time&measure=stock.open&period=2024-05-01..2024-05-10")
    assert [one.key for one in found.lines[0][1]][-1] == "2024-05-10"
    day = to_question(read_address("/places/x", "?period=2024-05-10"), NOW.date())
    then = desk.system.queries.figures.figures(ALL_VIEWER, type(day)(DISTRICT, day.period), NOW)
    assert found.lines[0][1][-1].value(MEASURES["stock.open"]) == then.counts["stock"]["open"]


def test_open_cases_are_as_many_by_stage_as_in_all_and_their_ages_are_in_order(desk: Desk):
    found = answers(desk, "period=today")
    assert sum(one.cases for one in found.ages.values()) == found.figures.counts["stock"]["open"]
    assert all(0 < one.p50 <= one.p90 <= one.oldest < timedelta(days=32).total_seconds() for one in found.ages.values())
    assert not answers(desk, "period=2024-04").ages


@pytest.mark.parametrize(
    "query",
    [
        "measure=luck",
        "by=luck",
        "measure=report_to_close&by=item",
        "measure=stock.open&by=time&item=x",
        "show=cohort.luck",
        "by=class&cell=Z",
        f"by=time&beside={PILOT[1]}",
        f"place={PILOT[1]}",
    ],
)
def test_what_cannot_be_asked_is_answered_with_a_way_out(desk: Desk, query: str):
    own = Viewer("own", frozenset({PILOT[0]}))
    page = desk.page(f"/explore?place={PILOT[0]}&{query}", own)
    assert by_class(page, "desk-notice") and not by_class(page, "desk-explore")


def test_the_grid_is_given_block_after_block_and_only_what_the_viewer_may_see(desk: Desk):
    system, zone = desk.system, desk.system.settings.timezone
    search = f"?place={DISTRICT}&period=2024-04&show=cohort.reported"
    first = block(system.queries, ALL_VIEWER, "/explore", search, 0, NOW, zone)
    assert (len(first["rowData"]), first["rowCount"]) == (32, 32)
    assert re.fullmatch(r"\[A\d+\]\(/cases/A\d+\?period=2024-04\)", first["rowData"][0]["number"])
    assert block(system.queries, ALL_VIEWER, "/explore", search, 50, NOW, zone)["rowData"] == []
    foreign = Viewer("own", frozenset({PILOT[0]}))
    assert block(system.queries, foreign, "/explore", search, 0, NOW, zone) == {"rowData": [], "rowCount": 0}


def test_a_case_number_cannot_become_a_link_of_its_own(desk: Desk):
    system = desk.system
    at = (NOW - timedelta(minutes=1)).isoformat()
    event = {"event_id": "evil", "case_id": "[x](//evil)", "step": "report", "occurred_at": at, "place": PILOT[0]}
    system.send([event], system.key("sender"))
    system.work(NOW)
    search = f"?place={PILOT[0]}&period=today&show=cohort.reported"
    found = block(system.queries, ALL_VIEWER, "/explore", search, 0, NOW, system.settings.timezone)
    evil = next(row["number"] for row in found["rowData"] if "evil" in row["number"])
    assert evil.startswith(r"[\[x\]\(\/\/evil\)](/cases/%5Bx%5D%28%2F%2Fevil%29")


def test_one_address_restores_one_view_and_the_chosen_row_is_marked(desk: Desk):
    query = f"/explore?place={DISTRICT}&period=2024-05&measure=closure_rate&by=class&show=cohort.closed&cell=C&lang=en"
    page = desk.page(query)
    assert "Closure rate by class" in text(page)
    (marked,) = by_class(page, "desk-row-here")
    assert "Class C" in text(marked)
    assert rows(by_class(page, "desk-sliced")[0])


def test_every_measure_is_made_of_counts_that_can_be_listed():
    assert len(MEASURES) > 60
    counts = [(entry.basis, entry.name) for entry in MEASURES.values() if entry.kind == "count"]
    assert all(name in LISTED[basis] or name in RECORDS_LISTED[basis] for basis, name in counts)


def test_only_the_page_of_slices_loads_the_grid(deployment: System):
    viewer = Viewer("li", frozenset({ALL}), Role.ANALYST)
    deployment.queries.accounts.put_account(viewer, "a-password")
    cookie = {SESSION_COOKIE: Sessions(deployment.queries.accounts, deployment.settings.secret).cookie(viewer)}
    with TestClient(create_app(deployment.settings), cookies=cookie) as client:
        pages = ("/explore", "/places", "/overview", "/alarms", "/wall/overview")
        loaded = [path for path in pages if "/dash_ag_grid/" in client.get(path).text]
    assert loaded == ["/explore"]


def test_a_rate_that_has_a_target_is_a_dot_beside_it_and_any_other_figure_a_bar(desk: Desk):
    found = answers(desk, "by=class&measure=on_time_rate&period=2024-05")
    entry = MEASURES["on_time_rate"]
    values = [value for one in found.rows if (value := one.value(entry)) is not None]
    assert values
    page = desk.page(f"/explore?place={DISTRICT}&period=2024-05&by=class&measure=on_time_rate")
    (panel,) = by_class(page, "desk-sliced")
    lines = [{part.className: part.style for part in line.children} for line in by_class(panel, "desk-target")]
    assert not by_class(panel, "desk-bar-fill")
    ticks, dots = ([float(line[name]["left"].rstrip("%")) for line in lines] for name in ("desk-tick", "desk-dot"))
    assert len(set(ticks)) == 1
    assert sum(dot < tick for dot, tick in zip(dots, ticks, strict=True)) == sum(one < entry.target for one in values)
    assert len(dots) == len(values)
    assert "目标 95%" in text(panel)
    other = desk.page(f"/explore?place={DISTRICT}&period=2024-05&by=class&measure=closure_rate")
    assert by_class(other, "desk-bar-fill")
    assert not by_class(other, "desk-target")


@pytest.mark.parametrize("values", [[0.0], [0.94, 0.951], [0.95], [1.0, 0.2]])
def test_the_line_of_a_target_holds_every_value_and_the_target(values: list[float]):
    line = TargetLine.over(0.95, values)
    assert line.low <= min(values)
    assert max(values) <= line.high <= 1
    assert line.low < 0.95 < line.high
