"""Working time between two instants at the worker's pace: sums of whole days instead of a walk through them."""

from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from pipelines.domain.calendar import WorkCalendar
from pipelines.domain.period import local_day

MOST_YEARS, MOST_INSTANTS = 64, 50_000


class _Day(NamedTuple):
    """Seconds worked in its year before it, and its windows in epoch seconds."""

    before: float
    windows: tuple[tuple[float, float], ...]


class WorkClock:
    """A calendar's working seconds; the days of a year are summed up once."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self._days: dict[date, _Day] = {}
        self._years: dict[int, float] = {}
        self._worked = lru_cache(MOST_INSTANTS)(self._worked_until)  # most durations of a case begin with its report

    def seconds(self, start: datetime, end: datetime) -> int:
        """Whole seconds of working time from an instant to a later one."""
        (first, before), (last, worked) = self._worked(start), self._worked(end)
        between = sum(map(self._year, range(first, last)))
        return int(round(between + worked - before, 3))

    def _worked_until(self, instant: datetime) -> tuple[int, float]:
        """The local year, and the seconds worked in it so far."""
        now, today = instant.timestamp(), local_day(instant, self._calendar.zone)
        if today not in self._days:
            self._year(today.year)
        worked, windows = self._days[today]
        for opens, closes in windows:
            if opens < now:
                worked += min(now, closes) - opens
        return today.year, worked

    def _year(self, year: int) -> float:
        """Seconds worked in a year, whose days are known from then on."""
        if year not in self._years:
            if len(self._years) >= MOST_YEARS:
                self._years.clear()
                self._days.clear()
            self._years[year] = self._sum_up(year)
        return self._years[year]

    def _sum_up(self, year: int) -> float:
        before = 0.0
        for ordinal in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()):
            day = date.fromordinal(ordinal)
            spans = self._calendar.spans_of(day)
            windows = tuple((opens.timestamp(), closes.timestamp()) for opens, closes in spans)
            self._days[day] = _Day(before, windows)
            before += sum(closes - opens for opens, closes in windows)
        return before
