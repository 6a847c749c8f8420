"""The address of a desk page: one address restores one exact view, and reading it back gives the same one."""

from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import quote, urlencode

from dashboard.wording.words import Language
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.kpi import Basis
from pipelines.domain.unit import Hierarchy

EXPORTS = "/exports"


class Theme(StrEnum):
    """How a page is lit; a desk is light unless asked otherwise."""

    LIGHT = "light"
    DARK = "dark"


class Sort(StrEnum):
    """What places are ranked by."""

    OVERDUE = "overdue"
    OPEN = "open"
    RATE = "rate"


class Format(StrEnum):
    """What the view of a place can be had as."""

    XLSX = "xlsx"
    CSV = "csv"


class Page(StrEnum):
    """The desk pages, by the first part of their path."""

    OVERVIEW = "overview"
    GOVERNANCE = "governance"
    EMERGENCY = "emergency"
    GRID = "grid"
    PLACE = "places"
    CASE = "cases"
    HEALTH = "health"
    NONE = ""


BOARDS = (Page.OVERVIEW, Page.GOVERNANCE, Page.EMERGENCY, Page.GRID)
"""The pages that show a board of a place live, now."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The count whose cases are listed."""

    basis: Basis = Basis.COHORT
    count: str = "reported"

    def __str__(self) -> str:
        return f"{self.basis}.{self.count}"


@dataclass(frozen=True, slots=True)
class Address:
    """A desk page and all that shapes it; `key` is a place code or case number, `after` the cursors walked so far.

    `part` is a place below whose cases are listed as far as they are counted in this one.
    """

    page: Page = Page.PLACE
    key: str = ""
    period: str = ""
    center: Center | None = None
    class_: CaseClass | None = None
    item: str | None = None
    channel: str | None = None
    listed: Listed = Listed()
    is_direct: bool = False
    part: str = ""
    hierarchy: Hierarchy = Hierarchy.BASE
    sort: Sort = Sort.OVERDUE
    after: tuple[str, ...] = ()
    language: Language = Language.ZH
    theme: Theme = Theme.LIGHT

    @property
    def path(self) -> str:
        """The part before the question mark."""
        return f"/{self.page}/{quote(self.key, safe='')}" if self.key and not self.is_board else f"/{self.page}"

    @property
    def is_board(self) -> bool:
        """Whether it is a board's."""
        return self.page in BOARDS

    @property
    def href(self) -> str:
        """The whole address; what stands at its default is left out."""
        query = urlencode([(name, value) for name, value in self._pairs() if value])
        return f"{self.path}?{query}" if query else self.path

    def _pairs(self) -> list[tuple[str, str]]:
        return [
            ("place", self.key if self.is_board else ""),
            ("period", self.period),
            ("center", self.center or ""),
            ("class", self.class_ or ""),
            ("item", self.item or ""),
            ("channel", self.channel or ""),
            ("list", "" if self.listed == Listed() else str(self.listed)),
            ("direct", "1" if self.is_direct else ""),
            ("part", self.part),
            ("hierarchy", "" if self.hierarchy is Hierarchy.BASE else self.hierarchy),
            ("sort", "" if self.sort is Sort.OVERDUE else self.sort),
            ("after", ".".join(self.after)),
            ("lang", "" if self.language is Language.ZH else self.language),
            ("theme", "" if self.theme is Theme.LIGHT else self.theme),
        ]

    def kept_pairs(self) -> list[tuple[str, str]]:
        """What a form for another period must send along."""
        return [(name, value) for name, value in self._pairs() if value and name not in {"period", "after"}]

    def export(self, form: Format) -> str:
        """Where the view of a place can be had as a file."""
        path, mark, query = replace(self, after=(), theme=Theme.LIGHT).href.partition("?")
        return f"{EXPORTS}{path}.{form}{mark}{query}"

    def at_place(self, code: str) -> "Address":
        """The same question, or board, at another place; the list starts anew."""
        page = self.page if self.is_board else Page.PLACE
        return replace(self, page=page, key=code, is_direct=False, part="", after=())

    def at_case(self, case_id: str) -> "Address":
        """One case; period and filters stay for the way back."""
        return replace(self, page=Page.CASE, key=case_id)

    def divided(self, hierarchy: Hierarchy) -> "Address":
        """The same place, divided by another hierarchy; the list starts anew."""
        return replace(self, hierarchy=hierarchy, is_direct=False, part="", after=())

    def listing(self, basis: Basis, count: str, is_direct: bool = False, part: str = "") -> "Address":
        """The same view with the cases behind a count."""
        return replace(self, listed=Listed(basis, count), is_direct=is_direct, part=part, after=())
