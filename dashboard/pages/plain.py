"""A page of as few Dash components as it needs: what no callback knows of is told to the script that draws it.

Dash looks at every component of a page whenever one of them changes, and wraps each in several layers of its own. What
is told instead becomes the same elements, as [tag, attributes, ...children] in an attribute of the element around them.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
import msgspec
from dash import dcc
from dash.development.base_component import Component

from dashboard.ids import KNOWN

TOLD, GO = "data-plain", "data-go"
Told = str | list[Any]
_HTML = "dash_html_components"
_NAMES = {"className": "class", "class_name": "class", "htmlFor": "for"}
_OF_COMPONENTS = frozenset(
    {"children", "_prop_names", "_valid_wildcard_attributes", "available_properties", "available_wildcard_properties"}
)
_FIELD = frozenset({"type", "name", "value", "class_name"})


def lightened(page: Component) -> Component:
    """The same page; what stands below an element that no callback knows of is told to the script."""
    found: Component = _kept(page, _lighter(page))
    return found


def _lighter(one: object) -> Told | Component:
    """What a part is told as; else the part itself, with all below it made lighter."""
    if not isinstance(one, Component):
        return str(one)
    below = children_of(one)
    lighter = [_lighter(child) for child in below]
    tag = _tag(one)
    if tag is not None and not any(isinstance(child, Component) for child in lighter):
        return [tag, _attributes(one), *lighter]
    if one._namespace == _HTML:
        one.children = [_kept(child, told) for child, told in zip(below, lighter, strict=True)]
    return one


def _kept(one: Any, told: Told | Component) -> Any:  # noqa: ANN401
    """A part as a component again; one with elements below it tells them to the script."""
    if isinstance(told, list) and one._namespace == _HTML and any(isinstance(child, list) for child in told[2:]):
        one.children = None
        setattr(one, TOLD, msgspec.json.encode(told[2:]).decode())
    return one


def children_of(one: Component) -> Sequence[object]:
    """Components and texts directly below one."""
    found = getattr(one, "children", None)
    if found is None:
        return []
    return [child for child in found if child is not None] if isinstance(found, list | tuple) else [found]


def _tag(one: Component) -> str | None:
    """The element that a component is; None for those that a callback knows, or that do something by themselves."""
    if getattr(one, "id", None) in KNOWN:
        return None
    if one._namespace == _HTML:
        return str(one._type).lower()
    if isinstance(one, dcc.Link):
        return "a"
    if isinstance(one, dcc.Input) and vars(one).get("type") == "hidden":
        return "input"
    return "input" if isinstance(one, dbc.Input) and vars(one).keys() - _OF_COMPONENTS <= _FIELD else None


def _attributes(one: Component) -> dict[str, Any]:
    """Attributes by their names in HTML; a link that keeps the page is marked, a field looks as Bootstrap's does."""
    named = ((name, value) for name, value in vars(one).items() if name not in _OF_COMPONENTS)
    found = {_NAMES.get(name, name): _value(name, value) for name, value in named if value is not None}
    if isinstance(one, dcc.Link):
        return {GO: "", **found}
    if isinstance(one, dbc.Input):
        found["class"] = f"form-control {found.get('class', '')}".strip()
    return {name: value for name, value in found.items() if value is not False}


def _value(name: str, value: object) -> object:
    if isinstance(value, Mapping):
        return {re.sub("[A-Z]", lambda one: f"-{one[0].lower()}", key): str(own) for key, own in value.items()}
    if isinstance(value, bool):
        return str(value).lower() if name.startswith(("aria-", "data-")) else "" if value else False
    return str(value)
