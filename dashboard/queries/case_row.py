"""What a list of cases and a single case answer with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pipelines.domain.case import Case, CaseFile, Movement
from pipelines.domain.errors import UnknownPlaceError
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.matter import MatterPart
from pipelines.domain.step import CaseStage
from pipelines.domain.unit import OrgUnit


class UnknownCaseError(UnknownPlaceError):
    """No such case, or none that the viewer may see."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which cases of a place: those that no unit below counts, those that one of them counts there, or all.

    With a `matter` only those of it, as it stands now.
    """

    is_direct: bool = False
    part: str = ""
    matter: MatterPart | None = None


WHOLE = Narrowing()


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One row of a list; times are UTC, `at` is what the list is sorted by."""

    case_id: str
    path: tuple[OrgUnit, ...]
    item: str | None
    class_: CaseClass
    center: Center
    channel: str | None
    unit: str | None
    stage: CaseStage | None
    open_part: str | None
    due_part: str | None
    reported_at: datetime | None
    disposed_at: datetime | None
    closed_at: datetime | None
    voided_at: datetime | None
    due_at: datetime | None
    is_simulated: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseRows:
    """A page of a list: how many rows it has in all, some of them, the cursor of the next, the watermark."""

    total: int
    rows: Sequence[CaseRow]
    next: str | None
    watermark: dict[str, int]


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """One case: its state, where it is, and every movement in order (parked ones included).

    `parent` is the case that a merged one has gone into, `shard` where its events are numbered; both, as the
    number of the case that it was merged into, only where the viewer may see that.
    """

    file: CaseFile
    path: tuple[OrgUnit, ...]
    movements: Sequence[Movement]
    parent: Case | None = None
    shard: str | None = None
