"""The clock of a case: what turns it, stops it, moves it and takes it out of judgement."""

import pytest

from pipelines.domain.case import Movement, Timing
from pipelines.domain.deadline import next_turn
from pipelines.domain.event import CaseEvent
from pipelines.domain.fold import fold
from pipelines.domain.standing import due_part, open_part
from pipelines.domain.step import Step
from tests.domain.lives import event, final, life, minutes

YEAR_MINUTES = 365 * 24 * 60


def turns(movements: list[Movement]) -> list[tuple[Step, object]]:
    return [(one.step, one.at) for one in movements if one.event is None]


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


def reasons(events: list[CaseEvent]) -> list[str]:
    return [parked.reason for parked in final(events).parked]


def test_a_suspended_clock_stands_still_and_gives_the_time_back() -> None:
    stopped = [*life(due_at=minutes(100)), event(Step.SUSPEND, 30)]
    case = final([*stopped, event(Step.NOTE, 500)])
    assert (open_part(case), due_part(case)) == ("suspended", "not_yet_due")
    resumed = final([*stopped, event(Step.RESUME, 530)])
    assert (resumed.due_at, resumed.due_soon_at) == (minutes(600), minutes(580))
    assert open_part(resumed) == "on_schedule"


def test_a_case_suspended_after_its_deadline_stays_overdue() -> None:
    late = [*life(due_at=minutes(100)), event(Step.SUSPEND, 130), event(Step.RESUME, 160)]
    assert due_part(final(late[:-1])) == "open_overdue"
    assert open_part(final(late[:-1])) == "suspended"
    assert (open_part(final(late)), final(late).due_at) == ("overdue", minutes(100))


def test_a_suspension_ends_by_itself_after_a_year() -> None:
    stopped = [*life(due_at=minutes(100)), event(Step.SUSPEND, 30)]
    assert next_turn(final(stopped)) == minutes(30 + YEAR_MINUTES)
    movements = fold([*stopped, event(Step.NOTE, YEAR_MINUTES + 200)])
    assert turns(movements) == [
        (Step.RESUME, minutes(YEAR_MINUTES + 30)),
        (Step.BECAME_DUE_SOON, minutes(YEAR_MINUTES + 80)),
        (Step.BECAME_OVERDUE, minutes(YEAR_MINUTES + 100)),
    ]


def test_work_on_a_suspended_case_waits_for_its_resumption() -> None:
    early = [*life(due_at=minutes(100)), event(Step.SUSPEND, 30), event(Step.DISPOSE, 40)]
    assert reasons(early) == ["cannot dispose while suspended; resume first"]
    case = final([*early, event(Step.RESUME, 50)])
    assert (case.parked, case.disposed_at) == ((), minutes(50))


def test_only_a_suspended_case_can_be_resumed() -> None:
    assert reasons([*life(), event(Step.RESUME, 3)]) == ["cannot resume: it is not suspended"]


def test_two_extensions_move_the_deadline_by_the_original_limit_each_and_no_third_does() -> None:
    given = life(due_at=minutes(100))
    twice = [*given, event(Step.EXTEND, 90), event(Step.EXTEND, 190)]
    assert final([*given, event(Step.EXTEND, 90)]).due_at == minutes(200)
    assert (final(twice).due_at, final(twice).timing) == (minutes(300), Timing.ON_SCHEDULE)
    assert reasons([*twice, event(Step.EXTEND, 290)]) == [
        "cannot extend: it was extended twice, and there is no third time"
    ]


def test_a_case_without_deadline_cannot_be_extended_or_exempted() -> None:
    for step in (Step.EXTEND, Step.EXEMPT):
        assert reasons([*life(), event(step, 3)]) == [f"cannot {step}: it has no deadline"]


@pytest.mark.parametrize(("at", "part"), [(50, "exempted"), (150, "exempted_overdue")])
def test_an_exempted_case_leaves_the_judged_and_keeps_the_fact(at: float, part: str) -> None:
    case = final([*life(due_at=minutes(100)), event(Step.EXEMPT, at), event(Step.NOTE, at + 1)])
    assert due_part(case) == part
    assert open_part(case) in {"on_schedule", "overdue"}
    closed = final([*life(due_at=minutes(100)), event(Step.EXEMPT, at), event(Step.CLOSE, at + 1)])
    assert due_part(closed) == part
