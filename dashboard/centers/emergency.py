"""The emergency center: hazards and incidents, what is found, fixed and outstanding."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.views.wall_alarms import wall_alarms, wall_rhythm
from dashboard.views.wall_frame import Frame
from dashboard.views.wall_map import wall_map


def emergency(frame: Frame, place: str) -> Sequence[Component]:
    """Its columns."""
    side = html.Div([wall_alarms(frame), wall_rhythm(frame)], className="wall-side")
    return [html.Div(className="wall-own"), wall_map(frame, place), side]
