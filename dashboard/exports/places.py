"""The places below, ranked as on the page, with what was reported at the place itself and the sum of all."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter

from dashboard.address import Sort
from dashboard.exports.book import Chart, ChartKind, Line, Row, Sheet
from dashboard.exports.cells import heads, rate_cells
from dashboard.exports.view import View
from dashboard.views.desk_ranking import Ranked, level_word, ranked
from dashboard.views.theme import TOKENS
from dashboard.wording.desk import CHARTS, place_name, say
from dashboard.wording.exports import NOTES, SHEETS
from dashboard.wording.hierarchies import kind_word
from dashboard.wording.kpi import count_label, rate_label
from pipelines.domain.kpi import OPEN_PARTS, RATES, Basis, Counts
from pipelines.domain.unit import Hierarchy

STOCK = ("open", *OPEN_PARTS)
MOST_BARS = 20
_MEASURE: Mapping[Sort, Callable[[Ranked], float | None]] = {sort: attrgetter(sort) for sort in Sort}
_NAMED = 4
_RATE = next(n for n, rate in enumerate(RATES) if rate.name == "on_time_rate")
_COLUMN = {
    Sort.OPEN: _NAMED + STOCK.index("open"),
    Sort.OVERDUE: _NAMED + STOCK.index("overdue"),
    Sort.RATE: _NAMED + len(STOCK) + _RATE * 3,
}


def places_sheet(view: View) -> Sheet:
    """Worst first by what the page ranks by."""
    language = view.language
    columns = [say(CHARTS, "place", language), say(CHARTS, "rank", language), *heads(language, "code", "level")]
    columns += [count_label(Basis.STOCK, name, language) for name in STOCK]
    for rate in RATES:
        name = rate_label(rate.name, language)
        columns += [name, f"{name} n", f"{name} d"]
    rows = [*_ranked_rows(view), *_closing_rows(view)]
    return Sheet(say(SHEETS, "places", language), columns, rows, _title(view, view.address.sort))


def _ranked_rows(view: View) -> Iterator[Row]:
    for rank, row in _ranking(view):
        level = kind_word(row.unit, view.language)
        yield place_name(row.unit, view.language), rank, row.unit.code, level, *_values(row.counts)


def _closing_rows(view: View) -> Iterator[Row]:
    language, code = view.language, view.figures.unit.code
    for direct in (one for one in view.answers.children if one.is_direct):
        word = "direct" if view.address.hierarchy is Hierarchy.BASE else "rest"
        yield say(CHARTS, word, language), "", code, "", *_values(direct.counts)
    yield say(NOTES, "total", language), "", code, "", *_values(view.figures.counts)


def _ranking(view: View) -> list[tuple[int, Ranked]]:
    rows = [Ranked(one.unit, one.counts) for one in view.answers.children if not one.is_direct]
    return ranked(rows, view.address.sort)


def _values(counts: Counts) -> Row:
    rates = [cell for rate in RATES for cell in rate_cells(rate, counts)]
    return [*(counts[Basis.STOCK][name] for name in STOCK), *rates]


def _title(view: View, sort: Sort) -> str:
    language = view.language
    title = say(CHARTS, "ranking", language, level_word([row.unit for _, row in _ranking(view)], language))
    return f"{title} · {say(CHARTS, f'sort_{sort}', language)}"


def places_chart(view: View) -> Chart | None:
    """Bars of what the places are ranked by, the first on top; open cases where all of that is zero."""
    rows = [row for _, row in _ranking(view)]
    for sort in (view.address.sort, Sort.OPEN):
        drawn = [row for row in rows if _MEASURE[sort](row) is not None][:MOST_BARS]
        values = [_MEASURE[sort](row) or 0 for row in drawn]
        if any(values):
            return _bars(view, sort, [place_name(row.unit, view.language) for row in drawn], values)
    return None


def _bars(view: View, sort: Sort, labels: Sequence[str], values: Sequence[float]) -> Chart:
    title = _title(view, sort)
    line = Line(_COLUMN[sort], title, values, TOKENS["light"].data)
    if len(values) < len(_ranking(view)):
        title = say(NOTES, "first_bars", view.language, title, len(values))
    return Chart(ChartKind.BAR, title, say(SHEETS, "places", view.language), 0, labels, [line])
