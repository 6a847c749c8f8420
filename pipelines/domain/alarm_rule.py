"""Rules of alarms as data: what is measured where, from when on it is wrong, and for how long it must be."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from pipelines.domain.alarm import Severity
from pipelines.domain.unit import OrgLevel


class Condition(StrEnum):
    """What a rule measures."""

    RATE = "rate"
    """A rate of the catalogue, today."""
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
    """Today's reports under the code of a duty that is not on the list."""
    SILENCE = "silence"
    """How long a sending system has been silent, in the intervals at which it should be heard."""


@dataclass(frozen=True, slots=True)
class AlarmRule:
    """Raised when the value has been at or beyond `raise_at` for `lasting`; cleared when it has been back as long.

    `clear_at` on the other side of `raise_at` says which way is worse, and keeps a value at the border from flapping.
    `of` is the rate, count or class that is measured, `least` what it must be made of to say anything.
    """

    name: str
    condition: Condition
    severity: Severity
    raise_at: float
    clear_at: float
    lasting: timedelta = timedelta(0)
    level: OrgLevel = OrgLevel.SUBDISTRICT
    of: str = ""
    least: int = 1
    is_of_period_end: bool = False

    def is_wrong(self, value: float) -> bool:
        """Whether the value is bad enough to raise."""
        return value >= self.raise_at if self.raise_at > self.clear_at else value <= self.raise_at

    def is_right(self, value: float) -> bool:
        """Whether the value is good enough to clear."""
        return value <= self.clear_at if self.raise_at > self.clear_at else value >= self.clear_at

    def applies_on(self, day: date) -> bool:
        """Whether it looks at that day: some look only at the last day of a month."""
        return not self.is_of_period_end or (day + timedelta(days=1)).day == 1


class Reading(NamedTuple):
    """What was measured of a subject at a place; what is not measured at all is as it should be."""

    subject: str
    place: str
    value: float
    case_id: str | None = None


_TEN_MINUTES, _HALF_AN_HOUR = timedelta(minutes=10), timedelta(minutes=30)
_CRITICAL, _WARNING = Severity.CRITICAL, Severity.WARNING
RULES = (
    AlarmRule("overdue_a", Condition.OVERDUE, _CRITICAL, 1, 0, of="A"),
    AlarmRule("overdue_b", Condition.OVERDUE, _WARNING, 1, 0, of="B"),
    AlarmRule("slow_subdistrict", Condition.RATE, _WARNING, 0.90, 0.93, _TEN_MINUTES, of="on_time_rate", least=30),
    AlarmRule(
        "slow_community",
        Condition.RATE,
        _WARNING,
        0.90,
        0.93,
        _TEN_MINUTES,
        OrgLevel.COMMUNITY,
        of="on_time_rate",
        least=30,
    ),
    AlarmRule("report_surge", Condition.TREND, _WARNING, 3, 2, _TEN_MINUTES, of="reported", least=30),
    AlarmRule("closing_rush", Condition.TREND, _WARNING, 3, 2, of="closed", least=30, is_of_period_end=True),
    AlarmRule("instant_closes", Condition.INSTANT_CLOSES, _WARNING, 0.3, 0.2, _HALF_AN_HOUR, least=20),
    AlarmRule("self_closing", Condition.RATE, _WARNING, 0.3, 0.2, _HALF_AN_HOUR, of="self_closing_share", least=20),
    AlarmRule("burst", Condition.BURST, _WARNING, 20, 10, level=OrgLevel.COMMUNITY),
    AlarmRule("vacancy", Condition.VACANCY, _WARNING, 1, 0),
    AlarmRule("unadmitted", Condition.UNADMITTED, _WARNING, 1, 0),
    AlarmRule("silent_feed", Condition.SILENCE, _WARNING, 2, 1),
)
"""What is watched unless a deployment says otherwise."""
