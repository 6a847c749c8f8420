"""The overview wall: which view stands where."""

from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.live.board import OVERVIEW
from dashboard.live.snapshot import Snapshot
from dashboard.views.wall_alarms import wall_alarms, wall_rhythm
from dashboard.views.wall_centers import wall_centers
from dashboard.views.wall_events import wall_events
from dashboard.views.wall_frame import Frame, attributes
from dashboard.views.wall_header import wall_banner, wall_header
from dashboard.views.wall_kpis import wall_kpis
from dashboard.views.wall_map import wall_map
from dashboard.wording.words import Language

_TOLD = ("age", "age_late", "age_lost", "age_none", "banner")


def wall(place: str, language: Language, first: Snapshot | None = None) -> Component:
    """The frame of `/wall/overview` for a place; the live script connects it and fills it in."""
    frame = Frame(language, first or Snapshot())
    query = urlencode({"board": OVERVIEW, "place": place, "lang": language.value})
    words = attributes(**{f"data_say_{name}": frame.word(name) for name in _TOLD})
    return html.Div(
        [
            wall_banner(),
            html.Div(
                [
                    wall_header(frame),
                    wall_kpis(frame),
                    html.Div(
                        [
                            wall_centers(frame),
                            wall_map(frame, place),
                            html.Div([wall_alarms(frame), wall_rhythm(frame)], className="wall-side"),
                        ],
                        className="wall-main",
                    ),
                    wall_events(frame),
                ],
                className="wall-canvas",
            ),
        ],
        id="wall",
        lang=language.tag,
        **attributes(data_live=query, data_freshness="waiting"),
        **words,
    )
