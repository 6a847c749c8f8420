"""The newest reports, along the foot of the wall."""

from dash import html
from dash.development.base_component import Component

from dashboard.live.board import NEWEST
from dashboard.views.wall_frame import Frame
from dashboard.wording.replay import REPLAY
from dashboard.wording.words import find


def wall_events(frame: Frame) -> Component:
    """Three cells, newest left; they are replaced, never scrolled."""
    then = html.Span(find(REPLAY, "events", frame.language), className="then-only")
    title = html.H2([frame.label("events", "now-only"), then])
    empty = frame.box("no-events", [frame.word("no_events")], "note")
    return html.Footer([title, empty, *(_event(frame, n) for n in range(NEWEST))], className="wall-events panel")


def _event(frame: Frame, n: int) -> Component:
    key = f"event-{n}"
    text = html.Div(
        [
            html.Div([frame.cell(f"{key}-title"), frame.cell(f"{key}-place")], className="event-title"),
            frame.cell(f"{key}-state", "note"),
        ],
        className="event-text",
    )
    return frame.link(
        key, [frame.cell(f"{key}-time", "time num"), frame.cell(f"{key}-class", "chip num"), text], "event"
    )
