"""Periods of local days: today, a day, ISO week, month, quarter, year or a span."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from pipelines.domain.errors import PeriodError


@dataclass(frozen=True, slots=True)
class Period:
    """Local days from first to last, both included; `text` is how it was asked for."""

    text: str
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


_FORMS = (
    (re.compile(r"(\d{4})-(\d{2})-(\d{2})"), lambda y, m, d: (date(y, m, d), date(y, m, d))),
    (re.compile(r"(\d{4})-W(\d{2})"), lambda y, w: (date.fromisocalendar(y, w, 1), date.fromisocalendar(y, w, 7))),
    (re.compile(r"(\d{4})-(\d{2})"), lambda y, m: _months(y, m, 1)),
    (re.compile(r"(\d{4})-Q([1-4])"), lambda y, q: _months(y, q * 3 - 2, 3)),
    (re.compile(r"(\d{4})"), lambda y: _months(y, 1, 12)),
)


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    end = month + count - 1
    after = date(year + end // 12, end % 12 + 1, 1)
    return date(year, month, 1), after - timedelta(days=1)


def read_period(text: str, today: date) -> Period:
    """The period a text names; PeriodError says which forms there are."""
    if text == "today":
        return Period(text, today, today)
    start, dots, end = text.partition("..")
    try:
        first, last = _span(start)
        if dots:
            last = _span(end)[1]
    except (ValueError, OverflowError):
        raise PeriodError(_advice(text)) from None
    if last < first:
        raise PeriodError(f"period '{text}': ends before it begins; turn the two days round")
    return Period(text, first, last)


def _span(text: str) -> tuple[date, date]:
    for form, days in _FORMS:
        match = form.fullmatch(text)
        if match:
            found: tuple[date, date] = days(*(int(part) for part in match.groups()))
            return found
    raise ValueError(text)


def _advice(text: str) -> str:
    return (
        f"period '{text[:40]}': not understood; use today, 2026-11-21, 2026-W47, 2026-11, 2026-Q4, 2026 "
        "or 2026-11-01..2026-11-21"
    )


_QUARTER_HOUR = 900


def local_day(instant: datetime, zone: ZoneInfo) -> date:
    """The deployment's local day of an instant."""
    return _day_of_quarter(int(instant.timestamp()) // _QUARTER_HOUR, zone)


@lru_cache(maxsize=100_000)
def _day_of_quarter(quarter: int, zone: ZoneInfo) -> date:
    """Every zone's days begin on a quarter of an hour: one look-up serves all instants in it."""
    return datetime.fromtimestamp(quarter * _QUARTER_HOUR, zone).date()


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """The instant a local day begins, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def period_end(period: Period, zone: ZoneInfo) -> datetime:
    """The instant after the period's last moment, in UTC."""
    return day_start(period.last + timedelta(days=1), zone)
