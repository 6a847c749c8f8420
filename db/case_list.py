"""The cases behind a count: one predicate per count serves the list, its total and counts by item or channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, Integer, Row, Select, and_, func, select, tuple_

from db.case_predicates import Selection, is_counted, source, where
from db.codec import to_millis
from db.engine import reading
from db.past_stock import past_sums, stock_then
from db.tables import PLACE_COLUMNS, cases, change, watermark
from pipelines.domain.kpi import BASES, STORED, Basis, count_number
from pipelines.domain.org import OrgUnit

_HOUR_MILLIS = 3_600_000
_SHOWN = (
    "case_id", "place", "item", "class", "center", "channel", "unit", "stage", "open_part", "due_part", "parked",
    "reported_at", "disposed_at", "closed_at", "voided_at", "due_at", "simulated",
    *PLACE_COLUMNS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CasePage:
    """Some rows of a list, how many it has in all, where the next ones begin, and the watermark."""

    total: int
    rows: Sequence[Row[*tuple[Any, ...]]]
    next: tuple[int, str, int] | None
    watermark: dict[str, int]


class CaseList:
    """Lists and counts of cases by any dimension."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def page(
        self, chosen: Selection, basis: Basis, name: str, limit: int, after: tuple[int, str, int] | None = None
    ) -> CasePage:
        """Newest first, from behind `after`; for flow one row per milestone."""
        if basis is Basis.STOCK and chosen.until is not None:
            return self._past_page(chosen, name, limit, after)
        at = func.coalesce(change.c.at if basis is Basis.FLOW else cases.c.reported_at, 0)
        n = change.c.n if basis is Basis.FLOW else cases.c.moves
        condition = and_(where(chosen, basis), is_counted(basis, name))
        columns = [cases.c[column] for column in _SHOWN]
        query = select(*columns, at.label("at"), n.label("n")).select_from(source(basis)).where(condition)
        if after is not None:
            query = query.where(tuple_(at, cases.c.case_id, n) < tuple_(*after))
        query = query.order_by(at.desc(), cases.c.case_id.desc(), n.desc()).limit(limit + 1)
        total = select(func.count()).select_from(source(basis)).where(condition)
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
            marks = {row.shard: row.seq for row in connection.execute(select(watermark))}
            count = connection.execute(total).scalar_one()
        following = (rows[limit - 1].at, rows[limit - 1].case_id, rows[limit - 1].n) if len(rows) > limit else None
        return CasePage(count, rows[:limit], following, marks)

    def _past_page(self, chosen: Selection, name: str, limit: int, after: tuple[int, str, int] | None) -> CasePage:
        """Stock as it stood at the end of a period that is over: the histories tell, row by row."""
        columns = [cases.c[column] for column in _SHOWN]
        with reading(self._engine) as connection:
            found = sorted((one.key for one in stock_then(connection, chosen) if one.is_part_of(name)), reverse=True)
            keys = [key for key in found if after is None or key < after][: limit + 1]
            at, n = cases.c.reported_at.label("at"), cases.c.moves.label("n")
            query = select(*columns, at, n).where(cases.c.case_id.in_([case_id for _, case_id, _ in keys[:limit]]))
            rows = connection.execute(query.order_by(at.desc(), cases.c.case_id.desc())).all()
            marks = {row.shard: row.seq for row in connection.execute(select(watermark))}
        return CasePage(len(found), rows, keys[limit - 1] if len(keys) > limit else None, marks)

    def newest(self, unit: OrgUnit, limit: int) -> Sequence[Row[*tuple[Any, ...]]]:
        """The newest reports at or below a place; by day first, so that the index ends the search early."""
        columns = [cases.c[column] for column in _SHOWN]
        query = select(*columns, cases.c.reported_at.label("at")).where(cases.c[unit.level.value] == unit.id)
        query = query.where(cases.c.reported_at.is_not(None))
        with reading(self._engine) as connection:
            order = (cases.c.cohort_day.desc(), cases.c.reported_at.desc(), cases.c.case_id)
            return connection.execute(query.order_by(*order).limit(limit)).all()

    def reports_by_slot(self, unit: OrgUnit, since: datetime, until: datetime, minutes: int) -> dict[int, int]:
        """How many were reported at or below a place in each slot of so many minutes, counted from `since`."""
        start, width = to_millis(since), minutes * 60_000
        slot = (cases.c.reported_at - start) // width
        query = select(slot, func.count()).where(cases.c[unit.level.value] == unit.id)
        query = query.where(cases.c.reported_at >= start, cases.c.reported_at < to_millis(until)).group_by(slot)
        with reading(self._engine) as connection:
            return {int(row[0]): row[1] for row in connection.execute(query)}

    def counts(self, chosen: Selection) -> tuple[dict[int, int], dict[str, int]]:
        """Every stored count of the selection by number, and the watermark, in one transaction."""
        numbers: dict[int, int] = {}
        with reading(self._engine) as connection:
            for basis in BASES:
                row = connection.execute(_count_all(chosen, basis)).one()
                numbers |= {count_number(basis, name): int(n or 0) for name, n in zip(STORED[basis], row, strict=True)}
            if chosen.until is not None:
                numbers |= past_sums(connection, chosen)
            marks = {row.shard: row.seq for row in connection.execute(select(watermark))}
        return numbers, marks

    def series(self, chosen: Selection, is_hourly: bool) -> dict[int, dict[int, int]]:
        """Cohort, due and flow counts by number, for each day (ordinal) or hour (since the epoch) that has any."""
        found: dict[int, dict[int, int]] = {}
        with reading(self._engine) as connection:
            for basis in BASES[:-1]:
                key, names = _moment(basis, is_hourly), STORED[basis]
                query = _count_all(chosen, basis).add_columns(key).group_by(key)
                if is_hourly:
                    query = query.where(_is_timed(basis))
                for *sums, at in connection.execute(query):
                    own = found.setdefault(int(at), {})
                    own |= {count_number(basis, name): int(n or 0) for name, n in zip(names, sums, strict=True)}
        return found

    def top_items(self, chosen: Selection, limit: int) -> list[tuple[str | None, int]]:
        """Items of the cases reported in the period, most frequent first."""
        n = func.count()
        query = select(cases.c.item, n).where(where(chosen, Basis.COHORT), cases.c.reported_at.is_not(None))
        with reading(self._engine) as connection:
            order = (n.desc(), cases.c.item.nulls_first())
            found = connection.execute(query.group_by(cases.c.item).order_by(*order).limit(limit))
            return [(row[0], row[1]) for row in found]


def _count_all(chosen: Selection, basis: Basis) -> Select[*tuple[Any, ...]]:
    sums = (func.sum(is_counted(basis, name).cast(Integer)) for name in STORED[basis])
    return select(*sums).select_from(source(basis)).where(where(chosen, basis))


def _moment(basis: Basis, is_hourly: bool) -> ColumnElement[int]:
    if is_hourly:
        at = {Basis.COHORT: cases.c.reported_at, Basis.DUE: cases.c.due_at, Basis.FLOW: change.c.at}[basis]
        return at // _HOUR_MILLIS
    return {Basis.COHORT: cases.c.cohort_day, Basis.DUE: cases.c.due_day, Basis.FLOW: change.c.day}[basis]


def _is_timed(basis: Basis) -> ColumnElement[bool]:
    """What is known by its day only has no hour."""
    if basis is Basis.FLOW:
        return change.c.day_precise.is_(False)
    return and_(cases.c.day_precise.is_(False), cases.c.reported_at.is_not(None))
