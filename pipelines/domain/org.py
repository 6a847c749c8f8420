"""Places: units of the administrative tree, their dated parents, and paths through them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pipelines.domain.errors import RegisterError, UnknownPlaceError


class OrgLevel(StrEnum):
    """Levels from the widest to the narrowest; any of them may be missing on a path."""

    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"
    COMMUNITY = "community"
    GRID = "grid"


LEVELS = tuple(OrgLevel)


class Hierarchy(StrEnum):
    """The trees that may stand over the same base grids."""

    BASE = "base"
    PARTY_GRID = "party_grid"
    BLOCK = "block"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class OrgUnit:
    """One place; `id` is the store's number for it, `code` is opaque."""

    id: int
    code: str
    level: OrgLevel
    name: str
    name_en: str = ""
    kind: Hierarchy = Hierarchy.BASE


@dataclass(frozen=True, slots=True)
class OrgLink:
    """A parent from a day on, until the day before another; None is open-ended."""

    child: str
    parent: str
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the link is valid on that day; valid_to is the first day without it."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


class OrgTree:
    """Units with their dated parent links; answers paths, children and containment at a day."""

    def __init__(self, units: Iterable[OrgUnit], links: Iterable[OrgLink]) -> None:
        self.units = {unit.code: unit for unit in units}
        self._parents: dict[str, list[OrgLink]] = defaultdict(list)
        self._children: dict[str, list[OrgLink]] = defaultdict(list)
        for link in links:
            self._check(link)
            self._parents[link.child].append(link)
            self._children[link.parent].append(link)
        self._paths: dict[tuple[str, date], tuple[str, ...]] = {}

    def _check(self, link: OrgLink) -> None:
        for code in (link.child, link.parent):
            if code not in self.units:
                raise RegisterError(f"place {code}: named in a link, but not in the register; load it first")
        child, parent = self.units[link.child], self.units[link.parent]
        if LEVELS.index(parent.level) >= LEVELS.index(child.level):
            raise RegisterError(
                f"place {child.code}: a {child.level} cannot stand under the {parent.level} {parent.code}"
            )

    def unit(self, code: str) -> OrgUnit:
        """The unit of a code; UnknownPlaceError when there is none."""
        try:
            return self.units[code]
        except KeyError:
            raise UnknownPlaceError(f"place {code}: not in the register; see `threecenter places list`") from None

    def parent(self, code: str, day: date) -> str | None:
        """The parent on a day in the unit's own hierarchy, None for a root."""
        return next((link.parent for link in self._parents.get(code, ()) if link.holds_on(day)), None)

    def path(self, code: str, day: date) -> tuple[str, ...]:
        """Codes from the root down to the unit itself, with the links valid on that day."""
        key = (code, day)
        if key not in self._paths:
            if len(self._paths) > 200_000:
                self._paths.clear()
            parent = self.parent(self.unit(code).code, day)
            self._paths[key] = (*(self.path(parent, day) if parent else ()), code)
        return self._paths[key]

    def children(self, code: str, day: date) -> list[OrgUnit]:
        """Units directly below on that day, in code order."""
        held = (link.child for link in self._children.get(code, ()) if link.holds_on(day))
        return [self.units[child] for child in sorted(held)]

    def roots(self, day: date) -> list[OrgUnit]:
        """Units without a parent on that day, in code order."""
        return [self.units[code] for code in sorted(self.units) if self.parent(code, day) is None]

    def below(self, code: str, day: date) -> list[OrgUnit]:
        """The unit and everything under it, parents before children."""
        found = [self.unit(code)]
        for unit in found:
            found.extend(self.children(unit.code, day))
        return found

    def grids(self, code: str, day: date) -> int:
        """How many base grids stand at or below a place on that day."""
        return sum(unit.level is OrgLevel.GRID for unit in self.below(code, day))

    def is_within(self, code: str, scopes: Iterable[str], day: date) -> bool:
        """Whether the place lies at or below one of the scopes on that day."""
        return not set(scopes).isdisjoint(self.path(code, day))

    def shards(self, code: str) -> set[str]:
        """Shards that the place, and all that ever stood at or below it, are counted in."""
        days = {date.max} | {link.valid_to - timedelta(days=1) for link in self._dated() if link.valid_to}
        return {self.shard(self.path(unit.code, day)) for day in days for unit in self.below(code, day)}

    def _dated(self) -> Iterable[OrgLink]:
        return (link for links in self._parents.values() for link in links if link.valid_to)

    def shard(self, path: Sequence[str]) -> str:
        """The shard of a path: its subdistrict, else the nearest unit above."""
        ceiling = LEVELS.index(OrgLevel.SUBDISTRICT)
        above = [code for code in path if LEVELS.index(self.units[code].level) <= ceiling]
        return above[-1] if above else path[0]
