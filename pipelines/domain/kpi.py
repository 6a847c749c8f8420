"""The KPI catalogue: counts that add up, and the rates derived from them.

Stored counts have a number (their column in packed rows and in history); derived counts are sums of stored ones.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pipelines.domain.case import CaseClass, Center
from pipelines.domain.step import CaseStage


class Basis(StrEnum):
    """The time basis of a count: which days of the period select what."""

    COHORT = "cohort"
    DUE = "due"
    FLOW = "flow"
    STOCK = "stock"


BASES = tuple(Basis)
OPEN_PARTS = ("awaiting_close", "suspended", "no_deadline", "overdue", "due_soon", "on_schedule")
OPEN_STAGES: Mapping[CaseStage, str] = {
    CaseStage.REPORTED: "open_reported",
    CaseStage.ACCEPTED: "open_accepted",
    CaseStage.REGISTERED: "open_registered",
    CaseStage.CLASSIFIED: "open_classified",
    CaseStage.DISPATCHED: "open_dispatched",
    CaseStage.DISPOSED: "open_disposed",
    CaseStage.VERIFIED: "open_verified",
    CaseStage.RESOLVED: "open_resolved",
    CaseStage.CONFIRMED: "open_confirmed",
    CaseStage.FEEDBACK_GIVEN: "open_fed_back",
}
STAGE_COUNTS: Mapping[CaseStage, str] = {
    CaseStage.CLASSIFIED: "classified",
    CaseStage.DISPATCHED: "dispatched",
    CaseStage.DISPOSED: "disposed",
    CaseStage.RESOLVED: "resolved",
    CaseStage.CONFIRMED: "confirmed",
    CaseStage.FEEDBACK_GIVEN: "fed_back",
    CaseStage.CLOSED: "closed",
    CaseStage.ARCHIVED: "archived",
}
DUE_PARTS = ("closed_on_time", "closed_late", "awaiting_on_time", "awaiting_late", "open_overdue", "not_yet_due")
EXEMPTED = ("exempted", "exempted_overdue")
STORED: Mapping[Basis, tuple[str, ...]] = {
    Basis.COHORT: ("reported", "registered", *STAGE_COUNTS.values(), "voided", "merged", "parked"),
    Basis.DUE: (*DUE_PARTS, *EXEMPTED),
    Basis.FLOW: (
        "accepted",
        "registered",
        "dispatched",
        "arrived",
        "disposed",
        "confirmed",
        "fed_back",
        "closed",
        "archived",
        "reworked",
        "sent_back",
        "extended",
        "suspended",
        "urged",
        "supervised",
        "handed_over",
        "resolved_at_grid",
        "resolved_at_community",
        "resolved_at_subdistrict",
        "resolved_at_district",
        "reported",
    ),
    Basis.STOCK: (*OPEN_PARTS, *OPEN_STAGES.values()),
}
DERIVED: Mapping[Basis, Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    Basis.COHORT: {"valid": (("reported",), ("voided", "merged"))},
    Basis.DUE: {"due": (DUE_PARTS, ()), "settle_due": (DUE_PARTS[:-1], ())},
    Basis.FLOW: {},
    Basis.STOCK: {"open": (OPEN_PARTS, ())},
}
STORED_PER_BASIS = 100
COUNTS_VERSION = 1
"""Raised when the meaning of a count changes."""


def count_number(basis: Basis, name: str) -> int:
    """The fixed number of a stored count."""
    return BASES.index(basis) * STORED_PER_BASIS + STORED[basis].index(name)


COUNT_NAMES: Mapping[int, tuple[Basis, str]] = {
    count_number(basis, name): (basis, name) for basis in BASES for name in STORED[basis]
}
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


Counts = Mapping[Basis, Mapping[str, int]]


def complete(numbers: Mapping[int, int], grids: int) -> Counts:
    """All counts by basis and name from stored numbers; absent ones are 0. Derived ones are added."""
    counts: dict[Basis, dict[str, int]] = {basis: dict.fromkeys(STORED[basis], 0) for basis in BASES}
    for number, n in numbers.items():
        basis, name = COUNT_NAMES[number]
        counts[basis][name] = n
    for basis in BASES:
        own = counts[basis]
        for name, (plus, minus) in DERIVED[basis].items():
            own[name] = sum(own[part] for part in plus) - sum(own[part] for part in minus)
    counts[Basis.STOCK]["grids"] = grids
    return counts


def has_cases(counts: Counts) -> bool:
    """Whether any case was counted."""
    return any(counts[basis][name] for basis in BASES for name in STORED[basis])


class Kind(StrEnum):
    """What sort of figure a rate is."""

    SHARE = "share"
    PER_UNIT = "per_unit"


@dataclass(frozen=True, slots=True)
class Rate:
    """A figure derived from counts: the sum of some over the sum of others."""

    name: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    basis: Basis
    kind: Kind = Kind.SHARE
    is_higher_better: bool = True
    target: float | None = None
    version: int = 1
    denominator_basis: Basis | None = None


RATES = (
    Rate("closure_rate", ("closed",), ("reported",), Basis.COHORT),
    Rate("settled_rate", ("closed_on_time", "closed_late"), ("settle_due",), Basis.DUE),
    Rate("on_time_rate", ("closed_on_time",), ("settle_due",), Basis.DUE, target=0.95),
    Rate(
        "overdue_rate",
        ("closed_late", "awaiting_late", "open_overdue"),
        ("settle_due",),
        Basis.DUE,
        is_higher_better=False,
    ),
    Rate("disposal_rate", ("disposed",), ("valid",), Basis.COHORT),
    Rate("report_rate", ("valid",), ("grids",), Basis.COHORT, Kind.PER_UNIT, denominator_basis=Basis.STOCK),
    Rate("staffing_rate", ("grids_with_chief",), ("grids",), Basis.STOCK, target=1.0),
    Rate("patrol_coverage", ("grid_days_patrolled",), ("grid_days_due",), Basis.FLOW, target=1.0),
    Rate("reports_per_worker", ("valid",), ("worker_days",), Basis.COHORT, Kind.PER_UNIT, denominator_basis=Basis.FLOW),
    Rate("duty_reduction", ("duty_removed",), ("duty_baseline",), Basis.STOCK),
    Rate("inspection_rate", ("inspections_on_time",), ("inspections_falling_due",), Basis.DUE),
)
RATES_BY_NAME = {rate.name: rate for rate in RATES}


@dataclass(frozen=True, slots=True)
class Ratio:
    """A rate's value with its numerator n and denominator d; None without a denominator."""

    n: int
    d: int

    @property
    def value(self) -> float | None:
        """n / d, None when d = 0: never 0 % or 100 % out of nothing."""
        return self.n / self.d if self.d else None


def ratio(rate: Rate, counts: Counts) -> Ratio:
    """One rate over complete counts; without a value where an answer does not hold what it is made of."""
    above, below = counts[rate.basis], counts[rate.denominator_basis or rate.basis]
    if not above.keys() >= {*rate.numerator} or not below.keys() >= {*rate.denominator}:
        return Ratio(0, 0)
    return Ratio(sum(above[name] for name in rate.numerator), sum(below[name] for name in rate.denominator))


def ratios(counts: Counts) -> dict[str, Ratio]:
    """Every rate of the catalogue over complete counts."""
    return {rate.name: ratio(rate, counts) for rate in RATES}


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
