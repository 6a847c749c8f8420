"""A case and what happens to it: immutable values, no rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import NamedTuple


class Center(StrEnum):
    """The center that owns a case; NONE until somebody has classified it."""

    GOVERNANCE = "governance"
    EMERGENCY = "emergency"
    GRID = "grid"
    NONE = "none"


class CaseClass(StrEnum):
    """Handling class, A the gravest; NONE until known."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    NONE = "none"


class Step(StrEnum):
    """What a case event says has happened."""

    REPORT = "report"
    ACCEPT = "accept"
    REGISTER = "register"
    CLASSIFY = "classify"
    DISPATCH = "dispatch"
    ARRIVE = "arrive"
    DISPOSE = "dispose"
    FEEDBACK = "feedback"
    CLOSE = "close"
    ARCHIVE = "archive"
    SEND_BACK = "send_back"
    REWORK = "rework"
    VOID = "void"
    HAND_OVER = "hand_over"
    URGE = "urge"
    SUPERVISE = "supervise"
    PUBLISH = "publish"
    NOTE = "note"
    VERIFY = "verify"
    CONFIRM = "confirm"
    EXTEND = "extend"
    SUSPEND = "suspend"
    RESUME = "resume"
    EXEMPT = "exempt"
    MERGE = "merge"
    RESOLVE = "resolve"
    BECAME_DUE_SOON = "became_due_soon"
    BECAME_OVERDUE = "became_overdue"


SYSTEM_STEPS = frozenset({Step.BECAME_DUE_SOON, Step.BECAME_OVERDUE})


class CaseStage(IntEnum):
    """How far a case has come; a later stage includes the earlier ones."""

    REPORTED = 1
    CLASSIFIED = 2
    DISPATCHED = 3
    DISPOSED = 4
    FEEDBACK_GIVEN = 5
    CLOSED = 6
    ARCHIVED = 7


class Timing(StrEnum):
    """Where the clock of an open case stands."""

    NO_DEADLINE = "no_deadline"
    ON_SCHEDULE = "on_schedule"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"


class CaseEvent(NamedTuple):
    """One step as the log holds it; `path` runs from the root to the place, times are UTC."""

    source: str
    event_id: str
    case_id: str
    step: Step
    occurred_at: datetime
    is_day_precise: bool = False
    path: tuple[str, ...] = ()
    item: str | None = None
    condition: str | None = None
    class_: CaseClass | None = None
    center: Center | None = None
    workflow: str | None = None
    channel: str | None = None
    receipt: str | None = None
    door_service: bool = False
    level: str | None = None
    due_at: datetime | None = None
    actor: str | None = None
    unit: str | None = None
    location: tuple[float, float, str] | None = None
    score: int | None = None
    note: str | None = None
    media: tuple[str, ...] = ()
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class ParkedEvent:
    """An event that its case cannot take (yet), with the reason."""

    event: CaseEvent
    reason: str
    is_early: bool = False


class Case(NamedTuple):
    """The state of a case after its events so far; `reached` holds when each stage was reached."""

    case_id: str
    path: tuple[str, ...] = ()
    workflow: str = "six_step"
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
    voided_at: datetime | None = None
    simulated: bool = False
    parked: tuple[ParkedEvent, ...] = ()

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
        """End of the work: the last standing dispose, else the close."""
        return self.reached.get(CaseStage.DISPOSED) or self.closed_at

    @property
    def is_open(self) -> bool:
        """Reported, and neither closed nor voided."""
        return self.stage is not None and self.stage < CaseStage.CLOSED and self.voided_at is None


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
