"""The grid center: reports and closure, patrols, staff and duties."""

from collections.abc import Sequence
from dataclasses import replace

from dash.development.base_component import Component

from dashboard.views.grid_duties import grid_duties
from dashboard.views.grid_flows import grid_channels, grid_ladder
from dashboard.views.grid_load import grid_load
from dashboard.views.grid_patrols import grid_patrols
from dashboard.views.grid_ranking import grid_ranking
from dashboard.views.grid_team import grid_team
from dashboard.views.wall_alarms import wall_alarms
from dashboard.views.wall_frame import Frame
from dashboard.views.wall_map import wall_map
from dashboard.wording.grid import GRID
from pipelines.domain.event import Center


def grid(frame: Frame, place: str) -> Sequence[Component]:
    """Its panels in the order in which they are read: what must be acted on today first, the slow facts last."""
    own = replace(frame, words=GRID)
    return [
        grid_patrols(own),
        wall_map(frame, Center.GRID, place),
        grid_ranking(own),
        wall_alarms(frame),
        grid_team(own),
        grid_ladder(own),
        grid_load(own),
        grid_duties(own),
        grid_channels(own),
    ]
