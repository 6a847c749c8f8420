"""What every figure of the file means, with the version of its definition."""

from collections.abc import Iterator

from dashboard.exports.book import Row, Sheet
from dashboard.exports.cells import heads, target_cell
from dashboard.exports.view import View
from dashboard.wording.definitions import BASES, COMPARISONS, COUNTS, rate_definition
from dashboard.wording.desk import FIGURES, say
from dashboard.wording.exports import NOTES, SHEETS
from dashboard.wording.kpi import BASES as BASIS_NAMES
from dashboard.wording.kpi import count_label, rate_label
from dashboard.wording.words import Language, find
from pipelines.domain.comparison import Comparison
from pipelines.domain.kpi import COUNTS_VERSION, RATES


def definitions_sheet(view: View) -> Sheet:
    """Rates, time bases, counts and comparisons."""
    language = view.language
    columns = heads(language, "figure", "identifier", "basis", "better", "target", "version", "definition")
    return Sheet(say(SHEETS, "definitions", language), columns, [*_rates(language), *_counts(language)])


def _rates(language: Language) -> Iterator[Row]:
    for rate in RATES:
        name, basis = rate_label(rate.name, language), find(BASIS_NAMES, rate.basis, language)
        better = say(NOTES, "higher" if rate.is_higher_better else "lower", language)
        yield name, rate.name, basis, better, target_cell(rate), rate.version, rate_definition(rate, language)
    for kind in Comparison:
        yield say(FIGURES, kind, language), kind, "", "", "", COUNTS_VERSION, find(COMPARISONS, kind, language)


def _counts(language: Language) -> Iterator[Row]:
    for basis, words in COUNTS.items():
        name = find(BASIS_NAMES, basis, language)
        yield name, basis, name, "", "", COUNTS_VERSION, find(BASES, basis, language)
        for count, word in words.items():
            label = count_label(basis, count, language)
            yield label, f"{basis}.{count}", name, "", "", COUNTS_VERSION, word.on(language)
