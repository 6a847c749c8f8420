"""Working time between two instants at the worker's pace: sums of whole days instead of a walk through them."""

from datetime import date, datetime
from typing import NamedTuple

from pipelines.domain.calendar import WorkCalendar
from pipelines.domain.period import local_day

MOST_YEARS = 64


class _Day(NamedTuple):
    """Seconds worked in its year before it, and its windows in epoch seconds."""

    before: float
    windows: tuple[tuple[float, float], ...]


class WorkClock:
    """A calendar's working seconds; the days of a year are summed up once."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self._years: dict[int, list[_Day]] = {}

    def seconds(self, start: datetime, end: datetime) -> int:
        """Whole seconds of working time from an instant to a later one."""
        (first, before), (last, worked) = self._worked(start), self._worked(end)
        between = sum(self._days(year)[-1].before for year in range(first, last))
        return int(round(between + worked - before, 3))

    def _worked(self, instant: datetime) -> tuple[int, float]:
        """The local year, and the seconds worked in it so far."""
        now, today = instant.timestamp(), local_day(instant, self._calendar.zone)
        day = self._days(today.year)[today.toordinal() - date(today.year, 1, 1).toordinal()]
        return today.year, day.before + sum(min(now, closes) - opens for opens, closes in day.windows if opens < now)

    def _days(self, year: int) -> list[_Day]:
        """The days of a year, and behind them a last one for all that was worked in it."""
        if year not in self._years:
            if len(self._years) >= MOST_YEARS:
                self._years.clear()
            self._years[year] = self._summed(year)
        return self._years[year]

    def _summed(self, year: int) -> list[_Day]:
        found, before = list[_Day](), 0.0
        for ordinal in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()):
            spans = self._calendar.spans_of(date.fromordinal(ordinal))
            windows = tuple((opens.timestamp(), closes.timestamp()) for opens, closes in spans)
            found.append(_Day(before, windows))
            before += sum(closes - opens for opens, closes in windows)
        return [*found, _Day(before, ())]
