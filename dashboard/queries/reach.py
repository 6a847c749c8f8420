"""What a viewer may ask: the place tree, cut to the scope; every question passes here first."""

from datetime import date

from db.known_places import KnownPlaces
from pipelines.domain.access import Viewer
from pipelines.domain.errors import AccessError, UnknownPlaceError
from pipelines.domain.unit import Hierarchy, OrgUnit


class Reach(KnownPlaces):
    """The places in memory, as far as a viewer may see them."""

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

    def sees_shard(self, viewer: Viewer, shard: str) -> bool:
        """Whether a shard holds what was counted in the viewer's scope."""
        scopes = viewer.scopes.intersection(self.tree.units)
        return viewer.sees_all or any(shard in self.shards(code) for code in scopes)

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
