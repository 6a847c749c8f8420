"""Rules of alarms as data: what is measured where, from when on it is wrong, and for how long it must be."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from pipelines.domain.alarm import Severity
from pipelines.domain.period import Period
from pipelines.domain.unit import OrgLevel


class Condition(StrEnum):
    """What a rule measures."""

    RATE = "rate"
    """A rate of the catalogue over the rule's days."""
    CHANGE = "change"
    """By how much a rate has changed against the days before: points for a share, percent for any other."""
    TREND = "trend"
    """What a flow count of today is, in usual days."""
    INSTANT_CLOSES = "instant_closes"
    """The share of today's closes that came within a minute of the report."""
    BURST = "burst"
    """Reports within the last hour."""
    OVERDUE = "overdue"
    """A case of a class past its deadline."""
    VACANCY = "vacancy"
    """A grid without a chief."""
    UNADMITTED = "unadmitted"
    """Today's reports under the code of a duty that is not on the list, or under an item that no list has."""
    SILENCE = "silence"
    """How long a sending system has been silent, in the intervals at which it should be heard."""


BY_PLACE = frozenset({Condition.RATE, Condition.CHANGE, Condition.TREND, Condition.INSTANT_CLOSES, Condition.BURST})
"""What is measured of places; the others find what they tell of by themselves."""


class Span(StrEnum):
    """The days that a rate is measured over; all but today are over, so that nothing of them is still to come."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    LAST_7_DAYS = "last_7_days"
    LAST_30_DAYS = "last_30_days"

    def period(self, today: date) -> Period:
        """The days, seen from one of them."""
        if self is Span.TODAY:
            return Period(self.value, today, today)
        last, days = today - timedelta(days=1), _DAYS[self]
        first = today - timedelta(days=days)
        return Period(f"{first}..{last}", first, last)


_DAYS = {Span.YESTERDAY: 1, Span.LAST_7_DAYS: 7, Span.LAST_30_DAYS: 30}


@dataclass(frozen=True, slots=True)
class AlarmRule:
    """Raised when the value has been at or beyond `raise_at` for `lasting`; cleared when it has been back as long.

    `clear_at` on the other side of `raise_at` says which way is worse, and keeps a value at the border from flapping.
    `of` is the rate, count or class that is measured, `least` what it must be made of to say anything. With a `level`
    every place of it is watched, at or below `place` if that is given; without one, `place` itself.
    """

    name: str
    condition: Condition
    severity: Severity
    raise_at: float
    clear_at: float
    lasting: timedelta = timedelta(0)
    level: OrgLevel | None = None
    of: str = ""
    least: int = 1
    is_of_period_end: bool = False
    place: str | None = None
    span: Span = Span.TODAY

    @property
    def key(self) -> str:
        """What tells it from every other rule."""
        return self.name

    @property
    def is_low(self) -> bool:
        """Whether low values are the bad ones."""
        return self.raise_at < self.clear_at

    @property
    def measured(self) -> tuple[object, ...]:
        """What it measures, wherever: of rules that have this in common, the one of the nearest place counts."""
        return self.condition, self.of, self.span, self.is_low, self.is_of_period_end

    def is_wrong(self, value: float) -> bool:
        """Whether the value is bad enough to raise."""
        return value <= self.raise_at if self.is_low else value >= self.raise_at

    def is_right(self, value: float) -> bool:
        """Whether the value is good enough to clear."""
        return value >= self.clear_at if self.is_low else value <= self.clear_at

    def applies_on(self, day: date) -> bool:
        """Whether it looks at that day: some look only at the last day of a month."""
        return not self.is_of_period_end or (day + timedelta(days=1)).day == 1


class Reading(NamedTuple):
    """What was measured of a subject at a place; what is not measured at all is as it should be."""

    subject: str
    place: str
    value: float
    case_id: str | None = None
