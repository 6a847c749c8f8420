"""The fold that takes a case from event to event.

A case's state is the fold of its events in canonical order, so the order of arrival changes nothing.
Time acts inside the fold: an event at t proves that every moment before t has passed, therefore a deadline
that lies before t is turned (due soon, overdue) at its own instant before the event is applied.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from pipelines.domain.case import Case, Movement, ParkedEvent
from pipelines.domain.deadline import pass_time
from pipelines.domain.event import CaseEvent
from pipelines.domain.guard import objection
from pipelines.domain.rules import BUILT_IN, Rules
from pipelines.domain.step import RANK, SYSTEM_STEPS
from pipelines.domain.transition import taken


def canonical_order(event: CaseEvent) -> tuple[datetime, int, str, str]:
    """The place of an event among those of its case: time, rank of the step, source, id."""
    return (event.occurred_at, RANK[event.step], event.source, event.event_id)


def fold(events: Iterable[CaseEvent], rules: Rules = BUILT_IN) -> list[Movement]:
    """All movements of one case from its events, in any order of arrival; a superseded event makes none."""
    found = list(events)
    case, movements = Case(found[0].case_id), list[Movement]()
    for event in sorted(counting(found), key=canonical_order):
        movements.extend(advance(case, event, rules))
        case = movements[-1].after if movements else case
    return movements


def counting(events: Sequence[CaseEvent]) -> list[CaseEvent]:
    """The events of a case without those that a correction has replaced."""
    replaced = {(event.source, event.supersedes) for event in events if event.supersedes}
    return [event for event in events if (event.source, event.event_id) not in replaced]


def advance(case: Case, event: CaseEvent, rules: Rules = BUILT_IN) -> list[Movement]:
    """Movements that one event brings to a case whose other events all come before it."""
    movements = pass_time(case, event)
    if movements:
        case = movements[-1].after
    if event.step in SYSTEM_STEPS:
        return movements or [Movement(event.occurred_at, event.step, case, case, event)]
    after = _apply(case, event, event.occurred_at, rules)
    is_parked = len(after.parked) > len(case.parked)
    movements.append(Movement(event.occurred_at, event.step, case, after, event, is_parked))
    if after.parked:
        movements.extend(_take_up_parked(after, event, rules))
    return movements


def _take_up_parked(case: Case, cause: CaseEvent, rules: Rules) -> Iterator[Movement]:
    """Early events that fit now that the missing step has come; they count at their own time, but not before it."""
    for early in case.parked:
        if not early.is_early or objection(case, early.event):
            continue
        freed = case.changed(parked=tuple(parked for parked in case.parked if parked is not early))
        at = max(early.event.occurred_at, cause.occurred_at)
        after = _apply(freed, early.event, at, rules)
        yield Movement(at, early.event.step, case, after, early.event)
        case = after


def _apply(case: Case, event: CaseEvent, at: datetime, rules: Rules) -> Case:
    """The case after the event, or with the event parked."""
    against = objection(case, event)
    if against:
        parked = case.changed(parked=(*case.parked, ParkedEvent(event, *against)))
        return parked if case.path else parked.changed(path=event.path, holders=event.holders)
    return taken(case, event, at, rules)
