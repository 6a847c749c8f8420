"""What time alone brings: open cases whose clock turns -> system events for the log."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from pipelines.domain.access import SYSTEM
from pipelines.domain.case import Case, CaseEvent, Step
from pipelines.domain.deadline import next_turn


def due_events(cases: Iterable[Case], now: datetime) -> list[CaseEvent]:
    """One system event per case whose clock has turned by now; its id makes a repetition a duplicate."""
    found = []
    for case in cases:
        turn = next_turn(case)
        if turn is not None and turn <= now:
            step = Step.BECAME_OVERDUE if case.due_at is not None and case.due_at <= now else Step.BECAME_DUE_SOON
            found.append(_event(case, step))
    return found


def _event(case: Case, step: Step) -> CaseEvent:
    at = case.due_at if step is Step.BECAME_OVERDUE else case.due_soon_at
    if at is None:
        raise ValueError(f"case {case.case_id}: has no deadline to turn")
    digest = hashlib.blake2b(case.case_id.encode(), digest_size=12).hexdigest()
    event_id = f"{step.value.removeprefix('became_')}:{int(at.timestamp() * 1_000_000)}:{digest}"
    return CaseEvent(SYSTEM, event_id, case.case_id, step, at)
