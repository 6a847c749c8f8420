"""The ladder of supervision 催办 → 黄牌 → 红牌 → 领导批示 as data: when a case comes to a rung, and what it brought."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from pipelines.domain.case import Case
from pipelines.domain.event import CaseClass
from pipelines.domain.step import RUNGS, CaseStage, RungName, Step


@dataclass(frozen=True, slots=True)
class Rung:
    """What is sent so long after the deadline, while a case of one of the classes is not past the stage.

    A reply is due within `reply_within`, which ends before the next rung: who climbs further has not replied in time.
    """

    name: RungName
    step: Step
    after: timedelta
    reply_within: timedelta
    classes: frozenset[CaseClass]
    until: CaseStage = CaseStage.DISPATCHED


def _ladder(classes: frozenset[CaseClass], *hours: float) -> tuple[Rung, ...]:
    """One rung after another, by hours past the deadline; the time for a reply is that until the next one."""
    starts = [timedelta(hours=n) for n in hours]
    ends = [*starts[1:], 2 * starts[-1]]
    return tuple(
        Rung(name, Step.URGE if name is RungName.URGE else Step.SUPERVISE, start, end - start, classes)
        for name, start, end in zip(RUNGS, starts, ends, strict=True)
    )


GRAVE = frozenset({CaseClass.A})
LADDER = (*_ladder(GRAVE, 0.25, 2, 8, 24), *_ladder(frozenset(CaseClass) - GRAVE, 2, 24, 72, 168))
"""Cases of class A climb within a day, all others within a week."""


_RUNGS_OF = {class_: tuple(rung for rung in LADDER if class_ in rung.classes) for class_ in CaseClass}
"""The rungs of a class, one after another."""


def _is_judged(case: Case) -> bool:
    """Whether the clock of the case runs: it is open, neither at rest nor exempted, and its work not done."""
    return case.is_open and case.suspended_at is None and case.exempted_at is None and case.disposed_at is None


def next_rung(case: Case) -> tuple[datetime, Rung] | None:
    """The next rung above the case's own that its stage has not passed, and when it comes to it."""
    if case.due_at is None or case.stage is None or not _is_judged(case):
        return None
    own = -1 if case.rung is None else RUNGS.index(case.rung)
    for rung in _RUNGS_OF[case.class_]:
        if RUNGS.index(rung.name) > own and case.stage <= rung.until:
            return case.due_at + rung.after, rung
    return None


class Replies(NamedTuple):
    """How the last supervision of some cases ended so far."""

    in_time: int = 0
    late: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Effect:
    """What a rung has brought: of so many cases that came to it, how many were disposed within its reply deadline."""

    rung: RungName
    cases: int
    judged: int
    in_time: int

    @property
    def share(self) -> float | None:
        """in_time ÷ judged; None while none is judged."""
        return self.in_time / self.judged if self.judged else None


def effects(replies: Mapping[RungName, Replies]) -> list[Effect]:
    """The effect of each rung, of cases by the highest rung they have come to: those above had come past it too."""
    found, climbed = list[Effect](), 0
    for name in reversed(RUNGS):
        own = replies.get(name, Replies())
        judged = own.in_time + own.late + climbed
        found.append(Effect(name, judged + own.waiting, judged, own.in_time))
        climbed += sum(own)
    return found[::-1]
