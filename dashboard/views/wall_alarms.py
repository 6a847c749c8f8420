"""The alarm list, and today's rhythm of reports below it."""

from dash import html
from dash.development.base_component import Component

from dashboard.live.board import MOST_ALARMS
from dashboard.views.wall_frame import Frame

HOURS = (0, 6, 12, 18, 24)


def wall_alarms(frame: Frame) -> Component:
    """At most five rows, or one quiet line."""
    head = [html.H2(frame.word("alarms")), frame.cell("alarms-open", "note")]
    quiet = frame.box("quiet", [frame.word("all_quiet")], "all-quiet")
    rows = [alarm_row(frame, n) for n in range(MOST_ALARMS)]
    listed = html.Div([quiet, *rows], className="alarm-rows")
    return html.Section([html.Div(head, className="panel-head"), listed], className="wall-alarms panel")


def alarm_row(frame: Frame, n: int) -> Component:
    """A row with the number of its marker on the map."""
    key = f"alarm-{n}"
    number = html.Span(frame.cell(f"{key}-number", "num"), className="shape numbered")
    facts = [
        frame.cell(f"{key}-owner", "owner"),
        frame.cell(f"{key}-class"),
        frame.cell(f"{key}-fact", "fact"),
        frame.cell(f"{key}-where"),
    ]
    text = html.Div(
        [frame.cell(f"{key}-title", "alarm-title"), html.Div(facts, className="alarm-facts")], className="alarm-text"
    )
    return frame.link(key, [number, text], "alarm")


def wall_rhythm(frame: Frame) -> Component:
    """A line per quarter of an hour that ends in today's newest value."""
    head = html.Div([html.H2(frame.word("rhythm")), frame.cell("rhythm-unit", "note")], className="panel-head")
    ticks = [frame.cell(f"rhythm-tick-{n}", f"tick num y{n}") for n in range(3)]
    hours = [html.Span(_hour(frame, hour), className=f"tick num x{n}") for n, hour in enumerate(HOURS)]
    plot = html.Div([*ticks, *hours, frame.chart("rhythm", "rhythm", "plot")], className="rhythm-box")
    return html.Section([head, plot], className="wall-rhythm panel")


def _hour(frame: Frame, hour: int) -> str:
    return frame.word("hours").format(hour) if hour == HOURS[-1] else str(hour)
