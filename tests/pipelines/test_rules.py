"""Deadlines that the intake's rules give: on the case, in the figures, and in any order of arrival."""

import random
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dashboard.queries.question import Question
from db.org_store import OrgStore
from db.rule_store import RuleStore
from pipelines.domain.calendar import Counting, Limit, SpecialDay
from pipelines.domain.case import Case
from pipelines.domain.kpi import Basis
from pipelines.domain.period import read_period
from pipelines.domain.rules import DeadlineRule
from pipelines.domain.step import CaseStage
from pipelines.intake import sources
from pipelines.sample import SAMPLE_ROOTS, load_sample_rules, sample_items
from pipelines.simulation.city import City
from pipelines.simulation.wire import to_wire
from tests.system import ALL_VIEWER, PILOT_GRIDS, System

ZONE = ZoneInfo("Asia/Shanghai")
FRIDAY = datetime(2026, 11, 20, 16, tzinfo=ZONE)
PLACE = PILOT_GRIDS[0]


@pytest.fixture
def ruled(deployment: System, monkeypatch: pytest.MonkeyPatch) -> System:
    """A deployment with two rules, whose intake looks at the registers with every request."""
    monkeypatch.setattr(sources, "REGISTERS_AGE_SECONDS", -1.0)
    rules(deployment).put_deadlines(
        [
            DeadlineRule("G06", Limit(2, Counting.WORKING_DAYS)),
            DeadlineRule("G06", Limit(2, Counting.CONTINUOUS_HOURS), "grave"),
            DeadlineRule("G06", Limit(2, Counting.CONTINUOUS_HOURS), stage=CaseStage.DISPATCHED),
        ]
    )
    return deployment


def rules(deployment: System) -> RuleStore:
    return RuleStore(deployment.database.log, deployment.settings.timezone)


def case_of(deployment: System, case_id: str) -> Case:
    return deployment.queries.cases.case(ALL_VIEWER, case_id).file.case


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_a_report_gets_the_deadline_of_its_item(ruled: System) -> None:
    ruled.send([ruled.event("c1", "report", FRIDAY, place=PLACE, item="G06")], ruled.key())
    ruled.work(FRIDAY)
    case = case_of(ruled, "c1")
    assert case.due_at == local("2026-11-24T16:00")
    assert case.stage_due == {CaseStage.DISPATCHED: local("2026-11-20T18:00")}
    today = FRIDAY.date()
    question = Question("140303", read_period("2026-11-24", today))
    counts = ruled.queries.figures.figures(ALL_VIEWER, question, FRIDAY + timedelta(hours=1)).counts
    assert (counts[Basis.DUE]["due"], counts[Basis.DUE]["not_yet_due"]) == (1, 1)


def test_a_case_turns_overdue_by_the_rules(ruled: System) -> None:
    ruled.send([ruled.event("c1", "report", FRIDAY, place=PLACE, item="G06", condition="grave")], ruled.key())
    for later, part in ((1, "on_schedule"), (1.7, "due_soon"), (2.1, "overdue")):
        now = FRIDAY + timedelta(hours=later)
        ruled.work(now)
        ruled.tick(now)
        assert case_of(ruled, "c1").timing == part


def test_no_order_of_arrival_changes_a_deadline(ruled: System) -> None:
    key = ruled.key()
    told: list[dict[str, Any]] = [
        ruled.event("", "report", FRIDAY, place=PLACE, channel="hotline"),
        ruled.event("", "classify", FRIDAY + timedelta(minutes=5), place=PLACE, item="G06"),
        ruled.event("", "register", FRIDAY + timedelta(minutes=30), place=PLACE, condition="grave"),
    ]
    orders = list(permutations(told))
    for n, order in enumerate(orders):
        for event in order:
            ruled.send([event | {"case_id": f"c{n}", "event_id": f"{event['event_id']}-{n}"}], key)
    ruled.work(FRIDAY)
    expected = {(local("2026-11-20T18:30"), local("2026-11-20T18:30"))}
    found = [case_of(ruled, f"c{n}") for n in range(len(orders))]
    assert {(case.due_at, case.stage_due[CaseStage.DISPATCHED]) for case in found} == expected


def test_new_rules_and_days_off_move_no_past_deadline(ruled: System) -> None:
    key, stop = ruled.key(), FRIDAY + timedelta(hours=1)
    ruled.send([ruled.event("before", "report", FRIDAY, place=PLACE, item="G06")], key)
    rules(ruled).put_days([SpecialDay(local("2026-11-24").date(), False)])
    ruled.send([ruled.event("holiday", "report", FRIDAY, place=PLACE, item="G06")], key)
    rules(ruled).put_deadlines([DeadlineRule("G06", Limit(9, Counting.NATURAL_DAYS))])
    ruled.send([ruled.event("after", "report", FRIDAY, place=PLACE, item="G06")], key)
    ruled.send([ruled.event("before", "note", stop), ruled.event("before", "dispatch", stop)], key)
    ruled.work(stop)
    due = {name: case_of(ruled, name).due_at for name in ("before", "holiday", "after")}
    ends = {"before": "2026-11-24T16:00", "holiday": "2026-11-25T16:00", "after": "2026-11-29T16:00"}
    assert due == {name: local(text) for name, text in ends.items()}


def test_a_simulated_city_goes_by_the_rules_of_the_sample(deployment: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "REGISTERS_AGE_SECONDS", -1.0)
    load_sample_rules(rules(deployment))
    store, now = OrgStore(deployment.database.log), datetime(2026, 11, 20, tzinfo=UTC)
    city = City(store.tree(), sample_items(store), 1, 300, ZONE, SAMPLE_ROOTS)
    lives = city.cases(FRIDAY.date() - timedelta(days=40))
    events = [to_wire(event, ZONE) for life in lives for event in life]
    random.Random(1).shuffle(events)
    deployment.send(events, deployment.key(may="send,backfill,confirm", simulated=True))
    deployment.work(now)
    cases = [case_of(deployment, life[0].case_id) for life in lives]
    assert [parked.reason for case in cases for parked in case.parked] == []
    assert {case.workflow.name for case in cases} == {"six_step", "appeal", "city_management", "short"}
    ruled = [case for case in cases if case.workflow.name == "city_management"]
    assert all(case.due_at and case.stage_due and not case.is_due_given for case in ruled)


def test_a_sender_s_deadline_wins_and_a_day_without_time_is_whole(ruled: System) -> None:
    given = ruled.event("given", "report", FRIDAY, place=PLACE, item="G06", due_at="2026-11-21T10:00:00+08:00")
    dated = ruled.event("dated", "report", FRIDAY, place=PLACE, item="G06") | {"occurred_at": "2026-11-20"}
    ruled.send([given, dated], ruled.key())
    ruled.work(FRIDAY)
    assert case_of(ruled, "given").due_at == local("2026-11-21T10:00")
    assert case_of(ruled, "dated").due_at == local("2026-11-24T23:59:59")
