"""Who is on duty by category, of those on the register; and the grids that nobody answers for."""

from dash import html
from dash.development.base_component import Component

from dashboard.live.board_grid import CATEGORIES, MOST_VACANT
from dashboard.views.wall_frame import Children, Frame, shape
from dashboard.wording.definitions import rate_definition
from pipelines.domain.kpi import RATES_BY_NAME


def grid_team(frame: Frame) -> Component:
    """Four bars within the length of their register, then the vacancies."""
    counts = html.Span([frame.word("on_duty"), " ", frame.listed("team", "num")], className="note")
    head = html.Div([html.H2(frame.word("team")), counts], className="panel-head")
    rows = [_category(frame, kind) for kind in CATEGORIES]
    told = rate_definition(RATES_BY_NAME["staffing_rate"], frame.language)
    content = [head, html.Div(rows, className="parts"), _vacancies(frame)]
    return html.Section(content, className="grid-team panel", title=told)


def _category(frame: Frame, kind: str) -> Component:
    key = f"team-{kind}"
    track = html.Span([frame.bar(f"{key}-held", "held"), frame.bar(key, "fill")], className="track")
    return html.Div([frame.label(f"team_{kind}"), track, frame.listed(key, "num count")], className="part")


def _vacancies(frame: Frame) -> Component:
    total: Children = [shape(), frame.label("vacant"), frame.listed("vacant", "num"), frame.listed("vacant-of", "note")]
    first = [_vacancy(frame, n) for n in range(MOST_VACANT)]
    content = [frame.span("vacant", total, "total", "normal"), *first]
    return html.Div(content, className="vacancies")


def _vacancy(frame: Frame, n: int) -> Component:
    key = f"vacant-{n}"
    return frame.link(key, [frame.cell(f"{key}-name"), frame.cell(f"{key}-days", "note num")], "vacancy")
