"""The earlier period and the change, by the rules of the KPI definitions."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, seed
from hypothesis import strategies as st

from pipelines.domain.comparison import Change, ChangeUnit, Comparison, change_of_count, change_of_rate, earlier
from pipelines.domain.kpi import RATES_BY_NAME, Ratio
from pipelines.domain.period import read_period

ZONE = ZoneInfo("Asia/Shanghai")
YEAR, PERIOD = Comparison.YEAR_ON_YEAR, Comparison.PERIOD_ON_PERIOD
SEED = 20261121


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def base(text: str, as_of: str, kind: Comparison) -> tuple[str, date, date, datetime]:
    instant = at(as_of)
    period, moment = earlier(read_period(text, instant.date()), instant, kind)
    return period.text, period.first, period.last, moment


@pytest.mark.parametrize(
    ("text", "as_of", "kind", "expected", "moment"),
    [
        ("today", "2026-11-21 16:32", PERIOD, "2026-11-20", "2026-11-20 16:32"),
        ("today", "2026-11-21 16:32", YEAR, "2025-11-21", "2025-11-21 16:32"),
        ("2028-02-29", "2028-02-29 09:00", YEAR, "2027-02-28", "2027-02-28 09:00"),
        ("2026-11", "2026-11-21 16:32", PERIOD, "2026-10", "2026-10-21 16:32"),
        ("2026-03", "2026-03-31 08:00", PERIOD, "2026-02", "2026-02-28 08:00"),
        ("2028-02", "2028-02-29 08:00", YEAR, "2027-02", "2027-02-28 08:00"),
        ("2029-02", "2029-02-28 08:00", YEAR, "2028-02", "2028-02-28 08:00"),
        ("2026-W47", "2026-11-21 16:32", PERIOD, "2026-W46", "2026-11-14 16:32"),
        ("2026-W47", "2026-11-21 16:32", YEAR, "2025-W47", "2025-11-22 16:32"),
        ("2026-W53", "2026-12-30 10:00", YEAR, "2025-W52", "2025-12-24 10:00"),
        ("2026-W01", "2026-01-02 10:00", PERIOD, "2025-W52", "2025-12-26 10:00"),
        ("2026-Q4", "2026-11-21 16:32", PERIOD, "2026-Q3", "2026-08-21 16:32"),
        ("2026-Q1", "2026-02-10 16:32", YEAR, "2025-Q1", "2025-02-10 16:32"),
        ("2026", "2026-11-21 16:32", PERIOD, "2025", "2025-11-21 16:32"),
        ("2026-11-01..2026-11-21", "2026-11-21 16:32", PERIOD, "2026-10-11..2026-10-31", "2026-10-31 16:32"),
        ("2026-11-01..2026-11-21", "2026-11-21 16:32", YEAR, "2025-11-01..2025-11-21", "2025-11-21 16:32"),
        ("2026-09..2026-10", "2026-11-21 16:32", PERIOD, "2026-07-01..2026-08-31", "2026-09-21 16:32"),
    ],
)
def test_an_earlier_period_is_the_same_question_asked_earlier(text, as_of, kind, expected, moment):
    name, first, last, instant = base(text, as_of, kind)
    named = read_period(expected, date(2026, 11, 21))
    assert (name, first, last, instant) == (expected, named.first, named.last, at(moment))


@seed(SEED)
@given(
    day=st.dates(date(2001, 1, 1), date(2099, 12, 31)),
    form=st.sampled_from(["%Y-%m-%d", "%G-W%V", "%Y-%m", "%Y"]),
    kind=st.sampled_from(list(Comparison)),
)
def test_a_young_period_is_compared_with_an_equally_young_one(day, form, kind):
    print("seed", SEED)
    period = read_period(day.strftime(form), day)
    as_of = datetime(day.year, day.month, day.day, 9, 30, tzinfo=ZONE)
    before, moment = earlier(period, as_of, kind)
    assert read_period(before.text, day) == before
    assert before.last < period.first
    age, then = as_of.date() - period.first, moment.date() - before.first
    assert moment.time() == as_of.time()
    assert timedelta(0) <= age - then <= timedelta(days=3 if form != "%Y" else 1) or age == then - timedelta(days=1)


def test_counts_change_in_percent_and_small_ones_by_their_difference():
    assert change_of_count(33, 30) == Change(pytest.approx(10.0), ChangeUnit.PERCENT)
    assert change_of_count(33, 29) == Change(4, ChangeUnit.ABSOLUTE, is_small=True)
    assert change_of_count(3, 0) == Change(3, ChangeUnit.ABSOLUTE, is_small=True)
    assert change_of_count(3, None) is None


def test_eliminated_hazards_grew_by_584_percent_and_their_share_by_58_points():
    assert change_of_count(6841, 1000).value == pytest.approx(584.1)
    change = change_of_rate(RATES_BY_NAME["disposal_rate"], Ratio(968, 1000), Ratio(388, 1000))
    assert change == Change(pytest.approx(58.0), ChangeUnit.POINTS)


def test_a_rate_per_unit_changes_in_percent_and_without_a_base_there_is_no_change():
    per_grid = RATES_BY_NAME["report_rate"]
    assert change_of_rate(per_grid, Ratio(110, 50), Ratio(100, 50)) == Change(pytest.approx(10.0), ChangeUnit.PERCENT)
    assert change_of_rate(per_grid, Ratio(30, 50), Ratio(25, 50)).is_small
    assert change_of_rate(RATES_BY_NAME["closure_rate"], Ratio(1, 2), Ratio(0, 0)) is None
    assert change_of_rate(RATES_BY_NAME["closure_rate"], Ratio(1, 2), Ratio(1, 29)).is_small
