"""What a viewer may ask: the place tree, cut to the scope; every question passes here first."""

import time
from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise

from db.org_store import OrgStore
from pipelines.domain.access import Viewer
from pipelines.domain.boundary import Ground, ground
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.errors import AccessError, UnknownPlaceError
from pipelines.domain.org import OrgTree
from pipelines.domain.unit import Hierarchy, OrgLevel, OrgUnit

LOOK_SECONDS = 1.0


class Reach:
    """Places and items in memory, read again when they change."""

    def __init__(self, store: OrgStore) -> None:
        self._store = store
        self._version = store.version()
        self._looked_at = time.monotonic()
        self._tree, self._catalogue = store.tree(), store.catalogue()
        self._shards: dict[str, frozenset[str]] = {}
        self._grids: dict[tuple[str, date], int] = {}
        self._grounds: dict[tuple[str, date], Ground | None] = {}
        self._codes: dict[int, str] = {}

    @property
    def tree(self) -> OrgTree:
        """All places."""
        if time.monotonic() - self._looked_at >= LOOK_SECONDS:
            self._refresh()
        return self._tree

    @property
    def version(self) -> int:
        """Grows with every change of places, catalogue or registers."""
        return self._version

    @property
    def catalogue(self) -> Catalogue:
        """All items."""
        return self._catalogue

    def _refresh(self) -> None:
        self._looked_at = time.monotonic()
        version = self._store.version()
        if version != self._version:
            self._tree, self._catalogue, self._version = self._store.tree(), self._store.catalogue(), version
            self._shards, self._grids, self._grounds = {}, {}, {}

    def unit(self, viewer: Viewer, code: str, day: date) -> OrgUnit:
        """The unit of a code; AccessError outside the scope, and for unknown places too unless all are seen."""
        tree = self.tree
        if code in tree.units and self._is_seen(viewer, code, day):
            return tree.units[code]
        if viewer.sees_all:
            raise UnknownPlaceError(f"place {code}: not in the register; see `threecenter places list`")
        raise AccessError(f"place {code}: not in the scope of {viewer.name}; ask for one below your own places")

    def _is_seen(self, viewer: Viewer, code: str, day: date) -> bool:
        return viewer.sees_all or self.tree.is_within(code, viewer.scopes, day)

    def children(self, viewer: Viewer, code: str, day: date, hierarchy: Hierarchy = Hierarchy.BASE) -> list[OrgUnit]:
        """Units of a hierarchy directly below a place the viewer may see."""
        self.unit(viewer, code, day)
        return self.tree.children(code, day, hierarchy)

    def tops(self, viewer: Viewer, day: date) -> list[OrgUnit]:
        """Where the viewer may start: the roots, most grids first, or the places of the scope."""
        own = [self.tree.units[code] for code in sorted(viewer.scopes) if code in self.tree.units]
        units = self.tree.roots(day) if viewer.sees_all else own
        return sorted(units, key=lambda unit: -self.grids(unit.code, day))

    def trail(self, viewer: Viewer, code: str, day: date, hierarchy: Hierarchy = Hierarchy.BASE) -> list[OrgUnit]:
        """The path to a place in a hierarchy, from the highest unit the viewer may see."""
        path = self.tree.trail(code, day, hierarchy)
        return [self.tree.units[one] for one in path if self._is_seen(viewer, one, day)]

    def parent(self, viewer: Viewer, code: str, day: date) -> str | None:
        """The parent's code, None for a root and where the viewer's scope ends."""
        path = self.tree.path(code, day)
        return path[-2] if len(path) > 1 and self._is_seen(viewer, path[-2], day) else None

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

    def grids(self, code: str, day: date) -> int:
        """Base grids at or below a place on that day."""
        turns = self.tree.turns
        since = bisect_right(turns, day)
        key = (code, turns[since - 1] if since else date.min)
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
