"""The way of the duty list from its baseline to today: a bar for each cut, and one for what no cut names."""

from dash import html
from dash.development.base_component import Component

from dashboard.live.board_grid import BURDENS, DUTY_STEPS
from dashboard.views.wall_frame import Frame
from dashboard.wording.definitions import rate_definition
from pipelines.domain.kpi import RATES_BY_NAME


def grid_duties(frame: Frame) -> Component:
    """Every bar begins where the one before it ends."""
    reduced = html.Span([frame.word("reduction"), " ", frame.listed("duty-rate", "num")], className="note")
    head = html.Div([html.H2(frame.word("duties")), reduced], className="panel-head")
    none = frame.box("no-duties", [frame.word("no_duties")], "note nothing")
    rows = frame.box("duties", [_step(frame, name) for name in DUTY_STEPS], "cascade")
    told = rate_definition(RATES_BY_NAME["duty_reduction"], frame.language)
    others = html.Div([_burden(frame, kind) for kind in BURDENS], className="burdens")
    return html.Section([head, none, rows, others], className="grid-duties panel", title=told)


def _step(frame: Frame, name: str) -> Component:
    key = f"duty-{name}"
    bars = html.Div([frame.bar(f"{key}-from", "from"), frame.bar(key, "fill")], className="way")
    content = [frame.cell(f"{key}-name", "label"), bars, frame.cell(f"{key}-n", "num count")]
    return frame.link(key, content, f"step {name.split('-', maxsplit=1)[0]}")


def _burden(frame: Frame, kind: str) -> Component:
    key = f"burden-{kind}"
    content = [frame.label(f"burden_{kind}"), frame.cell(f"{key}-way", "num"), frame.cell(f"{key}-rate", "num share")]
    return frame.link(key, content, "line")
