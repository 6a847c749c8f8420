"""The menu of somebody's own views: open one, keep this page, rename and delete, by plain forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.views.desk_panel import marks
from dashboard.wording.desk import say
from dashboard.wording.desk_views import DONE, SAID, VIEWS
from dashboard.wording.words import Language
from pipelines.domain.saved_view import LONGEST_NAME, MOST_VIEWS, SavedView

ACTION = "/actions/views"


@dataclass(frozen=True, slots=True)
class Kept:
    """Somebody's views, the address that would be kept (empty on a page that shows nothing), and what came of it."""

    views: Sequence[SavedView]
    address: str
    said: str = ""


def views_menu(kept: Kept, back: str, language: Language) -> html.Details:
    """Open again after something was done, so that what came of it is read beside the list."""
    told = [_said(kept.said, language)] if kept.said in SAID else []
    rows = [_row(one, kept, back, language) for one in kept.views]
    listed = [html.Ul(rows, className="desk-view-list")] if rows else [_note("none", language)]
    keeping = [_keeping(kept, back, language)] if kept.address else []
    title = html.Div(say(VIEWS, "own", language), className="desk-view-title")
    n: list[str | Component] = [html.Span(str(len(rows)), className="num desk-hint")] if rows else []
    words: list[str | Component] = [say(VIEWS, "views", language), *n]
    return html.Details(
        [html.Summary(words), html.Div([*told, title, *listed, *keeping], className="desk-menu-list")],
        className="desk-menu desk-views",
        open=bool(told),
    )


def _said(said: str, language: Language) -> html.P:
    name = "desk-said" if said in DONE else "desk-said desk-said-fault"
    return html.P(SAID[said].on(language), className=name, role="status")


def _note(word: str, language: Language) -> html.P:
    return html.P(say(VIEWS, word, language), className="desk-hint")


def _row(view: SavedView, kept: Kept, back: str, language: Language) -> html.Li:
    is_here = view.address == kept.address
    name = "desk-option desk-option-here" if is_here else "desk-option"
    way = html.A(view.name, href=view.address, className=name, **marks(aria_current="page" if is_here else None))
    told = say(VIEWS, "change", language, view.name)
    sign = html.Span("⋯", **marks(aria_hidden="true"))
    summary = html.Summary([sign, html.Span(told, className="visually-hidden")], title=told)
    forms = html.Div([_renaming(view, back, language), _deleting(view, back, language)], className="desk-view-forms")
    return html.Li([way, html.Details([summary, forms], className="desk-view-change")], className="desk-view")


def _renaming(view: SavedView, back: str, language: Language) -> html.Form:
    fields = [_field("new", "new_name", view.name, language), _button("rename", language)]
    return _form([*fields, *_hidden(name=view.name, back=back)])


def _deleting(view: SavedView, back: str, language: Language) -> html.Form:
    return _form([_button("delete", language), *_hidden(name=view.name, back=back)])


def _keeping(kept: Kept, back: str, language: Language) -> Component:
    if len(kept.views) >= MOST_VIEWS:
        return _note("full", language)
    fields = [_field("name", "name", "", language), _button("save", language)]
    title = html.Div(say(VIEWS, "save_this", language), className="desk-view-title")
    return html.Div([title, _form([*fields, *_hidden(address=kept.address, back=back)])], className="desk-view-save")


def _form(children: Sequence[Any]) -> html.Form:
    return html.Form(list(children), action=ACTION, method="POST", className="desk-view-form")


def _field(name: str, word: str, value: str, language: Language) -> html.Label:
    typed = dcc.Input(
        type="text", name=name, value=value, required=True, maxLength=LONGEST_NAME, className="desk-find",
        autoComplete="off",
    )  # fmt: skip
    return html.Label([html.Span(say(VIEWS, word, language), className="visually-hidden"), typed])


def _button(does: str, language: Language) -> html.Button:
    return html.Button(say(VIEWS, does, language), type="submit", name="do", value=does, className="desk-button")


def _hidden(**values: str) -> list[Component]:
    return [dcc.Input(type="hidden", name=name, value=value) for name, value in values.items()]
