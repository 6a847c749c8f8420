"""The places below as on the page, with what was reported at the place itself and the sum of all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.address import Sort
from dashboard.exports.book import Cell, Chart, ChartKind, Form, Line, Number, Row, Sheet
from dashboard.exports.cells import heads, rate_cells
from dashboard.exports.view import View
from dashboard.views.desk_ranking import MEASURE, Ranked, level_word, middles, ordered
from dashboard.views.theme import TOKENS
from dashboard.wording.desk import CHARTS, place_name, say
from dashboard.wording.exports import NOTES, SHEETS
from dashboard.wording.hierarchies import kind_word
from dashboard.wording.kpi import count_label, rate_label
from pipelines.domain.kpi import OPEN_PARTS, RATES, Basis, Counts
from pipelines.domain.ranking import Ranking, apart
from pipelines.domain.unit import Hierarchy

STOCK = ("open", *OPEN_PARTS)
MOST_BARS = 20
_RATE = next(n for n, rate in enumerate(RATES) if rate.name == "on_time_rate")
_FIGURES = {Sort.OPEN: STOCK.index("open"), Sort.OVERDUE: STOCK.index("overdue"), Sort.RATE: len(STOCK) + _RATE * 3}
"""In which column of the figures stands what places are ranked by."""


@dataclass(frozen=True, slots=True)
class _Ranking:
    """The rows in the order of the page, and what each is compared with; without ranks that is the on-time rate."""

    view: View
    rows: Sequence[tuple[str, Ranked]]
    middle: float | None

    @property
    def policy(self) -> Ranking:
        """How places are set beside each other."""
        return self.view.answers.ranking

    @property
    def sort(self) -> Sort:
        """What they are measured by."""
        return self.view.address.sort if self.policy.is_ordered else Sort.RATE

    @property
    def named(self) -> list[str]:
        """The columns before the figures."""
        rank, gap = ["rank"] * self.policy.is_ordered, ["from_middle"] * self.policy.compares
        return ["place", *rank, "code", "level", *gap]


def places_sheet(view: View) -> Sheet:
    """As the page has them: worst first by what it ranks by, or by code."""
    language, ranking = view.language, _ranking(view)
    columns = heads(language, *ranking.named)
    columns += [count_label(Basis.STOCK, name, language) for name in STOCK]
    for rate in RATES:
        name = rate_label(rate.name, language)
        columns += [name, f"{name} n", f"{name} d"]
    rows = [*_place_rows(ranking), *_closing_rows(ranking)]
    sheet = "places" if ranking.policy.is_ordered else "places_listed"
    return Sheet(say(SHEETS, sheet, language), columns, rows, _title(ranking, ranking.sort))


def _ranking(view: View) -> _Ranking:
    rows, policy = _rows(view), view.answers.ranking
    sort = view.address.sort if policy.is_ordered else Sort.RATE
    return _Ranking(view, ordered(rows, view.address.sort, policy), middles(rows, policy)[sort])


def _rows(view: View) -> list[Ranked]:
    return [Ranked(one.unit, one.counts) for one in view.answers.children if not one.is_direct]


def _place_rows(ranking: _Ranking) -> Iterator[Row]:
    language = ranking.view.language
    for rank, row in ranking.rows:
        own: dict[str, Cell] = {
            "place": place_name(row.unit, language),
            "rank": int(rank or 0),
            "code": row.unit.code,
            "level": kind_word(row.unit, language),
            "from_middle": _apart(ranking, row),
        }
        yield *(own[name] for name in ranking.named), *_values(row.counts)


def _apart(ranking: _Ranking, row: Ranked) -> Number:
    form = Form.POINTS if ranking.sort is Sort.RATE else Form.DIFFERENCE
    difference = apart(MEASURE[ranking.sort](row), ranking.middle)
    return Number(difference if difference is None or form is Form.DIFFERENCE else difference * 100, form)


def _closing_rows(ranking: _Ranking) -> Iterator[Row]:
    view, code = ranking.view, ranking.view.figures.unit.code
    for direct in (one for one in view.answers.children if one.is_direct):
        word = "direct" if view.address.hierarchy is Hierarchy.BASE else "rest"
        yield *_closing(ranking, say(CHARTS, word, view.language), code), *_values(direct.counts)
    yield *_closing(ranking, say(NOTES, "total", view.language), code), *_values(view.figures.counts)


def _closing(ranking: _Ranking, name: str, code: str) -> list[str]:
    own = {"place": name, "code": code}
    return [own.get(column, "") for column in ranking.named]


def _values(counts: Counts) -> Row:
    rates = [cell for rate in RATES for cell in rate_cells(rate, counts)]
    return [*(counts[Basis.STOCK][name] for name in STOCK), *rates]


def _title(ranking: _Ranking, sort: Sort) -> str:
    language = ranking.view.language
    level = level_word([row.unit for _, row in ranking.rows], language)
    if not ranking.policy.is_ordered:
        return say(CHARTS, "listing", language, level)
    return f"{say(CHARTS, 'ranking', language, level)} · {say(CHARTS, f'sort_{sort}', language)}"


def places_chart(view: View) -> Chart | None:
    """Bars of what the places are measured by, in their order; open cases where all of that is zero.

    None where the policy lets nothing be compared.
    """
    ranking = _ranking(view)
    for sort in (ranking.sort, Sort.OPEN) if ranking.policy.compares else ():
        drawn = [row for _, row in ranking.rows if MEASURE[sort](row) is not None][:MOST_BARS]
        values = [MEASURE[sort](row) or 0 for row in drawn]
        if any(values):
            return _bars(ranking, sort, [place_name(row.unit, view.language) for row in drawn], values)
    return None


def _bars(ranking: _Ranking, sort: Sort, labels: Sequence[str], values: Sequence[float]) -> Chart:
    language, title = ranking.view.language, _title(ranking, sort)
    if not ranking.policy.is_ordered:
        title = f"{title} · {say(CHARTS, f'sort_{sort}', language)}"
    line = Line(len(ranking.named) + _FIGURES[sort], title, values, TOKENS["light"].data)
    if len(values) < len(ranking.rows):
        title = say(NOTES, "first_bars", language, title, len(values))
    sheet = "places" if ranking.policy.is_ordered else "places_listed"
    return Chart(ChartKind.BAR, title, say(SHEETS, sheet, language), 0, labels, [line])
