"""负荷: open cases weighted by class for each worker on duty, against the median of the places beside it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.event import CaseClass
from pipelines.domain.kpi import DERIVED, Basis, Ratio, class_of, count_number

LOAD = "duty_load"
WEIGHTS: Mapping[CaseClass, int] = {
    CaseClass.A: 4,
    CaseClass.B: 3,
    CaseClass.C: 2,
    CaseClass.D: 1,
    CaseClass.NONE: 1,
}
"""How much work a case of a class stands for, where the catalogue does not say."""
MEDIAN, HIGH = 0.5, 0.9
_OPEN = tuple(count_number(Basis.STOCK, name) for name in DERIVED[Basis.STOCK]["open"][0])


def weights_on(catalogue: Catalogue, day: date) -> Mapping[CaseClass, int]:
    """The weight of each class by its items of a day; sample items say it where a deployment has none of its own."""
    found = dict[CaseClass, tuple[bool, int]]()
    for item in catalogue.in_force(day):
        own = (not item.is_sample, item.weight)
        found[item.class_] = max(found.get(item.class_, own), own)
    return {**WEIGHTS, **{class_: weight for class_, (_, weight) in found.items()}}


def weighted_open(
    cells: Mapping[int, Mapping[int, int]], pairs: Collection[int], weights: Mapping[CaseClass, int]
) -> int:
    """Open cases of the chosen (center, class) pairs, each times the weight of its class."""
    return sum(
        weights[class_of(pair)] * sum(own.get(number, 0) for number in _OPEN)
        for pair, own in cells.items()
        if pair in pairs
    )


def load_index(own: Ratio, siblings: Sequence[Ratio]) -> float | None:
    """The load with the median of the siblings, the place itself among them, as 100; None without two to compare."""
    loads = _loads(siblings)
    middle = _percentile(loads, MEDIAN) if len(loads) > 1 else 0
    return None if own.value is None or not middle else 100 * own.value / middle


def load_spread(siblings: Sequence[Ratio]) -> float | None:
    """P90 / P50 of the siblings' loads: how unevenly the work lies; None without two to compare."""
    loads = _loads(siblings)
    middle = _percentile(loads, MEDIAN) if len(loads) > 1 else 0
    return _percentile(loads, HIGH) / middle if middle else None


def _loads(siblings: Sequence[Ratio]) -> list[float]:
    return sorted(one.value for one in siblings if one.value is not None)


def _percentile(ordered: Sequence[float], share: float) -> float:
    """Between the two values nearest to it, in a straight line."""
    mark = share * (len(ordered) - 1)
    first = int(mark)
    below, above = ordered[first], ordered[min(first + 1, len(ordered) - 1)]
    return below + (above - below) * (mark - first)
