"""Where one is and what is asked: the path of places, the place picker, and the filters, all of them links."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.ids import PICKED, PICKER
from dashboard.views.desk_panel import chosen_name, details, link, marks
from dashboard.wording.desk import FILTERS, item_name, place_name, say
from dashboard.wording.hierarchies import HIERARCHIES
from dashboard.wording.kpi import CENTERS, CHANNELS, CLASSES
from dashboard.wording.words import Word, find
from pipelines.domain.catalogue import Item
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.period import Period
from pipelines.domain.unit import Hierarchy, OrgUnit

Choose = Callable[[str | None], Address]


def breadcrumb(address: Address, trail: Sequence[OrgUnit], last: str = "") -> html.Nav:
    """The path from the top of the viewer's scope; every step is a link, the last one is the heading."""
    language = address.language
    links = trail if last else trail[:-1]
    steps: list[Any] = [html.Li(link(place_name(unit, language), address.at_place(unit.code))) for unit in links]
    here = last or place_name(trail[-1], language)
    steps.append(html.Li(html.H1(here), **marks(aria_current="page")))
    return html.Nav(html.Ol(steps), className="desk-path", **marks(aria_label=say(FILTERS, "path", language)))


def picker(address: Address, units: Sequence[OrgUnit], parents: Mapping[str, OrgUnit]) -> html.Div:
    """A searchable list of places; at first those around the current one."""
    words = say(FILTERS, "picker", address.language)
    drop = dcc.Dropdown(
        id=PICKER, options=picker_options(address, units, parents), placeholder=words, clearable=False, maxHeight=360
    )
    # A way of its own to the address, so that Dash does not ask the server where to go whenever a page is shown.
    away = dcc.Location(id=PICKED, refresh="callback-nav")
    return html.Div([drop, away], className="desk-picker", role="search", **marks(aria_label=words))


def picker_options(address: Address, units: Sequence[OrgUnit], parents: Mapping[str, OrgUnit]) -> list[dict[str, str]]:
    """Choices of the picker: a place and the one above it."""
    language = address.language
    return [
        {"value": unit.code, "label": " · ".join(_names(unit, parents, address)), "search": f"{unit.name} {unit.code}"}
        for unit in units
        if place_name(unit, language)
    ]


def _names(unit: OrgUnit, parents: Mapping[str, OrgUnit], address: Address) -> list[str]:
    above = parents.get(unit.code)
    return [place_name(one, address.language) for one in (unit, above) if one is not None]


def filters(
    address: Address,
    period: Period,
    today: date,
    items: Mapping[str, Item],
    hierarchies: Sequence[Hierarchy],
    has_kinds: bool = True,
) -> html.Div:
    """Period and how the place is divided; of cases also center, class and channel, an item as a chip to take away."""
    plain = replace(address, after=())
    menus: list[Component] = [
        period_menu(plain, period, today),
        *(kind_menus(plain) if has_kinds else []),
    ]
    if hierarchies:
        menus.append(_hierarchy_menu(plain, [Hierarchy.BASE, *hierarchies]))
    if address.item:
        menus.append(_item_chip(plain, item_name(items, address.item, address.language)))
    return html.Div(menus, className="desk-filters", **marks(aria_label=say(FILTERS, "filters", address.language)))


def kind_menus(address: Address) -> list[Component]:
    """Center, class and channel."""
    label = partial(say, FILTERS, language=address.language)
    center, class_, channel = address.center, address.class_, address.channel
    return [
        menu(
            address, label("center"), CENTERS, center, lambda one: replace(address, center=Center(one) if one else None)
        ),
        menu(
            address,
            label("class"),
            CLASSES,
            class_,
            lambda one: replace(address, class_=CaseClass(one) if one else None),
        ),
        menu(address, label("channel"), CHANNELS, channel, lambda one: replace(address, channel=one)),
    ]


def menu(
    address: Address, label: str, words: Mapping[str, Word], chosen: str | None, to: Choose, everything: str = ""
) -> html.Details:
    """Everything or one of some words, each a link to the address that `to` makes of its code."""
    language = address.language
    everything = everything or say(FILTERS, "all", language)
    options = [link(everything, to(None), chosen_name(chosen is None))]
    options += [link(word.on(language), to(code), chosen_name(code == chosen)) for code, word in words.items()]
    shown = words[chosen].on(language) if chosen is not None and chosen in words else chosen or everything
    return details(label, shown, options, is_set=chosen is not None)


def choice(address: Address, label: str, words: Mapping[str, Word], chosen: str, to: Choose) -> html.Details:
    """One of some words: there is always one chosen."""
    options = [link(word.on(address.language), to(code), chosen_name(code == chosen)) for code, word in words.items()]
    return details(label, words[chosen].on(address.language), options)


def _hierarchy_menu(address: Address, hierarchies: Sequence[Hierarchy]) -> html.Details:
    """The trees that divide the place."""
    language, chosen = address.language, address.hierarchy
    options = [
        link(find(HIERARCHIES, one, language), address.divided(one), chosen_name(one is chosen)) for one in hierarchies
    ]
    shown = find(HIERARCHIES, chosen, language)
    return details(say(FILTERS, "hierarchy", language), shown, options, is_set=chosen is not Hierarchy.BASE)


def _item_chip(address: Address, name: str) -> html.Span:
    words = say(FILTERS, "remove", address.language, name)
    away = link("×", replace(address, item=None), "desk-chip-away", words)
    label = html.Span(say(FILTERS, "item", address.language), className="desk-menu-label")
    return html.Span([label, name, away], className="desk-chip")


def presets(today: date) -> dict[str, str]:
    """The periods to choose from, by their word: each as the text that names it for good."""
    year, week, _ = today.isocalendar()
    last = today.replace(day=1) - timedelta(days=1)
    return {
        "today": "today",
        "week": f"{year}-W{week:02}",
        "month": f"{today:%Y-%m}",
        "quarter": f"{today.year}-Q{(today.month + 2) // 3}",
        "year": f"{today.year}",
        "last_month": f"{last:%Y-%m}",
    }


def period_words(address: Address, period: Period, today: date) -> str:
    """What a period is called, with the days it has had so far."""
    known = {text: word for word, text in presets(today).items()}
    word = say(FILTERS, known[period.text], address.language) if period.text in known else ""
    last = max(period.first, min(period.last, today))
    form = "%m-%d" if period.first.year == today.year else "%Y-%m-%d"
    to = say(FILTERS, "to_separator", address.language)
    days = f"{period.first:{form}}" if period.first == last else f"{period.first:{form}} {to} {last:{form}}"
    return f"{word} {days}".strip()


def period_menu(address: Address, period: Period, today: date) -> html.Details:
    """The usual periods, and a form for others."""
    language = address.language
    options: list[Any] = [
        link(say(FILTERS, word, language), replace(address, period=text), chosen_name(period.text == text))
        for word, text in presets(today).items()
    ]
    shown = html.Span(period_words(address, period, today), className="num")
    return details(say(FILTERS, "period", language), shown, [*options, _own_dates(address, period, today)])


def _own_dates(address: Address, period: Period, today: date) -> html.Form:
    """A form that needs no callback: it asks the same address with `from` and `to`."""
    language = address.language
    last = min(period.last, today) if period.first <= today else period.last
    days = (("from", period.first), ("to", last))
    fields = [
        html.Label(
            [
                say(FILTERS, name, language),
                dbc.Input(type="text", name=name, value=day.isoformat(), class_name="desk-date num"),
            ]
        )
        for name, day in days
    ]
    kept = [dcc.Input(type="hidden", name=name, value=value) for name, value in address.kept_pairs("period")]
    button = html.Button(say(FILTERS, "apply", language), type="submit", className="desk-button")
    title = html.Span(say(FILTERS, "own", language), className="desk-menu-label")
    return html.Form([title, *fields, *kept, button], action=address.path, method="GET", className="desk-own")
