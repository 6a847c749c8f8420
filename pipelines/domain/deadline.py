"""The clock of a case: when it is due soon and overdue, and what setting or turning it changes."""

from collections.abc import Iterator
from datetime import datetime

from pipelines.domain.case import SYSTEM_STEPS, Case, CaseEvent, CaseStage, Movement, Step, Timing

DUE_SOON_SHARE = 0.2
TURNS_BACK = frozenset({Step.SEND_BACK, Step.REWORK})
_SETS_CLOCK = TURNS_BACK | {Step.REGISTER}


def pass_time(case: Case, event: CaseEvent) -> Iterator[Movement]:
    """The clock's turns that lie before the event; a system step proves its own instant too."""
    if not case.is_open or case.due_at is None or CaseStage.DISPOSED in case.reached:
        return
    is_system = event.step in SYSTEM_STEPS
    now, soon_at, due_at = event.occurred_at, case.due_soon_at, case.due_at
    if case.timing is Timing.ON_SCHEDULE and soon_at is not None and (soon_at < now or (is_system and soon_at == now)):
        after = case._replace(timing=Timing.DUE_SOON)
        yield Movement(soon_at, Step.BECAME_DUE_SOON, case, after)
        case = after
    if case.timing is not Timing.OVERDUE and (due_at < now or (is_system and due_at == now)):
        yield Movement(due_at, Step.BECAME_OVERDUE, case, case._replace(timing=Timing.OVERDUE))


def with_clock(case: Case, before: Case, event: CaseEvent) -> Case:
    """The clock set anew when the deadline or its start has moved."""
    start = case.registered_at or case.reported_at
    is_set_anew = case.due_at != before.due_at or event.step in _SETS_CLOCK
    if case.due_at is None or start is None or not is_set_anew or not case.is_open:
        return case
    soon_at = max(case.due_at - (case.due_at - start) * DUE_SOON_SHARE, start)
    timing = Timing.ON_SCHEDULE
    if event.occurred_at > case.due_at:
        timing = Timing.OVERDUE
    elif event.occurred_at > soon_at:
        timing = Timing.DUE_SOON
    return case._replace(due_soon_at=soon_at, timing=timing)


def next_turn(case: Case) -> datetime | None:
    """When time alone will next change the case: due soon, then overdue; None when it will not."""
    if not case.is_open or case.due_at is None or case.disposed_at is not None:
        return None
    if case.timing is Timing.ON_SCHEDULE:
        return case.due_soon_at
    return case.due_at if case.timing is Timing.DUE_SOON else None
