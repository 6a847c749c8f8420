"""The strip of loads: a dot for each child beside the middle one, and those that carry most."""

from dash import html
from dash.development.base_component import Component

from dashboard.live.board_grid import MOST_LOADED
from dashboard.views.wall_frame import Frame
from dashboard.wording.definitions import entry_definition
from pipelines.domain.kpi.catalogue import CATALOGUE_BY_ID
from pipelines.domain.load import LOAD


def grid_load(frame: Frame) -> Component:
    """A tick marks the middle place, a shorter one P90."""
    head = html.Div([html.H2(frame.cell("load-title")), frame.cell("load-unit", "note")], className="panel-head")
    spread = [frame.cell("load-spread", "value num"), frame.label("spread", "note"), frame.cell("load-n", "note")]
    ticks = [frame.cell("load-low", "tick num x0"), frame.cell("load-high", "tick num x4")]
    strip = html.Div([*ticks, frame.chart("load", "strip", "plot")], className="strip-box")
    rows = [_row(frame, n) for n in range(MOST_LOADED)]
    none = frame.box("no-load", [frame.word("no_load")], "note nothing")
    compared = frame.box("load-compared", [html.Div(spread, className="headline"), strip], "load-compared")
    known = frame.box("load", [compared, html.Div(rows)], "load-known")
    told = entry_definition(CATALOGUE_BY_ID[LOAD], frame.language)
    return html.Section([head, none, known], className="grid-load panel", title=told)


def _row(frame: Frame, n: int) -> Component:
    key = f"load-{n}"
    parts = [frame.cell(f"{key}-name", "name"), frame.cell(f"{key}-parts", "note")]
    return frame.link(key, [*parts, frame.cell(f"{key}-index", "num")], "line")
