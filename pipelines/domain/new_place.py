"""A place as a register states it: a unit with one of its dated parents."""

from dataclasses import dataclass
from datetime import date

from pipelines.domain.unit import Hierarchy, OrgLevel, OrgLink


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A row of the register of places; `parent` None makes a root. A place has as many rows as parents."""

    code: str
    level: OrgLevel
    name: str
    parent: str | None = None
    name_en: str = ""
    kind: Hierarchy = Hierarchy.BASE
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def link(self) -> OrgLink | None:
        """The link to the parent it names."""
        return OrgLink(self.code, self.parent, self.valid_from, self.valid_to) if self.parent else None
