"""Viewer and question -> counts by hour, day or month of the period, without those still to come."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dashboard.queries.question import Question, SeriesPoint
from dashboard.queries.reach import Reach
from dashboard.queries.read_stores import ReadStores
from dashboard.queries.readings import selection
from pipelines.domain.access import Viewer
from pipelines.domain.boundary import Mark, marks
from pipelines.domain.errors import QuestionError
from pipelines.domain.event import CaseClass
from pipelines.domain.kpi import Basis, Counts, PlaceCounts, buckets, class_of, complete
from pipelines.domain.period import day_start, local_day, period_end
from pipelines.domain.unit import Hierarchy, OrgUnit

MOST_HOURLY_DAYS = 35
_NOTHING: Counts = {Basis.FLOW: {}, Basis.STOCK: {}}


@dataclass(frozen=True, slots=True)
class Reports:
    """How many were reported at each day or month, by class; every class has a number for each of them."""

    at: Sequence[str]
    by_class: Mapping[CaseClass, Sequence[int]]

    @property
    def total(self) -> Sequence[int]:
        """All classes together."""
        return [sum(ns) for ns in zip(*self.by_class.values(), strict=True)]


class SeriesQueries:
    """Series of counts of one place."""

    def __init__(self, stores: ReadStores, reach: Reach, zone: ZoneInfo) -> None:
        self._stores = stores
        self._reach = reach
        self._zone = zone

    def points(self, viewer: Viewer, question: Question, step: str, now: datetime) -> list[SeriesPoint]:
        """Cohort, due and flow counts by hour, day or month; by day and month the stock of registers at its end too."""
        today = local_day(now, self._zone)
        unit = self._reach.unit(viewer, question.place, today)
        if step == "hour":
            return self._hours(question, unit, now)
        days = _days(question, today)
        ends = {_label(day, step): day for day in days}
        with self._stores.one_state():
            found = self._by_day(question, unit, today)
            told = self._told(question, unit, days, ends.values())
        points, flows = dict[str, Counter[int]](), dict[str, Counter[str]]()
        for day in days:
            points.setdefault(_label(day, step), Counter()).update(found.get(day.toordinal(), {}))
            flows.setdefault(_label(day, step), Counter()).update(told.get(day, _NOTHING)[Basis.FLOW])
        grids = {at: self._reach.grids(unit.code, day) for at, day in ends.items()}
        stood = {at: told.get(day, _NOTHING)[Basis.STOCK] for at, day in ends.items()}
        return [SeriesPoint(at, _dated(complete(own, grids[at]), flows[at], stood[at])) for at, own in points.items()]

    def _told(
        self, question: Question, unit: OrgUnit, days: Sequence[date], ends: Collection[date]
    ) -> Mapping[date, Counts]:
        """What records and registers count, which know no slices and no units of other hierarchies."""
        if not days or question.is_sliced or unit.kind is not Hierarchy.BASE:
            return {}
        return self._stores.records.by_day(unit, days, ends)

    def reports(self, viewer: Viewer, question: Question, step: str, now: datetime) -> Reports:
        """Reports by day or month and class."""
        today = local_day(now, self._zone)
        unit = self._reach.unit(viewer, question.place, today)
        labels = {day.toordinal(): _label(day, step) for day in _days(question, today)}
        sums: Counter[tuple[CaseClass, str]] = Counter()
        for day, class_, n in self._reports(question, unit):
            if day in labels:
                sums[class_, labels[day]] += n
        at = list(dict.fromkeys(labels.values()))
        return Reports(at, {class_: [sums[class_, label] for label in at] for class_ in CaseClass})

    def marks(self, question: Question, now: datetime) -> list[Mark]:
        """The boundary changes of the place on the days of the period that have begun."""
        last = min(question.period.last, local_day(now, self._zone))
        return marks(self._reach.tree, question.place, question.period.first, last)

    def _by_day(self, question: Question, unit: OrgUnit, today: date) -> Mapping[int, Mapping[int, int]]:
        """Stored counts by number, of each day that has any."""
        chosen = selection(question, unit)
        if question.is_sliced:
            return self._stores.counts.series(chosen, is_hourly=False)
        days = self._stores.history.by_day(unit.id, chosen.first, min(chosen.last, today))
        pairs = buckets(question.center, question.class_)
        return {day.toordinal(): PlaceCounts(cells).total(pairs) for day, cells in days.items()}

    def _reports(self, question: Question, unit: OrgUnit) -> Sequence[tuple[int, CaseClass, int]]:
        chosen = selection(question, unit)
        if question.is_sliced:
            return self._stores.counts.reports(chosen)
        pairs = buckets(question.center, question.class_)
        found = self._stores.history.reports(unit.id, chosen.first, chosen.last)
        return [(day, class_of(pair), n) for day, pair, n in found if pair in pairs]

    def _hours(self, question: Question, unit: OrgUnit, now: datetime) -> list[SeriesPoint]:
        """Every hour of the period up to now; what is known by its day only is in none."""
        period = question.period
        if period.days > MOST_HOURLY_DAYS:
            raise QuestionError(f"step 'hour': {period.days} days are too many; ask for {MOST_HOURLY_DAYS} or fewer")
        found = self._stores.counts.series(selection(question, unit), is_hourly=True)
        start, end = day_start(period.first, self._zone), min(now, period_end(period, self._zone))
        hours = range(int(start.timestamp()) // 3600, -(-int(end.timestamp()) // 3600))
        starts = {hour: datetime.fromtimestamp(hour * 3600, self._zone) for hour in hours}
        grids = {hour: self._reach.grids(unit.code, start.date()) for hour, start in starts.items()}
        return [
            SeriesPoint(start.isoformat(), _dated(complete(found.get(hour, {}), grids[hour]), {}, {}))
            for hour, start in starts.items()
        ]


def _dated(counts: Counts, flows: Mapping[str, int], stood: Mapping[str, int]) -> Counts:
    """What has days: how many cases stood open at the end of a step is not read, and must not look like none."""
    stock = {"grids": counts[Basis.STOCK]["grids"], **stood}
    return {**counts, Basis.FLOW: {**counts[Basis.FLOW], **flows}, Basis.STOCK: stock}


def _days(question: Question, today: date) -> list[date]:
    """The days of the period that have begun."""
    first, last = question.period.first, min(question.period.last, today)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _label(day: date, step: str) -> str:
    return day.isoformat() if step == "day" else day.isoformat()[:7]
