"""Where figures are read from: one store at one watermark for every answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dashboard.queries.question import Question
from dashboard.queries.reach import Reach
from dashboard.queries.read_stores import ReadStores
from db.case_predicates import Selection
from db.codec import to_instant
from db.history_store import AsOf
from pipelines.domain.boundary import Ground, is_fixed
from pipelines.domain.errors import StoreError
from pipelines.domain.kpi import Basis, Counts, buckets
from pipelines.domain.period import Period, local_day, period_end
from pipelines.domain.unit import OrgUnit

Cells = Mapping[int, Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Reading:
    """Counts by place (pair -> count number -> n), with what they are worth; those of records stand beside."""

    cells: Mapping[str, Cells]
    watermark: Mapping[str, int]
    as_of: datetime
    simulated: frozenset[str]
    records: Mapping[str, Counts] = field(default_factory=dict)


class Readings:
    """Reads counts of places; whoever asks has checked that the viewer may see them."""

    def __init__(self, stores: ReadStores, reach: Reach, zone: ZoneInfo) -> None:
        self._stores = stores
        self._reach = reach
        self._zone = zone

    def now(self, question: Question, units: Sequence[OrgUnit], now: datetime) -> Reading:
        """Counts of the question's place or of places below it: today's from Redis where it holds them all."""
        if question.is_sliced:
            return self._sliced(question, units, self._as_of(now))
        with self._stores.one_state():
            live = self._live([unit.code for unit in units], local_day(now, self._zone)) if _is_live(question) else None
            reading = live or self._stored(question, units, self._as_of(now))
            return replace(reading, records=self._records(question, units, now))

    def family(
        self, question: Question, parts: Sequence[OrgUnit], now: datetime, of_parts: frozenset[Basis]
    ) -> Reading:
        """Counts of the question's place and of the units below it, each as far as it was counted in the place.

        Of the units at least those of the bases `of_parts`. Where a unit has stood elsewhere, records are counted for
        the place alone.
        """
        unit = self._reach.tree.unit(question.place)
        if not all(is_fixed(self._reach.tree, part, unit.code) for part in parts):
            return self._moved_family(question, parts, now)
        if question.is_sliced or _is_live(question) or of_parts == question.bases:
            return self.now(question, [unit, *parts], now)
        with self._stores.one_state():
            whole, below = self.now(question, [unit], now), self.now(replace(question, bases=of_parts), parts, now)
            return replace(whole, cells={**whole.cells, **below.cells}, records={**whole.records, **below.records})

    def _moved_family(self, question: Question, parts: Sequence[OrgUnit], now: datetime) -> Reading:
        unit = self._reach.tree.unit(question.place)
        with self._stores.one_state():
            as_of = self._as_of(now)
            reading = self._sliced(question, [unit, *parts], as_of)
            if question.is_sliced:
                return reading
            cells = {**reading.cells, **self._stored(question, [unit], as_of).cells}
            return replace(reading, cells=cells, records=self._records(question, [unit], now))

    def comparable(self, question: Question, unit: OrgUnit, ground: Ground, now: datetime) -> Reading:
        """Counts of the question's place as if its ground of today had always been its own."""
        with self._stores.one_state():
            reading = self._stored(question, [unit], self._as_of(now), ground=ground)
            return replace(reading, records=self._records(question, [unit], now, ground))

    def then(self, question: Question, unit: OrgUnit, as_of: datetime, ground: Ground | None) -> Reading:
        """The same as they stood at an earlier instant."""
        with self._stores.one_state():
            reading = self._stored(question, [unit], as_of, AsOf(local_day(as_of, self._zone), as_of), ground)
            return replace(reading, records=self._records(question, [unit], as_of, ground, is_past=True))

    def _records(
        self,
        question: Question,
        units: Sequence[OrgUnit],
        at: datetime,
        ground: Ground | None = None,
        is_past: bool = False,
    ) -> Mapping[str, Counts]:
        if not question.has_records:
            return {}
        return self._stores.records.counts(units, question.period, at, is_past=is_past, ground=ground)

    def closed_days(self, question: Question, unit: OrgUnit) -> list[tuple[Period, Reading]]:
        """Counts of the question's place on each day of the period, as they stood at the day's own end."""
        read = self._stores.history.closed_days(unit.id, question.period.first, question.period.last)
        found = list[tuple[Period, Reading]]()
        for day, cells in read.cells.items():
            period = Period(str(day), day, day)
            as_of = period_end(period, self._zone)
            found.append((period, Reading({unit.code: cells}, read.watermark, as_of, read.simulated)))
        return found

    def _live(self, places: Sequence[str], today: date) -> Reading | None:
        """From Redis; None when it does not answer, does not hold everything, or knows of other records than SQL."""
        try:
            marks = self._stores.history.marks()
            found = self._stores.kpi.read(places, today, sorted(marks))
        except StoreError:
            return None
        if not found.is_whole or not found.as_of or not self._is_level(found.watermark, marks):
            return None
        return Reading(found.cells, found.watermark, to_instant(found.as_of), _simulated(marks))

    def _is_level(self, live: Mapping[str, int], marks: Mapping[str, tuple[int, bool]]) -> bool:
        """Whether no record lies between the numbers of the two stores: then those of SQL are those of Redis too."""
        records = self._stores.records.marks()
        return all(records.get(shard, 0) <= seq <= marks[shard][0] for shard, seq in live.items())

    def begun(self) -> date | None:
        """The first local day on which anything has happened to a case; None before there is one."""
        return self._stores.history.first_day()

    def lag_seconds(self, now: datetime) -> float | None:
        """How old the live figures are; None while Redis does not hold them all; StoreError when it is away."""
        shards = sorted(self._stores.history.marks())
        live = self._stores.kpi.read([""], local_day(now, self._zone), shards)
        if not shards:
            return 0.0
        return (now - to_instant(live.as_of)).total_seconds() if live.is_whole and live.as_of else None

    def _stored(
        self,
        question: Question,
        units: Sequence[OrgUnit],
        as_of: datetime,
        moment: AsOf | None = None,
        ground: Ground | None = None,
    ) -> Reading:
        period = question.period
        places = [unit.code for unit in units]
        days, tree = (period.first, period.last), self._reach.tree
        found = self._stores.history.read(places, *days, tree, moment, ground, question.bases)
        return Reading(found.cells, found.watermark, as_of, found.simulated)

    def _sliced(self, question: Question, units: Sequence[OrgUnit], as_of: datetime) -> Reading:
        chosen = selection(question, self._reach.tree.unit(question.place))
        until = period_end(question.period, self._zone)
        found, mark = self._stores.counts.counts(replace(chosen, until=until if until <= as_of else None), units)
        pair = buckets(question.center, question.class_)[0]
        cells = {unit.code: {pair: found[unit.id]} for unit in units}
        return Reading(cells, mark, as_of, _simulated(self._stores.history.marks()))

    def _as_of(self, now: datetime) -> datetime:
        """What SQL is true for: now, unless events wait in the log, or a clock has turned that nobody took up.

        A clock can have turned before its case came in; so that what Redis is true for holds here too, if it is later.
        """
        marks = self._stores.history.watermarks()
        waiting = self._stores.log.first_after(marks)
        known = [to_instant(at) for at in (waiting, self._stores.history.first_turn()) if at is not None]
        as_of = min([now, *known])
        return as_of if as_of == now else max(as_of, min(now, self._live_as_of(marks, now)))

    def _live_as_of(self, marks: Mapping[str, int], now: datetime) -> datetime:
        """What Redis is true for, as far as SQL holds all that it holds; long ago when that cannot be said."""
        try:
            live = self._stores.kpi.read([""], local_day(now, self._zone), sorted(marks))
        except StoreError:
            return to_instant(0)
        is_within = live.is_whole and all(live.watermark[shard] <= marks[shard] for shard in marks)
        return to_instant(live.as_of if is_within else 0)


def selection(question: Question, unit: OrgUnit) -> Selection:
    """The question's cases, at or below a place, on the days of its period."""
    first, last = question.period.first, question.period.last
    return Selection(unit, first, last, question.center, question.class_, question.item, question.channel)


def _is_live(question: Question) -> bool:
    return question.period.text == "today"


def _simulated(marks: Mapping[str, tuple[int, bool]]) -> frozenset[str]:
    return frozenset(shard for shard, (_, is_simulated) in marks.items() if is_simulated)
