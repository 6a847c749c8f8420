"""Figures with all that is counted from the cases themselves: how long things took."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from dashboard.queries.figures import FigureQueries
from dashboard.queries.question import Figures, Question
from dashboard.queries.reach import Reach
from dashboard.queries.readings import ReadStores, selection
from pipelines.domain.access import Viewer
from pipelines.domain.comparison import Comparison
from pipelines.domain.kpi.durations import Distributions, without


class WideQueries:
    """What an answer over the interface and a file hold; a screen that draws every second asks `FigureQueries`."""

    def __init__(self, figures: FigureQueries, stores: ReadStores, reach: Reach) -> None:
        self._figures = figures
        self._stores = stores
        self._reach = reach

    def figures(self, viewer: Viewer, question: Question, now: datetime) -> Figures:
        """All figures of the question's place."""

        def ask(asked: Question) -> list[Figures]:
            return [self._figures.figures(viewer, asked, now)]

        return self._answer(ask, question, now)[0]

    def children(self, viewer: Viewer, question: Question, now: datetime) -> list[Figures]:
        """All figures of each child, last what was reported at the place itself, if anything was."""

        def ask(asked: Question) -> list[Figures]:
            whole, parts = self._figures.family(viewer, asked, now)
            return [whole, *parts]

        return self._answer(ask, question, now)[1:]

    def earlier(self, viewer: Viewer, question: Question, found: Figures, kind: Comparison, now: datetime) -> Figures:
        """The same question asked one year or one period earlier, up to the same elapsed part."""
        with self._stores.one_state():
            base = self._figures.earlier(viewer, question, found, kind, now)
            return self._widened(replace(question, period=base.period), [base], base.freshness.as_of)[0]

    def _answer(self, ask: Callable[[Question], list[Figures]], question: Question, now: datetime) -> list[Figures]:
        """One watermark for all: what Redis holds is taken where it stands just where the cases do."""
        with self._stores.one_state():
            found = ask(question)
            if dict(found[0].freshness.watermark) != self._watermark(question.place):
                today = self._figures.today(now).isoformat()
                dated = ask(replace(question, period=replace(question.period, text=today)))
                found = [replace(one, period=question.period) for one in dated]
            return self._widened(question, found, None)

    def _watermark(self, place: str) -> dict[str, int]:
        shards = self._reach.shards(place)
        return {shard: seq for shard, seq in self._stores.history.watermarks().items() if shard in shards}

    def _widened(self, question: Question, found: Sequence[Figures], until: datetime | None) -> list[Figures]:
        """`found` begins with the place's own figures; `until` is the instant of the past they are asked about."""
        whole, shards = found[0].unit, self._reach.shards(question.place)
        units = [one.unit for one in found if not one.is_direct]
        lapses = self._stores.lapses.read(selection(question, whole), units, shards, until)
        parts = [lapses[unit.id] for unit in units[1:]]
        return [
            replace(one, durations=_rest(lapses[whole.id], parts) if one.is_direct else lapses[one.unit.id])
            for one in found
        ]


def _rest(whole: Distributions, parts: Sequence[Distributions]) -> Distributions:
    """What the parts leave of the whole: the cases at the place itself."""
    return {name: without(one, [part[name] for part in parts]) for name, one in whole.items()}
