"""What a step counts for on its day, and what the state it leaves counts for."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from pipelines.domain.event import CaseClass, CaseEvent, Center
from pipelines.domain.fold import fold
from pipelines.domain.kpi import COUNT_NAMES, Basis, complete, count_number, ratios
from pipelines.domain.standing import standing
from pipelines.domain.step import RungName, Step
from pipelines.domain.tally import entries, make_moves
from tests.domain.lives import event, final, life, minutes

HAZARD = {"item": "E06", "center": Center.EMERGENCY, "class_": CaseClass.B, "is_hazard": True}
DISPUTE = {"center": Center.GOVERNANCE, "class_": CaseClass.C}
APPEAL = {"center": Center.GOVERNANCE, "class_": CaseClass.C, "workflow": "appeal"}
WORKED = (Step.REPORT, Step.CLASSIFY, Step.DISPATCH, Step.DISPOSE)


def flows(events: list[CaseEvent]) -> Counter[str]:
    """How often each flow count was met in a life."""
    found = Counter[str]()
    for move in make_moves(fold(events), lambda at: at.date()):
        for _, number, _, delta in (one for shift in move.shifts for one in entries(shift)):
            basis, name = COUNT_NAMES[number]
            found[name] += delta if basis is Basis.FLOW else 0
    return found


def counted(events: list[CaseEvent], basis: Basis) -> set[str]:
    """The counts of a basis that the case at the end of a life is part of."""
    numbers = standing(final(events), lambda _: date(2026, 11, 21)).numbers
    return {COUNT_NAMES[number][1] for number in numbers if COUNT_NAMES[number][0] is basis}


def steps(*found: tuple[Step, dict[str, Any]]) -> list[CaseEvent]:
    return [event(step, n, **facts) for n, (step, facts) in enumerate(found)]


def test_work_of_a_supervised_case_counts_once_and_by_its_last_reply_deadline() -> None:
    urged = event(Step.URGE, 3, rung=RungName.URGE, reply_by=minutes(5))
    began = [*life(*WORKED[1:3]), urged]
    for n, expected in ((5, (1, 1)), (6, (1, 0))):
        found = flows([*began, event(Step.DISPOSE, n), event(Step.CLOSE, 7)])
        assert (found["disposed_supervised"], found["disposed_in_reply"]) == expected
    closed = flows([*began, event(Step.CLOSE, 4)])
    assert (closed["disposed_supervised"], closed["disposed_in_reply"], closed["closed"]) == (1, 1, 1)
    assert flows([*life(*WORKED[1:3]), event(Step.DISPOSE, 4)])["disposed_supervised"] == 0


def test_a_close_after_rework_is_reworked_and_the_first_one_is_not() -> None:
    once = life(*WORKED[1:], Step.CLOSE)
    again = [*once, event(Step.REWORK, 9), event(Step.DISPOSE, 10), event(Step.CLOSE, 11)]
    assert (flows(once)["closed"], flows(once)["closed_reworked"]) == (1, 0)
    assert (flows(again)["closed"], flows(again)["closed_reworked"], flows(again)["reworked"]) == (2, 1, 1)


@pytest.mark.parametrize(
    ("units", "is_first"),
    [
        ((None,), 1),
        (("A",), 1),
        (("A", "A"), 1),
        (("A", "B"), 0),
        (("A", "B", "A"), 0),
        (("A", None), 0),
        ((None,) * 2, 0),
    ],
)
def test_dispatching_to_another_unit_lowers_the_accuracy(units: tuple[str | None, ...], is_first: int) -> None:
    found = flows(steps((Step.REPORT, {}), *((Step.DISPATCH, {"unit": unit}) for unit in units), (Step.CLOSE, {})))
    assert (found["closed_dispatched"], found["closed_first_unit"]) == (1, is_first)


def test_a_close_without_a_dispatch_says_nothing_of_its_accuracy() -> None:
    found = flows(life(Step.CLOSE))
    assert (found["closed"], found["closed_dispatched"], found["closed_first_unit"]) == (1, 0, 0)


@pytest.mark.parametrize(
    ("closer", "at", "more", "n"),
    [
        ("li", 1, {}, 1),
        ("li", 1.02, {}, 0),
        ("wu", 1, {}, 0),
        (None, 1, {}, 0),
        ("li", 0.5, {"is_day_precise": True}, 0),
    ],
)
def test_whoever_closes_his_own_report_within_a_minute_is_seen(
    closer: str | None, at: float, more: dict[str, Any], n: int
) -> None:
    events = [event(Step.REPORT, 0, actor="li"), event(Step.CLOSE, at, actor=closer, **more)]
    assert flows(events)["closed_by_reporter_60s"] == n


def test_days_alone_do_not_make_a_report_closed_at_once() -> None:
    events = [event(Step.REPORT, 0, actor="li", is_day_precise=True), event(Step.CLOSE, 0, actor="li")]
    assert flows(events)["closed_by_reporter_60s"] == 0


def test_answers_of_citizens_are_worth_their_points() -> None:
    found = Counter[str]()
    for score in (100, 80, 80, 50, 0, None):
        found += flows([*life(Step.RESOLVE, **APPEAL), event(Step.CONFIRM, 5, score=score)])
    numbers = {count_number(Basis.FLOW, name): n for name, n in found.items()}
    counts = complete(numbers, 0)[Basis.FLOW]
    assert (counts["confirmed"], counts["satisfaction_answers"], counts["satisfaction_points"]) == (6, 5, 310)
    assert ratios(complete(numbers, 0))["satisfaction"].value == 62.0


def test_a_hazard_is_open_until_it_is_closed_and_disposed_from_the_dispose_on() -> None:
    for upto, cohort, stock in ((2, False, True), (3, True, True), (4, True, False)):
        events = life(*WORKED[1:], Step.CLOSE, **HAZARD)[: upto + 1]
        assert "hazards_reported" in counted(events, Basis.COHORT)
        assert ("hazards_disposed" in counted(events, Basis.COHORT)) is cohort
        assert ("hazards_open" in counted(events, Basis.STOCK)) is stock
    assert not {"hazards_reported", "hazards_disposed"} & counted(life(Step.CLOSE, **DISPUTE), Basis.COHORT)


def test_a_dispute_that_becomes_a_petition_is_escalated() -> None:
    calm = life(**DISPUTE)
    assert counted(calm, Basis.COHORT) == {"reported", "disputes_reported"}
    turned = [*calm, event(Step.CLASSIFY, 1, item="V09", workflow="appeal")]
    assert {"disputes_reported", "disputes_escalated"} <= counted(turned, Basis.COHORT)
    assert not {"disputes_reported", "disputes_escalated"} & counted(life(**APPEAL), Basis.COHORT)
    assert "disputes_reported" not in counted(life(center=Center.GOVERNANCE, class_=CaseClass.D), Basis.COHORT)
    hazard = life(center=Center.GOVERNANCE, class_=CaseClass.B, item="R01", is_hazard=True)
    assert "disputes_reported" not in counted(hazard, Basis.COHORT)


def test_a_petition_past_its_deadline_is_backlog_until_it_is_resolved() -> None:
    due = APPEAL | {"due_at": minutes(10)}
    late = [*life(**due), event(Step.BECAME_OVERDUE, 10)]
    assert "petition_backlog" in counted(late, Basis.STOCK)
    assert {"petition_backlog", "petitions_resolved"} & counted([*late, event(Step.RESOLVE, 11)], Basis.STOCK) == {
        "petitions_resolved"
    }
    closed = [*late, event(Step.RESOLVE, 11), event(Step.CLOSE, 12)]
    assert counted(closed, Basis.STOCK) == {"petitions_resolved"}
    assert not {"petition_backlog", "petitions_resolved"} & counted(life(Step.RESOLVE, **due), Basis.STOCK)
    assert not {"petition_backlog", "petitions_resolved"} & counted([*late, event(Step.VOID, 12)], Basis.STOCK)
    other = [*life(**(DISPUTE | {"due_at": minutes(10)})), event(Step.BECAME_OVERDUE, 10)]
    assert "petition_backlog" not in counted(other, Basis.STOCK)


def test_work_on_a_case_that_is_voided_or_merged_counts_no_more() -> None:
    worked = life(*WORKED[1:], **HAZARD)
    assert {"disposed", "hazards_disposed"} <= counted(worked, Basis.COHORT)
    for end in (event(Step.VOID, 9), event(Step.MERGE, 9, into="c0")):
        assert not {"disposed", "hazards_disposed"} & counted([*worked, end], Basis.COHORT)
