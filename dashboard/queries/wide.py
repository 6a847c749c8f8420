"""Figures with all that is counted from the cases themselves: what stands aside, and how long things took."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from dashboard.queries.figures import FigureQueries
from dashboard.queries.question import Figures, Question
from dashboard.queries.reach import Reach
from dashboard.queries.read_stores import ReadStores
from dashboard.queries.readings import selection
from db.case_asides import Asides
from pipelines.domain.access import Viewer
from pipelines.domain.boundary import Ground
from pipelines.domain.comparison import Comparison
from pipelines.domain.event import CaseClass
from pipelines.domain.kpi import with_aside
from pipelines.domain.kpi.durations import Distributions, without


class WideQueries:
    """What an answer over the interface and a file hold; a screen that draws every second asks `FigureQueries`."""

    def __init__(self, figures: FigureQueries, stores: ReadStores, reach: Reach) -> None:
        self._figures = figures
        self._stores = stores
        self._reach = reach

    def among(self, viewer: Viewer, question: Question, now: datetime) -> tuple[Figures, list[Figures]]:
        """All figures of a place; and what is counted live of all places beside it, itself among them."""

        def ask(asked: Question) -> list[Figures]:
            own, beside = self._figures.among(viewer, asked, now)
            return [own, *beside]

        with self._stores.one_state():
            own, *beside = self._level(ask, question, now)
            return self._widened(question, [own], now)[0], beside

    def family(self, viewer: Viewer, question: Question, now: datetime) -> tuple[Figures, list[Figures]]:
        """All figures of a place and of each child, last what was reported at the place itself, if anything was."""

        def ask(asked: Question) -> list[Figures]:
            whole, parts = self._figures.family(viewer, asked, now)
            return [whole, *parts]

        with self._stores.one_state():
            whole, *parts = self._widened(question, self._level(ask, question, now), now)
        return whole, parts

    def past(self, viewer: Viewer, question: Question, as_of: datetime, now: datetime) -> Figures:
        """The figures as they stood at an earlier instant: only milestones before it count."""
        with self._stores.one_state():
            return self._on_ground(question, self._figures.past(viewer, question, as_of, now), now, as_of)

    def earlier(self, viewer: Viewer, question: Question, found: Figures, kind: Comparison, now: datetime) -> Figures:
        """The same question asked one year or one period earlier, up to the same elapsed part."""
        with self._stores.one_state():
            base = self._figures.earlier(viewer, question, found, kind, now)
            return self._on_ground(replace(question, period=base.period), base, now, base.freshness.as_of)

    def comparable(self, viewer: Viewer, question: Question, found: Figures, now: datetime) -> Figures:
        """What is compared with earlier figures: those found, on today's set of places where anything has moved."""
        with self._stores.one_state():
            own = self._figures.comparable(viewer, question, found, now)
            return found if own is found else self._on_ground(question, own, now)

    def _on_ground(self, question: Question, found: Figures, now: datetime, until: datetime | None = None) -> Figures:
        """All figures of today's set of places."""
        ground = self._reach.ground(found.unit.code, self._figures.today(now))
        return self._widened(question, [found], now, until, ground)[0]

    def durations(
        self, viewer: Viewer, question: Question, now: datetime, until: datetime | None = None
    ) -> Distributions:
        """How long things took that ended in the period, up to an instant of the past where one is given."""
        unit = self._reach.unit(viewer, question.place, self._figures.today(now))
        shards = self._reach.shards(unit.code)
        return self._stores.lapses.read(selection(question, unit), [unit], shards, until)[unit.id]

    def stock_items(
        self, viewer: Viewer, question: Question, name: str, now: datetime
    ) -> list[tuple[CaseClass, str | None, int]]:
        """Class and item of the cases in a stock count as it stands, with their number, most frequent first."""
        unit = self._reach.unit(viewer, question.place, self._figures.today(now))
        return self._stores.counts.stock_items(selection(question, unit), name)

    def _level(self, ask: Callable[[Question], list[Figures]], question: Question, now: datetime) -> list[Figures]:
        """One watermark for all: what Redis holds is taken only where it stands just where the cases do."""
        found = ask(question)
        if dict(found[0].freshness.watermark) == self._watermark(question.place):
            return found
        today = self._figures.today(now).isoformat()
        dated = ask(replace(question, period=replace(question.period, text=today)))
        return [replace(one, period=question.period) for one in dated]

    def _watermark(self, place: str) -> dict[str, int]:
        shards = self._reach.shards(place)
        return {shard: seq for shard, seq in self._stores.history.watermarks().items() if shard in shards}

    def _widened(
        self,
        question: Question,
        found: Sequence[Figures],
        now: datetime,
        until: datetime | None = None,
        ground: Ground | None = None,
    ) -> list[Figures]:
        """`found` begins with the place's own figures; `until` is the instant of the past they are asked about."""
        units = [one.unit for one in found if not one.is_direct]
        chosen = replace(selection(question, units[0]), ground=ground)
        codes = [question.place, *(unit.code for unit in ground.gained)] if ground else [question.place]
        shards = frozenset[str]().union(*map(self._reach.shards, codes))
        lapses = self._stores.lapses.read(chosen, units, shards, until)
        asides = self._stores.asides.read(chosen, units, until)
        whole, *parts = ((self._aside(unit.code, asides[unit.id], now), lapses[unit.id]) for unit in units)
        more = [whole, *parts, *[_rest(whole, parts)] * any(one.is_direct for one in found)]
        return [
            replace(one, counts=with_aside(one.counts, aside), durations=durations)
            for one, (aside, durations) in zip(found, more, strict=True)
        ]

    def _aside(self, place: str, found: Asides, now: datetime) -> dict[str, int]:
        """Of the grids that reported, those that stand here today: they are a share of today's."""
        here = self._reach.grid_numbers(place, self._figures.today(now))
        return {"recurring": found.recurring, "grids_reporting": len(here & found.grids)}


_More = tuple[dict[str, int], Distributions]


def _rest(whole: _More, parts: Sequence[_More]) -> _More:
    """What the parts leave of the whole: the cases at the place itself."""
    counts = {name: n - sum(part[0][name] for part in parts) for name, n in whole[0].items()}
    return counts, {name: without(one, [part[1][name] for part in parts]) for name, one in whole[1].items()}
