"""Places and items in memory, read again when they change."""

import time
from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise

from db.org_store import OrgStore
from pipelines.domain.boundary import Ground, ground
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.event import CaseClass
from pipelines.domain.load import weights_on
from pipelines.domain.org import OrgTree
from pipelines.domain.unit import OrgLevel

LOOK_SECONDS = 1.0


class KnownPlaces:
    """What the register of places and the catalogue say, and what follows from it for a day."""

    def __init__(self, store: OrgStore) -> None:
        self._store = store
        self._version = store.version()
        self._looked_at = time.monotonic()
        self._tree, self._catalogue = store.tree(), store.catalogue()
        self._shards: dict[str, frozenset[str]] = {}
        self._grids: dict[tuple[str, date], int] = {}
        self._below: dict[tuple[str, date], frozenset[str]] = {}
        self._grounds: dict[tuple[str, date], Ground | None] = {}
        self._weights: dict[date, Mapping[CaseClass, int]] = {}
        self._codes: dict[int, str] = {}

    def refresh(self) -> None:
        """Read the places again if any of it has changed."""
        self._looked_at = time.monotonic()
        version = self._store.version()
        if version != self._version:
            self._tree, self._catalogue, self._version = self._store.tree(), self._store.catalogue(), version
            self._shards, self._grids, self._below, self._grounds, self._weights = {}, {}, {}, {}, {}

    @property
    def tree(self) -> OrgTree:
        """All places."""
        if time.monotonic() - self._looked_at >= LOOK_SECONDS:
            self.refresh()
        return self._tree

    @property
    def version(self) -> int:
        """Grows with every change of places, catalogue or registers."""
        return self._version

    @property
    def catalogue(self) -> Catalogue:
        """All items."""
        return self._catalogue

    def weights(self, day: date) -> Mapping[CaseClass, int]:
        """The weight of each class on a day."""
        if day not in self._weights:
            self._weights[day] = weights_on(self.catalogue, day)
        return self._weights[day]

    def grid_numbers(self, code: str, day: date) -> frozenset[int]:
        """The store's numbers of the base grids at or below a place on that day."""
        return frozenset(unit.id for unit in self.tree.below(code, day) if unit.level is OrgLevel.GRID)

    @property
    def codes(self) -> Mapping[int, str]:
        """The code of each place by the store's number."""
        if len(self._codes) != len(self.tree.units):
            self._codes = {unit.id: unit.code for unit in self.tree.units.values()}
        return self._codes

    def shards(self, code: str) -> frozenset[str]:
        """Shards that hold what was counted at or below a place."""
        if code not in self._shards:
            self._shards[code] = frozenset(self.tree.shards(code))
        return self._shards[code]

    def ground(self, code: str, day: date) -> Ground | None:
        """How today's set of places below one differs from those it was counted over; None when nothing ever moved."""
        key = (code, day)
        if key not in self._grounds:
            self._grounds[key] = ground(self.tree, code, day)
        return self._grounds[key]

    def _turn(self, day: date) -> date:
        """The day since which every place has stood where it stands on a day."""
        turns = self.tree.turns
        since = bisect_right(turns, day)
        return turns[since - 1] if since else date.min

    def below(self, code: str, day: date) -> frozenset[str]:
        """Codes of the places at or below one on that day."""
        key = (code, self._turn(day))
        if key not in self._below:
            self._below[key] = frozenset(unit.code for unit in self.tree.below(*key))
        return self._below[key]

    def grids(self, code: str, day: date) -> int:
        """Base grids at or below a place on that day."""
        key = (code, self._turn(day))
        if key not in self._grids:
            self._grids[key] = self.tree.grids(*key)
        return self._grids[key]

    def grid_days(self, code: str, first: date, last: date) -> int:
        """Base grids at or below a place, summed over the days of a span; none when it is empty."""
        return sum(((end - start).days + 1) * self.grids(code, start) for start, end in self.spans(first, last))

    def spans(self, first: date, last: date) -> list[tuple[date, date]]:
        """The first and the last day of each part of a span in which nothing moves; none when it is empty."""
        if last < first:
            return []
        turns = (day for day in self.tree.turns if first < day <= last)
        parts = pairwise([first, *turns, last + timedelta(days=1)])
        return [(start, end - timedelta(days=1)) for start, end in parts]
