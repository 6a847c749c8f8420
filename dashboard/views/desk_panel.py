"""The small parts that every desk view is made of: panels, links, chips, shapes."""

import json
from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.wording.desk import FIGURES, say
from dashboard.wording.words import Language
from pipelines.domain.event import CaseClass

Child = str | Component | Sequence[str | Component]
SHAPES = {"critical": "◆", "warning": "▲"}


def panel(title: str, hint: str, *children: Component, name: str = "", anchor: str = "") -> html.Section:
    """A titled box of the page."""
    head = html.Div([html.H2(title), html.Span(hint, className="desk-hint")], className="desk-panel-head")
    return html.Section([head, *children], className=f"desk-panel {name}".strip(), **marks(id=anchor or None))


def link(children: Child, to: Address, name: str = "", title: str = "", anchor: str = "") -> dcc.Link:
    """A link that keeps the page and only asks the new address."""
    return dcc.Link(children, href=to.href + anchor, className=name, title=title or None)


def marks(**named: str | None) -> dict[str, Any]:
    """Attributes that Python cannot spell: aria_label becomes aria-label; what is None is left out."""
    return {name.replace("_", "-"): value for name, value in named.items() if value is not None}


def class_letter(class_: CaseClass, word: str) -> html.Span:
    """The letter of a class in its colour; the full word for who cannot see it."""
    letter = class_.value if class_ is not CaseClass.NONE else "—"
    return html.Span(letter, className=f"desk-class desk-class-{class_.value.lower()}", title=word)


def shape(state: str, language: Language) -> html.Span:
    """The shape of a state, its word for screen readers."""
    hidden = html.Span(say(FIGURES, state, language), className="visually-hidden")
    return html.Span(
        [html.Span(SHAPES[state], **marks(aria_hidden="true")), hidden], className=f"desk-shape desk-{state}"
    )


def details(label: str, shown: str | Component, options: Sequence[Component], is_set: bool = False) -> html.Details:
    """A menu that opens its options below what it shows."""
    summary = html.Summary([html.Span(label, className="desk-menu-label"), html.Span(shown)])
    name = "desk-menu desk-menu-set" if is_set else "desk-menu"
    return html.Details([summary, html.Div(options, className="desk-menu-list")], className=name)


def chosen_name(is_chosen: bool) -> str:
    """The class of an option of a menu."""
    return "desk-option desk-option-here" if is_chosen else "desk-option"


def late_table(head: Sequence[str], rows: Sequence[Sequence[str]], caption: str) -> html.Div:
    """A table of text in a closed block, its first column names the row; the script writes it when the block is opened.

    Dash looks at every element of a page whenever one changes: hundreds of cells that nobody sees would slow it down.
    """
    told = {"caption": caption, "head": head, "rows": rows}
    return html.Div(**marks(data_table=json.dumps(told, ensure_ascii=False)), className="desk-scroll")
