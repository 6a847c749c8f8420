"""What is asked and what is answered: values that pages, API and exports share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pipelines.domain.event import CaseClass, Center
from pipelines.domain.kpi import Basis, Counts, Ratio, has_cases, ratios
from pipelines.domain.kpi.durations import Distributions
from pipelines.domain.period import Period
from pipelines.domain.unit import Hierarchy, OrgUnit


@dataclass(frozen=True, slots=True)
class Question:
    """A place, a period and filters; inputs can only narrow what the viewer may see.

    `hierarchy` says by which tree a place is divided where several stand over it. Figures have counts of the `bases`
    alone, and `has_records` says whether those of records stand among them: a page asks for no more than it shows.
    """

    place: str
    period: Period
    center: Center | None = None
    class_: CaseClass | None = None
    item: str | None = None
    channel: str | None = None
    hierarchy: Hierarchy = Hierarchy.BASE
    bases: frozenset[Basis] = frozenset(Basis)
    has_records: bool = True

    @property
    def is_sliced(self) -> bool:
        """Whether a filter is set that only the cases themselves can answer."""
        return self.item is not None or self.channel is not None


@dataclass(frozen=True, slots=True)
class Freshness:
    """How far an answer reaches: the moment it is true for, the numbers applied by shard, and its lag."""

    as_of: datetime
    lag_seconds: float
    watermark: Mapping[str, int] = field(default_factory=dict)
    is_simulated: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts and rates of one place and period; `is_direct` for what was reported at the place itself.

    Durations are None where nobody asked for them.
    `is_part` for what a place below was counted in the place asked about, which is not all that it ever counted.
    """

    unit: OrgUnit
    period: Period
    counts: Counts
    freshness: Freshness
    is_direct: bool = False
    durations: Distributions | None = None
    is_part: bool = False

    @property
    def rates(self) -> dict[str, Ratio]:
        """Every rate by name."""
        return ratios(self.counts)

    @property
    def has_cases(self) -> bool:
        """Whether any case is counted."""
        return has_cases(self.counts)


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """Counts of one day, month or hour of a series."""

    at: str
    counts: Counts
