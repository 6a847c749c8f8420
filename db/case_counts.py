"""Counts of cases by any dimension, straight from the cases: for what no history holds."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Integer, Select, and_, func, select

from db.case_predicates import Selection, column_of, part_columns, part_of, source, where
from db.codec import to_millis, utc_day
from db.count_predicates import is_counted
from db.day_blocks import BlockCache, Days, Side, block_of, read_touched, spans
from db.derived_tables import cases, change, watermark
from db.engine import reading
from db.history_sums import read_extent
from db.past_stock import stock_then
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.kpi import BASES, STORED, Basis, count_number
from pipelines.domain.unit import OrgUnit

MOST_KEPT = 5_000
_HOUR_MILLIS = 3_600_000
Items = Counter[str | None]


class CaseCounts:
    """Counts of a selection: at places, by hour or day, by class, by item."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: BlockCache[Selection, Items] = BlockCache(MOST_KEPT)

    def counts(
        self, chosen: Selection, units: Collection[OrgUnit]
    ) -> tuple[Mapping[int, Counter[int]], dict[str, int]]:
        """By the number of each unit, the selection's place or below it: every stored count; and the watermark.

        A unit below has what was counted in both; a case that several of them hold counts for the widest.
        """
        below = {unit.id for unit in units if unit != chosen.unit}
        found = {unit.id: Counter[int]() for unit in (chosen.unit, *units)}
        with reading(self._engine) as connection:
            for places, numbers in _counted(connection, chosen, part_columns(chosen, units)):
                found[chosen.unit.id].update(numbers)
                part = part_of(places, below)
                if part is not None:
                    found[part].update(numbers)
            marks = {row.shard: row.seq for row in connection.execute(select(watermark))}
        return found, marks

    def series(self, chosen: Selection, is_hourly: bool) -> dict[int, dict[int, int]]:
        """Cohort, due and flow counts by number, for each day (ordinal) or hour (since the epoch) that has any."""
        found: dict[int, dict[int, int]] = {}
        with reading(self._engine) as connection:
            for basis in BASES[:-1]:
                moment = _moment(basis, is_hourly)
                query = sums_of(chosen, basis, [moment])
                for row in connection.execute(query.where(_is_timed(basis)) if is_hourly else query):
                    found.setdefault(int(row[-1]), {}).update(numbers_of(basis, row[:-1]))
        return found

    def reports(self, chosen: Selection) -> list[tuple[int, CaseClass, int]]:
        """How many were reported on each day (ordinal) in each class that has any."""
        keys = (cases.c.cohort_day, cases.c["class"])
        query = select(*keys, func.count()).where(where(chosen, Basis.COHORT), cases.c.reported_at.is_not(None))
        with reading(self._engine) as connection:
            return [(day, CaseClass(name), n) for day, name, n in connection.execute(query.group_by(*keys))]

    def reports_by_slot(
        self, unit: OrgUnit, since: datetime, until: datetime, minutes: int, center: Center | None = None
    ) -> dict[int, int]:
        """How many were reported at or below a place in each slot of so many minutes, counted from `since`."""
        start, end, width = to_millis(since), to_millis(until), minutes * 60_000
        slot = (cases.c.reported_at - start) // width
        query = select(slot, func.count()).where(column_of(unit) == unit.id)
        query = query.where(cases.c.cohort_day.between(utc_day(start) - 1, utc_day(end) + 1))
        query = query.where(cases.c.reported_at >= start, cases.c.reported_at < end).group_by(slot)
        if center is not None:
            query = query.where(cases.c.center == center)
        with reading(self._engine) as connection:
            return {int(row[0]): row[1] for row in connection.execute(query)}

    def reported_between(self, unit: OrgUnit, first: date, end: date) -> int:
        """How many cases at or below a unit are in the cohort of a day from the first on, until before the end."""
        day = cases.c.cohort_day
        query = select(func.count()).where(column_of(unit) == unit.id, day >= first.toordinal(), day < end.toordinal())
        with reading(self._engine) as connection:
            return connection.execute(query).scalar_one()

    def top_items(self, chosen: Selection, limit: int) -> list[tuple[str | None, int]]:
        """Items of the cases reported in the period, most frequent first; None for cases without one."""
        with reading(self._engine) as connection:
            begun, end = read_extent(connection, change.c.day)
            days = max(chosen.first.toordinal(), begun), min(chosen.last.toordinal(), end)
            found = sum(self._items(connection, chosen, spans(*days)), Items())
        return sorted(found.items(), key=lambda one: (-one[1], one[0] or ""))[:limit]

    def channels(self, chosen: Selection) -> list[tuple[str | None, int]]:
        """Channels that the cases reported in the period came in by, most frequent first; None for those unknown."""
        is_reported = where(chosen, Basis.COHORT), cases.c.reported_at.is_not(None)
        query = select(cases.c.channel, func.count()).where(*is_reported).group_by(cases.c.channel)
        with reading(self._engine) as connection:
            found = [(row[0], int(row[1])) for row in connection.execute(query)]
        return sorted(found, key=lambda one: (-one[1], one[0] or ""))

    def stock_items(self, chosen: Selection, name: str) -> list[tuple[CaseClass, str | None, int]]:
        """Class and item of the cases in a stock count, with their number, most frequent first; None without item."""
        keys = (cases.c["class"], cases.c.item)
        query = select(*keys, func.count()).where(where(chosen, Basis.STOCK), is_counted(Basis.STOCK, name))
        with reading(self._engine) as connection:
            found = [(CaseClass(class_), item, n) for class_, item, n in connection.execute(query.group_by(*keys))]
        return sorted(found, key=lambda one: (-one[2], one[1] or ""))

    def _items(self, connection: Connection, chosen: Selection, parts: Sequence[Days]) -> Collection[Items]:
        """Items of each part of the days; only what does not hold any more is read."""
        touched = read_touched(connection, Side.COUNTED)
        wanted = [(_on(chosen, part), block_of(part)) for part in parts]
        kept = self._kept.find(touched, wanted)
        fresh = {one: _items(connection, one[0]) for one in wanted if one not in kept}
        self._kept.keep(touched, fresh)
        return (kept | fresh).values()


def _on(chosen: Selection, days: Days) -> Selection:
    first, last = map(date.fromordinal, days)
    return replace(chosen, first=first, last=last)


def _items(connection: Connection, chosen: Selection) -> Items:
    is_reported = where(chosen, Basis.COHORT), cases.c.reported_at.is_not(None)
    query = select(cases.c.item, func.count()).where(*is_reported).group_by(cases.c.item)
    return Items({row[0]: row[1] for row in connection.execute(query)})


def _counted(
    connection: Connection, chosen: Selection, places: Sequence[str]
) -> Iterator[tuple[Sequence[int | None], Mapping[int, int]]]:
    """Stored counts by number, each with the places below that they stand for, the widest first."""
    columns = [cases.c[name] for name in places]
    for basis in BASES[:-1] if chosen.until else BASES:
        for row in connection.execute(sums_of(chosen, basis, columns)):
            found, sums = row[len(STORED[basis]) :], row[: len(STORED[basis])]
            yield found, numbers_of(basis, sums)
    for case in stock_then(connection, chosen) if chosen.until else ():
        yield case.places, dict.fromkeys(case.numbers, 1)


def sums_of(chosen: Selection, basis: Basis, keys: Sequence[ColumnElement[Any]]) -> Select[*tuple[Any, ...]]:
    """Each stored count of a basis in its order, then the keys that they are grouped by."""
    sums = (func.sum(is_counted(basis, name).cast(Integer)) for name in STORED[basis])
    return select(*sums, *keys).select_from(source(basis)).where(where(chosen, basis)).group_by(*keys)


def numbers_of(basis: Basis, sums: Sequence[int | None]) -> dict[int, int]:
    """Stored counts of a basis, given in its order, by number."""
    return {count_number(basis, name): int(n or 0) for name, n in zip(STORED[basis], sums, strict=True)}


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
