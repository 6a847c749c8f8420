"""Deadlines in working time, against a slow oracle that walks minute by minute."""

import os
import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from pipelines.domain.calendar import Counting, Limit, WorkCalendar
from pipelines.domain.errors import RegisterError
from pipelines.domain.work_clock import WorkClock

SEED = int(os.environ.get("SEED") or random.randrange(10**6))
MINUTE = timedelta(minutes=1)
SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
GOLDEN_WEEK = WorkCalendar(
    SHANGHAI,
    days_off=frozenset(date(2026, 10, day) for day in range(1, 8)),
    days_worked=frozenset({date(2026, 9, 27), date(2026, 10, 10)}),
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "amount", "counting", "end"),
    [
        ("2026-09-30T16:30", 2, Counting.CONTINUOUS_HOURS, "2026-09-30T18:30"),
        ("2026-09-30T16:30", 2, Counting.WORKING_HOURS, "2026-10-08T09:30"),
        ("2026-09-30T16:30", 1, Counting.WORKING_DAYS, "2026-10-08T16:30"),
        ("2026-09-30T16:30", 3, Counting.WORKING_DAYS, "2026-10-10T16:30"),
        ("2026-09-30T16:30", 1, Counting.NATURAL_DAYS, "2026-10-01T16:30"),
        ("2026-10-03T10:00", 1, Counting.WORKING_DAYS, "2026-10-09T08:30"),
        ("2026-10-10T11:00", 4, Counting.WORKING_HOURS, "2026-10-10T17:00"),
        ("2026-09-26T23:00", 7, Counting.WORKING_HOURS, "2026-09-27T17:30"),
        ("2026-11-20T12:30", 1, Counting.WORKING_HOURS, "2026-11-20T15:00"),
    ],
)
def test_a_limit_ends_where_the_calendar_says(start: str, amount: float, counting: Counting, end: str) -> None:
    assert Limit(amount, counting).end(local(start), GOLDEN_WEEK) == local(end)


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    """Any windows of a day, any days off and worked, in a zone with and one without daylight saving."""
    marks = sorted(draw(st.sets(st.integers(0, 95), min_size=2, max_size=6)))
    times = [time(mark // 4, mark % 4 * 15) for mark in marks[: len(marks) // 2 * 2]]
    days = [date(2026, 10, 20) + timedelta(days=n) for n in range(25)]
    off, worked = draw(st.sets(st.sampled_from(days))), draw(st.sets(st.sampled_from(days), max_size=4))
    zone = draw(st.sampled_from([SHANGHAI, NEW_YORK]))
    return WorkCalendar(zone, tuple(zip(times[::2], times[1::2], strict=True)), frozenset(off), frozenset(worked))


def is_work(calendar: WorkCalendar, instant: datetime) -> bool:
    """The oracle's own reading of the calendar; an hour that comes twice at night ends a window when it first comes."""
    here = instant.astimezone(calendar.zone)
    day = here.date()
    is_day = day in calendar.days_worked or (here.isoweekday() <= 5 and day not in calendar.days_off)
    marks = [[datetime.combine(day, mark, calendar.zone).astimezone(UTC) for mark in one] for one in calendar.windows]
    return is_day and any(opens <= instant < closes for opens, closes in marks)


@seed(SEED)
@settings(max_examples=80, deadline=None, print_blob=True)
@given(calendars(), st.integers(0, 14 * 24 * 60), st.integers(1, 40 * 60))
def test_working_hours_end_where_the_last_working_minute_does(
    calendar: WorkCalendar, offset: int, minutes: int
) -> None:
    print(f"SEED={SEED}")
    start = datetime(2026, 10, 22, tzinfo=UTC) + offset * MINUTE
    at, left = start, minutes
    while left and at < start + timedelta(days=60):
        left -= is_work(calendar, at)
        at += MINUTE
    if left == 0:
        assert Limit(minutes / 60, Counting.WORKING_HOURS).end(start, calendar) == at


@seed(SEED)
@settings(max_examples=80, deadline=None, print_blob=True)
@given(calendars(), st.integers(0, 14 * 24 * 60), st.integers(0, 5 * 24 * 60))
def test_working_time_is_the_number_of_working_minutes(calendar: WorkCalendar, offset: int, minutes: int) -> None:
    print(f"SEED={SEED}")
    start = datetime(2026, 10, 22, tzinfo=UTC) + offset * MINUTE
    expected = sum(is_work(calendar, start + n * MINUTE) for n in range(minutes))
    assert calendar.working_time(start, start + minutes * MINUTE) == expected * MINUTE


@seed(SEED)
@settings(max_examples=200, deadline=None, print_blob=True)
@given(calendars(), st.integers(-800 * 86_400, 800 * 86_400), st.integers(0, 900 * 86_400))
def test_the_clock_of_the_worker_agrees_with_the_calendar(calendar: WorkCalendar, offset: int, seconds: int) -> None:
    print(f"SEED={SEED}")
    start = datetime(2026, 10, 22, tzinfo=UTC) + timedelta(seconds=offset, microseconds=250_000)
    end = start + timedelta(seconds=seconds)
    assert WorkClock(calendar).seconds(start, end) == calendar.working_time(start, end) // timedelta(seconds=1)


def test_a_natural_day_keeps_the_local_time_across_a_change_of_the_clock() -> None:
    calendar = WorkCalendar(NEW_YORK)
    start = datetime(2026, 10, 31, 12, tzinfo=NEW_YORK)
    assert Limit(1, Counting.NATURAL_DAYS).end(start, calendar) == datetime(2026, 11, 1, 12, tzinfo=NEW_YORK)


@pytest.mark.parametrize("windows", [(), ((time(9), time(8)),), ((time(8), time(12)), (time(11), time(17)))])
def test_windows_that_make_no_day_are_refused(windows: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(RegisterError, match="windows"):
        WorkCalendar(SHANGHAI, windows)


@pytest.mark.parametrize("amount", [0, -1, 10_000])
def test_a_limit_needs_an_amount(amount: float) -> None:
    with pytest.raises(RegisterError, match="amount"):
        Limit(amount, Counting.WORKING_DAYS)
