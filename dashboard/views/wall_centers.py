"""The panels of the three centers."""

from dash import html
from dash.development.base_component import Component

from dashboard.live.alarms import ON_TIME
from dashboard.live.board import CENTER_COUNTS, CENTERS
from dashboard.views.wall_frame import Children, Frame, shape
from dashboard.wording import kpi
from dashboard.wording.numbers import percent
from dashboard.wording.words import find
from pipelines.domain.event import Center


def wall_centers(frame: Frame) -> Component:
    """One below the other, always in the same order."""
    return html.Div([_panel(frame, center) for center in CENTERS], className="wall-centers")


def _panel(frame: Frame, center: Center) -> Component:
    key = f"center-{center}"
    title = html.H2(find(kpi.CENTERS, center, frame.language))
    state = html.Span([shape(), frame.cell(f"{key}-state")], className="center-state")
    reported = [
        frame.listed(f"{key}-reported", "value num"),
        html.Div([frame.word("reported_short"), " ", frame.cell(f"{key}-change", "num")], className="note"),
    ]
    counts = html.Div([row for name in CENTER_COUNTS for row in _count(frame, key, name)], className="counts")
    return frame.box(
        key,
        [
            html.Div([title, state], className="panel-head"),
            html.Div([html.Div(reported, className="reported"), counts], className="center-body"),
            html.Div(_rate(frame, key), className="center-rate"),
        ],
        "panel center",
    )


def _count(frame: Frame, key: str, name: str) -> Children:
    label = frame.label(f"{name}_short")
    number = frame.listed(f"{key}-{name}", "num")
    return [label, frame.span(f"{key}-{name}", [shape(), number], "count", "normal")]


def _rate(frame: Frame, key: str) -> Children:
    """A dot beside a target tick: a bar from zero would hide how far the rate is from its target."""
    target = percent(ON_TIME.target)
    goal = frame.word("target").format(f"{ON_TIME.target:.0%}" if ON_TIME.target else target.value)
    words = [
        html.Span([frame.word("on_time_rate"), " "]),
        frame.span(f"{key}-rate", [frame.cell(f"{key}-rate")], "num", "normal"),
    ]
    scale = frame.bar(f"{key}-rate", "scale")
    dot = frame.box(f"{key}-dot", [scale], "scale-box")
    return [html.Div(words, className="rate-text"), html.Span(goal, className="goal"), dot]
