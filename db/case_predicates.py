"""What makes a case count: one predicate per count, over the columns of cases and changes."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Column, ColumnElement, FromClause, and_, or_

from db.case_rows import flow_bit, place_column
from db.tables import cases, change
from pipelines.domain.case import CaseClass, Center
from pipelines.domain.kpi import DERIVED, EXEMPTED, OPEN_PARTS, OPEN_STAGES, STORED, Basis, buckets, count_number
from pipelines.domain.org import OrgUnit


@dataclass(frozen=True, slots=True)
class Selection:
    """Which cases: at or below a place (or at itself only), days, and what they have in common.

    `apart_from` are units of another hierarchy whose cases are left out, `within` is a second place that holds them.
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
    apart_from: tuple[OrgUnit, ...] = ()
    within: OrgUnit | None = None


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
    if basis is Basis.STOCK:
        return [place_of(chosen) + 0 == chosen.unit.id, *around(chosen), cases.c.open_part.is_not(None)]
    return [place_of(chosen) == chosen.unit.id, *around(chosen)]


def column_of(unit: OrgUnit) -> Column[int]:
    """Where a case says that it is counted in a unit."""
    return cases.c[place_column(unit)]


def place_of(chosen: Selection) -> Column[int]:
    """What must hold the number of the selection's place."""
    return cases.c.place if chosen.is_direct else column_of(chosen.unit)


def around(chosen: Selection) -> list[ColumnElement[bool]]:
    """What else is asked of the places of a case."""
    conditions = [] if chosen.within is None else [column_of(chosen.within) == chosen.within.id]
    for column in {place_column(unit) for unit in chosen.apart_from}:
        ids = [unit.id for unit in chosen.apart_from if place_column(unit) == column]
        conditions.append(or_(cases.c[column].is_(None), cases.c[column].not_in(ids)))
    return conditions


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
    if name in STORED[Basis.COHORT]:
        return _has_bit(cases.c.cohort, name)
    plus, minus = DERIVED[Basis.COHORT][name]
    return and_(*(_has_bit(cases.c.cohort, one) for one in plus), *(~_has_bit(cases.c.cohort, one) for one in minus))


def _has_bit(column: Column[int], name: str) -> ColumnElement[bool]:
    return column.op("&")(1 << count_number(Basis.COHORT, name)) != 0


def _in_due(name: str) -> ColumnElement[bool]:
    if name == "exempted":
        return cases.c.due_part.in_(EXEMPTED)
    if name in STORED[Basis.DUE]:
        return cases.c.due_part == name
    return cases.c.due_part.in_(DERIVED[Basis.DUE][name][0])


def _in_stock(name: str) -> ColumnElement[bool]:
    if name in OPEN_PARTS:
        return cases.c.open_part == name
    stage = next((stage for stage, own in OPEN_STAGES.items() if own == name), None)
    is_there = cases.c.open_part.is_not(None)
    return is_there if stage is None else and_(is_there, cases.c.stage == int(stage))
