"""The key figures of the page, and its charts."""

from collections.abc import Iterator

from dashboard.exports.book import Chart, Row, Sheet
from dashboard.exports.cells import change_cell, heads, rate_cells, target_cell
from dashboard.exports.places import places_chart
from dashboard.exports.trend import trend_chart
from dashboard.exports.view import View
from dashboard.wording.desk import FIGURES, say
from dashboard.wording.exports import SHEETS
from dashboard.wording.kpi import count_label, rate_label
from pipelines.domain.comparison import ORDER, Earlier, change_of_count, change_of_rate
from pipelines.domain.kpi import RATES_BY_NAME, Basis, Rate, ratio

COUNTS = ((Basis.COHORT, "reported"), (Basis.STOCK, "open"), (Basis.STOCK, "overdue"))
RATES = ("on_time_rate", "settled_rate", "closure_rate", "report_rate")


def overview_sheet(view: View) -> Sheet:
    """What the page says first, each rate with n and d, each figure with both comparisons."""
    language = view.language
    columns = heads(language, "figure", "value", "n", "d", "target")
    columns += [say(FIGURES, kind, language) for kind in ORDER]
    rows = [_count(view, *one) for one in COUNTS] + [_rate(view, RATES_BY_NAME[name]) for name in RATES]
    return Sheet(say(SHEETS, "overview", language), columns, rows, charts=list(_charts(view)))


def _count(view: View, basis: Basis, name: str) -> Row:
    now = view.figures.counts[basis][name]
    changes = [
        change_of_count(one.own[basis][name], None if one.counts is None else one.counts[basis][name])
        for one in _compared(view)
    ]
    return count_label(basis, name, view.language), now, "", "", "", *map(change_cell, changes)


def _rate(view: View, rate: Rate) -> Row:
    counts = view.figures.counts
    changes = [
        change_of_rate(rate, ratio(rate, one.own), None if one.counts is None else ratio(rate, one.counts))
        for one in _compared(view)
    ]
    label = rate_label(rate.name, view.language)
    return label, *rate_cells(rate, counts), target_cell(rate), *map(change_cell, changes)


def _compared(view: View) -> list[Earlier]:
    return [view.answers.earlier[kind] for kind in ORDER]


def _charts(view: View) -> Iterator[Chart]:
    yield trend_chart(view)
    ranking = places_chart(view)
    if ranking is not None:
        yield ranking
