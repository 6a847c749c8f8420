"""What time alone brings: open cases whose clock turns -> system events for the log."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from pipelines.domain.access import SYSTEM
from pipelines.domain.case import Case, CaseEvent
from pipelines.domain.deadline import next_turn
from pipelines.domain.step import Step


def due_events(cases: Iterable[Case], now: datetime) -> list[CaseEvent]:
    """One system event per case whose clock has turned by now; its id makes a repetition a duplicate."""
    turns = ((case, next_turn(case)) for case in cases)
    return [_event(case, turn) for case, turn in turns if turn is not None and turn <= now]


def _event(case: Case, turn: datetime) -> CaseEvent:
    step = _step(case, turn)
    digest = hashlib.blake2b(case.case_id.encode(), digest_size=12).hexdigest()
    event_id = f"{step.value.removeprefix('became_')}:{int(turn.timestamp() * 1_000_000)}:{digest}"
    return CaseEvent(SYSTEM, event_id, case.case_id, step, turn)


def _step(case: Case, turn: datetime) -> Step:
    if case.suspended_at is not None:
        return Step.RESUME
    return Step.BECAME_OVERDUE if case.due_at is not None and case.due_at <= turn else Step.BECAME_DUE_SOON
