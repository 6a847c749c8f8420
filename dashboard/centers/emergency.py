"""The emergency center: hazards and incidents, what is found, fixed and outstanding, and who is there to act."""

from collections.abc import Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard.views.emergency_handling import emergency_handling
from dashboard.views.emergency_hazards import emergency_hazards
from dashboard.views.emergency_incidents import emergency_incidents
from dashboard.views.emergency_shifts import emergency_shifts
from dashboard.views.wall_frame import Frame
from dashboard.views.wall_map import wall_map
from dashboard.wording.emergency import EMERGENCY
from pipelines.domain.event import Center


def emergency(frame: Frame, place: str) -> Sequence[Component]:
    """Its three columns: hazards, where they are, and what is on the clock."""
    own = replace(frame, words=EMERGENCY)
    hazards = html.Div([emergency_hazards(own), emergency_handling(own)], className="wall-own")
    side = html.Div([emergency_incidents(frame, own), emergency_shifts(own)], className="wall-side")
    return [hazards, wall_map(frame, Center.EMERGENCY, place), side]
