"""The most frequent items: bars from zero, each one a link that narrows the page to it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dash import html

from dashboard.address import Address
from dashboard.views.desk_panel import link, panel
from dashboard.wording.desk import CHARTS, item_name, say
from dashboard.wording.numbers import share
from pipelines.domain.catalogue import Item

Found = Sequence[tuple[str | None, int]]


def items_panel(address: Address, found: Found, reported: int, items: Mapping[str, Item]) -> html.Section:
    """Bars sorted by value; the first one stands out when it leads alone."""
    language = address.language
    title, hint = say(CHARTS, "items", language), say(CHARTS, "items_hint", language, len(found))
    if any(items[code].is_sample for code, _ in found if code is not None and code in items):
        hint = say(CHARTS, "items_sample", language, hint)
    leads = len(found) > 1 and found[0][1] > found[1][1] and found[0][0] is not None
    if leads and reported:
        name = item_name(items, found[0][0], language)
        title = say(CHARTS, "leading", language, name, share(found[0][1] / reported, language))
    most = found[0][1] if found else 1
    rows = [_bar(address, one, most, leads and n == 0, items) for n, one in enumerate(found)]
    head = html.Thead(
        html.Tr([html.Th(say(CHARTS, "item", language), scope="col"), html.Th(hint, scope="col")]),
        className="visually-hidden",
    )
    return panel(title, hint, html.Table([head, html.Tbody(rows)], className="desk-bars"), name="desk-items")


def _bar(
    address: Address, one: tuple[str | None, int], most: int, is_first: bool, items: Mapping[str, Item]
) -> html.Tr:
    code, n = one
    name = item_name(items, code, address.language)
    label = name if code is None else link(name, replace(address, item=code, after=()), title=name)
    bar = html.Span(className="desk-bar-fill" + " desk-bar-first" * is_first, style={"width": f"{n / most * 100:.1f}%"})
    value = html.Span(f"{n:,}", className="num")
    return html.Tr([html.Th(label, scope="row"), html.Td(html.Div([bar, value], className="desk-bar-track"))])
