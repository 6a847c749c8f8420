"""The ladder of supervision: when a case comes to which rung, and what that has brought."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from pipelines.domain.case import Case
from pipelines.domain.event import CaseClass, CaseEvent
from pipelines.domain.fold import fold
from pipelines.domain.ladder import LADDER, Replies, effects, next_rung
from pipelines.domain.step import RUNGS, RungName, Step
from pipelines.streams.supervise import supervisions
from tests.system import hours

DUE = datetime(2026, 11, 20, 4, tzinfo=UTC)


def event(step: Step, at: datetime, **more: object) -> CaseEvent:
    return CaseEvent("test", f"{step}{at}", "c1", step, at, path=("140303",), **more)  # type: ignore[arg-type]


REPORT = event(Step.REPORT, DUE - hours(10), due_at=DUE, class_=CaseClass.C)


def case_after(*events: CaseEvent) -> Case:
    return fold([REPORT, *events])[-1].after


def climb(case: Case, now: datetime) -> list[CaseEvent]:
    events: list[CaseEvent] = []
    while found := supervisions([fold([REPORT, *events])[-1].after], now):
        events += found
    return events


def test_a_case_that_nobody_touches_climbs_to_the_top() -> None:
    events = climb(case_after(), DUE + hours(168))
    assert [(one.rung, one.occurred_at) for one in events] == [
        (RungName.URGE, DUE + hours(2)),
        (RungName.YELLOW, DUE + hours(24)),
        (RungName.RED, DUE + hours(72)),
        (RungName.INSTRUCTION, DUE + hours(168)),
    ]
    assert [one.reply_by for one in events[:2]] == [DUE + hours(24), DUE + hours(72)]
    assert next_rung(case_after(*events)) is None


def test_class_a_climbs_faster_and_nothing_is_sent_before_its_time() -> None:
    grave = case_after(event(Step.CLASSIFY, DUE - hours(9), class_=CaseClass.A))
    assert supervisions([grave], DUE + timedelta(minutes=14)) == []
    assert [one.rung for one in supervisions([grave], DUE + timedelta(minutes=15))] == ["urge"]


@pytest.mark.parametrize(
    "events",
    [
        (event(Step.DISPOSE, DUE - hours(1)),),
        (event(Step.DISPOSE, DUE + hours(1)),),
        (event(Step.SUSPEND, DUE - hours(1)),),
        (event(Step.EXEMPT, DUE + hours(1), note="申诉"),),
        (event(Step.VOID, DUE + hours(1), note="误报"),),
        (event(Step.CLOSE, DUE + hours(1)),),
    ],
)
def test_what_is_done_paused_or_out_of_the_judged_is_left_alone(events: tuple[CaseEvent, ...]) -> None:
    assert supervisions([case_after(*events)], DUE + hours(500)) == []


def test_a_moved_deadline_moves_the_next_rung_and_repeats_none() -> None:
    first = climb(case_after(), DUE + hours(24))
    later = event(Step.DISPATCH, DUE + hours(25), due_at=DUE + hours(100))
    at, rung = next_rung(case_after(*first, later)) or (None, None)
    assert (at, rung and rung.name) == (DUE + hours(172), RungName.RED)


def test_a_rung_by_hand_counts_and_a_lower_one_takes_nothing_back() -> None:
    red = event(Step.SUPERVISE, DUE + hours(1), rung=RungName.RED, reply_by=DUE + hours(5))
    low = event(Step.URGE, DUE + hours(2), rung=RungName.URGE, reply_by=DUE + hours(9))
    plain = event(Step.URGE, DUE + hours(3))
    case = case_after(red, low, plain)
    assert (case.rung, case.reply_by) == (RungName.RED, DUE + hours(5))


def test_every_reply_is_due_before_the_next_rung_comes() -> None:
    for classes in {rung.classes for rung in LADDER}:
        own = [rung for rung in LADDER if rung.classes == classes]
        assert [rung.name for rung in own] == list(RUNGS)
        for rung, following in pairwise(own):
            assert rung.after + rung.reply_within <= following.after


def test_whoever_climbed_past_a_rung_had_not_replied_to_it() -> None:
    found = effects(
        {RungName.URGE: Replies(6, 1, 2), RungName.YELLOW: Replies(2, 0, 1), RungName.RED: Replies(0, 1, 0)}
    )
    assert [(one.rung, one.cases, one.judged, one.in_time) for one in found] == [
        (RungName.URGE, 13, 11, 6),
        (RungName.YELLOW, 4, 3, 2),
        (RungName.RED, 1, 1, 0),
        (RungName.INSTRUCTION, 0, 0, 0),
    ]
    assert (found[1].share, found[3].share) == (2 / 3, None)
