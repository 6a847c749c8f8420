"""What the panels of the governance center's board have in common."""

from dash import html
from dash.development.base_component import Component

from dashboard.views.wall_frame import Children, Frame
from dashboard.wording.definitions import rate_definition
from pipelines.domain.kpi import RATES_BY_NAME


def head(frame: Frame, title: str, beside: Children = (), means: str = "") -> Component:
    """The title, with its definition for whoever points at it."""
    text = html.H2(frame.word(title), title=frame.word(means) if means else None)
    return html.Div([text, *beside], className="panel-head")


def told(frame: Frame, label: str, means: str) -> Component:
    """A label with its definition for whoever points at it."""
    return html.Span(frame.word(label), className="label", title=frame.word(means))


def rate_label(frame: Frame, label: str, rate: str) -> Component:
    """The name of a share with its formula for whoever points at it."""
    return html.Span(frame.word(label), className="label", title=rate_definition(RATES_BY_NAME[rate], frame.language))
