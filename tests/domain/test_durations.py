"""Distributions against exact lists of lengths; and which step ends which duration."""

import math
import os
import random
from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from pipelines.domain.calendar import WorkCalendar
from pipelines.domain.event import CaseClass, CaseEvent, Center
from pipelines.domain.fold import fold
from pipelines.domain.kpi import bucket
from pipelines.domain.kpi.durations import DURATIONS, RELATIVE_ERROR, Distribution, bin_of, merged, without
from pipelines.domain.lapse import Lapse, LapseMeter
from pipelines.domain.period import local_day
from pipelines.domain.step import Step
from pipelines.domain.work_clock import WorkClock
from tests.domain.lives import event, life, minutes

ZONE = ZoneInfo("Asia/Shanghai")
METER = LapseMeter(lambda instant: local_day(instant, ZONE), WorkClock(WorkCalendar(ZONE)))
SEED = int(os.environ.get("SEED") or random.randrange(10**6))
DAY = 24 * 60


def distribution(lengths: list[int]) -> Distribution:
    return Distribution(Counter(map(bin_of, lengths)), sum(lengths))


def test_quantiles_are_within_the_error_and_the_mean_is_exact() -> None:
    print(f"SEED={SEED}")
    chance = random.Random(SEED)
    for _ in range(200):
        lengths = sorted(int(10 ** chance.uniform(0, 8)) for _ in range(chance.randrange(1, 60)))
        found = distribution(lengths)
        assert (found.count, found.mean) == (len(lengths), sum(lengths) / len(lengths))
        for share in (0.5, 0.9, 1.0):
            exact = lengths[math.ceil(share * len(lengths)) - 1]
            assert found.quantile(share) == pytest.approx(exact, rel=RELATIVE_ERROR + 1e-9)


def test_nothing_has_no_mean_and_no_time_at_all_is_zero() -> None:
    assert (Distribution().count, Distribution().mean, Distribution().quantile(0.5)) == (0, None, None)
    assert (distribution([0, 0]).mean, distribution([0, 0]).quantile(0.9)) == (0.0, 0.0)


def test_merging_is_the_same_as_one_list_and_can_be_undone() -> None:
    one, other = [5, 60, 86_400], [0, 60, 7]
    whole = merged([distribution(one), distribution(other)])
    assert whole == distribution(one + other)
    assert without(whole, [distribution(other)]) == distribution(one)


def lapses(events: list[CaseEvent]) -> dict[str, list[int]]:
    """Lengths in minutes by name, those taken back left out."""
    found: dict[str, Counter[int]] = {}
    for lapse in _lapses(events):
        found.setdefault(DURATIONS[lapse.number].name, Counter())[lapse.seconds // 60] += lapse.n
    return {name: sorted(lengths.elements()) for name, lengths in found.items()}


def _lapses(events: list[CaseEvent]) -> list[Lapse]:
    return [lapse for movement in fold(events) for lapse in METER.lapses(movement)]


def test_each_duration_ends_with_its_step() -> None:
    steps = ((Step.REPORT, 0), (Step.DISPATCH, 10), (Step.ARRIVE, 25), (Step.DISPOSE, 55), (Step.CLOSE, 60))
    assert lapses([event(*one) for one in steps]) == {
        "report_to_dispatch": [10],
        "front_wait": [10],
        "report_to_arrive": [25],
        "report_to_dispose": [55],
        "back_work": [45],
        "report_to_close": [60],
    }


def test_waiting_ends_with_the_last_dispatch_and_work_begins_with_it() -> None:
    steps = [event(Step.REPORT, 0), event(Step.DISPATCH, 10), event(Step.DISPATCH, 30), event(Step.DISPOSE, 50)]
    assert lapses(steps) == {
        "report_to_dispatch": [10],
        "front_wait": [30],
        "report_to_dispose": [50],
        "back_work": [20],
    }
    assert lapses([*steps[:2], event(Step.SEND_BACK, 20)])["front_wait"] == []


def test_a_wait_that_is_taken_back_leaves_the_day_and_center_it_was_counted_for() -> None:
    events = [
        event(Step.REPORT, 0),
        event(Step.DISPATCH, 10),
        event(Step.HAND_OVER, 20, center=Center.GRID, class_=CaseClass.B),
        event(Step.DISPATCH, 2 * DAY),
    ]
    sums = Counter[tuple[int, int, int]]()
    for one in _lapses(events):
        if DURATIONS[one.number].name == "front_wait":
            sums[one.day, one.pair, one.seconds] += one.n
    assert [n for n in sums.values() if n] == [1]
    assert {day for (day, _, _), n in sums.items() if n} == {_lapses(events)[-1].day}


def test_a_close_without_a_dispose_ends_the_work_and_a_second_close_counts_again() -> None:
    short = life(Step.CLOSE)
    assert lapses(short) == {"report_to_dispose": [1], "report_to_close": [1]}
    again = [*short, event(Step.REWORK, 10), event(Step.DISPOSE, 20), event(Step.CLOSE, 30)]
    assert lapses(again) == {"report_to_dispose": [1, 20], "report_to_close": [1, 30]}


def test_a_resolved_appeal_is_the_end_of_its_work() -> None:
    assert lapses(life(Step.RESOLVE, workflow="appeal")) == {"report_to_dispose": [1]}


def test_days_alone_make_whole_days_and_no_working_time() -> None:
    start, end = event(Step.REPORT, 0), event(Step.CLOSE, 3 * DAY + 5, is_day_precise=True)
    found = _lapses([start, end])
    assert {(one.seconds, one.working) for one in found} == {(3 * 86_400, None)}
    exact = _lapses([start, event(Step.CLOSE, 3 * DAY + 5)])
    worked = WorkCalendar(ZONE).working_time(start.occurred_at, end.occurred_at) // timedelta(seconds=1)
    assert {(one.seconds, one.working) for one in exact} == {((3 * DAY + 5) * 60, worked)}


def handed(at: float, center: Center) -> CaseEvent:
    return event(Step.HAND_OVER, at, center=center)


def transfers(*steps: CaseEvent) -> list[int]:
    first = event(Step.REPORT, 0, center=Center.GRID, due_at=minutes(5))
    return lapses([first, *steps]).get("hand_over_wait", [])


def test_a_hand_over_waits_until_the_center_takes_its_next_step() -> None:
    over = handed(10, Center.EMERGENCY)
    assert transfers(over) == []
    assert transfers(over, event(Step.DISPATCH, 40), event(Step.DISPOSE, 60)) == [30]
    assert transfers(over, handed(25, Center.GRID), event(Step.DISPATCH, 40)) == [15, 15]
    for step in (Step.SUSPEND, Step.CLASSIFY, Step.VOID, Step.SEND_BACK, Step.CLOSE):
        assert transfers(event(Step.DISPATCH, 1), over, event(step, 17)) == [7]


def test_what_others_add_or_time_brings_does_not_end_the_wait_of_a_hand_over() -> None:
    over = handed(2, Center.EMERGENCY)
    beside = [event(step, 20) for step in (Step.NOTE, Step.URGE, Step.SUPERVISE, Step.PUBLISH)]
    misfit = event(Step.RESUME, 21)
    assert transfers(over, *beside, misfit, event(Step.DISPATCH, 32)) == [30]
    assert transfers(event(Step.SUSPEND, 1), over, event(Step.NOTE, 400 * DAY)) == []


def test_a_case_that_stays_with_its_center_was_not_handed_over() -> None:
    assert transfers(handed(10, Center.GRID), event(Step.DISPATCH, 40)) == []
    again = [handed(10, Center.EMERGENCY), handed(20, Center.EMERGENCY)]
    assert transfers(*again, event(Step.DISPATCH, 40)) == [30]


def test_the_wait_of_a_hand_over_counts_for_the_center_that_it_waited_for() -> None:
    told = [event(Step.REPORT, 0), handed(10, Center.EMERGENCY), handed(25, Center.GRID), event(Step.DISPATCH, 2 * DAY)]
    found = [one for one in _lapses(told) if DURATIONS[one.number].name == "hand_over_wait"]
    assert [one.pair for one in found] == [bucket(center, CaseClass.NONE) for center in (Center.EMERGENCY, Center.GRID)]
    whole = [event(Step.REPORT, 0), handed(10, Center.GRID), event(Step.DISPATCH, 2 * DAY, is_day_precise=True)]
    assert next((one.seconds, one.working) for one in _lapses(whole)) == (2 * 86_400, None)


def test_a_report_that_is_only_parked_ends_nothing() -> None:
    assert lapses([event(Step.CLOSE, 3)]) == {}
