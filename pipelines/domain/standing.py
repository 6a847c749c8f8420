"""Where a case is counted: the cohort, due and stock counts that its state makes it part of."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from pipelines.domain.case import Case, Standing, Timing
from pipelines.domain.kpi import OPEN_STAGES, PETITION_PARTS, STAGE_COUNTS, Basis, bucket, count_number
from pipelines.domain.matter import is_dispute, is_hazard, is_petition
from pipelines.domain.step import CaseStage
from pipelines.domain.workflow import Workflow

LocalDay = Callable[[datetime], date]


def open_part(case: Case) -> str | None:
    """The part of `open` a case is in, the first that fits; None when it is not open."""
    return _open_part(case, case.disposed_at)


def _open_part(case: Case, disposed_at: datetime | None) -> str | None:
    if not case.is_open:
        return None
    if disposed_at is not None:
        return "awaiting_close"
    return "suspended" if case.suspended_at is not None else case.timing.value


def due_part(case: Case) -> str | None:
    """The part of `due` a case is in, or how it is exempted; None without deadline or report, or when annulled."""
    return _due_part(case, case.disposed_at)


def _due_part(case: Case, disposed_at: datetime | None) -> str | None:
    if case.due_at is None or case.stage is None or case.is_annulled:
        return None
    if case.exempted_at is not None:
        is_late = case.timing is Timing.OVERDUE if disposed_at is None else disposed_at > case.due_at
        return "exempted_overdue" if is_late else "exempted"
    if disposed_at is None:
        return "open_overdue" if case.timing is Timing.OVERDUE else "not_yet_due"
    is_on_time = disposed_at <= case.due_at
    if case.closed_at:
        return "closed_on_time" if is_on_time else "closed_late"
    return "awaiting_on_time" if is_on_time else "awaiting_late"


def _petition_part(case: Case, disposed_at: datetime | None) -> str | None:
    """积案: a petition past its deadline is backlog until it is resolved, and counts as resolved from then on."""
    if not is_petition(case) or case.due_at is None or case.stage is None or case.is_annulled:
        return None
    if disposed_at is None:
        return PETITION_PARTS[0] if case.timing is Timing.OVERDUE else None
    return PETITION_PARTS[1] if disposed_at > case.due_at else None


def standing(case: Case, local_day: LocalDay) -> Standing:
    """All cohort, due and stock counts that a case is part of."""
    disposed_at, first = case.disposed_at, case.reported_at
    if first is None:
        first = min((parked.event.occurred_at for parked in case.parked), default=None)
    due = _due_part(case, disposed_at)
    parts = _Parts(due, _open_part(case, disposed_at), _petition_part(case, disposed_at))
    is_confirmed = CaseStage.CONFIRMED in case.reached
    return Standing(
        bucket(case.center, case.class_),
        local_day(first).toordinal() if first else 0,
        local_day(case.due_at).toordinal() if due and case.due_at else 0,
        _numbers(case.workflow, case.stage, is_confirmed, _facts(case), parts),
    )


class _Facts(NamedTuple):
    registered: bool
    voided: bool
    merged: bool
    parked: bool
    hazard: bool
    dispute: bool
    escalated: bool


class _Parts(NamedTuple):
    due: str | None
    open: str | None
    petition: str | None


def _facts(case: Case) -> _Facts:
    return _Facts(
        case.registered_at is not None,
        case.voided_at is not None,
        case.merged_at is not None,
        bool(case.parked),
        case.stage is not None and is_hazard(case),
        case.stage is not None and is_dispute(case),
        case.is_escalated,
    )


@cache
def _numbers(
    workflow: Workflow, stage: CaseStage | None, is_confirmed: bool, facts: _Facts, parts: _Parts
) -> frozenset[int]:
    passed = _passed(workflow, stage, is_confirmed)
    if facts.voided or facts.merged:  # its work is no part of `valid`, so it is none of `disposed`
        passed = [one for one in passed if one is not CaseStage.DISPOSED]
    cohort = [name for name in ("registered", "voided", "merged", "parked") if getattr(facts, name)]
    cohort += ["reported"] * (stage is not None) + [STAGE_COUNTS[one] for one in passed if one in STAGE_COUNTS]
    cohort += ["hazards_reported"] * facts.hazard
    cohort += ["hazards_disposed"] * (facts.hazard and CaseStage.DISPOSED in passed)
    cohort += ["disputes_reported"] * facts.dispute + ["disputes_escalated"] * (facts.dispute and facts.escalated)
    dues = [parts.due, "exempted" if parts.due == "exempted_overdue" else None]
    stock = [parts.petition]
    if parts.open and stage:
        stock += [parts.open, OPEN_STAGES[stage], "hazards_open" if facts.hazard else None]
    named = ((Basis.COHORT, cohort), (Basis.DUE, dues), (Basis.STOCK, stock))
    return frozenset(count_number(basis, name) for basis, names in named for name in names if name)


def _passed(workflow: Workflow, stage: CaseStage | None, is_confirmed: bool) -> list[CaseStage]:
    """The stages of the workflow up to the case's own; a citizen's confirmation is never taken for granted."""
    passed = [one for one in workflow.stages if stage is not None and one <= stage]
    return [one for one in passed if one is not CaseStage.CONFIRMED or is_confirmed]


UNSEEN = standing(Case(""), lambda instant: instant.date())
"""Where a case stands of which nothing is known: in no count."""
