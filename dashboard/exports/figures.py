"""All counts, rates and durations of the place."""

from collections.abc import Iterator

from dashboard.exports.book import Form, Number, Row, Sheet
from dashboard.exports.cells import heads, rate_cells, target_cell
from dashboard.exports.view import View
from dashboard.wording.desk import say
from dashboard.wording.durations import duration_label
from dashboard.wording.exports import NOTES, SHEETS
from dashboard.wording.kpi import BASES, count_label, rate_label
from dashboard.wording.words import find
from pipelines.domain.kpi import COUNTS_VERSION, RATES, Basis
from pipelines.domain.kpi.catalogue import CATALOGUE_BY_ID


def figures_sheet(view: View) -> Sheet:
    """Every rate with n and d, then every count, then every duration with how many there are."""
    columns = heads(view.language, "figure", "identifier", "basis", "value", "n", "d", "target", "version")
    return Sheet(say(SHEETS, "figures", view.language), columns, [*_rates(view), *_counts(view), *_durations(view)])


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


def _durations(view: View) -> Iterator[Row]:
    basis = find(BASES, Basis.FLOW, view.language)
    for name, one in (view.figures.durations or {}).items():
        label = duration_label(name, view.language)
        for part, value in (("mean", one.mean), ("p50", one.quantile(0.5)), ("p90", one.quantile(0.9))):
            figure = say(NOTES, part, view.language, label), f"{name}.{part}", basis
            yield *figure, Number(value, Form.SECONDS), one.count, "", "", CATALOGUE_BY_ID[name].version
