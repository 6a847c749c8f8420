"""Where a case is counted: the cohort, due and stock counts that its state makes it part of."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache

from pipelines.domain.case import Case, CaseStage, Standing, Timing
from pipelines.domain.kpi import OPEN_STAGES, STAGE_COUNTS, Basis, bucket, count_number

LocalDay = Callable[[datetime], date]


def open_part(case: Case) -> str | None:
    """The part of `open` a case is in, the first that fits; None when it is not open."""
    if not case.is_open:
        return None
    return "awaiting_close" if CaseStage.DISPOSED in case.reached else case.timing.value


def due_part(case: Case) -> str | None:
    """The part of `due` a case is in; None without a deadline, a report, or after void."""
    if case.due_at is None or case.stage is None or case.voided_at is not None:
        return None
    disposed_at = case.disposed_at
    if disposed_at is None:
        return "open_overdue" if case.timing is Timing.OVERDUE else "not_yet_due"
    is_on_time = disposed_at <= case.due_at
    if case.closed_at:
        return "closed_on_time" if is_on_time else "closed_late"
    return "awaiting_on_time" if is_on_time else "awaiting_late"


def standing(case: Case, local_day: LocalDay) -> Standing:
    """All cohort, due and stock counts that a case is part of."""
    due, first = due_part(case), case.reported_at
    if first is None:
        first = min((parked.event.occurred_at for parked in case.parked), default=None)
    numbers = _numbers(
        case.stage or 0,
        case.registered_at is not None,
        case.voided_at is not None,
        bool(case.parked),
        due,
        open_part(case),
    )
    return Standing(
        bucket(case.center, case.class_),
        local_day(first).toordinal() if first else 0,
        local_day(case.due_at).toordinal() if due and case.due_at else 0,
        numbers,
    )


@cache
def _numbers(
    stage: int, is_registered: bool, is_void: bool, is_parked: bool, due: str | None, open_: str | None
) -> frozenset[int]:
    facts = {"reported": stage > 0, "registered": is_registered, "voided": is_void, "parked": is_parked}
    cohort = [name for name, is_so in facts.items() if is_so] + list(STAGE_COUNTS[: max(stage - 1, 0)])
    stock = (open_, OPEN_STAGES[stage - 1]) if open_ else ()
    named = ((Basis.COHORT, cohort), (Basis.DUE, (due,) if due else ()), (Basis.STOCK, stock))
    return frozenset(count_number(basis, name) for basis, names in named for name in names)
