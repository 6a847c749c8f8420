"""What today is compared with: earlier days at the same time, closed days, and the usual rhythm of the weekday."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dashboard.live.board import CENTERS, SLOT_MINUTES
from dashboard.queries.bundle import Queries
from dashboard.queries.question import Figures, Question
from pipelines.domain.access import Viewer
from pipelines.domain.comparison import Comparison, earlier
from pipelines.domain.event import Center
from pipelines.domain.kpi import has_cases
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
    """Reads the past of one place for one viewer, in a center's share if it is given."""

    queries: Queries
    zone: ZoneInfo
    viewer: Viewer
    place: str
    center: Center | None = None

    def bases(self, now: datetime) -> Bases:
        """Today's figures as they stood a day and a year ago, and those of each center a day ago."""
        beside = centers_of(self.center)
        previous, *centers = self._then(now, Comparison.PERIOD_ON_PERIOD, [self.center, *beside])
        (last_year,) = self._then(now, Comparison.YEAR_ON_YEAR, [self.center])
        return Bases(previous, last_year, dict(zip(beside, centers, strict=True)))

    def _then(self, now: datetime, kind: Comparison, centers: Sequence[Center | None]) -> list[Figures | None]:
        today = read_period("today", local_day(now, self.zone))
        period, as_of = earlier(today, now.astimezone(self.zone), kind)
        questions = [Question(self.place, period, center) for center in centers]
        return [_known(one) for one in self.queries.figures.past_kinds(self.viewer, questions, as_of, now)]

    def trend(self, now: datetime) -> Sequence[Figures | None]:
        """The last closed days as they stood at their own end, oldest first."""
        first, last = (local_day(now, self.zone) - timedelta(days=n) for n in (TREND_DAYS, 1))
        question = Question(self.place, Period(f"{first}..{last}", first, last), self.center)
        return [_known(one) for one in self.queries.figures.closed_days(self.viewer, question, now)]

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
        return self.queries.cases.rhythm(self.viewer, self.place, since, until, SLOT_MINUTES, self.center)


def centers_of(center: Center | None) -> Sequence[Center]:
    """The centers that stand beside each other on a board: none on that of a single one."""
    return CENTERS if center is None else ()


def _known(figures: Figures) -> Figures | None:
    """The figures, unless nothing was counted yet."""
    return figures if has_cases(figures.counts) else None
