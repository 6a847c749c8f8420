"""All counts and rates of the place."""

from collections.abc import Iterator

from dashboard.exports.book import Row, Sheet
from dashboard.exports.cells import heads, rate_cells, target_cell
from dashboard.exports.view import View
from dashboard.wording.desk import say
from dashboard.wording.exports import SHEETS
from dashboard.wording.kpi import BASES, count_label, rate_label
from dashboard.wording.words import find
from pipelines.domain.kpi import COUNTS_VERSION, RATES


def figures_sheet(view: View) -> Sheet:
    """Every rate with n and d, then every count."""
    columns = heads(view.language, "figure", "identifier", "basis", "value", "n", "d", "target", "version")
    return Sheet(say(SHEETS, "figures", view.language), columns, [*_rates(view), *_counts(view)])


def _rates(view: View) -> Iterator[Row]:
    for rate in RATES:
        name, basis = rate_label(rate.name, view.language), find(BASES, rate.basis, view.language)
        yield name, rate.name, basis, *rate_cells(rate, view.figures.counts), target_cell(rate), rate.version


def _counts(view: View) -> Iterator[Row]:
    for basis, own in view.figures.counts.items():
        word = find(BASES, basis, view.language)
        for name, n in own.items():
            label = count_label(basis, name, view.language)
            yield label, f"{basis}.{name}", word, n, "", "", "", COUNTS_VERSION
