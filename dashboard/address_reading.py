"""Reading the address of a desk page: what cannot be read is named."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qsl, unquote

from dashboard.address import OWN, PLACE_ASKED, Address, Listed, Page, Sort, Theme
from dashboard.wording.words import read_language
from pipelines.domain.errors import QuestionError
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.kpi import Basis
from pipelines.domain.matter import read_matter
from pipelines.domain.unit import Hierarchy

_Choice = TypeVar("_Choice", bound=StrEnum)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_address(pathname: str, search: str) -> Address:
    """The view an address asks for; QuestionError names the part that cannot be read."""
    query = dict(parse_qsl(search.lstrip("?")))
    page, key = _path(pathname, query)
    return Address(
        page=page,
        key=key,
        period=_period(query),
        center=_choice(query, "center", Center),
        class_=_choice(query, "class", CaseClass),
        item=query.get("item"),
        channel=query.get("channel"),
        listed=read_listed(query.get("list")),
        is_direct=query.get("direct") == "1",
        part=query.get("part", ""),
        matter=read_matter(query.get("matter")),
        hierarchy=_choice(query, "hierarchy", Hierarchy) or Hierarchy.BASE,
        sort=_choice(query, "sort", Sort) or Sort.OVERDUE,
        after=tuple(part for part in query.get("after", "").split(".") if part),
        own=tuple((name, query[name]) for name in OWN.get(page, ()) if query.get(name)),
        language=read_language(query.get("lang")),
        theme=_theme(query),
    )


def read_looks(pathname: str, search: str) -> Address:
    """Only path, language and theme, which can always be read: what a page that reports a fault is shown in."""
    query = dict(parse_qsl(search.lstrip("?")))
    page, key = _path(pathname, query)
    return Address(page, key, language=read_language(query.get("lang")), theme=_theme(query))


def _path(pathname: str, query: Mapping[str, str]) -> tuple[Page, str]:
    name, _, key = pathname.strip("/").partition("/")
    page = Page(name) if name in set(Page) else Page.NONE
    if page in PLACE_ASKED:
        return (Page.NONE, "") if key else (page, query.get("place", ""))
    return page, unquote(key)


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


def read_listed(text: str | None) -> Listed:
    """The count whose cases are asked for, cohort.reported when none is; QuestionError for what is none."""
    if not text:
        return Listed()
    basis, _, count = text.partition(".")
    if basis not in set(Basis) or not count:
        raise QuestionError(f"list '{text[:40]}': not known; use a basis and a count such as cohort.reported")
    return Listed(Basis(basis), count)
