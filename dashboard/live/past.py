"""What today is compared with: earlier days at the same time, closed days, and the usual rhythm of the weekday."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dashboard.live.board import CENTERS, SLOT_MINUTES
from dashboard.queries.bundle import Queries
from dashboard.queries.question import Figures, Question
from pipelines.domain.access import Viewer
from pipelines.domain.case import Center
from pipelines.domain.comparison import Comparison, earlier
from pipelines.domain.period import Period, day_start, local_day, read_period

TREND_DAYS = 13
USUAL_WEEKS = 8


@dataclass(frozen=True, slots=True)
class Bases:
    """Yesterday and the same day last year, both up to this time of day; None where nothing was counted yet."""

    previous: Figures | None = None
    last_year: Figures | None = None
    centers: Mapping[Center, Figures | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Past:
    """All that today is compared with; empty until it has been read."""

    bases: Bases = Bases()
    trend: Sequence[Figures | None] = ()
    usual: Sequence[Mapping[int, int]] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the past of one place for one viewer."""

    queries: Queries
    zone: ZoneInfo
    viewer: Viewer
    place: str

    def bases(self, now: datetime) -> Bases:
        """Today's figures as they stood a day and a year ago, and those of each center a day ago."""
        before, year = Comparison.PERIOD_ON_PERIOD, Comparison.YEAR_ON_YEAR
        centers = {center: self._base(now, before, center) for center in CENTERS}
        return Bases(self._base(now, before), self._base(now, year), centers)

    def _base(self, now: datetime, kind: Comparison, center: Center | None = None) -> Figures | None:
        today = read_period("today", local_day(now, self.zone))
        period, as_of = earlier(today, now.astimezone(self.zone), kind)
        return self._past(Question(self.place, period, center), as_of, now)

    def _past(self, question: Question, as_of: datetime, now: datetime) -> Figures | None:
        found = self.queries.figures.past(self.viewer, question, as_of, now)
        counted = [n for own in found.counts.values() for name, n in own.items() if name != "grids"]
        return found if any(counted) else None

    def trend(self, now: datetime) -> Sequence[Figures | None]:
        """The last closed days as they stood at their own end, oldest first."""
        today = local_day(now, self.zone)
        days = [today - timedelta(days=n) for n in range(TREND_DAYS, 0, -1)]
        return [
            self._past(
                Question(self.place, Period(str(day), day, day)), day_start(day + timedelta(days=1), self.zone), now
            )
            for day in days
        ]

    def usual(self, now: datetime) -> Sequence[Mapping[int, int]]:
        """Reports by slot on the same weekday of the last weeks; weeks without any report are left out."""
        today = local_day(now, self.zone)
        days = [today - timedelta(weeks=n) for n in range(1, USUAL_WEEKS + 1)]
        weeks = [self._slots(day_start(day, self.zone), day_start(day + timedelta(days=1), self.zone)) for day in days]
        return [week for week in weeks if week]

    def rhythm(self, now: datetime) -> Mapping[int, int]:
        """Reports by slot of today."""
        return self._slots(day_start(local_day(now, self.zone), self.zone), now)

    def _slots(self, since: datetime, until: datetime) -> Mapping[int, int]:
        return self.queries.cases.rhythm(self.viewer, self.place, since, until, SLOT_MINUTES)
