"""Counts that add up, by the time basis on which they are counted.

Stored counts have a number (their column in packed rows and in history); derived counts are sums of stored ones.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

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
PETITION_PARTS = ("petition_backlog", "petitions_resolved")
SCORED: Mapping[int, str] = {50: "satisfaction_50", 80: "satisfaction_80", 100: "satisfaction_100"}
"""Answers of citizens by what they are worth; an answer worth nothing adds no points."""
STORED: Mapping[Basis, tuple[str, ...]] = {
    Basis.COHORT: (
        "reported",
        "registered",
        *STAGE_COUNTS.values(),
        "voided",
        "merged",
        "parked",
        "hazards_reported",
        "hazards_disposed",
        "disputes_reported",
        "disputes_escalated",
    ),
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
        "closed_reworked",
        "closed_dispatched",
        "closed_first_unit",
        "closed_by_reporter_60s",
        "satisfaction_answers",
        *SCORED.values(),
        "disposed_supervised",
        "disposed_in_reply",
    ),
    Basis.STOCK: (*OPEN_PARTS, *OPEN_STAGES.values(), "hazards_open", *PETITION_PARTS),
}
"""A new one goes to the end of its basis: the place is its number."""
DERIVED: Mapping[Basis, Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    Basis.COHORT: {"valid": (("reported",), ("voided", "merged"))},
    Basis.DUE: {"due": (DUE_PARTS, ()), "settle_due": (DUE_PARTS[:-1], ())},
    Basis.FLOW: {},
    Basis.STOCK: {"open": (OPEN_PARTS, ())},
}
AMOUNTS: Mapping[Basis, Mapping[str, Mapping[str, int]]] = {
    Basis.FLOW: {"satisfaction_points": {name: score for score, name in SCORED.items()}}
}
"""Sums of stored counts, each times what one of it is worth; no cases can be listed behind them."""
ASIDE: Mapping[Basis, tuple[str, ...]] = {Basis.COHORT: ("recurring", "grids_reporting")}
"""Counted from the cases where they are asked for: a grid that reports on two days still reports once, and whether a
case recurs is told by other cases."""
LISTED: Mapping[Basis, tuple[str, ...]] = {
    basis: (*STORED[basis], *DERIVED[basis], *("recurring",) * (basis is Basis.COHORT)) for basis in BASES
}
"""The counts of cases or of their steps, which can be listed one by one."""
RECURS_WITHIN = timedelta(days=30)
RECURS_METRES = 100
"""A report recurs when a case of its item in its grid, and not further away, had been closed so long before at most."""
STORED_PER_BASIS = 100
COUNTS_VERSION = 1
"""Raised when the meaning of a count changes."""


def count_number(basis: Basis, name: str) -> int:
    """The fixed number of a stored count."""
    return BASES.index(basis) * STORED_PER_BASIS + STORED[basis].index(name)


COUNT_NAMES: Mapping[int, tuple[Basis, str]] = {
    count_number(basis, name): (basis, name) for basis in BASES for name in STORED[basis]
}
Counts = Mapping[Basis, Mapping[str, int]]
STOCK_NUMBERS = frozenset(number for number, (basis, _) in COUNT_NAMES.items() if basis is Basis.STOCK)


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
        for name, parts in AMOUNTS.get(basis, {}).items():
            own[name] = sum(own[part] * worth for part, worth in parts.items())
    counts[Basis.STOCK]["grids"] = grids
    return counts


def has_cases(counts: Counts) -> bool:
    """Whether any case was counted."""
    return any(own[name] for basis, own in counts.items() for name in STORED[basis])


def with_aside(counts: Counts, aside: Mapping[str, int]) -> Counts:
    """The counts with those of the cohort that are counted aside."""
    return {**counts, Basis.COHORT: {**counts[Basis.COHORT], **aside}}
