"""Every figure against the period before and the year before, in the same elapsed part."""

from collections.abc import Iterator

from dashboard.exports.book import Form, Number, Row, Sheet
from dashboard.exports.cells import change_cell, heads, rate_cells
from dashboard.exports.view import View
from dashboard.wording.desk import FIGURES, say
from dashboard.wording.durations import duration_label
from dashboard.wording.exports import NOTES, SHEETS
from dashboard.wording.kpi import count_label, rate_label
from dashboard.wording.words import Language
from pipelines.domain.comparison import (
    ORDER,
    Change,
    Comparison,
    Earlier,
    change_of_count,
    change_of_mean,
    change_of_rate,
    earlier,
)
from pipelines.domain.kpi import RATES, Counts, ratio

_HEADS = (
    "comparison", "base_period", "base_at", "figure", "identifier", "value", "n", "d", "base", "base_n", "base_d",
    "change", "unit", "small",
)  # fmt: skip


def comparison_sheet(view: View) -> Sheet:
    """One row for each figure and base; none where a base was never counted."""
    language, earlier_ = view.language, view.answers.earlier
    bases = [(kind, base) for kind in ORDER if (base := earlier_[kind].counts) is not None]
    rows = [row for kind, base in bases for row in (*_rates(view, kind, base), *_counts(view, kind, base))]
    rows += [row for kind, _ in bases for row in _durations(view, kind, earlier_[kind])]
    note = "no_comparison" if view.is_sliced else "compared"
    return Sheet(say(SHEETS, "comparison", language), heads(language, *_HEADS), rows, say(NOTES, note, language))


def _rates(view: View, kind: Comparison, base: Counts) -> Iterator[Row]:
    start, counts = _start(view, kind), view.answers.earlier[kind].own
    for rate in RATES:
        name = (rate_label(rate.name, view.language), rate.name)
        change = change_of_rate(rate, ratio(rate, counts), ratio(rate, base))
        yield *start, *name, *rate_cells(rate, counts), *rate_cells(rate, base), *_change(change, view.language)


def _counts(view: View, kind: Comparison, base: Counts) -> Iterator[Row]:
    start = _start(view, kind)
    for basis, own in view.answers.earlier[kind].own.items():
        for name in (name for name in own if name != "grids"):
            now, then = own[name], base[basis][name]
            label = (count_label(basis, name, view.language), f"{basis}.{name}")
            change = _change(change_of_count(now, then), view.language)
            yield *start, *label, now, "", "", then, "", "", *change


def _durations(view: View, kind: Comparison, compared: Earlier) -> Iterator[Row]:
    start, language, base = _start(view, kind), view.language, compared.durations or {}
    for name, one in (compared.own_durations or {}).items():
        label = say(NOTES, "mean", language, duration_label(name, language)), name
        change = _change(change_of_mean(one, base[name]), language)
        now, then = (Number(each.mean, Form.SECONDS) for each in (one, base[name]))
        yield *start, *label, now, one.count, "", then, base[name].count, "", *change


def _start(view: View, kind: Comparison) -> Row:
    as_of = view.figures.freshness.as_of.astimezone(view.answers.zone)
    period, moment = earlier(view.figures.period, as_of, kind)
    return say(FIGURES, kind, view.language), period.text, view.local(moment)


def _change(change: Change | None, language: Language) -> Row:
    if change is None:
        return None, "", ""
    small = say(FIGURES, "small", language) if change.is_small else ""
    return change_cell(change), say(NOTES, change.unit, language), small
