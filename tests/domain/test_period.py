"""Periods as people write them, and the local day of an instant."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, seed
from hypothesis import strategies as st

from pipelines.domain.errors import PeriodError
from pipelines.domain.period import day_start, local_day, period_end, read_period

TODAY = date(2026, 11, 21)
SHANGHAI = ZoneInfo("Asia/Shanghai")
SEED = 20261121


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("today", "2026-11-21", "2026-11-21"),
        ("2026-11-21", "2026-11-21", "2026-11-21"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2026-W47", "2026-11-16", "2026-11-22"),
        ("2026-W53", "2026-12-28", "2027-01-03"),
        ("2027-W01", "2027-01-04", "2027-01-10"),
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-11-01..2026-11-21", "2026-11-01", "2026-11-21"),
        ("2026-10..2026-11", "2026-10-01", "2026-11-30"),
        ("2025..2026-W47", "2025-01-01", "2026-11-22"),
    ],
)
def test_a_period_is_read_in_each_of_its_forms(text: str, first: str, last: str) -> None:
    period = read_period(text, TODAY)
    assert (period.text, period.first, period.last) == (text, date.fromisoformat(first), date.fromisoformat(last))
    assert period.days == (period.last - period.first).days + 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-13",
        "2026-00",
        "2026-02-30",
        "2025-02-29",
        "2026-Q5",
        "2026-Q0",
        "2026-W54",
        "2026-W00",
        "2027-W53",
        "2026-1-1",
        "26-11-21",
        "2026-11-21 ",
        "2026-11-01...2026-11-21",
        "2026-11-01..",
        "..2026-11-21",
        "2026-11-01..today..2026-11-21",
        "0000-01-01",
        "9999-12",
        "二〇二六",
        "2026-11-21T00:00",
    ],
)
def test_what_is_no_period_is_refused_with_the_forms_there_are(text: str) -> None:
    with pytest.raises(PeriodError, match=r"not understood; use today, 2026-11-21, 2026-W47"):
        read_period(text, TODAY)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(PeriodError, match="ends before it begins"):
        read_period("2026-11-21..2026-11-01", TODAY)


def test_a_long_text_is_shortened_in_the_refusal() -> None:
    with pytest.raises(PeriodError) as refused:
        read_period("9" * 5000, TODAY)
    assert len(str(refused.value)) < 250


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-11-20T15:59:59.999999+00:00", "2026-11-20"),
        ("2026-11-20T16:00:00+00:00", "2026-11-21"),
        ("2026-11-21T23:59:59+08:00", "2026-11-21"),
        ("2026-11-22T00:00:00+08:00", "2026-11-22"),
    ],
)
def test_a_local_day_begins_at_local_midnight(instant: str, day: str) -> None:
    assert local_day(datetime.fromisoformat(instant), SHANGHAI) == date.fromisoformat(day)


@seed(SEED)
@given(
    st.integers(631_152_000, 4_102_444_800).map(lambda second: datetime.fromtimestamp(second, UTC)),
    st.sampled_from(["Asia/Shanghai", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"]),
)
def test_the_local_day_is_that_of_the_clock_on_the_wall(instant: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    day = local_day(instant, zone)
    assert day == instant.astimezone(zone).date()
    assert day_start(day, zone) <= instant < day_start(day + timedelta(days=1), zone)


def test_a_period_ends_where_the_next_day_begins() -> None:
    assert period_end(read_period("2026-11", TODAY), SHANGHAI) == datetime(2026, 11, 30, 16, tzinfo=UTC)
    new_york = ZoneInfo("America/New_York")
    day = read_period("2026-11-01", TODAY)
    assert period_end(day, new_york) - day_start(day.first, new_york) == timedelta(hours=25)
