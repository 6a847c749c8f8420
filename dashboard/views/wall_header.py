"""The header of a board: title, scope, state pills, simulated label, age of the data, date and clock."""

from dash import html
from dash.development.base_component import Component

from dashboard.views.wall_frame import Frame, attributes, shape


def wall_header(frame: Frame) -> Component:
    """One line; the live script keeps age, date and clock by the server's time."""
    return html.Header(
        [
            html.H1(frame.word("title")),
            html.Span(className="rule"),
            frame.cell("scope", "scope"),
            _pill(frame, "critical"),
            _pill(frame, "warning"),
            frame.box("quiet", [frame.word("normal")], "pill calm"),
            frame.box("simulated", [frame.word("simulated")], "pill simulated"),
            html.Span(className="space"),
            html.Span(className="age", **attributes(data_age="none")),
            html.Span(className="day", **attributes(data_day="")),
            html.Span(className="clock num", **attributes(data_clock="")),
        ],
        className="wall-header",
    )


def _pill(frame: Frame, state: str) -> Component:
    content = [shape(), frame.label(state, "word"), frame.cell(f"pill-{state}", "num")]
    return frame.box(f"pill-{state}", content, f"pill {state}")


def desk_head(frame: Frame, picker: Component) -> Component:
    """The same in a desk page, whose bar holds the rest."""
    return html.Div(
        [
            html.H1(frame.cell("scope"), className="board-title"),
            _pill(frame, "critical"),
            _pill(frame, "warning"),
            frame.box("quiet", [frame.word("normal")], "pill calm"),
            frame.box("simulated", [frame.word("simulated")], "pill simulated"),
            html.Span(className="space"),
            html.Span(className="age", role="status", **attributes(data_age="none")),
            picker,
        ],
        className="board-head",
    )


def wall_banner() -> Component:
    """What stands over a page whose figures are old; the live script fills it in."""
    return html.Div(className="wall-banner", role="status", **attributes(data_banner=""))
