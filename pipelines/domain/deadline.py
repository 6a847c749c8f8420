"""The clock of a case: when it is due soon and overdue, and what sets, stops, extends and turns it."""

from datetime import datetime, timedelta

from pipelines.domain.case import Case, Movement, Timing
from pipelines.domain.event import CaseEvent
from pipelines.domain.rules import DeadlineBook
from pipelines.domain.step import SYSTEM_STEPS, TURNS_BACK, Step

DUE_SOON_SHARE = 0.2
LONGEST_SUSPENSION = timedelta(days=365)
MOST_EXTENSIONS = 2
STARTS_CLOCK = frozenset({Step.REPORT, Step.REGISTER})
_SETS_CLOCK = TURNS_BACK | {Step.REGISTER, Step.EXTEND}


def pass_time(case: Case, event: CaseEvent) -> list[Movement]:
    """What time alone brings before the event; a system step proves its own instant too."""
    movements, turn = list[Movement](), next_turn(case)
    while turn is not None and (turn < event.occurred_at or _is_proved(turn, event)):
        step, after = _turned(case, turn)
        movements.append(Movement(turn, step, case, after))
        case, turn = after, next_turn(after)
    return movements


def _is_proved(turn: datetime, event: CaseEvent) -> bool:
    return event.step in SYSTEM_STEPS and turn == event.occurred_at


def _turned(case: Case, at: datetime) -> tuple[Step, Case]:
    if case.suspended_at is not None:
        return Step.RESUME, resumed(case, at)
    if case.due_at is not None and at >= case.due_at:
        return Step.BECAME_OVERDUE, case.changed(timing=Timing.OVERDUE)
    return Step.BECAME_DUE_SOON, case.changed(timing=Timing.DUE_SOON)


def next_turn(case: Case) -> datetime | None:
    """When time alone will next change the case: due soon, overdue, or the end of the longest suspension."""
    is_timed = case.due_at is not None and case.timing is not Timing.OVERDUE
    if not (is_timed or case.suspended_at) or not case.is_open or case.disposed_at is not None:
        return None
    if case.suspended_at is not None:
        return case.suspended_at + LONGEST_SUSPENSION
    return case.due_soon_at if case.timing is Timing.ON_SCHEDULE else case.due_at


def resumed(case: Case, at: datetime) -> Case:
    """The case with its clock running again; its deadline lies later by the time it was stopped before it."""
    if case.suspended_at is None:
        return case
    stopped = min(at - case.suspended_at, LONGEST_SUSPENSION)
    stages = {one: due if one in case.reached else due + stopped for one, due in case.stage_due.items()}
    if case.timing is Timing.OVERDUE:
        return case.changed(suspended_at=None, stage_due=stages)
    due_at = case.due_at + stopped if case.due_at else None
    soon_at = case.due_soon_at + stopped if case.due_soon_at else None
    paused = case.paused + stopped
    return case.changed(suspended_at=None, stage_due=stages, due_at=due_at, due_soon_at=soon_at, paused=paused)


def extended(case: Case) -> Case:
    """The case with its deadline one original limit later."""
    if case.due_at is None or case.limit is None:
        return case
    return case.changed(due_at=case.due_at + case.limit, extensions=case.extensions + 1)


def with_rule(case: Case, event: CaseEvent, book: DeadlineBook | None) -> Case:
    """The deadlines of the item, when the event moved what they hang on; one that a sender has given stays."""
    start = case.registered_at or case.reported_at
    is_moved = event.step in STARTS_CLOCK or event.item is not None or event.condition is not None
    if book is None or not is_moved or case.item is None or start is None:
        return case
    whole, stages = book.ends(case.item, case.condition, start, case.is_start_day_precise)
    judged = {one: due for one, due in case.stage_due.items() if one in case.reached}
    stages = {one: judged.get(one, due + case.paused) for one, due in stages.items()}
    if whole is None or case.is_due_given:
        return case.changed(stage_due=stages)
    limit = whole - start
    return case.changed(stage_due=stages, due_at=whole + case.paused + case.extensions * limit, limit=limit)


def with_clock(case: Case, before: Case, event: CaseEvent) -> Case:
    """The clock set anew when the deadline or its start has moved."""
    is_set_anew = event.step in _SETS_CLOCK or (case.due_at != before.due_at and event.step is not Step.RESUME)
    start = case.registered_at or case.reported_at
    if case.due_at is None or start is None or not is_set_anew or not case.is_open:
        return case
    is_given = event.due_at is not None or (event.step is Step.REGISTER and case.is_due_given)
    limit = case.limit if case.limit is not None and not is_given else max(case.due_at - start, timedelta(0))
    soon_at = case.due_at - limit * (1 + case.extensions) * DUE_SOON_SHARE
    timing = Timing.ON_SCHEDULE
    if event.occurred_at > case.due_at:
        timing = Timing.OVERDUE
    elif event.occurred_at > soon_at:
        timing = Timing.DUE_SOON
    return case.changed(due_soon_at=soon_at, timing=timing, limit=limit)
