"""The cases behind a count: one predicate per count serves the list and its total."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, func, select, tuple_

from db.case_predicates import Selection, column_of, source, where
from db.codec import utc_day
from db.count_predicates import is_counted
from db.derived_tables import PLACE_COLUMNS, cases, change, watermark
from db.engine import reading
from db.past_stock import stock_then
from pipelines.domain.event import Center
from pipelines.domain.kpi import Basis
from pipelines.domain.unit import OrgUnit

_DAY_MILLIS = 86_400_000
_SHOWN = (
    "case_id", "place", "item", "class", "center", "channel", "unit", "stage", "open_part", "due_part", "parked",
    "reported_at", "disposed_at", "closed_at", "voided_at", "due_at", "simulated",
    *PLACE_COLUMNS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CasePage:
    """Some rows of a list, where the next ones begin, and the watermark."""

    rows: Sequence[Row[*tuple[Any, ...]]]
    next: tuple[int, str, int] | None
    watermark: dict[str, int]


class CaseList:
    """The cases behind a count, a page at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def page(
        self, chosen: Selection, basis: Basis, name: str, limit: int, after: tuple[int, str, int] | None = None
    ) -> CasePage:
        """Newest first, from behind `after`; for flow one row per milestone."""
        if basis is Basis.STOCK and chosen.until is not None:
            return self._past_page(chosen, name, limit, after)
        day, at, n = _order(basis)
        columns = [cases.c[column] for column in _SHOWN]
        query = select(*columns, at.label("at"), n.label("n")).select_from(source(basis))
        query = query.where(where(chosen, basis), is_counted(basis, name))
        if after is not None:
            query = query.where(day <= utc_day(after[0]) + 1, tuple_(at, cases.c.case_id, n) < tuple_(*after))
        query = query.order_by(day.desc(), at.desc(), cases.c.case_id.desc(), n.desc()).limit(limit + 1)
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
            marks = {row.shard: row.seq for row in connection.execute(select(watermark))}
        following = (rows[limit - 1].at, rows[limit - 1].case_id, rows[limit - 1].n) if len(rows) > limit else None
        return CasePage(rows[:limit], following, marks)

    def total(self, chosen: Selection, basis: Basis, name: str) -> int:
        """How many rows the whole list has."""
        query = select(func.count()).select_from(source(basis)).where(where(chosen, basis), is_counted(basis, name))
        with reading(self._engine) as connection:
            if basis is Basis.STOCK and chosen.until is not None:
                return len(_stood(connection, chosen, name))
            return connection.execute(query).scalar_one()

    def _past_page(self, chosen: Selection, name: str, limit: int, after: tuple[int, str, int] | None) -> CasePage:
        """Stock as it stood at the end of a period that is over: the histories tell, row by row."""
        columns = [cases.c[column] for column in _SHOWN]
        with reading(self._engine) as connection:
            found = sorted(_stood(connection, chosen, name), reverse=True)
            keys = [key for key in found if after is None or key < after][: limit + 1]
            at, n = cases.c.reported_at.label("at"), cases.c.moves.label("n")
            query = select(*columns, at, n).where(cases.c.case_id.in_([case_id for _, case_id, _ in keys[:limit]]))
            rows = connection.execute(query.order_by(at.desc(), cases.c.case_id.desc())).all()
            marks = {row.shard: row.seq for row in connection.execute(select(watermark))}
        return CasePage(rows, keys[limit - 1] if len(keys) > limit else None, marks)

    def newest(self, unit: OrgUnit, limit: int, center: Center | None = None) -> Sequence[Row[*tuple[Any, ...]]]:
        """The newest reports at or below a place; by day first, so that the index ends the search early."""
        columns = [cases.c[column] for column in (*_SHOWN, "cohort_day")]
        query = select(*columns, cases.c.reported_at.label("at")).where(column_of(unit) == unit.id)
        query = query.where(cases.c.reported_at.is_not(None))
        if center is not None:
            query = query.where(cases.c.center == center)
        with reading(self._engine) as connection:
            order = (cases.c.cohort_day.desc(), cases.c.reported_at.desc(), cases.c.case_id)
            return connection.execute(query.order_by(*order).limit(limit)).all()


def _stood(connection: Connection, chosen: Selection, name: str) -> list[tuple[int, str, int]]:
    return [case.key for case in stock_then(connection, chosen) if case.is_part_of(name)]


def _order(basis: Basis) -> tuple[ColumnElement[int], ColumnElement[int], ColumnElement[int]]:
    """Day, instant and number of a row. The day goes with the instant, and has an index that ends the search early.

    A case that nobody has reported yet stands at noon of the day it is counted on.
    """
    if basis is Basis.FLOW:
        return change.c.day, change.c.at, change.c.n
    noon = (cases.c.cohort_day - utc_day(0)) * _DAY_MILLIS + _DAY_MILLIS // 2
    return cases.c.cohort_day, func.coalesce(cases.c.reported_at, noon), cases.c.moves
