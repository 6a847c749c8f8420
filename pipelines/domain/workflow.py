"""Workflows as data: which step leads from which stages to which."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pipelines.domain.step import TURNS_BACK, CaseStage, Step

S = CaseStage


@dataclass(frozen=True, slots=True)
class StepRule:
    """What a step does: the stage it reaches, if any, and the stages it may start from."""

    to: CaseStage | None = None
    frm: CaseStage = S.REPORTED
    until: CaseStage = S.FEEDBACK_GIVEN


@dataclass(frozen=True, eq=False)
class Workflow:
    """A named set of step rules; stages may be skipped forward, unless a rule asks for one, and never backward."""

    name: str
    rules: Mapping[Step, StepRule]

    @cached_property
    def stages(self) -> tuple[CaseStage, ...]:
        """The stages that its steps lead to, in order."""
        reached = {rule.to for step, rule in self.rules.items() if rule.to and step not in TURNS_BACK}
        return tuple(sorted(reached))

    @cached_property
    def last_open(self) -> CaseStage:
        """The last stage before the close."""
        return max(stage for stage in self.stages if stage < S.CLOSED)


BESIDE = {
    Step.HAND_OVER: StepRule(),
    Step.SUSPEND: StepRule(until=S.DISPATCHED),
    Step.RESUME: StepRule(until=S.DISPATCHED),
    Step.EXTEND: StepRule(until=S.DISPATCHED),
    Step.EXEMPT: StepRule(until=S.CLOSED),
    Step.URGE: StepRule(),
    Step.SUPERVISE: StepRule(),
    Step.NOTE: StepRule(until=S.CLOSED),
    Step.PUBLISH: StepRule(until=S.CLOSED),
    Step.VOID: StepRule(until=S.CLOSED),
    Step.MERGE: StepRule(until=S.CLOSED),
    Step.ARCHIVE: StepRule(S.ARCHIVED, frm=S.CLOSED, until=S.CLOSED),
}
"""Steps that every workflow takes, whatever its line of stages."""

SIX_STEP = Workflow(
    "six_step",
    BESIDE
    | {
        Step.REPORT: StepRule(S.REPORTED),
        Step.ACCEPT: StepRule(until=S.CLASSIFIED),
        Step.REGISTER: StepRule(until=S.CLASSIFIED),
        Step.CLASSIFY: StepRule(S.CLASSIFIED, until=S.DISPATCHED),
        Step.DISPATCH: StepRule(S.DISPATCHED, until=S.DISPATCHED),
        Step.ARRIVE: StepRule(until=S.DISPATCHED),
        Step.DISPOSE: StepRule(S.DISPOSED, until=S.DISPATCHED),
        Step.FEEDBACK: StepRule(S.FEEDBACK_GIVEN, until=S.DISPOSED),
        Step.CLOSE: StepRule(S.CLOSED),
        Step.SEND_BACK: StepRule(S.CLASSIFIED, frm=S.DISPATCHED, until=S.CLOSED),
        Step.REWORK: StepRule(S.DISPATCHED, frm=S.DISPOSED, until=S.CLOSED),
    },
)
APPEAL = Workflow(
    "appeal",
    BESIDE
    | {
        Step.REPORT: StepRule(S.REPORTED),
        Step.ACCEPT: StepRule(S.ACCEPTED, until=S.REPORTED),
        Step.ARRIVE: StepRule(until=S.ACCEPTED),
        Step.RESOLVE: StepRule(S.RESOLVED, until=S.ACCEPTED),
        Step.CONFIRM: StepRule(S.CONFIRMED, frm=S.RESOLVED, until=S.RESOLVED),
        Step.FEEDBACK: StepRule(S.FEEDBACK_GIVEN, frm=S.RESOLVED, until=S.CONFIRMED),
        Step.CLOSE: StepRule(S.CLOSED, frm=S.RESOLVED),
        Step.SEND_BACK: StepRule(S.ACCEPTED, frm=S.RESOLVED, until=S.CLOSED),
    },
)
CITY_MANAGEMENT = Workflow(
    "city_management",
    BESIDE
    | {
        Step.REPORT: StepRule(S.REPORTED),
        Step.ACCEPT: StepRule(S.ACCEPTED, until=S.REPORTED),
        Step.REGISTER: StepRule(S.REGISTERED, until=S.ACCEPTED),
        Step.DISPATCH: StepRule(S.DISPATCHED, frm=S.REGISTERED, until=S.DISPATCHED),
        Step.ARRIVE: StepRule(frm=S.DISPATCHED, until=S.DISPATCHED),
        Step.DISPOSE: StepRule(S.DISPOSED, frm=S.DISPATCHED, until=S.DISPATCHED),
        Step.VERIFY: StepRule(S.VERIFIED, frm=S.DISPOSED, until=S.DISPOSED),
        Step.CLOSE: StepRule(S.CLOSED, frm=S.VERIFIED, until=S.VERIFIED),
        Step.SEND_BACK: StepRule(S.REGISTERED, frm=S.DISPATCHED, until=S.CLOSED),
        Step.REWORK: StepRule(S.DISPATCHED, frm=S.DISPOSED, until=S.CLOSED),
    },
)
SHORT = Workflow(
    "short",
    BESIDE
    | {
        Step.REPORT: StepRule(S.REPORTED),
        Step.DISPOSE: StepRule(S.DISPOSED, until=S.REPORTED),
        Step.CLOSE: StepRule(S.CLOSED),
        Step.SEND_BACK: StepRule(S.REPORTED, frm=S.DISPOSED, until=S.CLOSED),
    },
)
Workflows = Mapping[str, Workflow]
WORKFLOWS: Workflows = {one.name: one for one in (SIX_STEP, APPEAL, CITY_MANAGEMENT, SHORT)}
