"""The clock of a case: when it is due soon and overdue, and what sets, stops, extends and turns it."""

from datetime import datetime, timedelta

from pipelines.domain.case import Case, Movement, Timing
from pipelines.domain.event import CaseEvent
from pipelines.domain.rules import DeadlineBook, Term
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


def turns_until(case: Case, until: datetime) -> list[Movement]:
    """What time alone brings up to an instant before which nothing else happens."""
    movements, turn = list[Movement](), next_turn(case)
    while turn is not None and turn <= until:
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
    """The case with its deadline one original limit later.

    A rule's limit counts on in the calendar that it came in with, from the deadline that the case has. What a sender
    gave is an instant without calendar: all that is known of its limit is how much time it took, and so much is added.
    """
    if case.due_at is None:
        return case
    if case.term is not None and not case.is_due_given:
        due_at = case.term.end(case.due_at, case.is_start_day_precise)
    else:
        due_at = case.due_at + (case.limit or timedelta(0))
    return case.changed(due_at=due_at, extended_after=(*case.extended_after, case.paused))


def with_rule(case: Case, event: CaseEvent, book: DeadlineBook | None) -> Case:
    """The deadlines of the item, when the event moved what they hang on; one that a sender has given stays."""
    start = case.registered_at or case.reported_at
    is_moved = event.step in STARTS_CLOCK or event.item is not None or event.condition is not None
    if book is None or not is_moved or case.item is None or start is None:
        return case
    term, stages = book.terms(case.item, case.condition, start, case.is_start_day_precise)
    judged = {one: due for one, due in case.stage_due.items() if one in case.reached}
    stages = {one: judged.get(one, due + case.paused) for one, due in stages.items()}
    if term is None or case.is_due_given:
        return case.changed(stage_due=stages)
    return case.changed(stage_due=stages, due_at=_due_at(case, term, start), term=term)


def _due_at(case: Case, term: Term, start: datetime) -> datetime:
    """Where the term ends with all pauses and extensions, each extension from where the pauses before it had led."""
    due_at, paused = term.end(start, case.is_start_day_precise), timedelta(0)
    for stood in case.extended_after:
        due_at, paused = term.end(due_at + stood - paused, case.is_start_day_precise), stood
    return due_at + case.paused - paused


def with_clock(case: Case, before: Case, event: CaseEvent) -> Case:
    """The clock set anew when the deadline or its start has moved."""
    is_set_anew = event.step in _SETS_CLOCK or (case.due_at != before.due_at and event.step is not Step.RESUME)
    start = case.registered_at or case.reported_at
    if case.due_at is None or start is None or not is_set_anew or not case.is_open:
        return case
    limit = _given_limit(case, event, case.due_at - start) if case.is_due_given else None
    length = case.due_at - start - case.paused if limit is None else limit * (1 + case.extensions)
    soon_at = case.due_at - length * DUE_SOON_SHARE
    timing = Timing.ON_SCHEDULE
    if event.occurred_at > case.due_at:
        timing = Timing.OVERDUE
    elif event.occurred_at > soon_at:
        timing = Timing.DUE_SOON
    return case.changed(due_soon_at=soon_at, timing=timing, limit=limit)


def _given_limit(case: Case, event: CaseEvent, length: timedelta) -> timedelta:
    """The time that a sender's deadline left when it was given, or when the clock started after that."""
    if case.limit is None or event.due_at is not None or event.step is Step.REGISTER:
        return max(length, timedelta(0))
    return case.limit
