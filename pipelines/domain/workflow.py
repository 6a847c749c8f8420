"""Workflows as data, and the fold that takes a case from event to event.

A case's state is the fold of its events in canonical order, so the order of arrival changes nothing.
Time acts inside the fold: an event at t proves that every moment before t has passed, therefore a deadline
that lies before t is turned (due soon, overdue) at its own instant before the event is applied.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from pipelines.domain.case import SYSTEM_STEPS, Case, CaseEvent, CaseStage, Movement, ParkedEvent, Step
from pipelines.domain.deadline import TURNS_BACK, pass_time, with_clock

_LAST_RANK = 99


@dataclass(frozen=True, slots=True)
class StepRule:
    """What a step does: the stage it reaches, the stages it may start from, its rank among equal times."""

    rank: int
    frm: CaseStage = CaseStage.REPORTED
    until: CaseStage = CaseStage.FEEDBACK_GIVEN
    to: CaseStage | None = None


@dataclass(frozen=True, slots=True)
class Workflow:
    """A named set of step rules; stages may be skipped forward, never backward."""

    name: str
    rules: dict[Step, StepRule]


S = CaseStage
SIX_STEP = Workflow(
    "six_step",
    {
        Step.REPORT: StepRule(0, to=S.REPORTED),
        Step.ACCEPT: StepRule(1, until=S.CLASSIFIED),
        Step.REGISTER: StepRule(2, until=S.CLASSIFIED),
        Step.CLASSIFY: StepRule(3, until=S.DISPATCHED, to=S.CLASSIFIED),
        Step.HAND_OVER: StepRule(4),
        Step.DISPATCH: StepRule(5, until=S.DISPATCHED, to=S.DISPATCHED),
        Step.ARRIVE: StepRule(6, until=S.DISPATCHED),
        Step.DISPOSE: StepRule(7, until=S.DISPATCHED, to=S.DISPOSED),
        Step.FEEDBACK: StepRule(8, until=S.DISPOSED, to=S.FEEDBACK_GIVEN),
        Step.CLOSE: StepRule(9, to=S.CLOSED),
        Step.SEND_BACK: StepRule(10, frm=S.DISPATCHED, until=S.CLOSED, to=S.CLASSIFIED),
        Step.REWORK: StepRule(11, frm=S.DISPOSED, until=S.CLOSED, to=S.DISPATCHED),
        Step.URGE: StepRule(12),
        Step.SUPERVISE: StepRule(13),
        Step.NOTE: StepRule(14, until=S.CLOSED),
        Step.PUBLISH: StepRule(15, until=S.CLOSED),
        Step.VOID: StepRule(16, until=S.CLOSED),
        Step.ARCHIVE: StepRule(17, frm=S.CLOSED, until=S.CLOSED, to=S.ARCHIVED),
    },
)
WORKFLOWS = {SIX_STEP.name: SIX_STEP}


def canonical_order(event: CaseEvent) -> tuple[datetime, int, str, str]:
    """The place of an event among those of its case: time, rank of the step, source, id."""
    rule = SIX_STEP.rules.get(event.step)
    rank = _LAST_RANK if event.step in SYSTEM_STEPS or rule is None else rule.rank
    return (event.occurred_at, rank, event.source, event.event_id)


def fold(events: Iterable[CaseEvent]) -> list[Movement]:
    """All movements of one case from its events, in any order of arrival."""
    ordered = sorted(events, key=canonical_order)
    case, movements = Case(ordered[0].case_id), list[Movement]()
    for event in ordered:
        movements.extend(advance(case, event))
        case = movements[-1].after if movements else case
    return movements


def advance(case: Case, event: CaseEvent) -> list[Movement]:
    """Movements that one event brings to a case whose other events all come before it."""
    movements = list(pass_time(case, event))
    if movements:
        case = movements[-1].after
    if event.step in SYSTEM_STEPS:
        return movements or [Movement(event.occurred_at, event.step, case, case, event)]
    after = _apply(case, event, event.occurred_at)
    is_parked = len(after.parked) > len(case.parked)
    movements.append(Movement(event.occurred_at, event.step, case, after, event, is_parked))
    if after.parked:
        movements.extend(_take_up_parked(after, event))
    return movements


def _take_up_parked(case: Case, cause: CaseEvent) -> Iterator[Movement]:
    """Early events that fit now that the missing step has come; they count at their own time, but not before it."""
    for early in case.parked:
        if not early.is_early or _objection(case, early.event):
            continue
        freed = case._replace(parked=tuple(parked for parked in case.parked if parked is not early))
        at = max(early.event.occurred_at, cause.occurred_at)
        after = _apply(freed, early.event, at)
        yield Movement(at, early.event.step, case, after, early.event)
        case = after


def _objection(case: Case, event: CaseEvent) -> tuple[str, bool] | None:
    """Why the case cannot take the event, and whether a missing step may still make it fit."""
    step = event.step
    rule = WORKFLOWS[case.workflow].rules.get(step)
    if rule is None:
        return f"{case.workflow} has no step {step}", False
    if step is Step.REPORT:
        return None if case.stage is None else ("reported before; one case is reported once", False)
    if case.stage is None:
        return f"cannot {step} before report; send the report", True
    return ("cannot change after void", False) if case.voided_at else _stage_objection(case.stage, rule, step)


def _stage_objection(stage: CaseStage, rule: StepRule, step: Step) -> tuple[str, bool] | None:
    if stage < rule.frm:
        return f"cannot {step} while {stage.name}; first {rule.frm.name}", step is Step.ARCHIVE
    if stage > rule.until:
        return f"cannot {step} while {stage.name}; send back or rework first", False
    return None


def _apply(case: Case, event: CaseEvent, at: datetime) -> Case:
    """The case after the event, or with the event parked."""
    objection = _objection(case, event)
    if objection:
        return case._replace(path=case.path or event.path, parked=(*case.parked, ParkedEvent(event, *objection)))
    return with_clock(_turned(case, event, at), case, event)


def _turned(case: Case, event: CaseEvent, at: datetime) -> Case:
    rule = WORKFLOWS[case.workflow].rules[event.step]
    facts = _facts(case, event)
    if event.step is Step.VOID:
        stage, reached = _before_close(case), _cleared(case, S.FEEDBACK_GIVEN)
        return case._replace(**facts, voided_at=at, stage=stage, reached=reached)
    if event.step is Step.REGISTER:
        return case._replace(**facts, registered_at=at)
    if rule.to is None or (case.stage is not None and event.step is Step.CLASSIFY and case.stage > S.CLASSIFIED):
        return case._replace(**facts)
    if event.step in TURNS_BACK:
        target = rule.to if rule.to in case.reached or event.step is Step.REWORK else S.REPORTED
        facts |= {"level": None}
        return case._replace(**facts, stage=target, reached={S.REPORTED: at, **_cleared(case, target)})
    return case._replace(**facts, stage=rule.to, reached={**case.reached, rule.to: at})


def _before_close(case: Case) -> CaseStage | None:
    return None if case.stage is None else CaseStage(min(case.stage, S.FEEDBACK_GIVEN))


def _cleared(case: Case, last: CaseStage) -> dict[CaseStage, datetime]:
    return {stage: at for stage, at in case.reached.items() if stage <= last}


def _facts(case: Case, event: CaseEvent) -> dict[str, Any]:
    """What the event says about the case; what an item brings along was stamped on the event at the intake."""
    facts = {name: value for name, value in zip(_NAMED, _named(event), strict=True) if value}
    if event.simulated:
        facts["simulated"] = True
    if event.step is Step.REPORT:
        facts |= {"path": event.path, "note": event.note}
    return facts


_NAMED = ("item", "class_", "center", "workflow", "channel", "receipt", "unit", "actor", "level", "due_at")
_named = attrgetter(*_NAMED)
