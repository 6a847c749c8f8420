"""Counts and rates of records can be divided by place, by day and by category of worker, and open their records."""

import re

import pytest

from dashboard.address import Page
from dashboard.address_reading import read_address
from dashboard.pages.explore import ask_explore, ask_rows
from dashboard.pages.records import ask_records
from pipelines.domain.kpi import Basis
from pipelines.domain.measure import MEASURES, Dimension, by_category, counts_of, dimensions, has_records
from pipelines.domain.record_counts import WORKER_DAYS, WORKERS
from pipelines.domain.staff import StaffCategory
from tests.dashboard.pages.conftest import DISTRICT, NOW, Desk
from tests.dashboard.pages.reading import address_of, by_class, links, text
from tests.dashboard.pages.test_records import kept  # noqa: F401
from tests.system import ALL_VIEWER

OF_RECORDS = [name for name, entry in MEASURES.items() if has_records(entry)]
BY_DAY = ("flow.patrols", "flow.worker_days", "flow.grid_days_due", "flow.inspections_done", "flow.households_visited")


@pytest.fixture
def product(request: pytest.FixtureRequest) -> str:
    """Records are counted by SQL of their own: the tests that ask for both run on both."""
    return getattr(request, "param", "sqlite")


def answers(desk: Desk, query: str):
    system = desk.system
    address = read_address("/explore", f"?place={DISTRICT}&period=2024-05&{query}")
    return ask_explore(system.queries, ALL_VIEWER, address, NOW, system.settings.timezone)


@pytest.mark.parametrize("product", ["sqlite", "postgresql"], indirect=True)
def test_the_places_below_add_up_to_the_whole(kept: Desk):  # noqa: F811
    seen = 0
    for measure in OF_RECORDS:
        found, entry = answers(kept, f"measure={measure}"), MEASURES[measure]
        for basis, name in counts_of(entry):
            whole = found.figures.counts[basis][name]
            assert sum(one.counts[basis].get(name, 0) for one in found.rows) == whole, (measure, name)
            seen += whole > 0
    assert seen > 30


@pytest.mark.parametrize("product", ["sqlite", "postgresql"], indirect=True)
def test_categories_and_days_add_up_to_the_whole(kept: Desk):  # noqa: F811
    for measure in ("flow.worker_days", "stock.workers_on_duty"):
        found, entry = answers(kept, f"measure={measure}&by=category"), MEASURES[measure]
        assert [one.key for one in found.rows] == list(StaffCategory)
        values = [one.value(entry) for one in found.rows]
        assert sum(values) == found.figures.counts[entry.basis][entry.name] and min(values) > 0
    for measure in BY_DAY:
        found, entry = answers(kept, f"measure={measure}&by=time"), MEASURES[measure]
        days = {one.key: one.value(entry) for one in found.lines[0][1] if (one.key or "").startswith("2024-05")}
        assert sum(days.values()) == found.figures.counts[entry.basis][entry.name] > 0, measure


def test_what_stands_in_a_register_has_a_value_at_each_days_end(kept: Desk):  # noqa: F811
    found = answers(kept, "measure=staffing_rate&by=time")
    values = {one.key: one.value(MEASURES["staffing_rate"]) for one in found.lines[0][1]}
    assert (values["2024-05-12"], values["2024-05-14"]) == (4 / 50, 3 / 50)


def test_every_number_opens_its_records_or_its_cases(kept: Desk):  # noqa: F811
    system, seen = kept.system, 0
    kept.system.send([system.event("c1", "report", NOW, place="140303007001001", item="G01")], system.key("reporter"))
    system.work(NOW)
    queries = [
        "flow.patrols",
        "patrol_coverage",
        "staffing_rate",
        "reports_per_worker",
        "stock.rentals",
        "inspection_rate",
    ]
    queries += ["flow.worker_days&by=category", "stock.workers_on_duty&by=category", "stock.duty_items"]
    for query in queries:
        page = kept.page(f"/explore?place={DISTRICT}&period=2024-05&measure={query}")
        for link in links(by_class(page, "desk-bars")[0]):
            address, number = address_of(link), text(link).replace(",", "")
            if not re.fullmatch(r"-?\d+", number):
                continue
            if address.page is Page.RECORDS:
                rows = ask_records(system.queries, ALL_VIEWER, address, NOW, system.settings.timezone).rows
                n = rows.total if rows else None
            else:
                n = len(ask_rows(system.queries, ALL_VIEWER, address, NOW, 0, 100))
            assert n == int(number), (query, link.href)
            seen += 1
    assert seen > 40


def test_a_figure_of_records_leaves_out_what_only_cases_know(kept: Desk):  # noqa: F811
    page = kept.page(f"/explore?place={DISTRICT}&period=2024-05&measure=flow.patrols&center=grid&item=E01")
    assert by_class(page, "desk-bars") and not by_class(page, "desk-cases")
    assert not [one.href for one in links(page) if "item=" in one.href or "&center=grid" in one.href.split("#")[0]]
    for query in (
        "measure=flow.patrols&by=class",
        "measure=flow.patrols&by=category",
        "measure=inspection_rate&by=time",
    ):
        assert by_class(kept.page(f"/explore?place={DISTRICT}&{query}"), "desk-notice"), query


def test_only_counts_of_workers_know_categories():
    divided = [name for name, entry in MEASURES.items() if Dimension.CATEGORY in dimensions(entry, is_sliced=False)]
    assert divided == ["flow.worker_days", "stock.workers_on_duty"]
    counts = {Basis.FLOW: {"worker_days": 9, **dict.fromkeys(WORKER_DAYS.values(), 2)}, Basis.STOCK: {}}
    assert [one.value(MEASURES["flow.worker_days"]) for one in by_category(MEASURES["flow.worker_days"], counts)] == [
        2
    ] * 4
    stock = {Basis.STOCK: {"workers_on_duty": 1, WORKERS[StaffCategory.RETIRED]: 1}, Basis.FLOW: {}}
    assert [one.key for one in by_category(MEASURES["stock.workers_on_duty"], stock)] == [StaffCategory.RETIRED]
