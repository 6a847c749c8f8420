"""What makes a case a dispute or a petition, and of which age or step: predicates over the columns of cases."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_

from db.count_predicates import is_counted
from db.derived_tables import cases
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.kpi import Basis
from pipelines.domain.matter import AGE_DAYS, LOOP, MatterKind, MatterPart
from pipelines.domain.step import CaseStage

IS_DISPUTE = is_counted(Basis.COHORT, "disputes_reported")
IS_CONFIRMED = is_counted(Basis.COHORT, "confirmed")
_OF_DISPUTES = (CaseClass.A, CaseClass.B, CaseClass.C)


@dataclass(frozen=True, slots=True)
class ChosenMatter:
    """A part of the disputes or petitions, the items that go the way of appeals, and the day that ages count to."""

    part: MatterPart
    petitions: tuple[str, ...]
    today: date


def is_petition(petitions: Collection[str]) -> ColumnElement[bool]:
    """Of the governance center's cases; one that was reported as a dispute and became a petition goes on as a dispute.

    No column tells the workflow. But whatever of class A to C is neither dispute nor hazard goes the way of appeals,
    and so does an item that the catalogue sends there, and what was resolved: no other way has that step.
    """
    is_matter = and_(cases.c["class"].in_(_OF_DISPUTES), ~is_counted(Basis.COHORT, "hazards_reported"))
    is_resolved = is_counted(Basis.COHORT, "resolved")
    return and_(~IS_DISPUTE, or_(cases.c.item.in_(sorted(petitions)), is_resolved, is_matter))


def is_of(chosen: ChosenMatter) -> ColumnElement[bool]:
    """Whether a case is of that part, as it stands now."""
    part = chosen.part
    of_kind = IS_DISPUTE if part.kind is MatterKind.DISPUTE else is_petition(chosen.petitions)
    conditions = [cases.c.center == Center.GOVERNANCE, of_kind]
    if part.age is not None:
        conditions.append(_is_aged(part.age, chosen.today.toordinal()))
    if part.reached is not None:
        conditions.append(_has_reached(part.reached))
    if part.waiting is not None:
        conditions += [_stands_at(part.waiting), cases.c.open_part.is_not(None)]
    return and_(*conditions)


def _is_aged(age: int, today: int) -> ColumnElement[bool]:
    """Reported so many days ago; the last age has no end."""
    youngest, *ends = (0, *AGE_DAYS)[age:]
    until = cases.c.cohort_day <= today - youngest
    return and_(until, cases.c.cohort_day > today - ends[0]) if ends else until


def _has_reached(step: CaseStage) -> ColumnElement[bool]:
    """Come to a step or beyond; only the citizen confirms, so that what went on without that has not been."""
    come = cases.c.stage >= int(step)
    return and_(come, IS_CONFIRMED) if step is CaseStage.CONFIRMED else come


def _stands_at(step: CaseStage) -> ColumnElement[bool]:
    """Come to a step of the loop and not to the next one."""
    following = LOOP[LOOP.index(step) + 1 :]
    come = cases.c.stage >= int(step)
    return and_(come, cases.c.stage < int(following[0])) if following else come
