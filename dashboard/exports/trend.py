"""Reports and closures over time, by class as on the page."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from dashboard.exports.book import Chart, ChartKind, Line, Row, Sheet
from dashboard.exports.cells import heads
from dashboard.exports.view import View
from dashboard.views.desk_figure import line_name
from dashboard.views.theme import TOKENS
from dashboard.wording.desk import CHARTS, say
from dashboard.wording.exports import NOTES, SHEETS
from dashboard.wording.hierarchies import mark_text
from pipelines.domain.event import CaseClass
from pipelines.domain.kpi import Basis

FIRST_LINE = 2
_DASHES = {CaseClass.B: "dash", CaseClass.C: "square_dot", CaseClass.D: "long_dash_dot"}


def trend_sheet(view: View) -> Sheet:
    """One row for each day, or month when there are many days: all reports, those of each class, closures."""
    language, trend = view.language, view.answers.trend
    day = say(CHARTS, "day", language) if trend.is_daily else heads(language, "month")[0]
    names = [line_name(line.class_, language) for line in trend.lines]
    columns = [day, *heads(language, "reported"), *names, *heads(language, "unclassified", "closed")]
    columns.append(say(CHARTS, "boundary", language))
    notes = [say(NOTES, "whole_trend", language, trend.at[0], trend.at[-1])]
    notes += [say(NOTES, "in_chart", language, words) for words in _left_out(view)]
    return Sheet(say(SHEETS, "trend", language), columns, _rows(view), " · ".join(notes))


def _rows(view: View) -> Sequence[Row]:
    trend, rows, told = view.answers.trend, list[Row](), defaultdict[str, list[str]](list)
    for mark in trend.marks:
        told[trend.point_of(mark)].append(mark_text(mark, view.language))
    for n, point in enumerate(view.points):
        reported, parts = point.counts[Basis.COHORT]["reported"], [line.values[n] for line in trend.lines]
        unclassified = reported - sum(parts) if len(parts) > 1 else ""
        closed = point.counts[Basis.FLOW]["closed"]
        rows.append([_moment(point.at), reported, *parts, unclassified, closed, " · ".join(told[point.at])])
    return rows


def _moment(at: str) -> str | date:
    return date.fromisoformat(at) if len(at) == len("2026-11-21") else at


def _left_out(view: View) -> list[str]:
    """What the chart leaves out: the day or month that is still running."""
    trend = view.answers.trend
    word = "without_today" if trend.is_daily else "without_month"
    return [say(CHARTS, word, view.language)] if trend.shown < len(trend.at) else []


def trend_chart(view: View) -> Chart:
    """Lines by class, without the day or month that is still running."""
    language, trend, tokens = view.language, view.answers.trend, TOKENS["light"]
    lines = [
        Line(
            FIRST_LINE + n,
            line_name(line.class_, language),
            line.values[: trend.shown],
            tokens.data if line.class_ is CaseClass.NONE else tokens.of_class(line.class_),
            _DASHES.get(line.class_, "solid"),
        )
        for n, line in enumerate(trend.lines)
    ]
    title = " · ".join([say(CHARTS, "trend" if trend.is_daily else "trend_month", language), *_left_out(view)])
    labels = [_moment(at) for at in trend.at[: trend.shown]]
    return Chart(ChartKind.LINE, title, say(SHEETS, "trend", language), 0, labels, lines)
