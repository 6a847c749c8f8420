"""The governance center: disputes, petitions, appeals, rented homes, and what comes back."""

from collections.abc import Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard.views.governance_cases import backlog, loop, matters, zero
from dashboard.views.governance_places import homes, recurring
from dashboard.views.wall_alarms import wall_alarms
from dashboard.views.wall_frame import Frame
from dashboard.views.wall_map import wall_map
from dashboard.wording.governance import GOVERNANCE
from pipelines.domain.event import Center


def governance(frame: Frame, place: str) -> Sequence[Component]:
    """Its columns: what stands open, how appeals go, homes and places; what to act on, and where."""
    own = replace(frame, words=GOVERNANCE)
    columns = ((matters, backlog), (loop, zero), (homes, recurring))
    side = html.Div([wall_alarms(frame), wall_map(frame, Center.GOVERNANCE, place)], className="wall-side")
    return [*(html.Div([part(own) for part in column], className="wall-own") for column in columns), side]
