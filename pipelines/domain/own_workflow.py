"""A workflow that a deployment makes of the known stages and steps, or what speaks against it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pipelines.domain.step import SYSTEM_STEPS, TURNS_BACK, CaseStage, Step
from pipelines.domain.workflow import BESIDE, WORKFLOWS, StepRule, Workflow

S = CaseStage
STAGE_OF = {
    Step.REPORT: S.REPORTED,
    Step.ACCEPT: S.ACCEPTED,
    Step.REGISTER: S.REGISTERED,
    Step.CLASSIFY: S.CLASSIFIED,
    Step.DISPATCH: S.DISPATCHED,
    Step.DISPOSE: S.DISPOSED,
    Step.VERIFY: S.VERIFIED,
    Step.RESOLVE: S.RESOLVED,
    Step.CONFIRM: S.CONFIRMED,
    Step.FEEDBACK: S.FEEDBACK_GIVEN,
    Step.CLOSE: S.CLOSED,
}
"""Where a step leads in a workflow that has its stage; in others it is an event within a stage."""
OWN_STEPS = tuple(step for step in Step if step not in BESIDE and step not in SYSTEM_STEPS)


class Bounds(NamedTuple):
    """The stages a step may start from; `to` is where a turn back leads."""

    frm: CaseStage | None = None
    until: CaseStage | None = None
    to: CaseStage | None = None


class WorkflowError(ValueError):
    """What is wrong with a workflow: the key, the fault and the remedy."""

    def __init__(self, key: str, fault: str, remedy: str) -> None:
        super().__init__(f"{key}: {fault}; {remedy}")
        self.key, self.fault, self.remedy = key, fault, remedy


def make_workflow(name: str, stages: Sequence[CaseStage], bounds: Mapping[Step, Bounds]) -> Workflow:
    """The workflow of these stages: their steps, and those that have bounds; WorkflowError says why there is none."""
    if name in WORKFLOWS:
        raise WorkflowError("name", f"'{name}' is a built-in workflow", "give it a name of its own")
    _check_order(stages)
    leading = {step for step, stage in STAGE_OF.items() if stage in stages}
    rules = {step: _rule(step, bounds.get(step, Bounds()), stages) for step in OWN_STEPS if step in leading | {*bounds}}
    workflow = Workflow(name, BESIDE | rules)
    _check_reach(workflow, stages)
    return workflow


def _check_order(stages: Sequence[CaseStage]) -> None:
    if list(stages) != sorted(set(stages)):
        raise WorkflowError("stages", "are not in order", f"write them as {_names(sorted(set(stages)))}")
    for needed in (S.REPORTED, S.CLOSED):
        if needed not in stages:
            raise WorkflowError("stages", f"lack {needed.name.lower()}", "add it: a case is reported, and closed")
    if S.ARCHIVED in stages:
        raise WorkflowError("stages", "name archived", "leave it out: every workflow has it after closed")


def _rule(step: Step, bounds: Bounds, stages: Sequence[CaseStage]) -> StepRule:
    """The rule of a step: up to the stage before its own, or the last open one, unless its bounds say otherwise."""
    key, to = f"steps.{step}", bounds.to if step in TURNS_BACK else STAGE_OF.get(step)
    to = to if to in stages else None
    for stage in bounds:
        if stage is not None and stage not in stages:
            raise WorkflowError(key, f"names {stage.name.lower()}", f"use one of its stages: {_names(stages)}")
    if step in TURNS_BACK and to is None:
        raise WorkflowError(key, "does not say where it leads", "add to: and a stage")
    if step not in TURNS_BACK and bounds.to is not None:
        raise WorkflowError(key, "has a key to", "leave it out: a step leads to its own stage")
    before = [stage for stage in stages if stage < (S.CLOSED if to is None or step in TURNS_BACK else to)]
    until = bounds.until or (S.CLOSED if step in TURNS_BACK else max(before, default=S.REPORTED))
    rule = StepRule(to, bounds.frm or S.REPORTED, until)
    _check_bounds(key, step, rule)
    return rule


def _check_bounds(key: str, step: Step, rule: StepRule) -> None:
    if rule.frm > rule.until:
        fault = f"starts from {rule.frm.name.lower()}, after {rule.until.name.lower()}, up to which it may be taken"
        raise WorkflowError(key, fault, "correct from or until")
    if rule.to is not None and step in TURNS_BACK and rule.to >= rule.until:
        raise WorkflowError(key, f"leads to {rule.to.name.lower()}, which is not back", "name an earlier stage")
    if rule.to is not None and step not in TURNS_BACK and rule.until > rule.to:
        fault = f"may be taken until {rule.until.name.lower()}, beyond its own stage"
        raise WorkflowError(key, fault, f"end it at {rule.to.name.lower()} or before")


def _check_reach(workflow: Workflow, stages: Sequence[CaseStage]) -> None:
    """Every stage can be come to from the report, step by step."""
    reached = {S.REPORTED}
    for stage in stages:
        ways = [rule for step, rule in workflow.rules.items() if rule.to is stage and step not in TURNS_BACK]
        if any(rule.frm <= one <= rule.until for rule in ways for one in reached):
            reached.add(stage)
        if stage not in reached:
            fault = f"{stage.name.lower()} can never be reached"
            raise WorkflowError("stages", fault, "widen from and until of its step, or leave the stage out")


def _names(stages: Iterable[CaseStage]) -> str:
    return ", ".join(stage.name.lower() for stage in stages)
