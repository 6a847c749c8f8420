"""What can be sliced, and by what: figures of the catalogue that are counted from cases or records, and their parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pipelines.domain.kpi import LISTED, RATES_BY_NAME, Basis, Counts, ratio
from pipelines.domain.kpi.catalogue import CATALOGUE, Entry
from pipelines.domain.kpi.counts import ASIDE
from pipelines.domain.kpi.durations import NONE_AT_ALL, Distribution, Distributions
from pipelines.domain.kpi.rates import Kind
from pipelines.domain.record_counts import BY_CATEGORY, RECORDS_LISTED


class Dimension(StrEnum):
    """What the rows of a slice are."""

    PLACE = "place"
    CLASS = "class"
    CENTER = "center"
    ITEM = "item"
    CHANNEL = "channel"
    CATEGORY = "category"
    TIME = "time"


_STANDING_ASIDE = frozenset(name for names in ASIDE.values() for name in names)


def counts_of(entry: Entry) -> tuple[tuple[Basis, str], ...]:
    """The counts that a figure is made of, those above the line first; none for a duration."""
    if entry.kind is Kind.COUNT:
        return ((entry.basis, entry.name),)
    rate = RATES_BY_NAME.get(entry.name)
    if rate is None:
        return ()
    below = rate.denominator_basis or rate.basis
    return (*((rate.basis, name) for name in rate.numerator), *((below, name) for name in rate.denominator))


def _is_sliced(entry: Entry) -> bool:
    if entry.kind is Kind.DURATION:
        return True
    made = counts_of(entry)
    return bool(made) and all(is_of_records(*one) or _is_of_cases(*one) for one in made)


def _is_of_cases(basis: Basis, name: str) -> bool:
    return name in LISTED[basis] and name not in _STANDING_ASIDE


def is_of_records(basis: Basis, name: str) -> bool:
    """Whether a count is one of records or registers."""
    return name in RECORDS_LISTED[basis]


def has_records(entry: Entry) -> bool:
    """Whether a figure is made of records or registers, at least in part: these know neither class nor item."""
    return any(is_of_records(*one) for one in counts_of(entry))


MEASURES: Mapping[str, Entry] = {entry.identifier: entry for entry in CATALOGUE if _is_sliced(entry)}
"""What can be sliced, by its identifier: every case or record of it can be listed."""


def dimensions(entry: Entry, is_sliced: bool) -> tuple[Dimension, ...]:
    """By what a figure can be divided; what stands at an instant has no days once it is cut to an item or channel."""
    if entry.kind is Kind.DURATION:
        return (Dimension.PLACE, Dimension.CLASS, Dimension.CENTER)
    if has_records(entry):
        return _of_records(entry)
    left_out = {Dimension.CATEGORY, *((Dimension.TIME,) if entry.basis is Basis.STOCK and is_sliced else ())}
    return tuple(one for one in Dimension if one not in left_out)


def _of_records(entry: Entry) -> tuple[Dimension, ...]:
    """What falls due is not counted by days."""
    by_day = () if any(basis is Basis.DUE for basis, _ in counts_of(entry)) else (Dimension.TIME,)
    return (Dimension.PLACE, *((Dimension.CATEGORY,) if (entry.basis, entry.name) in BY_CATEGORY else ()), *by_day)


def by_category(entry: Entry, counts: Counts) -> "list[Slice]":
    """A row for each category of workers, with what of a count is of that category."""
    own = counts[entry.basis]
    parts = BY_CATEGORY[entry.basis, entry.name]
    return [
        Slice(kind, {**counts, entry.basis: {**own, entry.name: own[name]}})
        for kind, name in parts.items()
        if name in own
    ]


@dataclass(frozen=True, slots=True)
class Slice:
    """One row: the code of its place, item or other key, None where cases have none; what is counted there."""

    key: str | None
    counts: Counts
    durations: Distributions | None = None

    def length(self, entry: Entry) -> Distribution:
        """The distribution of a duration."""
        return (self.durations or NONE_AT_ALL)[entry.name]

    def value(self, entry: Entry) -> float | None:
        """A count, a rate, or the median of a duration in seconds; None without a base."""
        if entry.kind is Kind.COUNT:
            return self.counts[entry.basis].get(entry.name)
        if entry.kind is Kind.DURATION:
            return self.length(entry).quantile(0.5)
        return ratio(RATES_BY_NAME[entry.name], self.counts).value

    def base(self, entry: Entry) -> int:
        """Over how many cases the value says something: the denominator, or the lengths that there are."""
        if entry.kind is Kind.DURATION:
            return self.length(entry).count
        if entry.kind is Kind.COUNT:
            return int(self.value(entry) or 0)
        return ratio(RATES_BY_NAME[entry.name], self.counts).d


@dataclass(frozen=True, slots=True)
class Ages:
    """How long the open cases of one stage have been open, in seconds: their number, median, P90 and the oldest."""

    cases: int
    p50: float
    p90: float
    oldest: float


def ages_of(seconds: list[float]) -> Ages:
    """The ages of at least one case."""
    ordered = sorted(seconds)
    return Ages(len(ordered), *(ordered[-(-share * len(ordered) // 100) - 1] for share in (50, 90, 100)))
