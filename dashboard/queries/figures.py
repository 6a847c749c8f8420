"""Viewer and question -> Figures: access first, then one reading for all figures of an answer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dashboard.queries.question import Figures, Freshness, Question
from dashboard.queries.reach import Reach
from dashboard.queries.read_stores import Reading
from dashboard.queries.readings import Readings
from pipelines.domain.access import Viewer
from pipelines.domain.boundary import is_fixed
from pipelines.domain.comparison import Comparison, earlier
from pipelines.domain.errors import QuestionError
from pipelines.domain.kpi import Basis, PlaceCounts, buckets, complete
from pipelines.domain.load import weighted_open
from pipelines.domain.period import local_day
from pipelines.domain.record_counts import joined
from pipelines.domain.unit import OrgLevel, OrgUnit


class FigureQueries:
    """Figures of places, of what is below them, and of earlier times."""

    def __init__(self, readings: Readings, reach: Reach, zone: ZoneInfo) -> None:
        self._readings = readings
        self._reach = reach
        self._zone = zone

    def today(self, now: datetime) -> date:
        """The local day."""
        return local_day(now, self._zone)

    def begun(self) -> date | None:
        """The local day of the first thing that happened to any case; None before there is one."""
        return self._readings.begun()

    def figures(self, viewer: Viewer, question: Question, now: datetime) -> Figures:
        """All figures of the question's place."""
        return self.kinds(viewer, [question], now)[0]

    def kinds(self, viewer: Viewer, questions: Sequence[Question], now: datetime) -> list[Figures]:
        """Figures of questions about one place and period, without item and channel, from one reading."""
        today = self.today(now)
        unit = self._reach.unit(viewer, questions[0].place, today)
        reading, last = self._readings.now(questions[0], [unit], now), min(today, questions[0].period.last)
        return [self._figures(question, unit, reading, last, now) for question in questions]

    def among(self, viewer: Viewer, question: Question, now: datetime) -> tuple[Figures, list[Figures]]:
        """Figures of a place, and of all places beside it that the viewer may see, itself among them."""
        today = self.today(now)
        unit = self._reach.unit(viewer, question.place, today)
        parent = None if question.is_sliced else self._reach.parent(viewer, unit.code, today)
        units = self._reach.children(viewer, parent, today, unit.kind) if parent else [unit]
        found = self._answer(question, units, now)
        return next(one for one in found if one.unit == unit), found

    def family(
        self, viewer: Viewer, question: Question, now: datetime, of_parts: frozenset[Basis] = frozenset(Basis)
    ) -> tuple[Figures, list[Figures]]:
        """Figures of a place and of each child, last what was reported at the place itself, if anything was.

        Children have counts of the bases `of_parts` alone, among which is stock.
        """
        today = self.today(now)
        last = min(today, question.period.last)
        here = self._reach.children(viewer, question.place, today, question.hierarchy)
        gone = [one for one in self._reach.tree.ever_below(question.place, question.hierarchy) if one not in here]
        reading = self._readings.family(question, [*here, *gone], now, of_parts)
        whole = self._figures(question, self._reach.tree.unit(question.place), reading, last, now)
        asked = replace(question, bases=of_parts)
        found = [self._part(asked, self._figures(asked, unit, reading, last, now), last) for unit in [*here, *gone]]
        parts = [one for one in found if one.unit in here or one.has_cases]
        direct = _rest(whole, parts)
        has_direct = any(n for own in direct.counts.values() for n in own.values())
        return whole, [*parts, direct] if has_direct else parts

    def _part(self, question: Question, found: Figures, last: date) -> Figures:
        """What a child has of the place's figures; its grids are the place's only if it stood here on the last day."""
        found = replace(found, is_part=not is_fixed(self._reach.tree, found.unit, question.place))
        if self._reach.tree.is_within(found.unit.code, [question.place], last):
            return found
        stock = {**found.counts[Basis.STOCK], "grids": 0}
        return replace(found, counts={**found.counts, Basis.STOCK: stock})

    def children(self, viewer: Viewer, question: Question, now: datetime) -> list[Figures]:
        """Figures of each child, last what was reported at the place itself, if anything was."""
        return self.family(viewer, question, now)[1]

    def grandchildren(self, viewer: Viewer, question: Question, now: datetime) -> list[Figures]:
        """Figures of the children of each child."""
        today = self.today(now)
        children = self._reach.children(viewer, question.place, today, question.hierarchy)
        units = [unit for child in children for unit in self._reach.tree.children(child.code, today)]
        return self._answer(question, units, now) if units else []

    def below(self, viewer: Viewer, question: Question, level: OrgLevel, now: datetime) -> list[Figures]:
        """Figures of every place of a level below the question's place, of cases alone; none if there are none."""
        today = self.today(now)
        unit = self._reach.unit(viewer, question.place, today)
        units = [one for one in self._reach.tree.below(unit.code, today) if one.level == level and one != unit]
        return self._answer(replace(question, has_records=False), units, now) if units else []

    def past(self, viewer: Viewer, question: Question, as_of: datetime, now: datetime) -> Figures:
        """The figures of today's set of places as they stood at an earlier instant: only milestones before it count."""
        return self.past_kinds(viewer, [question], as_of, now)[0]

    def past_kinds(
        self, viewer: Viewer, questions: Sequence[Question], as_of: datetime, now: datetime
    ) -> list[Figures]:
        """The same for questions about one place and period, from one reading."""
        today = self.today(now)
        unit = self._reach.unit(viewer, questions[0].place, today)
        reading = self._readings.then(questions[0], unit, as_of, self._reach.ground(unit.code, today))
        return [self._figures(question, unit, reading, today, as_of) for question in questions]

    def comparable(self, viewer: Viewer, question: Question, found: Figures, now: datetime) -> Figures:
        """What is compared with earlier figures: those found, on today's set of places where anything has moved."""
        today = self.today(now)
        unit = self._reach.unit(viewer, question.place, today)
        ground = self._reach.ground(unit.code, today)
        if ground is None or question.is_sliced:
            return found
        return self._figures(question, unit, self._readings.comparable(question, unit, ground, now), today, now)

    def closed_days(self, viewer: Viewer, question: Question, now: datetime) -> list[Figures]:
        """The figures of each day of the period, as they stood at the day's own end; by center and class only."""
        today = self.today(now)
        unit = self._reach.unit(viewer, question.place, today)
        return [
            self._figures(replace(question, period=day), unit, reading, min(today, day.last), reading.as_of)
            for day, reading in self._readings.closed_days(question, unit)
        ]

    def earlier(self, viewer: Viewer, question: Question, found: Figures, kind: Comparison, now: datetime) -> Figures:
        """The same question asked one year or one period earlier, up to the same elapsed part."""
        if question.is_sliced:
            raise QuestionError("compare: not with item or channel; leave out one of the two")
        period, as_of = earlier(question.period, found.freshness.as_of.astimezone(self._zone), kind)
        return self.past(viewer, replace(question, period=period), as_of, now)

    def lag_seconds(self, now: datetime) -> float | None:
        """How old the live figures are; None while Redis does not hold them all; StoreError when it is away."""
        return self._readings.lag_seconds(now)

    def _answer(self, question: Question, units: Sequence[OrgUnit], now: datetime) -> list[Figures]:
        reading = self._readings.now(question, units, now)
        last = min(self.today(now), question.period.last)
        return [self._figures(question, unit, reading, last, now) for unit in units]

    def _figures(self, question: Question, unit: OrgUnit, reading: Reading, day: date, at: datetime) -> Figures:
        """`day` is that of the grids; `at` is when they are asked for, or the instant of the past they are about."""
        shards = self._reach.shards(unit.code)
        cells, pairs = reading.cells[unit.code], buckets(question.center, question.class_)
        chosen = PlaceCounts(cells).total(pairs)
        lag = max(0.0, (at - reading.as_of).total_seconds())
        mark = {shard: seq for shard, seq in reading.watermark.items() if shard in shards}
        freshness = Freshness(reading.as_of, lag, mark, not shards.isdisjoint(reading.simulated))
        counts = complete(chosen, self._reach.grids(unit.code, day))
        if unit.code in reading.records:
            counts = joined(counts, reading.records[unit.code], weighted_open(cells, pairs, self._reach.weights(day)))
        asked = {basis: own for basis, own in counts.items() if basis in question.bases}
        return Figures(unit, question.period, asked, freshness)


def _rest(whole: Figures, parts: Sequence[Figures]) -> Figures:
    """What the parts leave of the whole: the reports at the place itself; of counts that all of them have."""
    counts = {
        basis: {
            name: n - sum(part.counts[basis][name] for part in parts)
            for name, n in own.items()
            if all(name in part.counts[basis] for part in parts)
        }
        for basis, own in whole.counts.items()
        if all(basis in part.counts for part in parts)
    }
    return replace(whole, counts=counts, is_direct=True)
