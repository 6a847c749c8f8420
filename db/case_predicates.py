"""What makes a case count: one predicate per count, over the columns of cases and changes."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, FromClause, and_

from db.case_rows import flow_bit
from db.tables import cases, change
from pipelines.domain.case import CaseClass, Center
from pipelines.domain.kpi import DUE_PARTS, OPEN_PARTS, OPEN_STAGES, STAGE_COUNTS, Basis, buckets, count_number
from pipelines.domain.org import OrgUnit


@dataclass(frozen=True, slots=True)
class Selection:
    """Which cases: at or below a place (or at itself only), days, and what they have in common.

    `until` is the end of a period that is over: stock is then what stood at that instant.
    """

    unit: OrgUnit
    first: date
    last: date
    center: Center | None = None
    class_: CaseClass | None = None
    item: str | None = None
    channel: str | None = None
    is_direct: bool = False
    until: datetime | None = None


def source(basis: Basis) -> FromClause:
    """Where the rows of a basis come from: one per case, for flow one per change."""
    return change.join(cases, cases.c.case_id == change.c.case_id) if basis is Basis.FLOW else cases


def where(chosen: Selection, basis: Basis) -> ColumnElement[bool]:
    """Place, days and filters."""
    conditions = [*_place(chosen, basis), *_kinds(chosen, basis)]
    span = (chosen.first.toordinal(), chosen.last.toordinal())
    day = {Basis.COHORT: cases.c.cohort_day, Basis.DUE: cases.c.due_day, Basis.FLOW: change.c.day}
    if basis in day:
        conditions.append(day[basis].between(*span))
    if chosen.item is not None:
        conditions.append(cases.c.item == chosen.item)
    if chosen.channel is not None:
        conditions.append(cases.c.channel == chosen.channel)
    return and_(*conditions)


def _place(chosen: Selection, basis: Basis) -> list[ColumnElement[bool]]:
    """The sum keeps SQLite from walking all cases of a place instead of the few that are open."""
    place = cases.c.place if chosen.is_direct else cases.c[chosen.unit.level.value]
    if basis is Basis.STOCK:
        return [place + 0 == chosen.unit.id, cases.c.open_part.is_not(None)]
    return [place == chosen.unit.id]


def _kinds(chosen: Selection, basis: Basis) -> list[ColumnElement[bool]]:
    """Center and class: flow keeps those it had at the milestone, everything else the current ones."""
    if basis is Basis.FLOW:
        return [change.c.bucket.in_(buckets(chosen.center, chosen.class_))]
    wanted = ((cases.c.center, chosen.center), (cases.c["class"], chosen.class_))
    return [column == value for column, value in wanted if value is not None]


def is_counted(basis: Basis, name: str) -> ColumnElement[bool]:
    """Whether a row is part of a stored or derived count."""
    if basis is Basis.COHORT:
        return _in_cohort(name)
    if basis is Basis.DUE:
        return _in_due(name)
    if basis is Basis.FLOW:
        return change.c.flows.op("&")(flow_bit(count_number(basis, name))) != 0
    return _in_stock(name)


def _in_cohort(name: str) -> ColumnElement[bool]:
    if name in STAGE_COUNTS:
        return and_(cases.c.stage >= STAGE_COUNTS.index(name) + 2, cases.c.reported_at.is_not(None))
    return {
        "reported": cases.c.reported_at.is_not(None),
        "valid": and_(cases.c.reported_at.is_not(None), cases.c.voided_at.is_(None)),
        "registered": cases.c.registered_at.is_not(None),
        "voided": cases.c.voided_at.is_not(None),
        "parked": cases.c.parked > 0,
    }[name]


def _in_due(name: str) -> ColumnElement[bool]:
    if name in DUE_PARTS:
        return cases.c.due_part == name
    return cases.c.due_part.is_not(None) if name == "due" else cases.c.due_part != "not_yet_due"


def _in_stock(name: str) -> ColumnElement[bool]:
    if name in OPEN_PARTS:
        return cases.c.open_part == name
    if name in OPEN_STAGES:
        return and_(cases.c.open_part.is_not(None), cases.c.stage == OPEN_STAGES.index(name) + 1)
    return cases.c.open_part.is_not(None)
