"""Figures from SQL: counts per place and day, folded from every change; one answer is one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Engine, Select, and_, func, or_, select

from db.case_rows import read_path
from db.codec import decode_shifts, to_millis
from db.engine import reading
from db.tables import PLACE_COLUMNS, cases, change, history, watermark
from pipelines.domain.kpi import BASES, Basis
from pipelines.domain.org import OrgTree
from pipelines.domain.tally import Shift, entries

_STOCK = BASES.index(Basis.STOCK)
Cells = dict[int, dict[int, int]]


@dataclass(frozen=True, slots=True)
class AsOf:
    """A moment in the past: the local day it falls on, and the instant itself."""

    day: date
    instant: datetime


@dataclass(frozen=True, slots=True)
class HistoryAnswer:
    """Counts by place: bucket -> number -> n, with the watermark of the shards they were read at."""

    cells: Mapping[str, Cells]
    watermark: Mapping[str, int]
    simulated: frozenset[str]


class HistoryStore:
    """Reads the daily counts; the worker's CaseStore writes them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(
        self, places: Sequence[str], first: date, last: date, tree: OrgTree, as_of: AsOf | None = None
    ) -> HistoryAnswer:
        """Counts of the places over the days, in their state now or as it stood at an earlier instant."""
        codes = {tree.unit(place).id: place for place in places}
        cells: dict[str, Cells] = {place: {} for place in places}
        with reading(self._engine) as connection:
            for row in connection.execute(_sums(codes, first, last, as_of)):
                cells[codes[row.place]].setdefault(row.bucket, {})[row.number] = int(row.total)
            if as_of is not None:
                for shift in _partial_day(connection, as_of, tree):
                    _add(cells, shift, first, last)
            marks = connection.execute(select(watermark)).all()
        simulated = frozenset(row.shard for row in marks if row.simulated)
        return HistoryAnswer(cells, {row.shard: row.seq for row in marks}, simulated)

    def by_day(self, place: int, first: date, last: date) -> dict[date, Cells]:
        """Cohort, due and flow counts of a place for each day, and how stock changed on it."""
        query = (
            select(history.c.day, history.c.number, history.c.bucket, func.sum(history.c.n))
            .where(history.c.place == place, history.c.basis < _STOCK, history.c.day.between(*_ordinals(first, last)))
            .group_by(history.c.day, history.c.number, history.c.bucket)
        )
        days: dict[date, Cells] = {}
        with reading(self._engine) as connection:
            for day, number, pair, n in connection.execute(query):
                days.setdefault(date.fromordinal(day), {}).setdefault(pair, {})[number] = int(n)
        return days

    def first_turn(self) -> int | None:
        """When the clock of a case turns next, or has turned without being taken up yet; epoch ms."""
        with reading(self._engine) as connection:
            return connection.execute(select(func.min(cases.c.turns_at))).scalar()

    def watermarks(self) -> dict[str, int]:
        """The last applied number by shard."""
        return {shard: seq for shard, (seq, _) in self.marks().items()}

    def marks(self) -> dict[str, tuple[int, bool]]:
        """By shard: the last applied number, and whether simulated data are in it."""
        with reading(self._engine) as connection:
            return {row.shard: (row.seq, row.simulated) for row in connection.execute(select(watermark))}


def _ordinals(first: date, last: date) -> tuple[int, int]:
    return first.toordinal(), last.toordinal()


def _sums(places: Iterable[int], first: date, last: date, as_of: AsOf | None) -> Select[tuple[int, int, int, int]]:
    c = history.c
    in_period: ColumnElement[bool] = and_(c.basis < _STOCK, c.day.between(*_ordinals(first, last)))
    in_stock: ColumnElement[bool] = and_(c.basis == _STOCK, c.day <= last.toordinal())
    query = select(c.place, c.number, c.bucket, func.sum(c.n).label("total"))
    query = query.where(c.place.in_(list(places)), or_(in_period, in_stock))
    if as_of is not None:
        query = query.where(c.change_day < as_of.day.toordinal())
    return query.group_by(c.place, c.number, c.bucket)


def _partial_day(connection: Connection, as_of: AsOf, tree: OrgTree) -> Iterable[Shift]:
    """Shifts made on the day of as_of, up to its instant."""
    codes = {unit.id: unit.code for unit in tree.units.values()}
    query = (
        select(*(cases.c[name] for name in PLACE_COLUMNS), change.c.shifts)
        .join(cases, cases.c.case_id == change.c.case_id)
        .where(change.c.day == as_of.day.toordinal(), change.c.at <= to_millis(as_of.instant))
    )
    for row in connection.execute(query):
        yield from decode_shifts(row.shifts, read_path(row, codes))


def _add(cells: dict[str, Cells], shift: Shift, first: date, last: date) -> None:
    for pair, number, day, delta in entries(shift):
        if day and not first.toordinal() <= day <= last.toordinal():
            continue
        for place in cells.keys() & shift.path:
            own = cells[place].setdefault(pair, {})
            own[number] = own.get(number, 0) + delta
