"""A case and what happens to it: immutable values, no rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from pipelines.domain.event import CaseClass, CaseEvent, Center
from pipelines.domain.rules import Term
from pipelines.domain.step import CaseStage, RungName, Step
from pipelines.domain.workflow import SIX_STEP, Workflow


class Timing(StrEnum):
    """Where the clock of an open case stands."""

    NO_DEADLINE = "no_deadline"
    ON_SCHEDULE = "on_schedule"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class ParkedEvent:
    """An event that its case cannot take (yet), with the reason."""

    event: CaseEvent
    reason: str
    is_early: bool = False


class Mark(NamedTuple):
    """When something happened, and whether only the day of it is known."""

    at: datetime
    is_day: bool


class Case(NamedTuple):
    """The state of a case after its events so far; `reached` holds when each stage was reached.

    `due_at` comes from a sender (`is_due_given`) or from the rules, `stage_due` from the rules only; `paused` is how
    long the clock has stood still since it started, `extended_after` how long it had at each extension. Of a deadline
    by the rules `term` is what it counts by, of a given one `limit` is the time that it left.
    `handed_over` is when it went to its center, until that has taken a step.
    `by_day` holds the stages of which only the day is known. A case is redirected when a later dispatch did not name
    the unit of the first one, and escalated when a dispute has become a petition.
    """

    case_id: str
    path: tuple[str, ...] = ()
    workflow: Workflow = SIX_STEP
    stage: CaseStage | None = None
    reached: Mapping[CaseStage, datetime] = MappingProxyType({})
    item: str | None = None
    class_: CaseClass = CaseClass.NONE
    center: Center = Center.NONE
    channel: str | None = None
    receipt: str | None = None
    unit: str | None = None
    actor: str | None = None
    level: str | None = None
    note: str | None = None
    registered_at: datetime | None = None
    due_at: datetime | None = None
    due_soon_at: datetime | None = None
    timing: Timing = Timing.NO_DEADLINE
    limit: timedelta | None = None
    term: Term | None = None
    extended_after: tuple[timedelta, ...] = ()
    suspended_at: datetime | None = None
    exempted_at: datetime | None = None
    voided_at: datetime | None = None
    merged_at: datetime | None = None
    merged_into: str | None = None
    door_service: bool = False
    first_asked: str | None = None
    reporter: str | None = None
    location: tuple[float, float, str] | None = None
    first_unit: str | None = None
    first_dispatched_at: datetime | None = None
    has_arrived: bool = False
    is_redirected: bool = False
    is_reworked: bool = False
    is_escalated: bool = False
    by_day: frozenset[CaseStage] = frozenset()
    simulated: bool = False
    rung: RungName | None = None
    reply_by: datetime | None = None
    parked: tuple[ParkedEvent, ...] = ()
    is_hazard: bool = False
    condition: str | None = None
    is_due_given: bool = False
    is_start_day_precise: bool = False
    paused: timedelta = timedelta(0)
    stage_due: Mapping[CaseStage, datetime] = MappingProxyType({})
    holders: tuple[str, ...] = ()
    handed_over: Mark | None = None

    def changed(self, **facts: object) -> "Case":
        """The case with other facts: as `_replace`, which takes twice as long for so many fields."""
        values = list[object](self)
        for name, value in facts.items():
            values[_NUMBER[name]] = value
        return tuple.__new__(Case, values)

    @property
    def places(self) -> tuple[str, ...]:
        """All places that it is counted in: its path, and the units of other hierarchies."""
        return self.path + self.holders

    @property
    def reported_at(self) -> datetime | None:
        """When it was reported, None while only parked steps are known."""
        return self.reached.get(CaseStage.REPORTED)

    @property
    def closed_at(self) -> datetime | None:
        """When the standing close happened."""
        return self.reached.get(CaseStage.CLOSED) or self.reached.get(CaseStage.ARCHIVED)

    @property
    def disposed_at(self) -> datetime | None:
        """End of the work: the last standing dispose, in appeals the resolution, else the close."""
        done = self.reached.get(CaseStage.DISPOSED) or self.reached.get(CaseStage.RESOLVED)
        return done or self.closed_at

    @property
    def extensions(self) -> int:
        """How often its deadline was extended."""
        return len(self.extended_after)

    @property
    def is_open(self) -> bool:
        """Reported, and neither closed, voided nor merged."""
        return self.stage is not None and self.stage < CaseStage.CLOSED and not self.is_annulled

    @property
    def is_annulled(self) -> bool:
        """Voided, or merged into another case."""
        return self.voided_at is not None or self.merged_at is not None


_NUMBER = {name: number for number, name in enumerate(Case._fields)}


class Movement(NamedTuple):
    """One step of a case's history: what it was, when, and the state it left."""

    at: datetime
    step: Step
    before: Case
    after: Case
    event: CaseEvent | None = None
    is_parked: bool = False


class Standing(NamedTuple):
    """A case's (center, class) pair, its days as ordinals (0: none), and the numbers of the counts it is part of."""

    pair: int
    cohort_day: int
    due_day: int
    numbers: frozenset[int]


class CaseFile(NamedTuple):
    """A case with all its events, its shard, how many movements its history has, and where it counts when known."""

    case: Case
    events: tuple[CaseEvent, ...]
    shard: str
    moves: int
    stands: Standing | None = None
