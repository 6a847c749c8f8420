"""How long things take: distributions that can be merged, with their mean exact and their quantiles within 5 %."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipelines.domain.event import Center

RELATIVE_ERROR = 0.05
WORKING = "_working"
"""What follows the name of a duration that is measured in working time."""
_GROWTH = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR)


@dataclass(frozen=True, slots=True)
class Duration:
    """A duration by the milestones between which it lies; it counts on the day of the one that ends it."""

    name: str
    start: str
    end: str
    version: int = 1
    owner: Center = Center.NONE


DURATIONS = (
    Duration("report_to_dispatch", "report", "first_dispatch", owner=Center.GRID),
    Duration("report_to_arrive", "report", "first_arrive"),
    Duration("report_to_dispose", "report", "dispose"),
    Duration("report_to_close", "report", "close"),
    Duration("front_wait", "report", "last_dispatch", owner=Center.GRID),
    Duration("back_work", "last_dispatch", "dispose"),
    Duration("hand_over_wait", "hand_over", "next_step"),
)
DURATION_NUMBERS: Mapping[str, int] = {one.name: number for number, one in enumerate(DURATIONS)}


def bin_of(seconds: int) -> int:
    """The bin of a length: 0 for none at all, else growing by a tenth from bin to bin."""
    return 1 + math.ceil(math.log(seconds, _GROWTH)) if seconds > 0 else 0


def length_of(number: int) -> float:
    """The length that stands for a bin: no length in it is further away than the relative error."""
    return 2 * _GROWTH ** (number - 1) / (_GROWTH + 1) if number else 0.0


@dataclass(frozen=True, slots=True)
class Distribution:
    """How many lengths lie in each bin, and their sum in seconds."""

    bins: Mapping[int, int] = field(default_factory=dict)
    total: int = 0

    @property
    def count(self) -> int:
        """How many lengths there are."""
        return sum(self.bins.values())

    @property
    def mean(self) -> float | None:
        """Their mean in seconds, exact; None without any."""
        count = self.count
        return self.total / count if count else None

    def quantile(self, share: float) -> float | None:
        """The length that this share of all does not exceed, in seconds; None without any."""
        rank, passed = math.ceil(share * self.count), 0
        for number in sorted(self.bins):
            passed += self.bins[number]
            if passed >= rank and passed:
                return length_of(number)
        return None


Distributions = Mapping[str, Distribution]
NONE_AT_ALL: Distributions = {name: Distribution() for one in DURATIONS for name in (one.name, one.name + WORKING)}


def merged(parts: Iterable[Distribution]) -> Distribution:
    """All lengths of several distributions."""
    return _summed((1, part) for part in parts)


def without(whole: Distribution, parts: Iterable[Distribution]) -> Distribution:
    """The lengths that some distributions leave of the whole."""
    return _summed([(1, whole), *((-1, part) for part in parts)])


def _summed(parts: Iterable[tuple[int, Distribution]]) -> Distribution:
    bins, total = Counter[int](), 0
    for sign, part in parts:
        total += sign * part.total
        for number, n in part.bins.items():
            bins[number] += sign * n
    return Distribution({number: n for number, n in bins.items() if n}, total)
