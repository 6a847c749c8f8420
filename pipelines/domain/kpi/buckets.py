"""Pairs of center and class, by which every stored count is kept apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipelines.domain.event import CaseClass, Center

CENTERS = tuple(Center)
CLASSES = tuple(CaseClass)
_BUCKETS = {
    (center, class_): m * len(CLASSES) + n for m, center in enumerate(CENTERS) for n, class_ in enumerate(CLASSES)
}


def bucket(center: Center, class_: CaseClass) -> int:
    """The number of a (center, class) pair."""
    return _BUCKETS[center, class_]


def class_of(pair: int) -> CaseClass:
    """The class of a (center, class) pair."""
    return CLASSES[pair % len(CLASSES)]


def buckets(center: Center | None = None, class_: CaseClass | None = None) -> tuple[int, ...]:
    """The pairs that a filter leaves; without a filter all of them."""
    chosen_centers = (center,) if center else CENTERS
    chosen_classes = (class_,) if class_ else CLASSES
    return tuple(bucket(one, other) for one in chosen_centers for other in chosen_classes)


@dataclass(frozen=True, slots=True)
class PlaceCounts:
    """Stored counts of one place: bucket -> count number -> n."""

    cells: Mapping[int, Mapping[int, int]] = field(default_factory=dict)

    def total(self, chosen: Iterable[int]) -> dict[int, int]:
        """Count numbers summed over the chosen buckets."""
        sums: dict[int, int] = {}
        for one in chosen:
            for number, n in self.cells.get(one, {}).items():
                sums[number] = sums.get(number, 0) + n
        return sums
