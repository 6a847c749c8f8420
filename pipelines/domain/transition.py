"""What a step makes of a case that may take it: facts, stage, clock."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from operator import attrgetter

from pipelines.domain.case import Case, Mark
from pipelines.domain.deadline import extended, resumed, with_clock, with_rule
from pipelines.domain.event import CaseEvent
from pipelines.domain.rules import Rules
from pipelines.domain.step import RUNGS, SUPERVISING, CaseStage, Step
from pipelines.domain.workflow import APPEAL


def taken(case: Case, event: CaseEvent, at: datetime, rules: Rules) -> Case:
    """The case after an event that nothing speaks against, applied at an instant."""
    told = _reported(case, event, rules) if event.step is Step.REPORT else _with_facts(case, event)
    turned = _TURNS.get(event.step, _forward)(told, event, at)
    if event.step is Step.HAND_OVER or turned.handed_over is not None:
        turned = _with_transfer(turned, case, event, at)
    book = None if event.book is None else rules.books[event.book]
    return with_clock(with_rule(turned, event, book), case, event)


def _with_transfer(case: Case, before: Case, event: CaseEvent, at: datetime) -> Case:
    """A case that has become another center's waits until that takes a step; what others add is none."""
    if event.step is Step.HAND_OVER and case.center is not before.center:
        return case.changed(handed_over=Mark(at, event.is_day_precise))
    return case if event.step in _BESIDE_ITS_CENTER else case.changed(handed_over=None)


def _forward(case: Case, event: CaseEvent, at: datetime) -> Case:
    to = case.workflow.rules[event.step].to
    if to is None or (case.stage is not None and event.step is Step.CLASSIFY and case.stage > to):
        return case
    by_day = case.by_day
    if event.is_day_precise or by_day:
        by_day = by_day | {to} if event.is_day_precise else by_day - {to}
    return case.changed(stage=to, reached={**case.reached, to: at}, by_day=by_day)


def _dispatched(case: Case, event: CaseEvent, at: datetime) -> Case:
    if case.first_dispatched_at is None:
        case = case.changed(first_dispatched_at=at, first_unit=event.unit)
    elif event.unit is None or event.unit != case.first_unit:
        case = case.changed(is_redirected=True)
    return _forward(case, event, at)


def _reworked(case: Case, event: CaseEvent, at: datetime) -> Case:
    return _back(case, event, at).changed(is_reworked=True)


def _back(case: Case, event: CaseEvent, at: datetime) -> Case:
    """Back to the stage the rule names, or to the report when the case had skipped that."""
    to = case.workflow.rules[event.step].to or CaseStage.REPORTED
    target = to if to in case.reached or event.step is Step.REWORK else CaseStage.REPORTED
    return case.changed(stage=target, reached={CaseStage.REPORTED: at, **_kept(case, target)}, level=None)


def _started(case: Case, event: CaseEvent, at: datetime) -> Case:
    """The clock starts with the registration; what it stood still before counts no more."""
    return case.changed(
        registered_at=at,
        is_start_day_precise=event.is_day_precise,
        paused=timedelta(0),
        extended_after=(timedelta(0),) * case.extensions,
    )


def _supervised(case: Case, event: CaseEvent) -> Case:
    """Up the ladder, never down; a plain reminder is no rung."""
    if event.rung is None or (case.rung is not None and RUNGS.index(event.rung) < RUNGS.index(case.rung)):
        return case
    return case.changed(rung=event.rung, reply_by=event.reply_by)


def _annulled(case: Case) -> Case:
    """Void and merge clear a close."""
    last = case.workflow.last_open
    stage = None if case.stage is None else min(case.stage, last)
    return case.changed(stage=stage, reached=_kept(case, last), suspended_at=None)


def _kept(case: Case, last: CaseStage) -> dict[CaseStage, datetime]:
    return {stage: at for stage, at in case.reached.items() if stage <= last}


_TURNS: Mapping[Step, Callable[[Case, CaseEvent, datetime], Case]] = {
    Step.REGISTER: lambda case, event, at: _forward(_started(case, event, at), event, at),
    Step.SUSPEND: lambda case, event, at: case.changed(suspended_at=at),
    Step.RESUME: lambda case, event, at: resumed(case, at),
    Step.EXTEND: lambda case, event, at: extended(case),
    Step.EXEMPT: lambda case, event, at: case.changed(exempted_at=at),
    Step.VOID: lambda case, event, at: _annulled(case).changed(voided_at=at),
    Step.MERGE: lambda case, event, at: _annulled(case).changed(merged_at=at, merged_into=event.into),
    Step.SEND_BACK: _back,
    Step.REWORK: _reworked,
    Step.DISPATCH: _dispatched,
    Step.ARRIVE: lambda case, event, at: _forward(case.changed(has_arrived=True), event, at),
    Step.URGE: lambda case, event, at: _supervised(case, event),
    Step.SUPERVISE: lambda case, event, at: _supervised(case, event),
}
_BESIDE_ITS_CENTER = SUPERVISING | {Step.HAND_OVER, Step.NOTE, Step.PUBLISH, Step.CONFIRM}
_FACTS = ("item", "class_", "center", "channel", "receipt", "unit", "actor", "due_at", "condition")
_facts = attrgetter(*_FACTS)


def _reported(case: Case, event: CaseEvent, rules: Rules) -> Case:
    """What a report says: where it is, which way it goes, who told of it, whom somebody asked first, and what it is."""
    return case.changed(
        path=event.path,
        holders=event.holders,
        workflow=rules.workflows[event.workflow or case.workflow.name],
        note=event.note,
        door_service=event.door_service,
        first_asked=event.unit or event.actor,
        is_start_day_precise=event.is_day_precise,
        reporter=event.actor,
        location=event.location,
        **_said(event),
    )


def _with_facts(case: Case, event: CaseEvent) -> Case:
    said = _said(event)
    return case.changed(**said) if said else case


def _said(event: CaseEvent) -> dict[str, object]:
    """What the event says about the case; what an item brings along was stamped on the event at the intake."""
    said: dict[str, object] = {name: fact for name, fact in zip(_FACTS, _facts(event), strict=True) if fact}
    if event.level and event.step is Step.CLOSE:
        said["level"] = event.level
    if event.item:
        said["is_hazard"] = event.is_hazard
    if event.due_at is not None:
        said["is_due_given"] = True
    if event.step is Step.CLASSIFY and event.workflow == APPEAL.name:
        said["is_escalated"] = True
    if event.simulated:
        said["simulated"] = True
    return said
