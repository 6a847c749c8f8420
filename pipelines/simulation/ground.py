"""Where cases arise: the places of a tree, each busy to its own degree."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.domain.org import OrgTree
from pipelines.domain.unit import Hierarchy, OrgLevel, OrgUnit
from pipelines.simulation.chance import Weighted, dice_for

SPREAD = 0.6
WEIGHT_OF_LEAF = {OrgLevel.GRID: 1.0, OrgLevel.COMMUNITY: 2.0}
WEIGHT_OF_LARGER_LEAF = 4.0
WEIGHT_OF_STREET = 1.0
SYLLABLE = re.compile(r"(?:zh|ch|sh|[b-df-hj-np-tw-z])?[aeiou]+(?:ng|n|r)?(?![aeiou])|[b-df-hj-np-tw-z]?[aeiou]+", re.I)


@dataclass(frozen=True, slots=True)
class Spot:
    """A reporting place: its path from the root, the letters of its district, the short name of its street."""

    path: tuple[str, ...]
    prefix: str
    area: str


class Ground:
    """The reporting places of the base hierarchy on any day: below the roots given, else below all."""

    def __init__(self, tree: OrgTree, seed: int, roots: Sequence[str] | None = None) -> None:
        self._tree, self._seed, self._roots = tree, seed, roots
        self._weights: dict[str, float] = {}
        self._spots: dict[tuple[str, ...], Spot] = {}

    def places(self, day: date) -> Weighted[str]:
        """Codes by how much they report: everything without children, and a little at streets."""
        return Weighted((unit.code, self._weight(unit, is_leaf)) for unit, is_leaf in self._units(day))

    def _units(self, day: date) -> Iterator[tuple[OrgUnit, bool]]:
        """Units of the base hierarchy, each with whether nothing of it stands below."""
        for root in self._roots or [unit.code for unit in self._tree.roots(day)]:
            units = [unit for unit in self._tree.below(root, day) if unit.kind is Hierarchy.BASE]
            parents = {self._tree.parent(unit.code, day) for unit in units}
            yield from ((unit, unit.code not in parents) for unit in units)

    def _weight(self, unit: OrgUnit, is_leaf: bool) -> float:
        if not is_leaf:
            return WEIGHT_OF_STREET if unit.level is OrgLevel.SUBDISTRICT else 0.0
        if unit.code not in self._weights:
            level = WEIGHT_OF_LEAF.get(unit.level, WEIGHT_OF_LARGER_LEAF)
            self._weights[unit.code] = level * math.exp(dice_for(self._seed, unit.code).gauss(0, SPREAD))
        return self._weights[unit.code]

    def spot(self, code: str, day: date) -> Spot:
        """What a case needs to know of its place."""
        path = self._tree.path(code, day)
        if path not in self._spots:
            units = {unit.level: unit for unit in map(self._tree.unit, path)}
            top = units.get(OrgLevel.DISTRICT, self._tree.unit(path[0]))
            street = units.get(OrgLevel.SUBDISTRICT, top)
            self._spots[path] = Spot(path, letters(top), street.name.removesuffix("街道"))
        return self._spots[path]

    def neighbours(self, code: str, day: date) -> list[str]:
        """The place and its siblings that report too."""
        parent = self._tree.parent(code, day)
        siblings = self._tree.children(parent, day) if parent else []
        level = self._tree.unit(code).level
        return [unit.code for unit in siblings if unit.level is level and unit.kind is Hierarchy.BASE] or [code]


def letters(unit: OrgUnit) -> str:
    """First letters of the syllables of its English name: Longhua District gives LH; without such a name the code."""
    word = unit.name_en.split(" ")[0]
    return "".join(part[0] for part in SYLLABLE.findall(word)).upper()[:4] or unit.code[:16]
