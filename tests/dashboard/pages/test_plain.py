"""A page that is told to the script is the same page, of few components."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.ids import KNOWN, MAP_DETAIL
from dashboard.pages.plain import TOLD, children_of, lightened
from tests.dashboard.pages.reading import parts

PAGES = (
    "/places/140303007",
    "/places/140303007001001",
    "/overview?place=140303007",
    "/alarms?place=140303007",
    "/definitions",
    "/explore?place=140303007",
)


def outline(one: Any) -> Iterator[tuple[str, ...]]:
    """Elements with what can be seen of them, and texts, in reading order; told ones like those of components."""
    if isinstance(one, list):
        tag, attributes, *below = one
        yield tag, attributes.get("class", ""), attributes.get("href", ""), attributes.get("data-cell", "")
    elif isinstance(one, Component):
        tag = "a" if isinstance(one, dcc.Link) else one._type.lower()
        named = [getattr(one, name, None) or "" for name in ("className", "href", "data-cell")]
        is_field = one._namespace == "dash_bootstrap_components"
        yield tag, (f"form-control {one.class_name}" if is_field else named[0]), *named[1:]
        below = [*children_of(one), *json.loads(getattr(one, TOLD, "[]"))]
    else:
        yield (str(one),)
        below = []
    for part in below:
        yield from outline(part)


def components(page: Component) -> list[Component]:
    return [part for part in parts(page) if isinstance(part, Component)]


@pytest.mark.parametrize("path", PAGES)
def test_a_told_page_has_the_same_elements_in_the_same_order(desk, path):
    whole = list(outline(desk.page(path)))
    page = lightened(desk.page(path))
    assert list(outline(page)) == whole
    assert len(components(page)) < len(whole) / 4


@pytest.mark.parametrize("path", PAGES)
def test_what_callbacks_know_stays_a_component(desk, path):
    known = [part.id for part in components(desk.page(path)) if getattr(part, "id", None) in KNOWN]
    kept = [part.id for part in components(lightened(desk.page(path))) if getattr(part, "id", None) in KNOWN]
    assert kept == known


def test_an_element_that_a_callback_fills_is_not_told():
    page = lightened(html.Div([html.P(html.B("words")), html.Div(id=MAP_DETAIL)]))
    assert page.children[1].id == MAP_DETAIL
    assert json.loads(getattr(page.children[0], TOLD)) == [["b", {}, "words"]]


def test_a_link_that_keeps_the_page_is_told_from_one_that_does_not():
    page = lightened(html.Div([dcc.Link("in", href="/a"), html.A("out", href="/b")]))
    assert json.loads(getattr(page, TOLD)) == [["a", {"data-go": "", "href": "/a"}, "in"], ["a", {"href": "/b"}, "out"]]


def test_attributes_are_named_and_written_as_in_a_document():
    marks = {"aria-hidden": True, "data-n": 2}
    part = html.Td("x", className="a", colSpan=2, hidden=False, style={"fontSize": "2px", "--share": 0.5}, **marks)
    page = lightened(html.Div(part))
    ((_, attributes, _),) = json.loads(getattr(page, TOLD))
    style = {"font-size": "2px", "--share": "0.5"}
    assert attributes == {"class": "a", "colSpan": "2", "style": style, "aria-hidden": "true", "data-n": "2"}
