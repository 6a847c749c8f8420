"""Working time of a deployment, and how far an amount of time reaches in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pipelines.domain.errors import RegisterError

Span = tuple[datetime, datetime]
Window = tuple[time, time]
_WEEKEND = (5, 6)
_DAY = timedelta(days=1)


class Counting(StrEnum):
    """How a limit counts: continuous hours, hours inside working windows, working days, natural days."""

    CONTINUOUS_HOURS = "continuous_hours"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    NATURAL_DAYS = "natural_days"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day on which people work, or do not, whatever its weekday."""

    day: date
    is_worked: bool


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The local working windows of a working day, days off, and days off that are worked instead 调休."""

    zone: ZoneInfo
    windows: tuple[Window, ...] = ((time(8, 30), time(12)), (time(14), time(17, 30)))
    days_off: frozenset[date] = frozenset()
    days_worked: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        ends = [end for window in self.windows for end in window]
        if not ends or ends != sorted(set(ends)):
            raise RegisterError("calendar: working windows must follow one another without overlap; put them in order")

    def is_working_day(self, day: date) -> bool:
        """Whether people work on that day."""
        return day in self.days_worked or (day.weekday() not in _WEEKEND and day not in self.days_off)

    def working_spans(self, start: datetime) -> Iterator[Span]:
        """Stretches of working time from an instant on, in UTC, without end."""
        day = start.astimezone(self.zone).date()
        while True:
            for begin, end in self.spans_of(day):
                if end > start:
                    yield max(begin, start), end
            day += _DAY

    def spans_of(self, day: date) -> list[Span]:
        """The stretches of working time of one day, in UTC."""
        windows = self.windows if self.is_working_day(day) else ()
        return [(self._instant(day, opens), self._instant(day, closes)) for opens, closes in windows]

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """Working time between two instants."""
        total = timedelta(0)
        for begin, close in self.working_spans(start):
            if begin >= end:
                break
            total += min(close, end) - begin
        return total

    def _instant(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount of time and how it counts."""

    amount: float
    counting: Counting

    def __post_init__(self) -> None:
        if not 0 < self.amount < 10_000:
            raise RegisterError(f"limit {self.amount}: give an amount above 0 and below 10,000")

    def end(self, start: datetime, calendar: WorkCalendar) -> datetime:
        """When the limit is used up that begins at an instant; UTC."""
        match self.counting:
            case Counting.CONTINUOUS_HOURS:
                return start + timedelta(hours=self.amount)
            case Counting.NATURAL_DAYS:
                return _local(start, timedelta(days=self.amount), calendar.zone)
            case Counting.WORKING_HOURS:
                return _after_work(start, timedelta(hours=self.amount), calendar)
        return _working_days(start, int(self.amount), calendar)


def _local(start: datetime, span: timedelta, zone: ZoneInfo) -> datetime:
    """So many days later at the same time on the local clock."""
    return (start.astimezone(zone) + span).astimezone(UTC)


def _after_work(start: datetime, amount: timedelta, calendar: WorkCalendar) -> datetime:
    for begin, end in calendar.working_spans(start):
        if amount <= end - begin:
            return begin + amount
        amount -= end - begin
    raise AssertionError("working spans have no end")


def _working_days(start: datetime, days: int, calendar: WorkCalendar) -> datetime:
    """The same local time that many working days later; what comes on a day off begins with the next working day."""
    here = start.astimezone(calendar.zone)
    if not calendar.is_working_day(here.date()):
        here = next(calendar.working_spans(start))[0].astimezone(calendar.zone)
    day = here.date()
    while days:
        day += _DAY
        days -= calendar.is_working_day(day)
    return datetime.combine(day, here.time(), calendar.zone).astimezone(UTC)
