"""Where figures are read from: one store at one watermark for every answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dashboard.queries.live_readings import LiveReadings
from dashboard.queries.question import Question
from dashboard.queries.reach import Reach
from dashboard.queries.read_stores import Cells, Reading, ReadStores, simulated
from db.case_predicates import Selection
from db.codec import to_instant
from db.history_store import AsOf
from pipelines.domain.boundary import Ground, is_fixed
from pipelines.domain.kpi import Basis, Counts, buckets
from pipelines.domain.period import Period, local_day, period_end
from pipelines.domain.unit import OrgUnit


class Readings:
    """Reads counts of places; whoever asks has checked that the viewer may see them."""

    def __init__(self, stores: ReadStores, reach: Reach, zone: ZoneInfo) -> None:
        self._stores = stores
        self._reach = reach
        self._zone = zone
        self._live = LiveReadings(stores, zone)

    def now(self, question: Question, units: Sequence[OrgUnit], now: datetime) -> Reading:
        """Counts of the question's place or of places below it: today's from Redis where it holds them all."""
        if question.is_sliced:
            return self._sliced(question, units, self._as_of(now))
        with self._stores.one_state():
            places, today = [unit.code for unit in units], local_day(now, self._zone)
            live = self._live.today(places, today) if _is_live(question) else None
            reading = live or self._present(question, units, now)
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

    def begun(self) -> date | None:
        """The first local day on which anything has happened to a case; None before there is one."""
        return self._stores.history.first_day()

    def lag_seconds(self, now: datetime) -> float | None:
        """How old the live figures are; None while Redis does not hold them all; StoreError when it is away."""
        return self._live.lag_seconds(now)

    def _present(self, question: Question, units: Sequence[OrgUnit], now: datetime) -> Reading:
        """From SQL as it stands; what stands open now is taken from Redis where it has the same."""
        today, as_of = local_day(now, self._zone), self._as_of(now)
        is_open = question.period.last >= today and Basis.STOCK in question.bases
        stock = self._live.stock([unit.code for unit in units], today) if is_open else None
        if stock is None:
            return self._stored(question, units, as_of)
        rest = self._stored(replace(question, bases=question.bases - {Basis.STOCK}), units, as_of)
        return replace(rest, cells={place: _joined(own, stock[place]) for place, own in rest.cells.items()})

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
        return Reading(cells, mark, as_of, simulated(self._stores.history.marks()))

    def _as_of(self, now: datetime) -> datetime:
        """What SQL is true for: now, unless events wait in the log, or a clock has turned that nobody took up.

        A clock can have turned before its case came in; so that what Redis is true for holds here too, if it is later.
        """
        marks = self._stores.history.watermarks()
        waiting = self._stores.log.first_after(marks)
        known = [to_instant(at) for at in (waiting, self._stores.history.first_turn()) if at is not None]
        as_of = min([now, *known])
        return as_of if as_of == now else max(as_of, min(now, self._live.as_of(marks, now)))


def selection(question: Question, unit: OrgUnit) -> Selection:
    """The question's cases, at or below a place, on the days of its period."""
    first, last = question.period.first, question.period.last
    return Selection(unit, first, last, question.center, question.class_, question.item, question.channel)


def _is_live(question: Question) -> bool:
    return question.period.text == "today"


def _joined(cells: Cells, more: Cells) -> Cells:
    """Counts of the same pairs beside each other; no number stands in both."""
    return {pair: {**cells.get(pair, {}), **more.get(pair, {})} for pair in cells.keys() | more.keys()}
