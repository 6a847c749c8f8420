"""Units: one place at its level in its hierarchy, and its dated parents."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class OrgLevel(StrEnum):
    """Levels from the widest to the narrowest; any of them may be missing on a path."""

    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"
    COMMUNITY = "community"
    GRID = "grid"


LEVELS = tuple(OrgLevel)
_RANKS = {level: rank for rank, level in enumerate(LEVELS)}


class Hierarchy(StrEnum):
    """The trees that may stand over the same base grids."""

    BASE = "base"
    PARTY_GRID = "party_grid"
    BLOCK = "block"
    ZONE = "zone"


PARALLEL = tuple(kind for kind in Hierarchy if kind is not Hierarchy.BASE)


@dataclass(frozen=True, slots=True)
class OrgUnit:
    """One place; `id` is the store's number for it, `code` is opaque.

    A unit of another hierarchy than the base hangs below a base unit and holds base units of its level, or finer ones.
    """

    id: int
    code: str
    level: OrgLevel
    name: str
    name_en: str = ""
    kind: Hierarchy = Hierarchy.BASE

    @property
    def rank(self) -> tuple[int, bool]:
        """Less for what may stand above; at one level the units of other hierarchies hold those of the base."""
        return _RANKS[self.level], self.kind is Hierarchy.BASE

    @property
    def is_base_grid(self) -> bool:
        """Whether it is a grid, and not a unit of another hierarchy at the level of grids."""
        return self.level is OrgLevel.GRID and self.kind is Hierarchy.BASE


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
