"""The calendar of patrols: a week in each row, a shade and the coverage in percent for each day."""

from dash import html
from dash.development.base_component import Component

from dashboard.live.board_grid import DAYS, WEEK, WEEKS
from dashboard.views.wall_frame import Frame
from dashboard.wording.definitions import rate_definition
from pipelines.domain.kpi import RATES_BY_NAME


def grid_patrols(frame: Frame) -> Component:
    """The last five weeks, and how far today's rounds have come."""
    head = html.Div([html.H2(frame.word("patrols")), frame.label("patrols_unit", "note")], className="panel-head")
    weekdays = [html.Span(), *(frame.label(f"weekday_{n}", "note") for n in range(WEEK))]
    weeks = [cell for n in range(WEEKS) for cell in _week(frame, n)]
    calendar = html.Div([*weekdays, *weeks], className="calendar")
    below = [
        html.Span([frame.word("today_patrolled"), " ", frame.listed("patrol-today", "num"), " ", frame.word("grids")]),
        html.Span([frame.word("five_weeks"), " ", frame.listed("patrol-weeks", "num")]),
        frame.span("patrol-missed", [frame.cell("patrol-missed")], "missed-days"),
    ]
    told = rate_definition(RATES_BY_NAME["patrol_coverage"], frame.language)
    content = [head, calendar, html.Div(below, className="note facts")]
    return html.Section(content, className="grid-patrols panel", title=told)


def _week(frame: Frame, n: int) -> list[Component]:
    days = range(n * WEEK, min((n + 1) * WEEK, DAYS))
    return [frame.cell(f"week-{n}", "note num"), *(_day(frame, day) for day in days)]


def _day(frame: Frame, n: int) -> Component:
    return frame.link(f"day-{n}", [frame.cell(f"day-{n}")], "day num")
