"""Items that can be reported, with what each brings along: class, center, workflow, weight and owner."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pipelines.domain.event import CaseClass, Center
from pipelines.domain.unit import OrgLevel

ABCD_ITEMS = 124
"""How many hazards the list of four classes has."""


class Hazard(StrEnum):
    """Whether an item is a hazard 隐患, and one of the list of four classes."""

    NO = "no"
    YES = "yes"
    ABCD = "ABCD"


@dataclass(frozen=True, slots=True)
class Item:
    """One reportable matter 小类, in the version that is valid from a day on; None is the first version.

    A sample item came with the product, and is nobody's catalogue.
    """

    code: str
    name: str
    name_en: str
    center: Center
    class_: CaseClass
    workflow: str = "six_step"
    hazard: Hazard = Hazard.NO
    weight: int = 1
    owner_level: OrgLevel = OrgLevel.SUBDISTRICT
    valid_from: date | None = None
    is_sample: bool = False

    @property
    def is_hazard(self) -> bool:
        """Whether it is a hazard, of the list or beside it."""
        return self.hazard is not Hazard.NO


def version_order(item: Item) -> date:
    """Versions of an item from the first to the newest."""
    return item.valid_from or date.min


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Items by code, each in its newest version; `earlier` holds the versions before it, newest first."""

    items: Mapping[str, Item]
    earlier: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)

    def versions(self) -> list[Item]:
        """All versions of all items."""
        return [*self.items.values(), *(item for own in self.earlier.values() for item in own)]

    def in_force(self, day: date) -> list[Item]:
        """The version of each item that is valid on that day."""
        found = (self.on(code, day) for code in self.items)
        return [item for item in found if item is not None]

    def on(self, code: str, day: date) -> Item | None:
        """The version of an item that is valid on that day; None for an unknown item, and before its first version."""
        versions = (self.items[code], *self.earlier.get(code, ())) if code in self.items else ()
        return next((item for item in versions if version_order(item) <= day), None)


NOTHING = Catalogue({})
"""The catalogue without items."""


def catalogue_of(versions: Iterable[Item]) -> Catalogue:
    """The catalogue of all versions of all items, in any order of time."""
    by_code: dict[str, tuple[Item, ...]] = {}
    for item in sorted(versions, key=version_order):
        by_code[item.code] = (item, *by_code.get(item.code, ()))
    newest = {code: own[0] for code, own in by_code.items()}
    return Catalogue(newest, {code: own[1:] for code, own in by_code.items() if len(own) > 1})
