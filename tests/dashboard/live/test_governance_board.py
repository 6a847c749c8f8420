"""The governance center's board: every figure is that of the queries, and a number leads to as many cases."""

import asyncio
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest

from dashboard.address import Page
from dashboard.address_reading import read_address
from dashboard.live.channel import View
from dashboard.queries.case_row import Narrowing
from dashboard.queries.question import Question
from dashboard.wording.words import Language
from db import known_places
from db.register_store import RegisterStore
from pipelines.domain.access import ALL
from pipelines.domain.event import Center
from pipelines.domain.housing import Rental, RentalGrade, RentalType
from pipelines.domain.kpi import Basis
from pipelines.domain.period import read_period
from tests.dashboard.live.city import NOON
from tests.system import ALL_VIEWER, PILOT_GRIDS

DISTRICT = "140303"
MONTH = "2026-11"
ZH = View("governance", DISTRICT, frozenset({ALL}), Language.ZH)
EN = View("governance", DISTRICT, frozenset({ALL}), Language.EN)
LOOP = (1, 2, 8, 9, 10)
KINDS = ("disputes", "petitions")


def look(city, view=ZH):
    async def settled():
        await city.hub.whole(view)
        await city.hub.look()
        await city.hub.settle()
        await city.hub.look()
        return (await city.hub.whole(view))[0].snapshot

    return asyncio.run(settled())


def days_ago(n):
    return NOON - timedelta(days=n)


def cells(snapshot, *names):
    return [snapshot.cells[name] for name in names]


def figures(city, period):
    question = Question(DISTRICT, read_period(period, city.system.day(NOON)), Center.GOVERNANCE)
    return city.system.queries.figures.figures(ALL_VIEWER, question, NOON)


def listed(city, href):
    """How many cases the list behind an address has."""
    parts = urlsplit(href)
    address = read_address(parts.path, f"?{parts.query}")
    assert address.page is Page.PLACE
    question = Question(
        address.key, read_period(address.period, city.system.day(NOON)), address.center, item=address.item
    )
    basis, count, narrowing = address.listed.basis, address.listed.count, Narrowing(matter=address.matter)
    found = city.system.queries.cases.behind(ALL_VIEWER, question, basis, count, NOON, narrowing=narrowing)
    assert len(found.rows) == found.total
    return found.total


def appeals(city, take):
    """Five appeals of the month, each a step further, the last without the citizen; one of before, and a hazard."""
    steps = (["accept"], ["accept", "resolve"], ["accept", "resolve", "confirm"], ["accept", "resolve", "feedback"])
    for n, taken in enumerate(([], *steps)):
        city.report(f"p{n}", "P01", PILOT_GRIDS[n], at=NOON - timedelta(days=n, minutes=5))
        for step in taken:
            take(f"p{n}", step)
    city.report("old", "P03", PILOT_GRIDS[9], at=days_ago(40))
    city.report("hazard", "R01", PILOT_GRIDS[9])


def test_open_disputes_and_petitions_stand_by_age_the_oldest_with_their_cases(city):
    for n, days in enumerate((0, 6, 7, 29, 30, 89, 90, 380)):
        city.report(f"d{n}", "V05", PILOT_GRIDS[n], at=days_ago(days) - timedelta(minutes=1))
    city.report("p", "P08", PILOT_GRIDS[0], at=days_ago(100))
    city.report("named", "V09", PILOT_GRIDS[0], at=days_ago(10), workflow="appeal")
    for one in ("D", "closed"):
        city.report(one, "S01" if one == "D" else "V05", PILOT_GRIDS[0], at=days_ago(200))
    city.step("closed", "close")
    snapshot = look(city)
    assert [cells(snapshot, f"disputes-age-{n}", f"petitions-age-{n}") for n in range(4)] == [
        ["2", "0"],
        ["2", "1"],
        ["2", "0"],
        ["2", "1"],
    ]
    assert cells(snapshot, "disputes-open", "petitions-open", "disputes-today") == ["8", "2", "1"]
    numbers = [f"{kind}-{part}" for kind in KINDS for part in ("open", "today", *(f"age-{n}" for n in range(4)))]
    assert {one: snapshot.cells[one] for one in numbers} == {
        one: str(listed(city, snapshot.links[one])) for one in numbers
    }
    assert [snapshot.states[f"age-{n}"] for n in range(4)] == ["on", "on", "on", "warning"]
    assert [snapshot.bars[f"age-{n}"] for n in range(4)] == [0.667, 1, 0.667, 1]
    assert [snapshot.links[f"oldest-{n}"] for n in range(3)] == ["/cases/d7", "/cases/p", "/cases/d6"]
    assert cells(snapshot, "oldest-0-title", "oldest-0-where", "oldest-0-days") == ["邻里纠纷", "刘家垴社区", "380 天"]


def test_the_loop_counts_how_far_the_months_appeals_have_come_and_only_citizens_confirm(city, take):
    appeals(city, take)
    snapshot = look(city)
    assert cells(snapshot, *(f"loop-{step}" for step in LOOP)) == ["5", "4", "3", "1", "1"]
    assert cells(snapshot, *(f"loop-{step}-waiting" for step in LOOP)) == ["停 1"] * 5
    rate = figures(city, MONTH).rates["citizen_confirmed_rate"]
    assert (rate.n, rate.d) == (1, 3)
    assert cells(snapshot, "loop-rate", "loop-rate-of") == ["33.3%", "1 / 3 · 样本不足"]
    assert [listed(city, snapshot.links[f"loop-{step}"]) for step in LOOP] == [5, 4, 3, 1, 1]
    assert [listed(city, snapshot.links[f"loop-{step}-waiting"]) for step in LOOP] == [1] * 5


def test_what_is_resolved_of_the_months_stands_beside_what_was_reported(city, take):
    appeals(city, take)
    for n in range(4):
        city.report(f"d{n}", "V05", PILOT_GRIDS[n], at=days_ago(n))
    city.step("d1", "dispose")
    snapshot = look(city)
    assert cells(snapshot, "disputes-done-of", "petitions-done-of") == ["1 / 4 · 样本不足", "3 / 5 · 样本不足"]
    assert cells(snapshot, "petitions-today", "disputes-today") == ["1", "1"]
    done = [(f"{kind}-done", f"{kind}-done-of") for kind in KINDS]
    assert [[listed(city, snapshot.links[one]) for one in pair] for pair in done] == [[1, 4], [3, 5]]


def test_the_petition_backlog_is_that_of_the_figures(city):
    for n in range(3):
        late = {"at": days_ago(3), "due_at": days_ago(2).isoformat()}
        city.report(f"p{n}", "P01", PILOT_GRIDS[n], **late)
    city.system.tick(NOON)
    city.step("p2", "resolve")
    snapshot = look(city)
    rate = figures(city, "today").rates["petition_resolution"]
    assert (rate.n, rate.d) == (1, 3)
    assert cells(snapshot, "backlog-left", "backlog-resolved", "backlog-of") == ["2", "1", "1 / 3 · 样本不足"]
    assert [listed(city, snapshot.links[f"backlog-{part}"]) for part in ("left", "resolved")] == [2, 1]


def test_the_days_count_from_the_last_dispute_that_became_a_petition(city, take):
    for n, days in enumerate((50, 9, 2)):
        city.report(f"d{n}", "V05", PILOT_GRIDS[n * 10], at=days_ago(days))
    assert cells(look(city), "zero-days", "zero-text") == ["—", "有记录以来没有纠纷转为信访"]
    for case, days in (("d1", 8), ("d0", 5)):
        take(case, "classify", days_ago(days), item="P01")
    city.clock.move(61)
    snapshot = look(city)
    assert cells(snapshot, "zero-days", "zero-when") == ["5", "11月16日 周一"]
    assert (snapshot.links["zero-last"], snapshot.states["zero"]) == ("/cases/d0", "normal")
    month, year = (figures(city, period).rates["dispute_escalation"] for period in (MONTH, "2026"))
    assert [(month.n, month.d), (year.n, year.d)] == [(1, 2), (2, 3)]
    assert cells(snapshot, "zero-month-of") == ["1 / 2 · 样本不足"]
    assert [listed(city, snapshot.links[f"zero-{period}"]) for period in ("month", "year")] == [1, 2]


def test_rented_homes_stand_by_type_and_grade(city, monkeypatch):
    monkeypatch.setattr(known_places, "LOOK_SECONDS", -1.0)
    today = city.system.day(NOON)
    kinds = [(RentalType.WHOLE, RentalGrade.A)] * 2 + [(RentalType.SHARED, RentalGrade.C)]
    homes = [
        Rental(f"h{n}", PILOT_GRIDS[0], kind, grade, 30, today - timedelta(days=n), date(2026, 1, 1))
        for n, (kind, grade) in enumerate(kinds)
    ]
    RegisterStore(city.system.database.log).put(homes)
    snapshot = look(city)
    assert cells(snapshot, "homes-whole-A", "homes-shared-C", "homes-dormitory-B", "homes-all-A", "homes-all-all") == [
        "2", "1", "0", "2", "3",
    ]  # fmt: skip
    assert cells(snapshot, "inspections_due", "inspections_overdue") == ["3", "2"]
    assert snapshot.states["inspections_overdue"] == "warning"
    assert snapshot.cells["inspection_rate-of"] == "0 / 3 · 样本不足"


def test_what_comes_back_stands_with_its_place_and_leads_to_its_cases(city, take):
    for place, times in ((0, 3), (1, 2)):
        for n in range(times):
            case = f"g{place}-{n}"
            city.report(case, "V05", PILOT_GRIDS[place], at=days_ago(10 - n))
            take(case, "close", days_ago(10 - n) + timedelta(hours=1))
    snapshot = look(city)
    assert cells(snapshot, "spot-0-where", "spot-0-n", "spot-1-n") == ["刘家垴第1网格", "2 件", "1 件"]
    assert snapshot.cells["recurring-of"] == "3 / 5 · 样本不足"
    assert [listed(city, snapshot.links[key]) for key in ("spot-0", "spot-1", "recurring")] == [2, 1, 3]
    period = read_period("2026-10-23..2026-11-21", city.system.day(NOON))
    question = Question(DISTRICT, period, Center.GOVERNANCE)
    whole, _ = city.system.queries.wide.family(ALL_VIEWER, question, NOON)
    rate = whole.rates["recurrence_rate"]
    assert (rate.n, rate.d) == (3, 5)
    assert whole.counts[Basis.COHORT]["recurring"] == 3


@pytest.mark.parametrize("view", [ZH, EN])
def test_where_nothing_is_known_there_are_zeros_and_dashes(city, view):
    snapshot = look(city, view)
    assert set(cells(snapshot, "disputes-open", "petitions-today", "loop-1", "homes-all-all", "backlog-left")) == {"0"}
    assert set(cells(snapshot, "loop-rate", "zero-days", "zero-month", "recurring-rate", "disputes-done")) == {"—"}
    assert (snapshot.states["no-oldest"], snapshot.states["no-recurring"]) == ("on", "on")
    assert not {"warning", "critical"}.intersection(snapshot.states.values())
    assert {snapshot.links[key] for key in ("oldest-0", "spot-0", "zero-last")} == {""}
