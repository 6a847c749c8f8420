"""What every figure of the file means, with the version of its definition."""

from collections.abc import Iterator

from dashboard.exports.book import Row, Sheet
from dashboard.exports.cells import heads, target_cell
from dashboard.exports.view import View
from dashboard.wording.definitions import BASES, COMPARISONS, entry_definition, entry_label
from dashboard.wording.desk import FIGURES, say
from dashboard.wording.exports import NOTES, SHEETS
from dashboard.wording.kpi import BASES as BASIS_NAMES
from dashboard.wording.kpi import CENTERS
from dashboard.wording.words import Language, find
from pipelines.domain.comparison import Comparison
from pipelines.domain.event import Center
from pipelines.domain.kpi import COUNTS_VERSION
from pipelines.domain.kpi.catalogue import CATALOGUE, Entry


def definitions_sheet(view: View) -> Sheet:
    """Time bases and comparisons, then the whole catalogue."""
    language = view.language
    columns = heads(language, "figure", "identifier", "basis", "better", "target", "owner", "version", "definition")
    rows = [*_bases(language), *(_row(entry, language) for entry in CATALOGUE)]
    return Sheet(say(SHEETS, "definitions", language), columns, rows)


def _bases(language: Language) -> Iterator[Row]:
    for basis, word in BASES.items():
        name = find(BASIS_NAMES, basis, language)
        yield name, basis, name, "", "", "", COUNTS_VERSION, word.on(language)
    for kind in Comparison:
        yield say(FIGURES, kind, language), kind, "", "", "", "", COUNTS_VERSION, find(COMPARISONS, kind, language)


def _row(entry: Entry, language: Language) -> Row:
    basis, better = find(BASIS_NAMES, entry.basis, language), ""
    if entry.is_higher_better is not None:
        better = say(NOTES, "higher" if entry.is_higher_better else "lower", language)
    owner = say(NOTES, "all_centers", language) if entry.owner is Center.NONE else find(CENTERS, entry.owner, language)
    judged = (better, target_cell(entry), owner, entry.version)
    return entry_label(entry, language), entry.identifier, basis, *judged, entry_definition(entry, language)
