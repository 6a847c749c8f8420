"""The panel of reports over time: a title that states what is true, the chart, its text and its table."""

from dash import dcc, html

from dashboard.address import Address
from dashboard.views.desk_figure import HEIGHT, line_name, trend_figure
from dashboard.views.desk_findings import Trend, find_run
from dashboard.views.desk_panel import late_table, marks, panel
from dashboard.views.theme import TOKENS
from dashboard.wording.desk import CHARTS, say
from dashboard.wording.hierarchies import mark_text
from dashboard.wording.words import Language


def trend_panel(address: Address, trend: Trend) -> html.Section:
    """The chart, its text alternative and its table."""
    language, found = address.language, find_run(trend)
    hint = say(CHARTS, "trend_hint" if trend.is_daily else "trend_month_hint", language)
    subject = say(CHARTS, "trend" if trend.is_daily else "trend_month", language)
    if found is None:
        title, hint = subject, f"{trend.at[0]} – {trend.at[trend.shown - 1]}"
    else:
        word = "rising" if found.is_rising else "falling"
        title = say(CHARTS, word, language, line_name(found.class_, language), found.weeks)
    graph = dcc.Graph(
        figure=trend_figure(trend, TOKENS[address.theme], language, found),
        config={"displayModeBar": False, "staticPlot": False},
        style={"height": f"{HEIGHT}px"},
        responsive=True,
    )
    if trend.shown < len(trend.at):
        hint += f" · {say(CHARTS, 'without_today' if trend.is_daily else 'without_month', language)}"
    said = "; ".join(f"{line_name(one.class_, language)} {one.values[trend.shown - 1]}" for one in trend.lines)
    told = [mark_text(mark, language) for mark in trend.marks]
    label = ". ".join([title, f"{hint}: {said}", *told])
    box = html.Div(graph, role="img", className="desk-chart", **marks(aria_label=label))
    notes = [html.P(line, className="desk-hint desk-mark") for line in told]
    return panel(title, hint, box, *notes, _as_table(trend, language), name="desk-trend")


def _as_table(trend: Trend, language: Language) -> html.Details:
    head = [say(CHARTS, "day", language), *(line_name(line.class_, language) for line in trend.lines)]
    rows = [[at, *(str(line.values[n]) for line in trend.lines)] for n, at in enumerate(trend.at)]
    table = late_table(head, rows, say(CHARTS, "trend", language))
    return html.Details([html.Summary(say(CHARTS, "table", language)), table])
