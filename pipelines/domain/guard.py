"""Whether a case may take an event: the guards of its workflow."""

from typing import NamedTuple

from pipelines.domain.case import Case
from pipelines.domain.deadline import MOST_EXTENSIONS
from pipelines.domain.event import CaseEvent
from pipelines.domain.step import TURNS_BACK, CaseStage, Step
from pipelines.domain.workflow import StepRule

_WORK = frozenset(Step) - {
    Step.RESUME,
    Step.EXEMPT,
    Step.HAND_OVER,
    Step.URGE,
    Step.SUPERVISE,
    Step.NOTE,
    Step.PUBLISH,
    Step.VOID,
    Step.MERGE,
}


class Objection(NamedTuple):
    """Why a case cannot take an event, and whether a missing step may still make it fit."""

    reason: str
    is_early: bool = False


def objection(case: Case, event: CaseEvent) -> Objection | None:
    """What speaks against the event; None when the case can take it."""
    step = event.step
    if step is Step.REPORT:
        return None if case.stage is None else Objection("reported before; one case is reported once")
    if case.stage is None:
        return Objection(f"cannot {step} before report; send the report", is_early=True)
    rule = case.workflow.rules.get(step)
    if rule is None:
        return Objection(f"{case.workflow.name} has no step {step}")
    if case.is_annulled:
        return Objection(f"cannot change after {'merge' if case.merged_at else 'void'}")
    return _of_stage(case.stage, rule, step) or _of_clock(case, step)


def _of_stage(stage: CaseStage, rule: StepRule, step: Step) -> Objection | None:
    if stage < rule.frm:
        is_forward = rule.to is not None and step not in TURNS_BACK
        return Objection(f"cannot {step} while {stage.name}; first {rule.frm.name}", is_forward)
    if stage > rule.until:
        return Objection(f"cannot {step} while {stage.name}; send back or rework first")
    return None


def _of_clock(case: Case, step: Step) -> Objection | None:
    if case.suspended_at is not None and step in _WORK:
        return Objection(f"cannot {step} while suspended; resume first", is_early=step is not Step.SUSPEND)
    if step is Step.RESUME and case.suspended_at is None:
        return Objection("cannot resume: it is not suspended")
    if step in (Step.EXTEND, Step.EXEMPT) and case.due_at is None:
        return Objection(f"cannot {step}: it has no deadline")
    if step is Step.EXTEND and case.extensions >= MOST_EXTENSIONS:
        return Objection("cannot extend: it was extended twice, and there is no third time")
    if step is Step.EXEMPT and case.exempted_at is not None:
        return Objection("cannot exempt: it is exempted already")
    return None
