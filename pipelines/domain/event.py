"""What happens to a case: a step as the log holds it, with the center and the class that it may name."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from pipelines.domain.step import RungName, Step


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


class CaseEvent(NamedTuple):
    """One step as the log holds it; `path` runs from the root to the place, times are UTC.

    `is_hazard` says so of the item it names; `book` numbers the deadline rules in force when it came in, on events
    that a deadline can hang on; `holders` are the units of other hierarchies that the place stood in on that day.
    """

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
    into: str | None = None
    supersedes: str | None = None
    simulated: bool = False
    is_hazard: bool = False
    book: int | None = None
    holders: tuple[str, ...] = ()
    rung: RungName | None = None
    reply_by: datetime | None = None
