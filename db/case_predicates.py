"""Which cases a question is about: predicates over the columns of cases and changes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Column, ColumnElement, FromClause, and_, or_

from db.case_rows import place_column
from db.derived_tables import PLACE_COLUMNS, cases, change, lapse
from db.matter_predicates import ChosenMatter, is_of
from pipelines.domain.boundary import Ground
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.kpi import Basis, buckets
from pipelines.domain.unit import OrgUnit


@dataclass(frozen=True, slots=True)
class Selection:
    """Which cases: at or below a place (or at itself only), days, and what they have in common.

    `apart_from` are units of another hierarchy whose cases are left out, `within` is a second place that holds them.
    `until` is the end of a period that is over: stock is then what stood at that instant. With a `ground` the place has
    what was reported at places that stand there today, wherever that was counted.
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
    ground: Ground | None = None
    matter: ChosenMatter | None = None


def source(basis: Basis) -> FromClause:
    """Where the rows of a basis come from: one per case, for flow one per change."""
    return change.join(cases, cases.c.case_id == change.c.case_id) if basis is Basis.FLOW else cases


def where(chosen: Selection, basis: Basis) -> ColumnElement[bool]:
    """Place, days and filters."""
    conditions = [*_place(chosen, basis), *_kinds(chosen, basis), *_slice(chosen)]
    span = (chosen.first.toordinal(), chosen.last.toordinal())
    day = {Basis.COHORT: cases.c.cohort_day, Basis.DUE: cases.c.due_day, Basis.FLOW: change.c.day}
    if basis in day:
        conditions.append(day[basis].between(*span))
    return and_(*conditions)


def of_lapses(chosen: Selection, shards: Collection[str]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Days and kinds of durations, in the shards that hold all of the place; and what their cases must be."""
    span = (chosen.first.toordinal(), chosen.last.toordinal())
    conditions = [lapse.c.shard.in_(sorted(shards)), lapse.c.day.between(*span)]
    if chosen.center is not None or chosen.class_ is not None:
        conditions.append(lapse.c.bucket.in_(buckets(chosen.center, chosen.class_)))
    held = [cases.c.case_id == lapse.c.case_id, *_place(chosen, Basis.FLOW), *_slice(chosen)]
    return and_(*conditions), and_(*held)


def _slice(chosen: Selection) -> list[ColumnElement[bool]]:
    wanted = ((cases.c.item, chosen.item), (cases.c.channel, chosen.channel))
    of_matter = [] if chosen.matter is None else [is_of(chosen.matter)]
    return [*(column == value for column, value in wanted if value is not None), *of_matter]


def _place(chosen: Selection, basis: Basis) -> list[ColumnElement[bool]]:
    """The sum keeps SQLite from walking all cases of a place instead of the few that are in stock."""
    if chosen.ground is not None:
        return [_stands_here(chosen.unit, chosen.ground), *around(chosen)]
    if basis is Basis.STOCK:
        return [place_of(chosen) + 0 == chosen.unit.id, *around(chosen), cases.c.stock.is_not(None)]
    return [place_of(chosen) == chosen.unit.id, *around(chosen)]


def _stands_here(unit: OrgUnit, ground: Ground) -> ColumnElement[bool]:
    """Counted there and not reported at what is lost, or reported at what is gained; each part finds its index."""
    kept = and_(column_of(unit) == unit.id, cases.c.place.not_in([one.id for one in ground.lost]))
    return or_(kept, *(reported_at_any(level) for level in by_column(ground.gained)))


def by_column(units: Iterable[OrgUnit]) -> list[list[OrgUnit]]:
    """The units whose cases say so in the same column, together."""
    found = defaultdict[str, list[OrgUnit]](list)
    for unit in units:
        found[place_column(unit)].append(unit)
    return list(found.values())


def reported_at_any(level: Sequence[OrgUnit]) -> ColumnElement[bool]:
    """Whether a case was reported at one of these units of one column, and at none below."""
    ids = [unit.id for unit in level]
    return and_(column_of(level[0]).in_(ids), cases.c.place.in_(ids))


def column_of(unit: OrgUnit) -> Column[int]:
    """Where a case says that it is counted in a unit."""
    return cases.c[place_column(unit)]


def part_columns(chosen: Selection, units: Collection[OrgUnit]) -> list[str]:
    """The columns that say in which of the units below its place a case is counted, the widest first."""
    filled = {place_column(unit) for unit in units if unit != chosen.unit}
    return [name for name in PLACE_COLUMNS if name in filled]


def part_of(places: Iterable[int | None], units: Collection[int]) -> int | None:
    """The unit that counts a case of those places; the widest where several hold it."""
    return next((place for place in places if place in units), None)


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
