"""What a step makes of a case that may take it: facts, stage, clock."""

from collections.abc import Callable, Mapping
from datetime import datetime
from operator import attrgetter

from pipelines.domain.case import Case, CaseEvent
from pipelines.domain.deadline import extended, resumed, with_clock
from pipelines.domain.step import RUNGS, CaseStage, Step
from pipelines.domain.workflow import Workflow


def taken(case: Case, event: CaseEvent, at: datetime) -> Case:
    """The case after an event that nothing speaks against, applied at an instant."""
    turn = _TURNS.get(event.step, _forward)
    return with_clock(turn(_with_facts(case, event), event, at), case, event)


def _forward(case: Case, event: CaseEvent, at: datetime) -> Case:
    to = case.workflow.rules[event.step].to
    if to is None or (case.stage is not None and event.step is Step.CLASSIFY and case.stage > to):
        return case
    return case._replace(stage=to, reached={**case.reached, to: at})


def _back(case: Case, event: CaseEvent, at: datetime) -> Case:
    """Back to the stage the rule names, or to the report when the case had skipped that."""
    to = case.workflow.rules[event.step].to or CaseStage.REPORTED
    target = to if to in case.reached or event.step is Step.REWORK else CaseStage.REPORTED
    return case._replace(stage=target, reached={CaseStage.REPORTED: at, **_kept(case, target)}, level=None)


def _supervised(case: Case, event: CaseEvent) -> Case:
    """Up the ladder, never down; a plain reminder is no rung."""
    if event.rung is None or (case.rung is not None and RUNGS.index(event.rung) < RUNGS.index(case.rung)):
        return case
    return case._replace(rung=event.rung, reply_by=event.reply_by)


def _annulled(case: Case) -> Case:
    """Void and merge clear a close."""
    last = case.workflow.last_open
    stage = None if case.stage is None else min(case.stage, last)
    return case._replace(stage=stage, reached=_kept(case, last), suspended_at=None)


def _kept(case: Case, last: CaseStage) -> dict[CaseStage, datetime]:
    return {stage: at for stage, at in case.reached.items() if stage <= last}


_TURNS: Mapping[Step, Callable[[Case, CaseEvent, datetime], Case]] = {
    Step.REGISTER: lambda case, event, at: _forward(case._replace(registered_at=at), event, at),
    Step.SUSPEND: lambda case, event, at: case._replace(suspended_at=at),
    Step.RESUME: lambda case, event, at: resumed(case, at),
    Step.EXTEND: lambda case, event, at: extended(case),
    Step.EXEMPT: lambda case, event, at: case._replace(exempted_at=at),
    Step.VOID: lambda case, event, at: _annulled(case)._replace(voided_at=at),
    Step.MERGE: lambda case, event, at: _annulled(case)._replace(merged_at=at, merged_into=event.into),
    Step.SEND_BACK: _back,
    Step.REWORK: _back,
    Step.URGE: lambda case, event, at: _supervised(case, event),
    Step.SUPERVISE: lambda case, event, at: _supervised(case, event),
}
_facts = attrgetter("item", "class_", "center", "channel", "receipt", "unit", "actor", "level", "due_at")


def reported(case: Case, event: CaseEvent, workflow: Workflow) -> Case:
    """What only a report says: where it is, which way it goes, whom somebody asked first."""
    return case._replace(
        path=event.path,
        workflow=workflow,
        note=event.note,
        door_service=event.door_service,
        first_asked=event.unit or event.actor,
    )


def _with_facts(case: Case, event: CaseEvent) -> Case:
    """What the event says about the case; what an item brings along was stamped on the event at the intake."""
    if event.step is not Step.REPORT and not any(_facts(event)):
        return case
    return case._replace(
        item=event.item or case.item,
        class_=event.class_ or case.class_,
        center=event.center or case.center,
        channel=event.channel or case.channel,
        receipt=event.receipt or case.receipt,
        unit=event.unit or case.unit,
        actor=event.actor or case.actor,
        level=event.level or case.level,
        due_at=event.due_at or case.due_at,
        simulated=case.simulated or event.simulated,
    )
