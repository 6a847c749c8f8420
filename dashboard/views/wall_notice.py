"""What stands on a wall that cannot be shown: the fault, what was asked for, what to do, and a way on."""

from dash import html
from dash.development.base_component import Component

from dashboard.views.wall_frame import attributes
from dashboard.wording.desk_notices import GO_WALL, NOTICES
from dashboard.wording.words import Language


def wall_notice(notice: str, asked: str, way_out: str, language: Language) -> Component:
    """A notice in the size of a wall; `asked` and `way_out` may be empty."""
    title, advice = (word.on(language) for word in NOTICES[notice])
    parts: list[Component] = [html.H1(title)]
    parts += [html.P(asked, className="asked", **attributes(data_given=""))] if asked else []
    parts += [html.P(advice)]
    parts += [html.A(GO_WALL.on(language), href=way_out)] if way_out else []
    return html.Div(html.Div(parts, className="wall-notice panel"), id="wall", role="alert", lang=language.tag)
