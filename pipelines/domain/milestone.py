"""What a step of a case counts for on the day it is taken: the flow counts."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import cache

from pipelines.domain.case import Movement
from pipelines.domain.kpi import SCORED, Basis, count_number
from pipelines.domain.step import CaseStage, Step
from pipelines.domain.unit import OrgLevel

SELF_CLOSED = timedelta(seconds=60)
"""自办自结: closed by its own reporter within this time."""
_FLOW_OF_STEP = {
    Step.REPORT: "reported",
    Step.ACCEPT: "accepted",
    Step.REGISTER: "registered",
    Step.DISPATCH: "dispatched",
    Step.ARRIVE: "arrived",
    Step.DISPOSE: "disposed",
    Step.CONFIRM: "confirmed",
    Step.FEEDBACK: "fed_back",
    Step.CLOSE: "closed",
    Step.ARCHIVE: "archived",
    Step.REWORK: "reworked",
    Step.SEND_BACK: "sent_back",
    Step.EXTEND: "extended",
    Step.SUSPEND: "suspended",
    Step.URGE: "urged",
    Step.SUPERVISE: "supervised",
    Step.HAND_OVER: "handed_over",
}
_RESOLVING = (OrgLevel.GRID, OrgLevel.COMMUNITY, OrgLevel.SUBDISTRICT, OrgLevel.DISTRICT)


def flow_numbers(movement: Movement) -> tuple[int, ...]:
    """The flow counts of one movement; none while it is parked or only time has passed."""
    if movement.is_parked:
        return ()
    more = _MORE.get(movement.step)
    return _flow_numbers(movement.step, tuple(more(movement)) if more else ())


@cache
def _flow_numbers(step: Step, more: tuple[str, ...]) -> tuple[int, ...]:
    names = (_FLOW_OF_STEP[step], *more) if step in _FLOW_OF_STEP else more
    return tuple(count_number(Basis.FLOW, name) for name in names)


def _of_close(movement: Movement) -> Iterator[str]:
    yield from _of_work_done(movement)
    case = movement.after
    if case.level in _RESOLVING:
        yield f"resolved_at_{case.level}"
    if case.is_reworked:
        yield "closed_reworked"
    if case.first_dispatched_at is not None:
        yield "closed_dispatched"
        if not case.is_redirected:
            yield "closed_first_unit"
    if _is_self_closed(movement):
        yield "closed_by_reporter_60s"


def _is_self_closed(movement: Movement) -> bool:
    """Neither time may be known by its day only: all of a day would be one instant."""
    case, event = movement.after, movement.event
    if case.reporter is None or event is None or event.actor != case.reporter or case.reported_at is None:
        return False
    is_timed = case.by_day.isdisjoint({CaseStage.REPORTED, CaseStage.CLOSED})
    return is_timed and movement.at - case.reported_at <= SELF_CLOSED


def _of_confirm(movement: Movement) -> Iterator[str]:
    score = movement.event.score if movement.event else None
    if score is not None:
        yield "satisfaction_answers"
        yield from (name for worth, name in SCORED.items() if worth == score)


def _of_work_done(movement: Movement) -> Iterator[str]:
    """What supervision has brought: the work of a case on the ladder was done, and before its last reply was due."""
    case = movement.after
    if case.rung is None or case.disposed_at is None or movement.before.disposed_at is not None:
        return
    yield "disposed_supervised"
    if case.reply_by is not None and case.disposed_at <= case.reply_by:
        yield "disposed_in_reply"


_MORE: Mapping[Step, Callable[[Movement], Iterator[str]]] = {
    Step.DISPOSE: _of_work_done,
    Step.RESOLVE: _of_work_done,
    Step.CLOSE: _of_close,
    Step.CONFIRM: _of_confirm,
}
