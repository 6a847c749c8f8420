"""The six-step workflow: which step fits which stage, and what time does inside the fold."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipelines.domain.case import Case, CaseEvent, CaseStage, Center, Movement, Step, Timing
from pipelines.domain.deadline import next_turn
from pipelines.domain.standing import open_part
from pipelines.domain.workflow import SIX_STEP, advance, fold

START = datetime(2026, 11, 21, 1, tzinfo=UTC)
PATH = ("1403", "140303", "140303007", "140303007001", "140303007001001")
TO_REACH = {
    CaseStage.REPORTED: (),
    CaseStage.CLASSIFIED: (Step.CLASSIFY,),
    CaseStage.DISPATCHED: (Step.CLASSIFY, Step.DISPATCH),
    CaseStage.DISPOSED: (Step.CLASSIFY, Step.DISPATCH, Step.DISPOSE),
    CaseStage.FEEDBACK_GIVEN: (Step.CLASSIFY, Step.DISPATCH, Step.DISPOSE, Step.FEEDBACK),
    CaseStage.CLOSED: (Step.CLASSIFY, Step.DISPATCH, Step.DISPOSE, Step.FEEDBACK, Step.CLOSE),
    CaseStage.ARCHIVED: (Step.CLASSIFY, Step.DISPATCH, Step.DISPOSE, Step.FEEDBACK, Step.CLOSE, Step.ARCHIVE),
}
SPAN = {
    Step.ACCEPT: "12",
    Step.REGISTER: "12",
    Step.CLASSIFY: "123",
    Step.HAND_OVER: "12345",
    Step.DISPATCH: "123",
    Step.ARRIVE: "123",
    Step.DISPOSE: "123",
    Step.FEEDBACK: "1234",
    Step.CLOSE: "12345",
    Step.SEND_BACK: "3456",
    Step.REWORK: "456",
    Step.URGE: "12345",
    Step.SUPERVISE: "12345",
    Step.NOTE: "123456",
    Step.PUBLISH: "123456",
    Step.VOID: "123456",
    Step.ARCHIVE: "6",
}
LATER_STEPS = [step for step in SIX_STEP.rules if step is not Step.REPORT]


def minutes(n: float) -> datetime:
    return START + timedelta(minutes=n)


def event(step: Step, at: float, name: str | None = None, **facts: Any) -> CaseEvent:
    path = PATH if step is Step.REPORT else ()
    return CaseEvent("tester", name or f"{step}-{at}", "c1", step, minutes(at), path=path, **facts)


def life(*steps: Step, **facts: Any) -> list[CaseEvent]:
    """A report with the facts, and the steps after it, a minute apart."""
    later = (event(step, n) for n, step in enumerate(steps, start=1))
    return [event(Step.REPORT, 0, **facts), *later]


def final(events: list[CaseEvent]) -> Case:
    return fold(events)[-1].after


def at_stage(stage: CaseStage) -> Case:
    case = final(life(*TO_REACH[stage]))
    assert case.stage is stage
    return case


def turns(movements: list[Movement]) -> list[tuple[Step, datetime]]:
    return [(one.step, one.at) for one in movements if one.event is None]


def pairs(is_allowed: bool) -> list[tuple[CaseStage, Step]]:
    return [
        (stage, step) for stage in CaseStage for step in LATER_STEPS if (str(stage.value) in SPAN[step]) is is_allowed
    ]


@pytest.mark.parametrize(("stage", "step"), pairs(is_allowed=True))
def test_a_step_is_taken_from_every_stage_it_may_start_from(stage: CaseStage, step: Step) -> None:
    (movement,) = advance(at_stage(stage), event(step, 60))
    reached = movement.after
    assert not movement.is_parked
    assert reached.parked == ()
    expected = SIX_STEP.rules[step].to
    if step is Step.CLASSIFY:
        expected = max(stage, CaseStage.CLASSIFIED)
    if step is Step.VOID:
        assert reached.voided_at == minutes(60)
        expected = min(stage, CaseStage.FEEDBACK_GIVEN)
    assert reached.stage is (expected or stage)


@pytest.mark.parametrize(("stage", "step"), pairs(is_allowed=False))
def test_a_step_that_does_not_fit_is_parked_with_its_reason(stage: CaseStage, step: Step) -> None:
    before = at_stage(stage)
    (movement,) = advance(before, event(step, 60))
    (parked,) = movement.after.parked
    assert movement.is_parked
    assert parked.reason.startswith(f"cannot {step} while {stage.name}; ")
    assert parked.is_early is (step is Step.ARCHIVE and stage < CaseStage.CLOSED)
    assert (movement.after.stage, movement.after.reached) == (before.stage, before.reached)


@pytest.mark.parametrize("step", LATER_STEPS)
def test_a_step_before_the_report_waits_for_it(step: Step) -> None:
    (movement,) = advance(Case("c1"), event(step, 0))
    (parked,) = movement.after.parked
    assert movement.is_parked
    assert parked.is_early
    assert parked.reason == f"cannot {step} before report; send the report"
    taken = fold([event(step, 0), event(Step.REPORT, 5)])[-1].after
    fits = "1" in SPAN[step]
    assert (taken.parked == ()) is fits


@pytest.mark.parametrize("step", list(SIX_STEP.rules))
@pytest.mark.parametrize("ending", [Step.ARCHIVE, Step.VOID])
def test_nothing_is_taken_after_archive_or_void(step: Step, ending: Step) -> None:
    ended = final(life(Step.CLOSE, ending))
    after = advance(ended, event(step, 60))[-1].after
    assert [parked.event.step for parked in after.parked] == [step]
    assert (after.stage, after.reached, after.voided_at) == (ended.stage, ended.reached, ended.voided_at)


@pytest.mark.parametrize("step", [step for step in Step if step not in SIX_STEP.rules and "became" not in step])
def test_a_step_the_workflow_does_not_have_is_parked_for_good(step: Step) -> None:
    (parked,) = advance(at_stage(CaseStage.REPORTED), event(step, 60))[-1].after.parked
    assert (parked.reason, parked.is_early) == (f"six_step has no step {step}", False)


def test_a_second_report_is_parked_and_changes_nothing() -> None:
    case = final([*life(), event(Step.REPORT, 9, "again", center=Center.GRID)])
    assert [one.reason for one in case.parked] == ["reported before; one case is reported once"]
    assert (case.reported_at, case.center) == (START, Center.NONE)


def test_a_short_life_of_report_and_close_is_whole() -> None:
    case = final(life(Step.CLOSE))
    assert (case.stage, case.closed_at, case.disposed_at) == (CaseStage.CLOSED, minutes(1), minutes(1))
    assert not case.is_open


def test_send_back_clears_what_came_after_classification() -> None:
    case = final(life(Step.CLASSIFY, Step.DISPATCH, Step.DISPOSE, Step.FEEDBACK, Step.CLOSE, Step.SEND_BACK))
    assert case.stage is CaseStage.CLASSIFIED
    assert set(case.reached) == {CaseStage.REPORTED, CaseStage.CLASSIFIED}
    assert (case.closed_at, case.disposed_at, case.is_open) == (None, None, True)


def test_send_back_of_an_unclassified_case_returns_it_to_its_report() -> None:
    case = final(life(Step.DISPATCH, Step.SEND_BACK))
    assert (case.stage, set(case.reached)) == (CaseStage.REPORTED, {CaseStage.REPORTED})


def test_rework_returns_to_the_unit_and_keeps_the_dispatch() -> None:
    case = final(life(Step.CLASSIFY, Step.DISPATCH, Step.DISPOSE, Step.CLOSE, Step.REWORK))
    assert case.stage is CaseStage.DISPATCHED
    assert case.reached[CaseStage.DISPATCHED] == minutes(2)
    assert (case.closed_at, case.disposed_at) == (None, None)


def test_send_back_and_rework_forget_where_the_case_was_resolved() -> None:
    for turn in (Step.SEND_BACK, Step.REWORK):
        closed = [*life(Step.DISPATCH, Step.DISPOSE), event(Step.CLOSE, 5, level="grid")]
        assert final(closed).level == "grid"
        assert final([*closed, event(turn, 6)]).level is None


def test_void_takes_back_a_close() -> None:
    case = final(life(Step.CLOSE, Step.VOID))
    assert (case.voided_at, case.closed_at, case.is_open) == (minutes(2), None, False)


def test_an_early_archive_is_taken_up_when_the_close_comes() -> None:
    early = fold([*life(), event(Step.ARCHIVE, 3), event(Step.CLOSE, 8)])
    case = early[-1].after
    assert [one.step for one in early if not one.is_parked] == [Step.REPORT, Step.CLOSE, Step.ARCHIVE]
    assert (case.stage, case.parked) == (CaseStage.ARCHIVED, ())
    assert case.reached[CaseStage.ARCHIVED] == minutes(8)


def test_equal_times_are_taken_in_the_order_of_the_steps() -> None:
    steps = [Step.ARCHIVE, Step.CLOSE, Step.FEEDBACK, Step.DISPOSE, Step.DISPATCH, Step.CLASSIFY]
    case = final([*(event(step, 0) for step in steps), event(Step.REPORT, 0)])
    assert (case.stage, case.parked) == (CaseStage.ARCHIVED, ())
    assert set(case.reached) == set(CaseStage)


def test_the_clock_turns_at_a_fifth_of_the_limit_and_at_the_deadline() -> None:
    movements = fold([*life(due_at=minutes(100)), event(Step.NOTE, 200)])
    assert turns(movements) == [(Step.BECAME_DUE_SOON, minutes(80)), (Step.BECAME_OVERDUE, minutes(100))]
    assert open_part(movements[-1].after) == "overdue"


@pytest.mark.parametrize(
    ("at", "part"),
    [(79, "on_schedule"), (80, "on_schedule"), (81, "due_soon"), (100, "due_soon"), (101, "overdue")],
)
def test_an_event_proves_only_the_moments_before_it(at: float, part: str) -> None:
    assert open_part(final([*life(due_at=minutes(100)), event(Step.NOTE, at)])) == part


@pytest.mark.parametrize(("at", "part"), [(80, "due_soon"), (100, "overdue")])
def test_a_step_of_the_system_proves_its_own_moment(at: float, part: str) -> None:
    step = Step.BECAME_DUE_SOON if at == 80 else Step.BECAME_OVERDUE
    case = final([*life(due_at=minutes(100)), event(step, at)])
    assert open_part(case) == part
    assert case.parked == ()


def test_a_step_of_the_system_that_came_too_late_does_nothing() -> None:
    disposed = [*life(due_at=minutes(100)), event(Step.DISPOSE, 100)]
    for events in ([*disposed, event(Step.BECAME_OVERDUE, 100)], [event(Step.BECAME_OVERDUE, 100), *disposed]):
        case = final(events)
        assert case.timing is Timing.DUE_SOON
        assert open_part(case) == "awaiting_close"


@pytest.mark.parametrize(("at", "timing"), [(99, Timing.DUE_SOON), (100, Timing.DUE_SOON), (100.1, Timing.OVERDUE)])
def test_work_done_exactly_at_the_deadline_is_on_time(at: float, timing: Timing) -> None:
    case = final([*life(due_at=minutes(100)), event(Step.DISPOSE, at)])
    assert (case.timing, case.disposed_at) == (timing, minutes(at))


def test_the_clock_starts_anew_at_register() -> None:
    case = final([*life(due_at=minutes(100)), event(Step.REGISTER, 50)])
    assert case.due_soon_at == minutes(90)


def test_a_case_sent_back_after_its_deadline_is_overdue_at_once() -> None:
    for turn in (Step.SEND_BACK, Step.REWORK):
        done = [*life(Step.DISPATCH, due_at=minutes(100)), event(Step.DISPOSE, 50), event(Step.CLOSE, 60)]
        assert open_part(final([*done, event(turn, 150)])) == "overdue"
        assert open_part(final([*done, event(turn, 90)])) == "due_soon"
        assert open_part(final([*done, event(turn, 70)])) == "on_schedule"


def test_the_clock_never_turns_twice() -> None:
    system = [event(Step.BECAME_DUE_SOON, 80), event(Step.BECAME_OVERDUE, 100)]
    again = [event(Step.BECAME_OVERDUE, 100, "again"), event(Step.NOTE, 90), event(Step.NOTE, 150)]
    movements = fold([*life(due_at=minutes(100)), *system, *again])
    assert turns(movements) == [(Step.BECAME_DUE_SOON, minutes(80)), (Step.BECAME_OVERDUE, minutes(100))]


def test_a_moved_deadline_puts_an_overdue_case_back_on_schedule() -> None:
    late = [*life(due_at=minutes(100)), event(Step.NOTE, 150)]
    case = final([*late, event(Step.DISPATCH, 160, due_at=minutes(1000))])
    assert open_part(case) == "on_schedule"
    assert next_turn(case) == minutes(800)


def test_the_next_turn_is_due_soon_then_overdue_then_none() -> None:
    events = life(due_at=minutes(100))
    expected = {0: minutes(80), 81: minutes(100), 101: None}
    for at, turn in expected.items():
        assert next_turn(final([*events, event(Step.NOTE, at)])) == turn
    assert next_turn(final([*events, event(Step.DISPOSE, 10)])) is None
    assert next_turn(final(life())) is None
