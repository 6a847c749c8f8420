"""Who is on duty: a row for each place below, a column for each category."""

from dash import html
from dash.development.base_component import Component

from dashboard.live.board import MOST_SHIFTS
from dashboard.views.wall_frame import Frame, attributes, shape
from dashboard.wording.kpi import count_label
from pipelines.domain.kpi import Basis
from pipelines.domain.record_counts import WORKERS

COLUMNS = ("workers_on_duty", *WORKERS.values())


def emergency_shifts(frame: Frame) -> Component:
    """One panel; a place without anybody is marked."""
    empty = frame.span("shifts-empty", [shape(), frame.cell("shifts-empty")], "shift-empty")
    total = html.Span([empty, " ", frame.listed("shifts-total", "")], className="note num")
    head = html.Div([html.H2(frame.word("shifts")), total], className="panel-head")
    names = html.Div([html.Span(), *(_head(frame, name) for name in COLUMNS)], className="shift-line")
    rows = [_row(frame, f"shift-{n}") for n in range(MOST_SHIFTS)]
    more = frame.box("shifts-more", [frame.cell("shifts-more")], "note")
    return html.Section([head, names, *rows, more], className="panel shifts")


def _head(frame: Frame, name: str) -> Component:
    return html.Span(
        frame.word(f"shift_{name}"), className="note", title=count_label(Basis.STOCK, name, frame.language)
    )


def _row(frame: Frame, key: str) -> Component:
    name = html.A([shape(), frame.cell(f"{key}-name")], className="name", **attributes(data_link=key))
    return frame.box(key, [name, *(frame.listed(f"{key}-{one}", "num") for one in COLUMNS)], "shift-line")
