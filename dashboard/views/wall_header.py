"""The header of a board: title, scope, state pills, simulated label, age of the data, date and clock."""

from dash import html
from dash.development.base_component import Component

from dashboard.views.wall_frame import Frame, attributes, shape


def wall_header(frame: Frame) -> Component:
    """One line in three parts, none of which crosses a bezel; the live script keeps age, date and clock."""
    place = [html.H1(frame.word("title")), html.Span(className="rule"), frame.cell("scope", "scope")]
    time = [
        html.Span(className="age", **attributes(data_age="none")),
        html.Span(className="day", **attributes(data_day="")),
        html.Span(className="clock num", **attributes(data_clock="")),
    ]
    start = [html.Div(place, className="head-place"), html.Div(_states(frame), className="head-state")]
    return html.Header(
        [html.Div(start, className="head-start"), html.Div(time, className="head-time")], className="wall-header"
    )


def _states(frame: Frame) -> list[Component]:
    """What a first glance looks for."""
    return [
        _pill(frame, "critical"),
        _pill(frame, "warning"),
        frame.box("quiet", [frame.word("normal")], "pill calm"),
        frame.box("simulated", [frame.word("simulated")], "pill simulated"),
        frame.box("pill-shelved", [frame.label("shelved", "word"), frame.cell("pill-shelved", "num")], "pill shelved"),
    ]


def _pill(frame: Frame, state: str) -> Component:
    content = [shape(), frame.label(state, "word"), frame.cell(f"pill-{state}", "num")]
    return frame.box(f"pill-{state}", content, f"pill {state}")


def desk_head(frame: Frame, *ways: Component) -> Component:
    """The same in a desk page, whose bar holds the rest; then the ways to another view."""
    return html.Div(
        [
            html.H1(frame.cell("scope"), className="board-title"),
            *_states(frame),
            html.Span(className="space"),
            html.Span(className="age", role="status", **attributes(data_age="none")),
            *ways,
        ],
        className="board-head",
    )


def wall_banner() -> Component:
    """What stands over a page whose figures are old; the live script fills it in."""
    return html.Div(className="wall-banner", role="status", **attributes(data_banner=""))
