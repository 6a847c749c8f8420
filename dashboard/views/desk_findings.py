"""Reports over time by class, and what can truly be said about them."""

from dataclasses import dataclass

from pipelines.domain.boundary import Mark
from pipelines.domain.event import CaseClass

LEAST_WEEKS = 2
LEAST_CASES = 30
LEAST_GROWTH = 0.1


@dataclass(frozen=True, slots=True)
class Line:
    """Reports of one class at each day or month; NONE stands for all cases together."""

    class_: CaseClass
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """Lines over the same days or months; `is_partial` when the last one is still running.

    `marks` are the days on which the place's boundary changed.
    """

    at: tuple[str, ...]
    lines: tuple[Line, ...]
    is_partial: bool
    marks: tuple[Mark, ...] = ()

    @property
    def shown(self) -> int:
        """How many points are drawn: the running day or month is not, unless it is the only one."""
        return len(self.at) - 1 if self.is_partial and len(self.at) > 1 else len(self.at)

    @property
    def is_daily(self) -> bool:
        """Whether the points are days."""
        return all(len(one) == 10 for one in self.at)

    def point_of(self, mark: Mark) -> str:
        """The day or month of the trend that a mark falls on."""
        return mark.day.isoformat()[: 10 if self.is_daily else 7]


@dataclass(frozen=True, slots=True)
class Finding:
    """A class whose weekly sums have only gone one way."""

    class_: CaseClass
    weeks: int
    is_rising: bool


def find_run(trend: Trend) -> Finding | None:
    """The longest unbroken rise or fall of weekly sums, of 30 cases and 10 % at least; the running day is left out."""
    if not trend.is_daily:
        return None
    runs = [run for line in trend.lines if (run := _run(line, trend.shown)) is not None]
    return max(runs, key=lambda run: (run.weeks, -list(CaseClass).index(run.class_)), default=None)


def _run(line: Line, end: int) -> Finding | None:
    sums = [sum(line.values[stop - 7 : stop]) for stop in range(end, 6, -7)]
    for is_rising in (True, False):
        weeks = 0
        while weeks + 1 < len(sums) and (sums[weeks] - sums[weeks + 1]) * (1 if is_rising else -1) > 0:
            weeks += 1
        if weeks >= LEAST_WEEKS and sums[weeks] >= LEAST_CASES and _is_marked(sums[0], sums[weeks]):
            return Finding(line.class_, weeks, is_rising)
    return None


def _is_marked(last: int, first: int) -> bool:
    return abs(last - first) >= LEAST_GROWTH * first
