"""Viewer and question -> Figures: access first, then one read from one store at one watermark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dashboard.queries.question import Figures, Freshness, Question, SeriesPoint
from dashboard.queries.reach import Reach
from db.case_list import CaseList
from db.case_predicates import Selection
from db.codec import to_instant
from db.event_log import EventLog
from db.history_store import AsOf, HistoryStore
from db.kpi_store import KpiStore
from pipelines.domain.access import Viewer
from pipelines.domain.comparison import Comparison, earlier
from pipelines.domain.errors import QuestionError, StoreError
from pipelines.domain.kpi import PlaceCounts, buckets, complete
from pipelines.domain.org import OrgLevel, OrgUnit
from pipelines.domain.period import day_start, local_day, period_end

MOST_HOURLY_DAYS = 35

Cells = Mapping[int, Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class ReadStores:
    """What figures are read from."""

    log: EventLog
    history: HistoryStore
    kpi: KpiStore
    lists: CaseList


@dataclass(frozen=True, slots=True)
class _Read:
    cells: Mapping[str, Cells]
    watermark: Mapping[str, int]
    as_of: datetime
    simulated: frozenset[str]


class FigureQueries:
    """Figures of places, their children and their series."""

    def __init__(self, stores: ReadStores, reach: Reach, zone: ZoneInfo) -> None:
        self._stores = stores
        self._reach = reach
        self._zone = zone

    def today(self, now: datetime) -> date:
        """The local day."""
        return local_day(now, self._zone)

    def figures(self, viewer: Viewer, question: Question, now: datetime) -> Figures:
        """All figures of the question's place."""
        unit = self._reach.unit(viewer, question.place, self.today(now))
        return self._answer(question, [unit], now)[0]

    def lag_seconds(self, now: datetime) -> float | None:
        """How old the live figures are; None while Redis does not hold them all; StoreError when it is away."""
        shards = sorted(self._stores.history.marks())
        live = self._stores.kpi.read([""], self.today(now), shards)
        if not shards:
            return 0.0
        return (now - to_instant(live.as_of)).total_seconds() if live.is_whole and live.as_of else None

    def past(self, viewer: Viewer, question: Question, as_of: datetime, now: datetime) -> Figures:
        """The figures as they stood at an earlier instant: only milestones before it count."""
        today = self.today(now)
        unit = self._reach.unit(viewer, question.place, today)
        moment = AsOf(self.today(as_of), as_of)
        period = question.period
        read = self._stores.history.read([unit.code], period.first, period.last, self._reach.tree, moment)
        found = _Read(read.cells, read.watermark, as_of, read.simulated)
        return self._figures(question, unit, found, today, as_of)

    def earlier(self, viewer: Viewer, question: Question, found: Figures, kind: Comparison, now: datetime) -> Figures:
        """The same question asked one year or one period earlier, up to the same elapsed part."""
        if question.is_sliced:
            raise QuestionError("compare: not with item or channel; leave out one of the two")
        period, as_of = earlier(question.period, found.freshness.as_of.astimezone(self._zone), kind)
        return self.past(viewer, replace(question, period=period), as_of, now)

    def children(self, viewer: Viewer, question: Question, now: datetime) -> list[Figures]:
        """Figures of each child, last what was reported at the place itself, if anything was."""
        today = self.today(now)
        unit = self._reach.unit(viewer, question.place, today)
        whole, *parts = self._answer(question, [unit, *self._reach.children(viewer, unit.code, today)], now)
        direct = _rest(whole, parts)
        return [*parts, direct] if any(n for own in direct.counts.values() for n in own.values()) else parts

    def below(self, viewer: Viewer, question: Question, level: OrgLevel, now: datetime) -> list[Figures]:
        """Figures of every place of a level below the question's place, in one read; none if there are none."""
        today = self.today(now)
        unit = self._reach.unit(viewer, question.place, today)
        units = [one for one in self._reach.tree.below(unit.code, today) if one.level == level and one != unit]
        return self._answer(question, units, now) if units else []

    def series(self, viewer: Viewer, question: Question, step: str, now: datetime) -> list[SeriesPoint]:
        """Cohort, due and flow counts by day or month of the period, without days still to come."""
        today = self.today(now)
        unit = self._reach.unit(viewer, question.place, today)
        last = min(question.period.last, today)
        if step == "hour":
            return self._hours(question, unit, now)
        if question.is_sliced:
            days = self._sliced_days(question, unit, last)
        else:
            days = self._stores.history.by_day(unit.id, question.period.first, last)
        points: dict[str, dict[int, dict[int, int]]] = {}
        for n in range((last - question.period.first).days + 1):
            day = question.period.first + timedelta(days=n)
            own = points.setdefault(day.isoformat() if step == "day" else day.isoformat()[:7], {})
            for pair, numbers in days.get(day, {}).items():
                for number, count in numbers.items():
                    own.setdefault(pair, {})[number] = own.get(pair, {}).get(number, 0) + count
        chosen = buckets(question.center, question.class_)
        grids = self._reach.grids(unit.code, today)
        return [SeriesPoint(at, complete(PlaceCounts(cells).total(chosen), grids)) for at, cells in points.items()]

    def _sliced_days(self, question: Question, unit: OrgUnit, last: date) -> dict[date, dict[int, dict[int, int]]]:
        found = self._stores.lists.series(_selection(question, unit, question.period.first, last), is_hourly=False)
        pair = buckets(question.center, question.class_)[0]
        return {date.fromordinal(day): {pair: numbers} for day, numbers in found.items()}

    def _hours(self, question: Question, unit: OrgUnit, now: datetime) -> list[SeriesPoint]:
        """Every hour of the period up to now; what is known by its day only is in none."""
        period = question.period
        if period.days > MOST_HOURLY_DAYS:
            raise QuestionError(f"step 'hour': {period.days} days are too many; ask for {MOST_HOURLY_DAYS} or fewer")
        chosen = _selection(question, unit, period.first, period.last)
        found = self._stores.lists.series(chosen, is_hourly=True)
        start, end = day_start(period.first, self._zone), min(now, period_end(period, self._zone))
        hours = range(int(start.timestamp()) // 3600, -(-int(end.timestamp()) // 3600))
        grids = self._reach.grids(unit.code, self.today(now))
        return [
            SeriesPoint(
                datetime.fromtimestamp(hour * 3600, self._zone).isoformat(), complete(found.get(hour, {}), grids)
            )
            for hour in hours
        ]

    def _answer(self, question: Question, units: Sequence[OrgUnit], now: datetime) -> list[Figures]:
        today = self.today(now)
        read = self._read(question, units, now, today)
        return [self._figures(question, unit, read, today, now) for unit in units]

    def _read(self, question: Question, units: Sequence[OrgUnit], now: datetime, today: date) -> _Read:
        places = [unit.code for unit in units]
        if question.period.text == "today" and not question.is_sliced:
            live = self._live(places, today)
            if live is not None:
                return live
        as_of = self._as_of(now)
        if question.is_sliced:
            return self._sliced(question, units, as_of)
        period = question.period
        read = self._stores.history.read(places, period.first, period.last, self._reach.tree)
        return _Read(read.cells, read.watermark, as_of, read.simulated)

    def _live(self, places: Sequence[str], today: date) -> _Read | None:
        """From Redis; None when it does not hold everything, then SQL answers."""
        try:
            marks = self._stores.history.marks()
            found = self._stores.kpi.read(places, today, sorted(marks))
        except StoreError:
            return None
        if not found.is_whole or not found.as_of:
            return None
        simulated = frozenset(shard for shard, (_, is_simulated) in marks.items() if is_simulated)
        return _Read(found.cells, found.watermark, to_instant(found.as_of), simulated)

    def _sliced(self, question: Question, units: Sequence[OrgUnit], as_of: datetime) -> _Read:
        period = question.period
        cells, mark = {}, dict[str, int]()
        for unit in units:
            chosen = _selection(question, unit, period.first, period.last)
            until = period_end(period, self._zone)
            chosen = replace(chosen, until=until if until <= as_of else None)
            numbers, mark = self._stores.lists.counts(chosen)
            cells[unit.code] = dict.fromkeys(buckets(question.center, question.class_)[:1], numbers)
        marks = self._stores.history.marks()
        return _Read(cells, mark, as_of, frozenset(shard for shard, (_, is_simulated) in marks.items() if is_simulated))

    def _as_of(self, now: datetime) -> datetime:
        """What SQL is true for: now, unless events wait in the log, or a clock has turned that nobody took up."""
        marks = {shard: seq for shard, (seq, _) in self._stores.history.marks().items()}
        waiting = self._stores.log.first_after(marks)
        known = [to_instant(at) for at in (waiting, self._stores.history.first_turn()) if at is not None]
        return min([now, *known])

    def _figures(self, question: Question, unit: OrgUnit, read: _Read, today: date, now: datetime) -> Figures:
        shards = self._reach.shards(unit.code)
        chosen = PlaceCounts(read.cells[unit.code]).total(buckets(question.center, question.class_))
        lag = max(0.0, (now - read.as_of).total_seconds())
        mark = {shard: seq for shard, seq in read.watermark.items() if shard in shards}
        freshness = Freshness(read.as_of, lag, mark, not shards.isdisjoint(read.simulated))
        return Figures(unit, question.period, complete(chosen, self._reach.grids(unit.code, today)), freshness)


def _selection(question: Question, unit: OrgUnit, first: date, last: date) -> Selection:
    return Selection(unit, first, last, question.center, question.class_, question.item, question.channel)


def _rest(whole: Figures, parts: Sequence[Figures]) -> Figures:
    """What the parts leave of the whole: the reports at the place itself."""
    counts = {
        basis: {name: n - sum(part.counts[basis][name] for part in parts) for name, n in own.items()}
        for basis, own in whole.counts.items()
    }
    return replace(whole, counts=counts, is_direct=True)
