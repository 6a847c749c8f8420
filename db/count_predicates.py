"""What makes a case count: one predicate per count, over the columns of cases and changes."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Column, ColumnElement, and_, exists, or_

from db.case_rows import bit
from db.derived_tables import cases, change
from pipelines.domain.kpi import DERIVED, EXEMPTED, RECURS_METRES, RECURS_WITHIN, STORED, Basis

_RECURS_MILLIS = RECURS_WITHIN // timedelta(milliseconds=1)


def is_counted(basis: Basis, name: str) -> ColumnElement[bool]:
    """Whether a row is part of a count behind which cases can be listed."""
    if (basis, name) == (Basis.COHORT, "recurring"):
        return _recurs()
    if basis is Basis.DUE:
        return _in_due(name)
    plus, minus = DERIVED[basis].get(name, ((name,), ()))
    column = {Basis.COHORT: cases.c.cohort, Basis.FLOW: change.c.flows, Basis.STOCK: cases.c.stock}[basis]
    left_out = [~_has_any(column, basis, minus)] if minus else []
    return and_(_has_any(column, basis, plus), *left_out)


def _has_any(column: Column[int], basis: Basis, names: Sequence[str]) -> ColumnElement[bool]:
    return column.op("&")(sum(bit(basis, name) for name in names)) != 0


def _recurs() -> ColumnElement[bool]:
    """Valid, and reported in the grid of another case of its item that had been closed not long before.

    Where both are located in one coordinate system, they must lie near each other too.
    """
    other, reported_at = cases.alias("other"), cases.c.reported_at
    east, north = (other.c.lon - cases.c.lon) * cases.c.degree, other.c.north - cases.c.north
    is_near = east * east + north * north <= RECURS_METRES**2
    closed_before = exists().where(
        other.c.grid == cases.c.grid,
        other.c.item == cases.c.item,
        other.c.closed_at.between(reported_at - _RECURS_MILLIS, reported_at),
        other.c.case_id != cases.c.case_id,
        or_(other.c.crs.is_(None), cases.c.crs.is_(None), other.c.crs != cases.c.crs, is_near),
    )
    return and_(is_counted(Basis.COHORT, "valid"), closed_before)


def _in_due(name: str) -> ColumnElement[bool]:
    if name == "exempted":
        return cases.c.due_part.in_(EXEMPTED)
    if name in STORED[Basis.DUE]:
        return cases.c.due_part == name
    return cases.c.due_part.in_(DERIVED[Basis.DUE][name][0])
