"""How hazards are handled: the year's rate beside last year's, and how long it took to arrive and to fix."""

from dash import html
from dash.development.base_component import Component

from dashboard.live.board import CLOCKS
from dashboard.views.wall_frame import Children, Frame
from dashboard.wording.definitions import rate_definition
from dashboard.wording.durations import duration_definition
from pipelines.domain.kpi import RATES_BY_NAME

COLUMNS = ("median", "p90", "change")


def emergency_handling(frame: Frame) -> Component:
    """One panel."""
    title = html.H2(frame.word("handling"), title=rate_definition(RATES_BY_NAME["hazard_rate"], frame.language))
    made_of = frame.link("handling-of", [frame.cell("handling-of")], "note num")
    head = html.Div([title, made_of], className="panel-head")
    parts = [html.Div(_rate(frame), className="handling-rate"), html.Div(_clocks(frame), className="clocks")]
    return html.Section([head, *parts], className="panel handling")


def _rate(frame: Frame) -> Children:
    value = [frame.cell("handling-rate", "value num"), frame.cell("handling-unit", "unit num")]
    change = frame.cell("handling-change", "num strong")
    compared = frame.box("handling-compared", [frame.word("against_last_year"), " ", change], "note")
    before = html.Div([frame.cell("handling-before", "num")], className="note")
    told = html.Div([compared, before], className="handling-told")
    small = frame.box("handling-small", [frame.word("small")], "note clocks-small")
    return [html.Div(value, className="handling-value"), told, small]


def _clocks(frame: Frame) -> Children:
    heads = [html.Span(frame.word(one), className="note") for one in ("median", "p90", "clock_change")]
    title = html.Span(frame.word("clock"), className="note")
    head = html.Div([title, *heads], className="clock-line", title=frame.word("clock_told"))
    return [head, *(_clock(frame, name) for name in CLOCKS)]


def _clock(frame: Frame, name: str) -> Component:
    label = html.Span([frame.label(name), "  ", frame.cell(f"clock-{name}-n", "note num")], className="clock-name")
    cells = [frame.cell(f"clock-{name}-{one}", f"num {one}") for one in COLUMNS]
    told = duration_definition(name, frame.language)
    return html.Div([label, *cells], className="clock-line", title=told)
