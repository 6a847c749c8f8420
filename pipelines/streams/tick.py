"""What time alone brings: open cases whose clock turns -> system events for the log."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from pipelines.domain.access import SYSTEM
from pipelines.domain.case import Case
from pipelines.domain.deadline import next_turn
from pipelines.domain.event import CaseEvent
from pipelines.domain.step import Step


def due_events(cases: Iterable[Case], now: datetime) -> list[CaseEvent]:
    """One system event per case whose clock has turned by now; its id makes a repetition a duplicate."""
    turns = ((case, next_turn(case)) for case in cases)
    return [_event(case, turn, now) for case, turn in turns if turn is not None and turn <= now]


def _event(case: Case, turn: datetime, now: datetime) -> CaseEvent:
    """The last of the turns that have come: that a case is overdue says that it was due soon before."""
    step, at = Step.BECAME_DUE_SOON, turn
    if case.suspended_at is not None:
        step = Step.RESUME
    elif case.due_at is not None and case.due_at <= now:
        step, at = Step.BECAME_OVERDUE, case.due_at
    digest = hashlib.blake2b(case.case_id.encode(), digest_size=12).hexdigest()
    event_id = f"{step.value.removeprefix('became_')}:{int(at.timestamp() * 1_000_000)}:{digest}"
    return CaseEvent(SYSTEM, event_id, case.case_id, step, at)
