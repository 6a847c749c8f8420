"""How long a case stayed in each stage, and how much of that lay past its deadline."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pipelines.domain.case import Case, Movement
from pipelines.domain.step import CaseStage


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay of an open case in a stage, while dispatched with one unit; a case may come back to a stage."""

    stage: CaseStage
    unit: str | None
    since: datetime
    until: datetime

    @property
    def seconds(self) -> float:
        """How long it lasted."""
        return (self.until - self.since).total_seconds()

    def late_seconds(self, due_at: datetime | None) -> float:
        """How much of it lay past the deadline; 0 without one."""
        return 0.0 if due_at is None else max((self.until - max(self.since, due_at)).total_seconds(), 0.0)


def stays(movements: Sequence[Movement], now: datetime) -> list[Stay]:
    """All stays in order, the last one of an open case until now; nothing counts while a case is closed or voided."""
    turns = [(one.at, one.after) for one in movements if not one.is_parked]
    found: list[Stay] = []
    for (at, case), until in zip(turns, [*(at for at, _ in turns[1:]), now], strict=True):
        stay = _stay(case, at, until)
        if stay is not None and found and _is_continued(found[-1], stay):
            found[-1] = replace(found[-1], until=until)
        elif stay is not None:
            found.append(stay)
    return found


def _stay(case: Case, since: datetime, until: datetime) -> Stay | None:
    if not case.is_open or case.stage is None:
        return None
    return Stay(case.stage, case.unit if case.stage is CaseStage.DISPATCHED else None, since, until)


def _is_continued(one: Stay, other: Stay) -> bool:
    return (one.stage, one.unit, one.until) == (other.stage, other.unit, other.since)
