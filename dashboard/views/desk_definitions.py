"""Every figure of the catalogue with what it means: found by a word, by basis and by who answers for it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.views.desk_filters import menu
from dashboard.views.desk_panel import marks, panel
from dashboard.wording.definitions import BASES, COMPARISONS, entry_definition, entry_label
from dashboard.wording.desk import FIGURES, say
from dashboard.wording.desk_definitions import DEFINITIONS, OWNERS
from dashboard.wording.kpi import BASES as BASIS_NAMES
from dashboard.wording.numbers import MISSING, share
from dashboard.wording.words import Language, Word, find
from pipelines.domain.event import Center
from pipelines.domain.kpi import Basis, Kind
from pipelines.domain.kpi.catalogue import CATALOGUE, Entry
from pipelines.domain.kpi.durations import RELATIVE_ERROR

COLUMNS = ("name", "meaning", "basis", "judged", "target", "center", "version")
BETTER = {True: "higher", False: "lower"}
SHORT = frozenset({Kind.COUNT, Kind.DURATION})
"""Kinds that have sections of their own; all others are rates."""


def definitions_view(address: Address) -> list[Component]:
    """The filters, then the figures that fit them by kind and basis."""
    chosen = [one for one in CATALOGUE if _fits(address, one)]
    groups = [group for group in _groups(address.language, chosen) if group[1]]
    body: list[Component] = [_section(address, *group) for group in groups] or [_none(address.language)]
    return [_top(address, len(chosen)), html.Div([*body, *_notes(address)], className="desk-definitions")]


def _fits(address: Address, entry: Entry) -> bool:
    language, wanted = address.language, address.asked("find").strip().lower()
    words = f"{entry.identifier} {entry.formula} {entry_label(entry, language)} {entry_definition(entry, language)}"
    is_found = wanted in words.lower()
    is_of_center = address.center is None or entry.owner is address.center
    return is_found and is_of_center and address.asked("basis") in {"", entry.basis}


def _groups(language: Language, entries: Sequence[Entry]) -> Iterator[tuple[str, list[Entry], str]]:
    """Title, figures and a note of each section."""
    rates = [one for one in entries if one.kind not in SHORT]
    yield say(DEFINITIONS, "rates", language), rates, say(DEFINITIONS, "no_value", language)
    durations = [one for one in entries if one.kind is Kind.DURATION]
    yield (
        say(DEFINITIONS, "durations", language),
        durations,
        say(DEFINITIONS, "exact", language, f"{RELATIVE_ERROR:.0%}"),
    )
    for basis in Basis:
        title = say(DEFINITIONS, "counts", language, find(BASIS_NAMES, basis, language))
        counts = [one for one in entries if one.kind is Kind.COUNT and one.basis is basis]
        yield title, counts, find(BASES, basis, language)


def _top(address: Address, total: int) -> html.Div:
    language = address.language
    head = html.Div(html.Ol(html.Li(html.H1(say(DEFINITIONS, "title", language)))), className="desk-path")
    chosen = address.asked("basis")
    menus = [
        menu(address, say(DEFINITIONS, "basis", language), BASIS_NAMES, chosen or None, _to_basis(address)),
        menu(address, say(DEFINITIONS, "center", language), OWNERS, address.center, _to_owner(address)),
    ]
    count = html.Span(say(DEFINITIONS, "total", language, total), className="desk-hint", role="status")
    catalogue = html.A(say(DEFINITIONS, "catalogue", language), href="/api/v1/kpi/catalogue", className="desk-button")
    filters = html.Div(menus, className="desk-filters")
    return html.Div([head, filters, _search(address), count, catalogue], className="desk-top")


def _to_basis(address: Address) -> Any:  # noqa: ANN401
    return lambda one: address.asking(basis=one or "")


def _to_owner(address: Address) -> Any:  # noqa: ANN401
    return lambda one: replace(address, center=Center(one) if one else None)


def _search(address: Address) -> html.Form:
    """A form that needs no callback: it asks the same address with another word."""
    words, wanted = say(DEFINITIONS, "search", address.language), address.asked("find")
    field = dbc.Input(
        type="search",
        name="find",
        value=wanted,
        placeholder=words,
        class_name="desk-find",
    )
    named = html.Label([html.Span(words, className="visually-hidden"), field])
    kept = [dcc.Input(type="hidden", name=name, value=value) for name, value in address.kept_pairs("find")]
    button = html.Button(say(DEFINITIONS, "find", address.language), type="submit", className="desk-button")
    return html.Form([named, *kept, button], action=address.path, method="GET", className="desk-search", role="search")


def _section(address: Address, title: str, entries: Sequence[Entry], note: str) -> html.Section:
    language = address.language
    told = {
        "head": [say(DEFINITIONS, name, language) for name in COLUMNS],
        "rows": [_row(one, language) for one in entries],
    }
    table = html.Div(**marks(data_defined=json.dumps(told, ensure_ascii=False)))
    return panel(title, f"{note} {say(DEFINITIONS, 'total', language, len(entries))}", table)


def _row(entry: Entry, language: Language) -> dict[str, Any]:
    """What the script writes of a figure: its identifier is the anchor that other pages lead to.

    Dash would take seconds to build so many cells.
    """
    better = None if entry.is_higher_better is None else say(DEFINITIONS, BETTER[entry.is_higher_better], language)
    target = None if entry.target is None else share(entry.target, language)
    facts = (find(BASIS_NAMES, entry.basis, language), better, target, find(OWNERS, entry.owner, language))
    return {
        "id": entry.identifier,
        "name": entry_label(entry, language),
        "meaning": entry_definition(entry, language),
        "formula": entry.formula,
        "facts": [*(text or MISSING for text in facts), str(entry.version)],
    }


def _none(language: Language) -> html.Div:
    words: list[Any] = [html.P(say(DEFINITIONS, name, language)) for name in ("none", "none_hint")]
    return html.Div(words, className="desk-panel desk-empty")


def _notes(address: Address) -> list[Component]:
    """What every basis and comparison means, where nothing is searched for."""
    if address.asked("find") or address.asked("basis") or address.center is not None:
        return []
    language = address.language
    bases = _terms({find(BASIS_NAMES, basis, language): word for basis, word in BASES.items()}, language)
    kinds = _terms({say(FIGURES, kind, language): word for kind, word in COMPARISONS.items()}, language)
    return [
        panel(say(DEFINITIONS, "bases", language), "", bases),
        panel(say(DEFINITIONS, "comparisons", language), "", kinds),
    ]


def _terms(terms: Mapping[str, Word], language: Language) -> html.Dl:
    told = [html.Div([html.Dt(name), html.Dd(word.on(language))]) for name, word in terms.items()]
    return html.Dl(told, className="desk-facts")
