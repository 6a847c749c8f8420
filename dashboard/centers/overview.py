"""The overview: the three centers, where their cases are, and what a person should act on."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.live.board import OVERVIEW
from dashboard.views.wall_alarms import wall_alarms, wall_rhythm
from dashboard.views.wall_centers import wall_centers
from dashboard.views.wall_frame import Frame
from dashboard.views.wall_map import wall_map


def overview(frame: Frame, place: str) -> Sequence[Component]:
    """Its three columns."""
    side = html.Div([wall_alarms(frame), wall_rhythm(frame)], className="wall-side")
    return [wall_centers(frame), wall_map(frame, OVERVIEW, place), side]
