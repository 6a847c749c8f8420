"""Reading a built page as a person would: its words, its links, and what a link shows."""

from collections.abc import Iterator
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.address_reading import read_address


def parts(component: Any) -> Iterator[Any]:
    """The component and all below it in reading order, texts too."""
    yield component
    below = getattr(component, "children", None)
    for part in below if isinstance(below, list | tuple) else [below]:
        if part is not None:
            yield from parts(part)


def text(component: Component) -> str:
    """All words of a component, one line."""
    return " ".join(str(part) for part in parts(component) if isinstance(part, str | int | float))


def links(component: Component) -> list[dcc.Link]:
    """All links of a component that Dash follows."""
    return [part for part in parts(component) if isinstance(part, dcc.Link)]


def by_class(component: Component, name: str) -> list[Component]:
    """The components that carry a class."""
    return [
        part
        for part in parts(component)
        if isinstance(part, Component) and name in (getattr(part, "className", None) or "").split()
    ]


def address_of(link: dcc.Link) -> Address:
    """Where a link leads."""
    path, _, query = link.href.partition("#")[0].partition("?")
    return read_address(path, query)


def rows(table: Component) -> list[html.Tr]:
    """The rows of a table's body."""
    body = next(part for part in parts(table) if isinstance(part, html.Tbody))
    return [part for part in parts(body) if isinstance(part, html.Tr)]
