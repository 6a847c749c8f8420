"""同比 and 环比: the earlier period a figure is compared with, and the size of the change."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from pipelines.domain.kpi import Counts, Kind, Rate, Ratio
from pipelines.domain.kpi.durations import Distribution, Distributions
from pipelines.domain.period import Period

SMALL_BASE = 30


class Comparison(StrEnum):
    """What a figure is compared with."""

    YEAR_ON_YEAR = "year_on_year"
    PERIOD_ON_PERIOD = "period_on_period"


ORDER = (Comparison.PERIOD_ON_PERIOD, Comparison.YEAR_ON_YEAR)
"""Which comparison is told first."""


class ChangeUnit(StrEnum):
    """What a change is measured in: percent of the base, percentage points, or the number itself."""

    PERCENT = "percent"
    POINTS = "points"
    ABSOLUTE = "absolute"


@dataclass(frozen=True, slots=True)
class Change:
    """By how much a figure differs from its base; `is_small` when the base is below 30."""

    value: float
    unit: ChangeUnit
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Earlier:
    """A comparison: the counts of its base, None when nothing is known of that time, its days, and what it is held to.

    `own` are the counts now of the same ground as the base's, and so are the durations, those now and the base's.
    """

    counts: Counts | None
    period: Period
    own: Counts
    own_durations: Distributions | None = None
    durations: Distributions | None = None


def earlier(period: Period, as_of: datetime, kind: Comparison) -> tuple[Period, datetime]:
    """The same question one year or one period earlier: its days, and the instant it is asked at.

    `as_of` is in the deployment's zone. 29 Feb goes to 28 Feb, week 53 to 52, day 31 to the month's last day.
    """
    if kind is Comparison.YEAR_ON_YEAR:
        return _year_before(period, as_of)
    months = _whole_months(period)
    if months:
        found = _months_span(period, months, months)
        return found, _on_day(as_of, _months_back(as_of.date(), months))
    step = timedelta(days=period.days)
    return _named(period, period.first - step, period.last - step), _on_day(as_of, as_of.date() - step)


def _year_before(period: Period, as_of: datetime) -> tuple[Period, datetime]:
    if "W" in period.text and period.days == 7:
        first = _week_before(period.first)
        step = period.first - first
        return _named(period, first, first + timedelta(days=6)), _on_day(as_of, as_of.date() - step)
    day = _on_day(as_of, _months_back(as_of.date(), 12))
    months = _whole_months(period)
    if months:
        return _months_span(period, months, 12), day
    return _named(period, _months_back(period.first, 12), _months_back(period.last, 12)), day


def _week_before(monday: date) -> date:
    """Monday of the week with the same number in the year before; week 53 goes to 52 where there is none."""
    year, week, _ = monday.isocalendar()
    last = date(year - 1, 12, 28).isocalendar().week
    return date.fromisocalendar(year - 1, min(week, last), 1)


def _whole_months(period: Period) -> int:
    """How many calendar months the period is made of, 0 when it is not made of whole ones."""
    first, last = period.first, period.last
    if first.day != 1 or last.day != _month_days(last.year, last.month):
        return 0
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _months_span(period: Period, months: int, back: int) -> Period:
    first = _months_back(period.first, back)
    end = _months_back(period.first, back - months + 1)
    return _named(period, first, end.replace(day=_month_days(end.year, end.month)))


def _months_back(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, _month_days(year, month + 1)))


def _month_days(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _on_day(instant: datetime, day: date) -> datetime:
    """The same time of day on another day of the same zone."""
    return instant.replace(year=day.year, month=day.month, day=day.day)


def _named(like: Period, first: date, last: date) -> Period:
    """A period of these days, its text in the form that the other one was asked for."""
    year, week, _ = first.isocalendar()
    if ".." in like.text:
        text = f"{first}..{last}"
    elif like.days == 1:
        text = first.isoformat()
    elif "W" in like.text:
        text = f"{year}-W{week:02}"
    else:
        forms = {1: f"{first:%Y-%m}", 3: f"{first:%Y}-Q{(first.month + 2) // 3}"}
        text = forms.get(_whole_months(like), f"{first:%Y}")
    return Period(text, first, last)


def change_of_count(value: int, base: int | None) -> Change | None:
    """Percent of the base; below 30 the difference, marked small; None without a base."""
    if base is None:
        return None
    if base < SMALL_BASE:
        return Change(value - base, ChangeUnit.ABSOLUTE, is_small=True)
    return Change((value - base) / base * 100, ChangeUnit.PERCENT)


def change_of_rate(rate: Rate, value: Ratio, base: Ratio | None) -> Change | None:
    """Points for a share, percent for any other rate; None when either has no value.

    A base made of fewer than 30 cases or answers is small; then all but a share changes by its difference.
    """
    if base is None or value.value is None or base.value is None:
        return None
    if rate.kind is Kind.SHARE:
        return Change((value.value - base.value) * 100, ChangeUnit.POINTS, is_small=base.d < SMALL_BASE)
    if (base.d if rate.kind is Kind.INDEX else base.n) < SMALL_BASE or not base.n:
        return Change(value.value - base.value, ChangeUnit.ABSOLUTE, is_small=True)
    return Change((value.value - base.value) / base.value * 100, ChangeUnit.PERCENT)


def change_of_mean(value: Distribution, base: Distribution) -> Change | None:
    """Percent of the mean of a duration; its difference in seconds when the base is small; None when either is empty.

    A base of fewer than 30 durations is small, and so is one that took no time at all.
    """
    if value.mean is None or base.mean is None:
        return None
    if base.count < SMALL_BASE or base.mean == 0:
        return Change(value.mean - base.mean, ChangeUnit.ABSOLUTE, is_small=True)
    return Change((value.mean - base.mean) / base.mean * 100, ChangeUnit.PERCENT)
