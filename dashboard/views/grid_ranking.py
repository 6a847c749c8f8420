"""The ranking of communities: the first and the last ones, with the middle one between them."""

from dash import html
from dash.development.base_component import Component

from dashboard.live.board_grid import MOST_AT_AN_END
from dashboard.views.wall_frame import Children, Frame
from dashboard.wording.definitions import rate_definition
from pipelines.domain.kpi import RATES_BY_NAME

COLUMNS = ("reports", "fraction", "gap", "rate")


def grid_ranking(frame: Frame) -> Component:
    """As far as the policy allows: rank, reports per grid, closure rate, and how far each is from the middle one."""
    title = html.H2(frame.cell("communities-title"))
    head = html.Div([title, frame.cell("communities-n", "note")], className="panel-head")
    best = [_row(frame, f"best-{n}") for n in range(MOST_AT_AN_END)]
    worst = [_row(frame, f"worst-{n}") for n in reversed(range(MOST_AT_AN_END))]
    rows = [
        html.Div([_columns(frame), *best], className="end best"),
        frame.box("middle", _middle(frame), "ranked middle"),
        html.Div([_columns(frame), *worst], className="end worst"),
    ]
    none = frame.box("no-communities", [frame.word("no_communities")], "note nothing")
    told = "\n".join(rate_definition(RATES_BY_NAME[name], frame.language) for name in ("closure_rate", "report_rate"))
    return html.Section(
        [head, none, frame.box("ends", rows, "ends"), _notes(frame)], className="grid-ranking panel", title=told
    )


def _columns(frame: Frame) -> Component:
    columns = [html.Span(), html.Span(), *(frame.label(f"{name}_column", f"col-{name}") for name in COLUMNS)]
    return html.Div(columns, className="ranked note columns")


def _row(frame: Frame, key: str) -> Component:
    content = [
        frame.cell(f"{key}-rank", "rank num"),
        frame.cell(f"{key}-name", "name"),
        html.Span(
            [frame.cell(f"{key}-reports"), frame.cell(f"{key}-reports-gap", "apart")], className="col-reports num"
        ),
        frame.cell(f"{key}-fraction", "col-fraction num"),
        html.Span([frame.bar(key, "scale"), frame.cell(f"{key}-gap", "apart num")], className="col-gap"),
        frame.cell(f"{key}-rate", "col-rate num"),
    ]
    return frame.link(key, content, "ranked")


def _middle(frame: Frame) -> Children:
    return [
        html.Span(),
        frame.label("middle", "name"),
        frame.cell("middle-reports", "col-reports num"),
        html.Span(className="col-fraction"),
        html.Span(className="col-gap"),
        frame.cell("middle-rate", "col-rate num"),
    ]


def _notes(frame: Frame) -> Component:
    notes = [frame.span("silent", [frame.cell("silent")]), frame.span("small", [frame.word("small")])]
    return html.Div(notes, className="note facts")
