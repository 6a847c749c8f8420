"""Viewer, question and dimension -> a row for every place, class, center, item or channel; access first."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.queries.figures import FigureQueries
from dashboard.queries.question import Figures, Question
from dashboard.queries.reach import Reach
from dashboard.queries.read_stores import ReadStores
from dashboard.queries.readings import selection
from dashboard.queries.series import SeriesQueries
from db.case_predicates import Selection
from db.case_slices import CaseSlices
from db.codec import to_instant
from pipelines.domain.access import Viewer
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.kpi import Basis, complete
from pipelines.domain.kpi.catalogue import Entry
from pipelines.domain.kpi.durations import Distributions
from pipelines.domain.kpi.rates import Kind
from pipelines.domain.measure import Ages, Dimension, Slice, ages_of, by_category, counts_of, has_records
from pipelines.domain.period import local_day, period_end
from pipelines.domain.step import CaseStage
from pipelines.domain.unit import OrgUnit


class SliceQueries:
    """Divides the cases of a place, as far as the viewer may see them."""

    def __init__(
        self,
        slices: CaseSlices,
        stores: ReadStores,
        figures: FigureQueries,
        series: SeriesQueries,
        reach: Reach,
        zone: ZoneInfo,
    ) -> None:
        self._slices, self._stores = slices, stores
        self._figures, self._series = figures, series
        self._reach, self._zone = reach, zone

    def rows(self, viewer: Viewer, question: Question, entry: Entry, by: Dimension, now: datetime) -> list[Slice]:
        """One row for each value of a dimension other than time."""
        if by is Dimension.PLACE:
            return self._places(viewer, question, entry, now)
        if by is Dimension.CATEGORY:
            return by_category(entry, self._figures.figures(viewer, question, now).counts)
        if by in {Dimension.ITEM, Dimension.CHANNEL}:
            return self._values(viewer, question, entry, by, now)
        if by is Dimension.CLASS:
            asked = {one.value: replace(question, class_=one) for one in CaseClass if question.class_ in {None, one}}
        else:
            asked = {one.value: replace(question, center=one) for one in Center if question.center in {None, one}}
        return [self._one(viewer, one, entry, key, now) for key, one in asked.items()]

    def whole(self, viewer: Viewer, question: Question, now: datetime) -> tuple[Figures, Distributions]:
        """The figures and the durations of all rows together."""
        found = self._figures.figures(viewer, question, now)
        return found, self._durations(question, [found.unit])[found.unit.id]

    def over_time(self, viewer: Viewer, question: Question, entry: Entry, step: str, now: datetime) -> list[Slice]:
        """One row for each day or month; open cases by day only, as they stood at the day's end."""
        if entry.basis is Basis.STOCK and not has_records(entry):
            days = self._figures.closed_days(viewer, question, now)
            return [Slice(one.period.text, one.counts) for one in days]
        return [Slice(one.at, one.counts) for one in self._series.points(viewer, question, step, now)]

    def ages(self, viewer: Viewer, question: Question, now: datetime) -> Mapping[CaseStage, Ages]:
        """How long the open cases of each stage have been open now, in the order of the stages."""
        found = defaultdict[CaseStage, list[float]](list)
        for stage, at in self._slices.open_since(replace(self._chosen(viewer, question, now), until=None)):
            found[stage].append(max(0.0, (now - to_instant(at)).total_seconds()))
        return {stage: ages_of(found[stage]) for stage in sorted(found)}

    def _chosen(self, viewer: Viewer, question: Question, now: datetime) -> Selection:
        unit = self._reach.unit(viewer, question.place, local_day(now, self._zone))
        until = period_end(question.period, self._zone)
        return replace(selection(question, unit), until=until if until <= now else None)

    def _places(self, viewer: Viewer, question: Question, entry: Entry, now: datetime) -> list[Slice]:
        """Each place below, last what is counted at the place itself under its own code."""
        children = self._figures.children(viewer, question, now)
        units = [one.unit for one in children if not one.is_direct]
        lengths = self._durations(question, units) if entry.kind is Kind.DURATION else {}
        return [
            Slice(one.unit.code, one.counts, None if one.is_direct else lengths.get(one.unit.id))
            for one in children
            if not (one.is_direct and entry.kind is Kind.DURATION)
        ]

    def _one(self, viewer: Viewer, question: Question, entry: Entry, key: str, now: datetime) -> Slice:
        found = self._figures.figures(viewer, question, now)
        is_long = entry.kind is Kind.DURATION
        return Slice(key, found.counts, self._durations(question, [found.unit])[found.unit.id] if is_long else None)

    def _durations(self, question: Question, units: Sequence[OrgUnit]) -> Mapping[int, Distributions]:
        chosen = selection(question, self._reach.tree.unit(question.place))
        return self._stores.lapses.read(chosen, units, self._reach.shards(question.place))

    def _values(self, viewer: Viewer, question: Question, entry: Entry, by: Dimension, now: datetime) -> list[Slice]:
        chosen = self._chosen(viewer, question, now)
        bases = {basis for basis, _ in counts_of(entry)}
        divide = self._slices.by_item if by is Dimension.ITEM else self._slices.by_channel
        found = divide(chosen, bases)
        return [Slice(key, complete(counts, 0)) for key, counts in found.items()]
