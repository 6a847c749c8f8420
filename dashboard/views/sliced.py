"""A figure divided, and the order that its rows stand in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.domain.kpi.catalogue import Entry
from pipelines.domain.kpi.rates import Kind
from pipelines.domain.measure import Dimension, Slice
from pipelines.domain.ranking import Ranking, middle, ranks


@dataclass(frozen=True, slots=True)
class Sliced:
    """A figure and its rows, with what each row is called; a key without a name is not shown.

    The policy says how places are set beside each other.
    """

    entry: Entry
    by: Dimension
    rows: Sequence[Slice]
    names: Mapping[str | None, str]
    policy: Ranking = Ranking.RANK

    @property
    def is_fixed(self) -> bool:
        """Whether the rows have an order of their own."""
        is_listed = self.by is Dimension.PLACE and not self.policy.is_ordered
        return is_listed or self.by in {Dimension.CLASS, Dimension.CENTER}

    @property
    def is_compared(self) -> bool:
        """Whether the rows may stand against each other."""
        return self.by is not Dimension.PLACE or self.policy.compares

    def ordered(self) -> list[Slice]:
        """Largest first, a rate worst first, classes and centers in their own order; rows without a value last."""
        if self.is_fixed:
            return sorted(self.rows, key=lambda one: one.key or "") if self.by is Dimension.PLACE else list(self.rows)
        return sorted(self.rows, key=lambda one: (*self._rank_key(one), one.key or ""))

    def _rank_key(self, one: Slice) -> tuple[float, float]:
        value, sign = one.value(self.entry), 1 if self.is_worst_first and self.entry.is_higher_better else -1
        return float(value is None), sign * (value or 0)

    def places(self, own: str) -> list[Slice]:
        """The rows that are places beside each other: all but what was reported at their own place itself."""
        is_places = self.by is Dimension.PLACE
        return [one for one in self.rows if is_places and one.key in self.names and one.key != own]

    def ranks(self, own: str) -> dict[str | None, int]:
        """The rank of each place by its key, in the order that is shown; none where nothing is ranked."""
        places = self.places(own) if self.policy.is_ordered else []
        return {one.key: n for one, n in zip(places, ranks([self._rank_key(one) for one in places]), strict=True)}

    def middle(self, own: str) -> float | None:
        """The value in the middle of the places, as far as they may be compared."""
        return middle(one.value(self.entry) for one in self.places(own)) if self.is_compared else None

    @property
    def is_worst_first(self) -> bool:
        """Whether the order says which row is worst."""
        return not self.is_fixed and self.entry.kind is not Kind.COUNT and self.entry.is_higher_better is not None
