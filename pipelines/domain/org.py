"""Places: units of the administrative tree, their dated parents, and paths through them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from pipelines.domain.errors import RegisterError, UnknownPlaceError
from pipelines.domain.unit import LEVELS, PARALLEL, Hierarchy, OrgLevel, OrgLink, OrgUnit

MOST_KEPT, MOST_KEPT_BELOW = 200_000, 250
_BASE_GRID = (LEVELS.index(OrgLevel.GRID), True)


class DatedPlace(NamedTuple):
    """A place on a day: codes from the root down to it, the units of other hierarchies that it stands in, in their
    order, and whether it stands at all: it is a root, or has a parent on that day.
    """

    path: tuple[str, ...]
    holders: tuple[str, ...]
    stands: bool


class OrgTree:
    """Units with their dated parent links; answers paths, children and containment at a day.

    A base unit has one parent, and may be held by one unit of each other hierarchy; those have one base parent.
    """

    def __init__(self, units: Iterable[OrgUnit], links: Iterable[OrgLink]) -> None:
        self.units = {unit.code: unit for unit in units}
        ranks = {code: unit.rank for code, unit in self.units.items()}
        self._parents: dict[tuple[str, Hierarchy], list[OrgLink]] = defaultdict(list)
        self._children: dict[tuple[str, Hierarchy], list[OrgLink]] = defaultdict(list)
        for link in links:
            self._check(link, ranks)
            kind = self.hierarchy(link)
            self._parents[link.child, kind].append(link)
            self._children[link.parent, kind].append(link)
        self._kinds = tuple(kind for kind in PARALLEL if any(kind is own for _, own in self._parents))
        self._dated: dict[tuple[str, date], DatedPlace] = {}
        self._under: dict[tuple[str, date], Sequence[OrgUnit]] = {}

    def _check(self, link: OrgLink, ranks: Mapping[str, tuple[int, bool]]) -> None:
        for code in (link.child, link.parent):
            if code not in self.units:
                raise RegisterError(f"place {code}: named in a link, but not in the register; load it first")
        if ranks[link.parent] >= ranks[link.child]:
            child, parent = self.units[link.child], self.units[link.parent]
            raise RegisterError(
                f"place {child.code}: a {child.level} cannot stand under the {parent.level} {parent.code}"
            )

    def hierarchy(self, link: OrgLink) -> Hierarchy:
        """The hierarchy that a link belongs to: that of the end which is not of the base, if one is not."""
        child = self.units[link.child].kind
        return self.units[link.parent].kind if child is Hierarchy.BASE else child

    def links(self, code: str, kind: Hierarchy) -> Sequence[OrgLink]:
        """All parents that a unit ever has in a hierarchy."""
        return self._parents.get((code, kind), ())

    def all_links(self) -> Iterable[OrgLink]:
        """The links of all hierarchies."""
        return (link for links in self._parents.values() for link in links)

    def unit(self, code: str) -> OrgUnit:
        """The unit of a code; UnknownPlaceError when there is none."""
        try:
            return self.units[code]
        except KeyError:
            raise UnknownPlaceError(f"place {code}: not in the register; see `threecenter places list`") from None

    def parent(self, code: str, day: date) -> str | None:
        """The parent on a day in the unit's own hierarchy, None for a root."""
        return self._above(code, self.unit(code).kind, day)

    def _above(self, code: str, kind: Hierarchy, day: date) -> str | None:
        return next((link.parent for link in self.links(code, kind) if link.holds_on(day)), None)

    def stands_on(self, code: str, day: date) -> bool:
        """Whether the place is a root, or has a parent on that day."""
        return self.on(code, day).stands

    def path(self, code: str, day: date) -> tuple[str, ...]:
        """Codes from the root down to the unit itself, with the links valid on that day."""
        return self.on(code, day).path

    def holders(self, code: str, day: date) -> tuple[str, ...]:
        """Units of the other hierarchies that a place stands in on that day, in the order of the hierarchies."""
        return self.on(code, day).holders

    def on(self, code: str, day: date) -> DatedPlace:
        """The place as it stands on a day; UnknownPlaceError when there is none."""
        found = self._dated.get((code, day))
        if found is None:
            if len(self._dated) > MOST_KEPT:
                self._dated.clear()
            found = self._dated[code, day] = self._place_on(code, day)
        return found

    def _place_on(self, code: str, day: date) -> DatedPlace:
        kind, parent = self.unit(code).kind, self.parent(code, day)
        above = self.on(parent, day) if parent else DatedPlace((), (), stands=True)
        kinds = self._kinds if kind is Hierarchy.BASE else ()
        own = [one for one in (self._above(code, other, day) for other in kinds) if one]
        holders = sorted((*above.holders, *own), key=lambda one: PARALLEL.index(self.units[one].kind))
        return DatedPlace((*above.path, code), tuple(holders), parent is not None or not self.links(code, kind))

    def trail(self, code: str, day: date, hierarchy: Hierarchy) -> tuple[str, ...]:
        """The path on that day through the unit of a hierarchy that the place stands in, if it stands in one."""
        path = self.path(code, day)
        held = set(self.holders(code, day))
        for n, one in enumerate(path):
            holder = self._above(one, hierarchy, day)
            if holder in held and self.units[holder].kind is hierarchy:
                return (*self.path(holder, day), *path[n:])
        return path

    def children(self, code: str, day: date, hierarchy: Hierarchy = Hierarchy.BASE) -> list[OrgUnit]:
        """Units directly below on that day, in code order: those of the hierarchy where it has any here."""
        held = {link.child for link in self._below(code, hierarchy) if link.holds_on(day)}
        return [self.units[child] for child in sorted(held)]

    def ever_below(self, code: str, hierarchy: Hierarchy = Hierarchy.BASE) -> list[OrgUnit]:
        """Units that stand directly below on any day, in code order."""
        return [self.units[child] for child in sorted({link.child for link in self._below(code, hierarchy)})]

    def _below(self, code: str, hierarchy: Hierarchy) -> Sequence[OrgLink]:
        unit = self.unit(code)
        kind = hierarchy if unit.kind is Hierarchy.BASE else unit.kind
        return self._children.get((code, kind), ()) or self._children.get((code, Hierarchy.BASE), ())

    def hierarchies(self, code: str, day: date) -> list[Hierarchy]:
        """The other hierarchies that divide a base place on that day: they have units below it."""
        below = {
            self.units[link.child].kind
            for one in self.below(code, day)
            for kind in self._kinds
            for link in self._children.get((one.code, kind), ())
            if link.holds_on(day)
        }
        return [kind for kind in PARALLEL if kind in below]

    def roots(self, day: date) -> list[OrgUnit]:
        """Units without a parent on that day, in code order."""
        return [self.units[code] for code in sorted(self.units) if self.parent(code, day) is None]

    def below(self, code: str, day: date) -> Sequence[OrgUnit]:
        """The unit and everything under it, parents before children."""
        found = self._under.get((code, day))
        if found is None:
            if len(self._under) > MOST_KEPT_BELOW:
                self._under.clear()
            found = self._under[code, day] = tuple(self._walk(code, day))
        return found

    def _walk(self, code: str, day: date) -> list[OrgUnit]:
        found = [self.unit(code)]
        for unit in found:
            found.extend(self.children(unit.code, day))
        return found

    @cached_property
    def turns(self) -> Sequence[date]:
        """The days from which on any link holds or does not hold any more, in order: between them nothing moves."""
        ends = (end for link in self.all_links() for end in (link.valid_from, link.valid_to))
        return sorted({end for end in ends if end is not None})

    def grids(self, code: str, day: date) -> int:
        """How many base grids stand at or below a place on that day."""
        return sum(unit.rank == _BASE_GRID for unit in self.below(code, day))

    def is_within(self, code: str, scopes: Iterable[str], day: date) -> bool:
        """Whether the place lies at or below one of the scopes, of any hierarchy, on that day."""
        return not set(scopes).isdisjoint((*self.path(code, day), *self.holders(code, day)))

    def shards(self, code: str) -> set[str]:
        """Shards that the place, and all that ever stood at or below it, are counted in."""
        days = {date.max} | {link.valid_to - timedelta(days=1) for link in self.all_links() if link.valid_to}
        return {self.shard(self.path(unit.code, day)) for day in days for unit in self.below(code, day)}

    def shard(self, path: Sequence[str]) -> str:
        """The shard of a path: its subdistrict, else the nearest unit above."""
        ceiling = LEVELS.index(OrgLevel.SUBDISTRICT)
        above = [code for code in path if LEVELS.index(self.units[code].level) <= ceiling]
        return above[-1] if above else path[0]
