"""Which deadline a case gets: by item and condition, from where its clock starts, unless a sender has said."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from pipelines.domain.calendar import Counting, Limit, WorkCalendar
from pipelines.domain.case import Case
from pipelines.domain.event import CaseEvent
from pipelines.domain.fold import fold
from pipelines.domain.rules import DeadlineBook, DeadlineRule, Rules
from pipelines.domain.standing import open_part
from pipelines.domain.step import CaseStage, Step
from tests.domain.lives import event, minutes

ZONE = ZoneInfo("Asia/Shanghai")
HOUR = Counting.CONTINUOUS_HOURS


def book(*rules: DeadlineRule) -> DeadlineBook:
    return DeadlineBook(rules, WorkCalendar(ZONE))


def hours(item: str, amount: float, condition: str | None = None, stage: CaseStage | None = None) -> DeadlineRule:
    return DeadlineRule(item, Limit(amount, HOUR), condition, stage)


RULES = Rules(
    books={
        1: book(
            hours("X", 10),
            hours("X", 4, "grave"),
            hours("X", 1, stage=CaseStage.DISPATCHED),
            hours("Y", 20),
            hours("Z", 5, "grave"),
        ),
        2: book(hours("X", 100)),
    }
)


def final(*events: CaseEvent) -> Case:
    return fold(events, RULES)[-1].after


def report(at: float = 0, **facts: object) -> CaseEvent:
    return event(Step.REPORT, at, book=1, **facts)


def test_a_case_has_the_limit_of_its_item_from_its_report_on() -> None:
    case = final(report(item="X"))
    assert (case.due_at, case.due_soon_at) == (minutes(600), minutes(480))
    assert case.stage_due == {CaseStage.DISPATCHED: minutes(60)}


def test_a_condition_has_a_limit_of_its_own_and_keeps_what_it_does_not_say() -> None:
    case = final(report(item="X", condition="grave"))
    assert (case.due_at, case.stage_due) == (minutes(240), {CaseStage.DISPATCHED: minutes(60)})
    assert final(report(item="X", condition="unheard of")).due_at == minutes(600)
    assert final(report(item="Z")).due_at is None
    assert final(report(item="Z", condition="grave")).due_at == minutes(300)


def test_an_item_that_is_named_later_counts_from_the_report() -> None:
    case = final(report(), event(Step.CLASSIFY, 30, item="Y", book=1))
    assert case.due_at == minutes(1200)
    assert final(report(item="X"), event(Step.CLASSIFY, 30, item="Y", book=1)).due_at == minutes(1200)


def test_the_clock_starts_anew_at_register_whose_condition_counts_for_the_item_of_the_report() -> None:
    case = final(report(item="X"), event(Step.REGISTER, 30, condition="grave", book=1))
    assert (case.due_at, case.due_soon_at) == (minutes(270), minutes(222))
    assert final(report(item="X"), event(Step.REGISTER, 30, book=1)).due_at == minutes(630)


def test_a_deadline_that_a_sender_gave_wins_over_the_rules() -> None:
    given = report(item="X", due_at=minutes(50))
    for later in (event(Step.CLASSIFY, 5, item="Y", book=1), event(Step.REGISTER, 5, condition="grave", book=1)):
        assert final(given, later).due_at == minutes(50)
    assert final(report(item="X"), event(Step.DISPATCH, 5, due_at=minutes(70))).due_at == minutes(70)


def test_later_rules_move_no_deadline_that_hangs_on_earlier_ones() -> None:
    assert final(report(item="X"), event(Step.NOTE, 5, book=2)).due_at == minutes(600)
    assert final(report(item="X"), event(Step.REGISTER, 5, book=2)).due_at == minutes(6005)
    assert final(event(Step.REPORT, 0, item="X")).due_at is None


def test_a_pause_and_an_extension_outlast_a_change_of_the_item() -> None:
    paused = [report(item="X"), event(Step.SUSPEND, 10), event(Step.RESUME, 40)]
    assert final(*paused).due_at == minutes(630)
    assert final(*paused, event(Step.CLASSIFY, 50, item="Y", book=1)).due_at == minutes(1230)
    extended = [report(item="X"), event(Step.EXTEND, 10)]
    assert final(*extended, event(Step.CLASSIFY, 50, item="Y", book=1)).due_at == minutes(2400)


def local(*at: int) -> datetime:
    return datetime(2026, *at, tzinfo=ZONE)


def ruled(limit: Limit, *told: CaseEvent) -> Case:
    """A case of item X under book 1, which leaves out 24 December; book 2 has other rules and no days off."""
    calendar = WorkCalendar(ZONE, days_off=frozenset({date(2026, 12, 24)}))
    books = {1: DeadlineBook((DeadlineRule("X", limit),), calendar), 2: book(hours("X", 1))}
    return fold(told, Rules(books=books))[-1].after


def at(when: datetime, step: Step, **facts: object) -> CaseEvent:
    path = ("1403",) if step is Step.REPORT else ()
    return CaseEvent("t", f"{step}-{when}", "c", step, when, path=path, **facts)


TWO_DAYS = Limit(2, Counting.WORKING_DAYS)
WEDNESDAY = at(local(12, 16, 17), Step.REPORT, item="X", book=1)


def test_an_extension_is_one_more_limit_in_the_calendar_and_the_book_that_the_case_came_in_under() -> None:
    once = at(local(12, 18, 16), Step.EXTEND, book=2)
    case = ruled(TWO_DAYS, WEDNESDAY, once)
    assert (case.due_at, case.extensions) == (local(12, 22, 17), 1)
    assert case.due_soon_at == local(12, 22, 17) - timedelta(days=6) / 5
    twice = ruled(TWO_DAYS, WEDNESDAY, once, at(local(12, 22, 16), Step.EXTEND))
    assert (twice.due_at, twice.extensions) == (local(12, 25, 17), 2)
    by_hours = ruled(Limit(7, Counting.WORKING_HOURS), WEDNESDAY, at(local(12, 17, 16), Step.EXTEND))
    assert by_hours.due_at == local(12, 18, 17)


def test_an_extension_begins_where_a_pause_has_moved_the_deadline_and_not_on_a_day_off() -> None:
    paused = [at(local(12, 16, 18), Step.SUSPEND), at(local(12, 17, 18), Step.RESUME)]
    before = ruled(TWO_DAYS, WEDNESDAY, *paused, at(local(12, 18, 16), Step.EXTEND))
    after = ruled(TWO_DAYS, WEDNESDAY, at(local(12, 16, 17, 30), Step.EXTEND), *paused)
    assert (before.due_at, after.due_at) == (local(12, 23, 8, 30), local(12, 23, 17))


def test_hearing_the_item_again_moves_neither_a_pause_nor_an_extension() -> None:
    told = [at(local(12, 16, 17, 30), Step.EXTEND), at(local(12, 16, 18), Step.SUSPEND)]
    told += [at(local(12, 17, 18), Step.RESUME), at(local(12, 18), Step.CLASSIFY, item="X", book=1)]
    assert ruled(TWO_DAYS, WEDNESDAY, *told).due_at == local(12, 23, 17)


@pytest.mark.parametrize(
    ("limit", "day"),
    [(TWO_DAYS, 22), (Limit(2, HOUR), 17), (Limit(1, Counting.NATURAL_DAYS), 18)],
)
def test_an_extension_of_whole_days_ends_with_a_day(limit: Limit, day: int) -> None:
    report = at(local(12, 16, 12), Step.REPORT, item="X", book=1, is_day_precise=True)
    assert ruled(limit, report, at(local(12, 16, 13), Step.EXTEND)).due_at == local(12, day, 23, 59, 59)


def test_a_deadline_that_a_sender_gave_is_extended_by_the_time_that_it_left() -> None:
    given = at(local(12, 16, 17), Step.REPORT, item="X", book=1, due_at=local(12, 18, 17))
    assert ruled(TWO_DAYS, given, at(local(12, 18, 16), Step.EXTEND)).due_at == local(12, 20, 17)


def test_an_extension_before_the_register_adds_one_limit_and_no_more() -> None:
    case = final(report(item="X"), event(Step.EXTEND, 10), event(Step.REGISTER, 30, book=1))
    assert (case.due_at, case.due_soon_at) == (minutes(1230), minutes(990))


def test_a_pause_before_the_register_counts_no_more() -> None:
    paused = [report(item="X"), event(Step.SUSPEND, 10), event(Step.RESUME, 40)]
    assert final(*paused, event(Step.REGISTER, 50, book=1)).due_at == minutes(650)


def test_a_pause_before_the_item_is_known_counts() -> None:
    paused = [report(), event(Step.SUSPEND, 60), event(Step.RESUME, 240)]
    case = final(*paused, event(Step.CLASSIFY, 270, item="X", book=1))
    assert (case.due_at, open_part(case)) == (minutes(780), "on_schedule")


def test_a_pause_moves_the_deadlines_of_stages_that_are_still_to_come() -> None:
    paused = [report(item="X"), event(Step.SUSPEND, 10), event(Step.RESUME, 40)]
    assert final(*paused).stage_due == {CaseStage.DISPATCHED: minutes(90)}
    assert final(*paused, event(Step.CLASSIFY, 50, item="X", book=1)).stage_due == {CaseStage.DISPATCHED: minutes(90)}
    sent = [report(item="X"), event(Step.DISPATCH, 5), *paused[1:]]
    assert final(*sent).stage_due == {CaseStage.DISPATCHED: minutes(60)}


def test_a_case_that_gets_its_item_after_its_deadline_is_overdue_at_once() -> None:
    assert open_part(final(report(), event(Step.CLASSIFY, 700, item="X", book=1))) == "overdue"


@pytest.mark.parametrize(
    ("amount", "counting", "day"),
    [
        (2, HOUR, date(2026, 11, 20)),
        (3, Counting.WORKING_HOURS, date(2026, 11, 20)),
        (1, Counting.WORKING_DAYS, date(2026, 11, 23)),
        (1, Counting.NATURAL_DAYS, date(2026, 11, 21)),
    ],
)
def test_a_start_without_time_has_whole_days(amount: float, counting: Counting, day: date) -> None:
    rules = Rules(books={1: book(DeadlineRule("X", Limit(amount, counting)))})
    noon = datetime(2026, 11, 20, 12, tzinfo=ZONE)
    told = CaseEvent("t", "e", "c", Step.REPORT, noon, True, path=("1403",), item="X", book=1)
    last = datetime.combine(day, time(23, 59, 59), ZONE)
    assert fold([told], rules)[-1].after.due_at == last
    done = CaseEvent("t", "d", "c", Step.CLOSE, last - timedelta(hours=1))
    assert fold([told, done], rules)[-1].after.timing != "overdue"
