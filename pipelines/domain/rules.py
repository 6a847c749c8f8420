"""What the cases of a deployment go by, handed to the fold as data: workflows, and deadlines by item and condition."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pipelines.domain.calendar import Limit, WorkCalendar
from pipelines.domain.step import CaseStage
from pipelines.domain.workflow import WORKFLOWS, Workflows


class Term(NamedTuple):
    """A limit, and the calendar that it counts in."""

    limit: Limit
    calendar: WorkCalendar

    def end(self, start: datetime, is_day_precise: bool) -> datetime:
        """When it is used up that begins at an instant; one of a start without time ends with the day."""
        end, zone = self.limit.end(start, self.calendar), self.calendar.zone
        if not is_day_precise:
            return end
        day = end.astimezone(zone).date()
        return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC) - timedelta(seconds=1)


class Terms(NamedTuple):
    """The term of the work, None without such a rule, and when stages must be reached."""

    whole: Term | None
    stages: Mapping[CaseStage, datetime]


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """How long a case of an item may take until a stage, or as a whole; without condition: under any other one."""

    item: str
    limit: Limit
    condition: str | None = None
    stage: CaseStage | None = None


@dataclass(frozen=True, eq=False)
class DeadlineBook:
    """Rules with the calendar they count by; never changed but followed by another, so that no past deadline moves."""

    rules: tuple[DeadlineRule, ...]
    calendar: WorkCalendar

    def terms(self, item: str, condition: str | None, start: datetime, is_day_precise: bool) -> Terms:
        """What a case may take whose clock starts then; stages of a start without time must be reached on the day."""
        found = self._terms.get((item, None), {}) | self._terms.get((item, condition), {})
        stages = {stage: term.end(start, is_day_precise) for stage, term in found.items() if stage}
        return Terms(found.get(None), stages)

    @cached_property
    def _terms(self) -> Mapping[tuple[str, str | None], dict[CaseStage | None, Term]]:
        found: dict[tuple[str, str | None], dict[CaseStage | None, Term]] = {}
        for rule in self.rules:
            found.setdefault((rule.item, rule.condition), {})[rule.stage] = Term(rule.limit, self.calendar)
        return found


@dataclass(frozen=True)
class Rules:
    """Workflows by name, and books of deadlines by the number that events are stamped with."""

    workflows: Workflows = field(default_factory=lambda: WORKFLOWS)
    books: Mapping[int, DeadlineBook] = field(default_factory=dict)

    @cached_property
    def newest(self) -> int | None:
        """The number of the book in force; None while there is none."""
        return max(self.books, default=None)

    def calendar(self, zone: ZoneInfo) -> WorkCalendar:
        """The working time in force: that of the newest book, else the usual hours without holidays."""
        return WorkCalendar(zone) if self.newest is None else self.books[self.newest].calendar


BUILT_IN = Rules()
