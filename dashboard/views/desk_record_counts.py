"""The counts of records and registers by kind: as a menu, and as a page of all of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address, Listed
from dashboard.views.desk_panel import chosen_name, details, link, panel
from dashboard.wording.desk import say
from dashboard.wording.desk_records import GROUPS, RECORDS
from dashboard.wording.kpi import BASES, count_label
from dashboard.wording.words import Language, find
from pipelines.domain.duty import DutyKind
from pipelines.domain.kpi import BASES as EVERY_BASIS
from pipelines.domain.kpi import Counts
from pipelines.domain.record_counts import RECORDS_LISTED

_BEGIN: Mapping[str, tuple[str, ...]] = {
    "rounds": ("patrols", "grid_days", "households"),
    "staff": ("worker", "grids"),
    "duties": tuple(DutyKind),
    "homes": ("rentals",),
    "inspections": ("inspections",),
    "groups": ("groups",),
}
_ALL = [Listed(basis, name) for basis in EVERY_BASIS for name in RECORDS_LISTED[basis]]
KINDS: Mapping[str, Sequence[Listed]] = {
    kind: [one for one in _ALL if one.count.startswith(begin)] for kind, begin in _BEGIN.items()
}
"""Every count that can be listed, under its kind."""


def count_menu(address: Address, chosen: Listed | None) -> html.Details:
    """Which count is listed; another one is a link."""
    language = address.language
    options: list[Any] = [link(say(RECORDS, "all", language), address.asking(show=""), chosen_name(chosen is None))]
    for kind, counts in KINDS.items():
        options.append(html.Span(find(GROUPS, kind, language), className="desk-menu-label"))
        options += [link(_label(one, language), _to(address, one), chosen_name(one == chosen)) for one in counts]
    shown = _label(chosen, language) if chosen else say(RECORDS, "choose", language)
    return details(say(RECORDS, "count", language), shown, options, is_set=chosen is not None)


def counts_panels(address: Address, counts: Counts) -> html.Div:
    """Each kind in a panel of its own, each count with its number."""
    language = address.language
    kinds = [
        panel(find(GROUPS, kind, language), "", _table(address, own, counts), name="desk-record-kind")
        for kind, own in KINDS.items()
    ]
    return html.Div(kinds, className="desk-record-kinds")


def _table(address: Address, listed: Sequence[Listed], counts: Counts) -> html.Table:
    return html.Table(html.Tbody([_row(address, one, counts) for one in listed]), className="desk-table")


def _row(address: Address, one: Listed, counts: Counts) -> html.Tr:
    label, number = _label(one, address.language), f"{counts[one.basis][one.count]:,}"
    basis: Component = html.Td(find(BASES, one.basis, address.language), className="desk-hint")
    value = link(number, _to(address, one), "num", label)
    return html.Tr([html.Th(label, scope="row"), basis, html.Td(value, className="desk-number")])


def _to(address: Address, one: Listed) -> Address:
    return address.asking(show=str(one))


def _label(one: Listed, language: Language) -> str:
    return count_label(one.basis, one.count, language)
