"""The figures derived from counts: the sum of some over the sum of others."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pipelines.domain.event import Center
from pipelines.domain.kpi.counts import ASIDE, Basis, Counts


class Kind(StrEnum):
    """What sort of figure it is."""

    SHARE = "share"
    PER_UNIT = "per_unit"
    INDEX = "index"
    DURATION = "duration"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Rate:
    """A figure derived from counts; `owner` is the center that answers for it, NONE for all three."""

    name: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    basis: Basis
    kind: Kind = Kind.SHARE
    is_higher_better: bool = True
    target: float | None = None
    version: int = 1
    denominator_basis: Basis | None = None
    owner: Center = Center.NONE

    @property
    def formula(self) -> str:
        """(closed_on_time + closed_late) / settle_due: the counts by their identifiers."""
        return f"{_sum(self.numerator)} / {_sum(self.denominator)}"


def _sum(names: tuple[str, ...]) -> str:
    text = " + ".join(names)
    return f"({text})" if len(names) > 1 else text


_SPOT = ("resolved_at_grid", "resolved_at_community")
_LATE = ("closed_late", "awaiting_late", "open_overdue")
_ASIDE = frozenset(name for names in ASIDE.values() for name in names)
_PETITIONS = ("petitions_resolved", "petition_backlog")
RATES = (
    Rate("closure_rate", ("closed",), ("reported",), Basis.COHORT),
    Rate("settled_rate", ("closed_on_time", "closed_late"), ("settle_due",), Basis.DUE),
    Rate("on_time_rate", ("closed_on_time",), ("settle_due",), Basis.DUE, target=0.95),
    Rate("overdue_rate", _LATE, ("settle_due",), Basis.DUE, is_higher_better=False),
    Rate("disposal_rate", ("disposed",), ("valid",), Basis.COHORT),
    Rate(
        "report_rate",
        ("valid",),
        ("grids",),
        Basis.COHORT,
        Kind.PER_UNIT,
        denominator_basis=Basis.STOCK,
        owner=Center.GRID,
    ),
    Rate("hazard_rate", ("hazards_disposed",), ("hazards_reported",), Basis.COHORT, owner=Center.EMERGENCY),
    Rate("rework_rate", ("closed_reworked",), ("closed",), Basis.FLOW, is_higher_better=False),
    Rate("dispatch_accuracy", ("closed_first_unit",), ("closed_dispatched",), Basis.FLOW, owner=Center.GRID),
    Rate("on_the_spot_rate", _SPOT, ("closed",), Basis.FLOW),
    Rate("within_subdistrict_rate", (*_SPOT, "resolved_at_subdistrict"), ("closed",), Basis.FLOW),
    Rate("citizen_confirmed_rate", ("confirmed",), ("resolved",), Basis.COHORT, owner=Center.GOVERNANCE),
    Rate(
        "satisfaction",
        ("satisfaction_points",),
        ("satisfaction_answers",),
        Basis.FLOW,
        Kind.INDEX,
        owner=Center.GOVERNANCE,
    ),
    Rate("petition_resolution", ("petitions_resolved",), _PETITIONS, Basis.STOCK, owner=Center.GOVERNANCE),
    Rate(
        "dispute_escalation",
        ("disputes_escalated",),
        ("disputes_reported",),
        Basis.COHORT,
        is_higher_better=False,
        owner=Center.GOVERNANCE,
    ),
    Rate("recurrence_rate", ("recurring",), ("valid",), Basis.COHORT, is_higher_better=False),
    Rate(
        "reporting_coverage",
        ("grids_reporting",),
        ("grids",),
        Basis.COHORT,
        denominator_basis=Basis.STOCK,
        owner=Center.GRID,
    ),
    Rate("self_closing_share", ("closed_by_reporter_60s",), ("closed",), Basis.FLOW, is_higher_better=False),
    Rate("supervision_reply_rate", ("disposed_in_reply",), ("disposed_supervised",), Basis.FLOW),
    Rate("staffing_rate", ("grids_with_chief",), ("grids",), Basis.STOCK, target=1.0, owner=Center.GRID),
    Rate("patrol_coverage", ("grid_days_patrolled",), ("grid_days_due",), Basis.FLOW, target=1.0, owner=Center.GRID),
    Rate(
        "reports_per_worker",
        ("valid",),
        ("worker_days",),
        Basis.COHORT,
        Kind.PER_UNIT,
        denominator_basis=Basis.FLOW,
        owner=Center.GRID,
    ),
    Rate("duty_reduction", ("duty_removed",), ("duty_baseline",), Basis.STOCK, owner=Center.GRID),
    Rate("inspection_rate", ("inspections_on_time",), ("inspections_falling_due",), Basis.DUE, owner=Center.GRID),
)
RATES_BY_NAME: Mapping[str, Rate] = {rate.name: rate for rate in RATES}


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
    """Every rate over complete counts; those of counts that stand aside only where these were asked for."""
    held = {rate.name: _ASIDE.intersection(rate.numerator) <= counts[rate.basis].keys() for rate in RATES}
    return {rate.name: ratio(rate, counts) for rate in RATES if held[rate.name]}
