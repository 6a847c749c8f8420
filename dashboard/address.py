"""The address of a desk page: one address restores one exact view, and reading it back gives the same one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import quote, urlencode

from dashboard.wording.words import Language
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.kpi import Basis
from pipelines.domain.matter import MatterPart
from pipelines.domain.record_counts import RECORDS_LISTED
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
    EXPLORE = "explore"
    RECORDS = "records"
    ALARMS = "alarms"
    DEFINITIONS = "definitions"
    HEALTH = "health"
    NONE = ""


BOARDS = (Page.OVERVIEW, Page.GOVERNANCE, Page.EMERGENCY, Page.GRID)
"""The pages that show a board of a place live, now."""
PLACE_ASKED = (*BOARDS, Page.EXPLORE, Page.RECORDS, Page.ALARMS)
"""The pages of a place that stands behind the question mark."""
OWN: Mapping[Page, tuple[str, ...]] = {
    **dict.fromkeys(BOARDS, ("at",)),
    Page.EXPLORE: ("measure", "by", "beside", "show", "cell"),
    Page.RECORDS: ("show",),
    Page.ALARMS: ("state", "skip", "said"),
    Page.DEFINITIONS: ("find", "basis"),
    Page.HEALTH: ("said",),
}
"""What is asked of one page only, by the names it has in the address."""


def scripts_of(page: Page) -> str:
    """Pages of one kind have the same scripts; between kinds the browser starts anew."""
    return "board" if page in BOARDS else "grid" if page is Page.EXPLORE else "desk"


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

    `part` is a place below whose cases are listed as far as they are counted in this one. `own` is what only this page
    is asked, as pairs in the order of `OWN`; the page itself reads them.
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
    matter: MatterPart | None = None
    hierarchy: Hierarchy = Hierarchy.BASE
    sort: Sort = Sort.OVERDUE
    after: tuple[str, ...] = ()
    own: tuple[tuple[str, str], ...] = ()
    language: Language = Language.ZH
    theme: Theme = Theme.LIGHT

    @property
    def path(self) -> str:
        """The part before the question mark."""
        return f"/{self.page}/{quote(self.key, safe='')}" if self.key and not self.asks_place else f"/{self.page}"

    @property
    def asks_place(self) -> bool:
        """Whether its place stands behind the question mark."""
        return self.page in PLACE_ASKED

    @property
    def href(self) -> str:
        """The whole address; what stands at its default is left out."""
        query = urlencode([pair for pair in self._pairs() if pair[1]])
        return f"{self.path}?{query}" if query else self.path

    def _pairs(self) -> list[tuple[str, str]]:
        return [
            ("place", self.key if self.asks_place else ""),
            ("period", self.period),
            ("center", self.center or ""),
            ("class", self.class_ or ""),
            ("item", self.item or ""),
            ("channel", self.channel or ""),
            ("list", "" if self.listed == Listed() else str(self.listed)),
            ("direct", "1" if self.is_direct else ""),
            ("part", self.part),
            ("matter", str(self.matter or "")),
            ("hierarchy", "" if self.hierarchy is Hierarchy.BASE else self.hierarchy),
            ("sort", "" if self.sort is Sort.OVERDUE else self.sort),
            ("after", ".".join(self.after)),
            *self.own,
            ("lang", "" if self.language is Language.ZH else self.language),
            ("theme", "" if self.theme is Theme.LIGHT else self.theme),
        ]

    def kept_pairs(self, *asked: str) -> list[tuple[str, str]]:
        """What a form that asks for something else by those names must send along; the list starts anew."""
        return [pair for pair in self._pairs() if pair[1] and pair[0] not in {*asked, "after"}]

    def export(self, form: Format) -> str:
        """Where the view of a place can be had as a file."""
        path, mark, query = replace(self, after=(), theme=Theme.LIGHT).href.partition("?")
        return f"{EXPORTS}{path}.{form}{mark}{query}"

    def at_place(self, code: str) -> "Address":
        """The same question, or board, at another place; the list starts anew."""
        page = self.page if self.asks_place else Page.PLACE
        return replace(self, page=page, key=code, is_direct=False, part="", matter=None, after=())

    def at_case(self, case_id: str) -> "Address":
        """One case; period and filters stay for the way back."""
        return replace(self, page=Page.CASE, key=case_id, own=())

    def asked(self, name: str) -> str:
        """What only this page is asked under a name; empty when it is not."""
        return dict(self.own).get(name, "")

    def asking(self, **asked: str) -> "Address":
        """The same page asked something else of its own; empty takes it out."""
        told = {**dict(self.own), **asked}
        return replace(self, own=tuple((name, told[name]) for name in OWN[self.page] if told.get(name)), after=())

    def definition(self, identifier: str) -> str:
        """Where a figure of the catalogue is defined."""
        return f"{Address(Page.DEFINITIONS, language=self.language, theme=self.theme).href}#{identifier}"

    def divided(self, hierarchy: Hierarchy) -> "Address":
        """The same place, divided by another hierarchy; the list starts anew."""
        return replace(self, hierarchy=hierarchy, is_direct=False, part="", matter=None, after=())

    def listing(self, basis: Basis, count: str, is_direct: bool = False, part: str = "") -> "Address":
        """The same view with the cases behind a count."""
        return replace(self, listed=Listed(basis, count), is_direct=is_direct, part=part, matter=None, after=())

    def behind(self, basis: Basis, count: str) -> "Address":
        """Where what a count is made of is listed at this place: its cases, its records or its alarms."""
        if count in RECORDS_LISTED[basis]:
            return self._beside(Page.RECORDS, ("show", f"{basis}.{count}"))
        return self._beside(Page.ALARMS) if count == "alarms_open" else self.listing(basis, count)

    def _beside(self, page: Page, *own: tuple[str, str]) -> "Address":
        return Address(page, self.key, self.period, own=own, language=self.language, theme=self.theme)
