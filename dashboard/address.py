"""The address of a desk page: one address restores one exact view, and writing it back gives the same one."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qsl, quote, unquote, urlencode

from dashboard.wording.words import Language, read_language
from pipelines.domain.errors import QuestionError
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.kpi import Basis
from pipelines.domain.unit import Hierarchy

_Choice = TypeVar("_Choice", bound=StrEnum)
EXPORTS = "/exports"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


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

    PLACE = "places"
    CASE = "cases"
    HEALTH = "health"
    NONE = ""


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
        return f"/{self.page}/{quote(self.key, safe='')}" if self.key else f"/{self.page}"

    @property
    def href(self) -> str:
        """The whole address; what stands at its default is left out."""
        query = urlencode([(name, value) for name, value in self._pairs() if value])
        return f"{self.path}?{query}" if query else self.path

    def _pairs(self) -> list[tuple[str, str]]:
        return [
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
        """The same question at another place; the list starts anew."""
        return replace(self, page=Page.PLACE, key=code, is_direct=False, part="", after=())

    def at_case(self, case_id: str) -> "Address":
        """One case; period and filters stay for the way back."""
        return replace(self, page=Page.CASE, key=case_id)

    def divided(self, hierarchy: Hierarchy) -> "Address":
        """The same place, divided by another hierarchy; the list starts anew."""
        return replace(self, hierarchy=hierarchy, is_direct=False, part="", after=())

    def listing(self, basis: Basis, count: str, is_direct: bool = False, part: str = "") -> "Address":
        """The same view with the cases behind a count."""
        return replace(self, listed=Listed(basis, count), is_direct=is_direct, part=part, after=())


def read_address(pathname: str, search: str) -> Address:
    """The view an address asks for; QuestionError names the part that cannot be read."""
    page, key = _path(pathname)
    query = dict(parse_qsl(search.lstrip("?")))
    return Address(
        page=page,
        key=key,
        period=_period(query),
        center=_choice(query, "center", Center),
        class_=_choice(query, "class", CaseClass),
        item=query.get("item"),
        channel=query.get("channel"),
        listed=_listed(query.get("list")),
        is_direct=query.get("direct") == "1",
        part=query.get("part", ""),
        hierarchy=_choice(query, "hierarchy", Hierarchy) or Hierarchy.BASE,
        sort=_choice(query, "sort", Sort) or Sort.OVERDUE,
        after=tuple(part for part in query.get("after", "").split(".") if part),
        language=read_language(query.get("lang")),
        theme=_theme(query),
    )


def read_looks(pathname: str, search: str) -> Address:
    """Only path, language and theme, which can always be read: what a page that reports a fault is shown in."""
    query = dict(parse_qsl(search.lstrip("?")))
    page, key = _path(pathname)
    return Address(page, key, language=read_language(query.get("lang")), theme=_theme(query))


def _path(pathname: str) -> tuple[Page, str]:
    page, _, key = pathname.strip("/").partition("/")
    return Page(page) if page in set(Page) else Page.NONE, unquote(key)


def _theme(query: Mapping[str, str]) -> Theme:
    return Theme.DARK if query.get("theme") == Theme.DARK else Theme.LIGHT


def _period(query: Mapping[str, str]) -> str:
    """The period's text; the form for own dates sends `from` and `to` instead."""
    first, last = query.get("from", ""), query.get("to", "")
    if _DAY.fullmatch(first) and _DAY.fullmatch(last):
        return f"{min(first, last)}..{max(first, last)}"
    return query.get("period", "")


def _choice(query: Mapping[str, str], name: str, known: Callable[[str], _Choice]) -> _Choice | None:
    text = query.get(name)
    try:
        return known(text) if text else None
    except ValueError:
        raise QuestionError(f"{name} '{text}': not known; take it out of the address") from None


def _listed(text: str | None) -> Listed:
    if not text:
        return Listed()
    basis, _, count = text.partition(".")
    if basis not in set(Basis) or not count:
        raise QuestionError(f"list '{text[:40]}': not known; use a basis and a count such as cohort.reported")
    return Listed(Basis(basis), count)
