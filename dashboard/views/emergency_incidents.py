"""Alarms, and below them the open cases of class A and B on the clock: one list, numbered as on the map."""

from dash import html
from dash.development.base_component import Component

from dashboard.live.board import MOST_ALARMS, MOST_LISTED
from dashboard.views.wall_alarms import alarm_row
from dashboard.views.wall_frame import Frame


def emergency_incidents(shared: Frame, frame: Frame) -> Component:
    """`shared` has the words of all boards, `frame` those of this one."""
    told = [shared.cell("alarms-open"), frame.span("incidents-more", [frame.cell("incidents-more")])]
    head = html.Div([html.H2(frame.word("incidents")), html.Span(told, className="note told")], className="panel-head")
    quiet = frame.box("incidents-none", [frame.word("none_running")], "all-quiet")
    rows = [*(alarm_row(shared, n) for n in range(MOST_ALARMS)), *(_row(frame, n) for n in range(MOST_LISTED))]
    return html.Section([head, quiet, *rows], className="wall-alarms incidents panel")


def _row(frame: Frame, n: int) -> Component:
    key = f"incident-{n}"
    number = html.Span(frame.cell(f"{key}-number", "num"), className="shape numbered")
    facts = [frame.cell(f"{key}-class"), frame.cell(f"{key}-fact", "fact"), frame.cell(f"{key}-where")]
    title = frame.cell(f"{key}-title", "alarm-title")
    text = html.Div([title, html.Div(facts, className="alarm-facts")], className="alarm-text")
    return frame.link(key, [number, text], "alarm")
