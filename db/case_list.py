"""The cases behind a count: one predicate per count serves the list, its total and counts by item or channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, FromClause, Integer, Row, Select, and_, func, select, tuple_

from db.case_rows import flow_bit
from db.codec import to_millis
from db.engine import reading
from db.tables import cases, change, watermark
from pipelines.domain.case import CaseClass, Center
from pipelines.domain.kpi import (
    BASES,
    CENTERS,
    CLASSES,
    DUE_PARTS,
    OPEN_PARTS,
    OPEN_STAGES,
    STAGE_COUNTS,
    STORED,
    Basis,
    count_number,
)
from pipelines.domain.org import OrgUnit

_SHOWN = (
    "case_id", "place", "item", "class", "center", "channel", "unit", "stage", "open_part", "due_part", "parked",
    "reported_at", "disposed_at", "closed_at", "voided_at", "due_at", "simulated",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Selection:
    """Which cases: at or below a place (or at itself only), days, and what they have in common."""

    unit: OrgUnit
    first: date
    last: date
    center: Center | None = None
    class_: CaseClass | None = None
    item: str | None = None
    channel: str | None = None
    is_direct: bool = False


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
        at = func.coalesce(change.c.at if basis is Basis.FLOW else cases.c.reported_at, 0)
        n = change.c.n if basis is Basis.FLOW else cases.c.moves
        condition = and_(_where(chosen, basis), _is_counted(basis, name))
        columns = [cases.c[column] for column in _SHOWN]
        query = select(*columns, at.label("at"), n.label("n")).select_from(_source(basis)).where(condition)
        if after is not None:
            query = query.where(tuple_(at, cases.c.case_id, n) < tuple_(*after))
        query = query.order_by(at.desc(), cases.c.case_id.desc(), n.desc()).limit(limit + 1)
        total = select(func.count()).select_from(_source(basis)).where(condition)
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
            marks = {row.shard: row.seq for row in connection.execute(select(watermark))}
            count = connection.execute(total).scalar_one()
        following = (rows[limit - 1].at, rows[limit - 1].case_id, rows[limit - 1].n) if len(rows) > limit else None
        return CasePage(count, rows[:limit], following, marks)

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
            marks = {row.shard: row.seq for row in connection.execute(select(watermark))}
        return numbers, marks

    def top_items(self, chosen: Selection, limit: int) -> list[tuple[str | None, int]]:
        """Items of the cases reported in the period, most frequent first."""
        n = func.count()
        query = select(cases.c.item, n).where(_where(chosen, Basis.COHORT), cases.c.reported_at.is_not(None))
        with reading(self._engine) as connection:
            found = connection.execute(query.group_by(cases.c.item).order_by(n.desc(), cases.c.item).limit(limit))
            return [(row[0], row[1]) for row in found]


def _count_all(chosen: Selection, basis: Basis) -> Select[*tuple[Any, ...]]:
    sums = (func.sum(_is_counted(basis, name).cast(Integer)) for name in STORED[basis])
    return select(*sums).select_from(_source(basis)).where(_where(chosen, basis))


def _source(basis: Basis) -> FromClause:
    return change.join(cases, cases.c.case_id == change.c.case_id) if basis is Basis.FLOW else cases


def _where(chosen: Selection, basis: Basis) -> ColumnElement[bool]:
    place = cases.c.place if chosen.is_direct else cases.c[chosen.unit.level.value]
    conditions: list[ColumnElement[bool]] = [place == chosen.unit.id]
    span = (chosen.first.toordinal(), chosen.last.toordinal())
    day = {Basis.COHORT: cases.c.cohort_day, Basis.DUE: cases.c.due_day, Basis.FLOW: change.c.day}
    if basis in day:
        conditions.append(day[basis].between(*span))
    conditions += _kinds(chosen, basis)
    if chosen.item is not None:
        conditions.append(cases.c.item == chosen.item)
    if chosen.channel is not None:
        conditions.append(cases.c.channel == chosen.channel)
    return and_(*conditions)


def _kinds(chosen: Selection, basis: Basis) -> list[ColumnElement[bool]]:
    """Center and class: flow keeps those it had at the milestone, everything else the current ones."""
    if basis is Basis.FLOW:
        pairs = [
            pair
            for pair in range(len(CENTERS) * len(CLASSES))
            if chosen.center in (None, CENTERS[pair // len(CLASSES)])
            and chosen.class_ in (None, CLASSES[pair % len(CLASSES)])
        ]
        return [change.c.bucket.in_(pairs)]
    wanted = ((cases.c.center, chosen.center), (cases.c["class"], chosen.class_))
    return [column == value for column, value in wanted if value is not None]


def _is_counted(basis: Basis, name: str) -> ColumnElement[bool]:
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
