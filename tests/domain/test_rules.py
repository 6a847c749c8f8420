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
