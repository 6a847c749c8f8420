"""The row of key figures: value, n / d, comparison; every number opens the list of exactly its cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.views.desk_panel import link, marks, shape
from dashboard.wording.desk import FIGURES, change_text, say
from dashboard.wording.desk_definitions import DEFINITIONS
from dashboard.wording.kpi import count_label, rate_label
from dashboard.wording.numbers import per_unit, percent, share
from dashboard.wording.words import Language
from pipelines.domain.comparison import ORDER, SMALL_BASE, Change, Comparison, Earlier, change_of_count, change_of_rate
from pipelines.domain.kpi import RATES_BY_NAME, Basis, Counts, Rate, Ratio, ratio
from pipelines.domain.period import Period

ANCHOR = "#cases"
COMPANIONS = ("settled_rate", "closure_rate")


@dataclass(frozen=True, slots=True)
class KpiRow:
    """What the row shows: the counts now, their period, and the earlier ones."""

    counts: Counts
    period: Period
    earlier: Mapping[Comparison, Earlier]


def kpi_row(address: Address, row: KpiRow) -> html.Section:
    """Reported, open, on-time rate, overdue, and the two rates that the on-time rate is read beside."""
    tiles = [
        _count_tile(address, row, Basis.COHORT, "reported", notes=[_per_grid(address, row)]),
        _count_tile(address, row, Basis.STOCK, "open"),
        _rate_tile(address, row, "on_time_rate"),
        _count_tile(address, row, Basis.STOCK, "overdue", is_alarming=row.counts[Basis.STOCK]["overdue"] > 0),
        html.Div([_companion(address, row, one) for one in COMPANIONS], className="desk-kpi desk-companions"),
    ]
    label = marks(aria_label=say(FIGURES, "figures", address.language))
    return html.Section(tiles, className="desk-panel desk-kpis", **label)


def _count_tile(
    address: Address,
    row: KpiRow,
    basis: Basis,
    name: str,
    notes: Sequence[Component] = (),
    is_alarming: bool = False,
) -> html.Div:
    language, n = address.language, row.counts[basis][name]
    value = [_value(address, f"{n:,}", basis, name), _unit(say(FIGURES, "cases", language))]
    changes = {
        kind: change_of_count(base.own[basis][name], None if base.counts is None else base.counts[basis][name])
        for kind, base in row.earlier.items()
    }
    label = _defined(address, say(FIGURES, name, language), f"{basis}.{name}")
    return _tile(row, _Tile(label, value, changes, notes, is_alarming), language)


def _rate_tile(address: Address, row: KpiRow, name: str) -> html.Div:
    rate = RATES_BY_NAME[name]
    own = ratio(rate, row.counts)
    shown = percent(own.value)
    value = [_value(address, shown.value, rate.basis, rate.numerator[0]), _unit(shown.unit)]
    label, changes = _defined(address, rate_label(name, address.language), name), _of_rate(row, name)
    notes = [_fraction(address, row, name)]
    return _tile(row, _Tile(label, value, changes, notes, is_below_target(rate, own)), address.language)


def _value(address: Address, shown: str, basis: Basis, count: str) -> Component:
    title = count_label(basis, count, address.language)
    return link(shown, address.listing(basis, count), "desk-value num", title, ANCHOR)


def _defined(address: Address, label: str, identifier: str) -> Component:
    """What a figure is called, leading to how it is defined."""
    title = say(DEFINITIONS, "look_up", address.language, label)
    return dcc.Link(label, href=address.definition(identifier), className="desk-term", title=title)


def _unit(word: str) -> Component:
    return html.Span(word, className="desk-unit")


def is_below_target(rate: Rate, own: Ratio) -> bool:
    """Whether a rate misses its target; a base below 30 says nothing yet."""
    return rate.target is not None and own.value is not None and own.d >= SMALL_BASE and own.value < rate.target


def _per_grid(address: Address, row: KpiRow) -> html.Div:
    """Reports per grid in small print."""
    own = ratio(RATES_BY_NAME["report_rate"], row.counts)
    words = say(FIGURES, "each_grid", address.language, per_unit(own.value))
    return html.Div([f"{words} ", _fraction(address, row, "report_rate")], className="num")


def _of_rate(row: KpiRow, name: str) -> dict[Comparison, Change | None]:
    rate = RATES_BY_NAME[name]
    return {
        kind: change_of_rate(rate, ratio(rate, base.own), None if base.counts is None else ratio(rate, base.counts))
        for kind, base in row.earlier.items()
    }


def _companion(address: Address, row: KpiRow, name: str) -> html.Div:
    """Another rate: its name, value and fraction."""
    shown = share(ratio(RATES_BY_NAME[name], row.counts).value, address.language)
    return html.Div(
        [
            html.Span(_defined(address, rate_label(name, address.language), name), className="desk-companion-name"),
            html.Span(shown, className="desk-companion-value num"),
            _fraction(address, row, name),
        ],
        className="desk-companion",
    )


def _fraction(address: Address, row: KpiRow, name: str) -> html.Span:
    """n / d, each a link; a numerator that is a sum is one link for each of its counts."""
    rate = RATES_BY_NAME[name]
    if not ratio(rate, row.counts).d:
        return html.Span("", className="desk-fraction")
    parts: list[Any] = []
    for count in rate.numerator:
        parts += [" + "] * bool(parts) + [_part(address, row, rate.basis, count, "numerator")]
    below = rate.denominator_basis or rate.basis
    bottom = [_part(address, row, below, count, "denominator") for count in rate.denominator]
    return html.Span([*parts, " / ", *bottom], className="desk-fraction num")


def _part(address: Address, row: KpiRow, basis: Basis, count: str, role: str) -> str | Component:
    language, n = address.language, row.counts[basis][count]
    title = say(FIGURES, role, language, count_label(basis, count, language))
    if count == "grids":
        words = say(FIGURES, "grids", language, f"{n:,}")
        return link(words, address.behind(basis, count), "", title) if "grids_vacant" in row.counts[basis] else words
    return link(f"{n:,}", address.listing(basis, count), "", title, ANCHOR)


@dataclass(frozen=True, slots=True)
class _Tile:
    """One figure of the row; `value` is what stands large, `notes` what stands small below."""

    label: Component
    value: Sequence[Component]
    changes: Mapping[Comparison, Change | None]
    notes: Sequence[Component] = ()
    is_alarming: bool = False


def _tile(row: KpiRow, tile: _Tile, language: Language) -> html.Div:
    mark = [shape("warning", language)] if tile.is_alarming else []
    head = html.H2([*mark, tile.label], className="desk-kpi-label")
    figure = html.Div(list(tile.value), className="desk-figure")
    body = html.Div([figure, _changes(row, tile.changes, language)], className="desk-kpi-body")
    notes = html.Div([*tile.notes, *_small_note(tile.changes, language)], className="desk-notes")
    return html.Div([head, body, notes], className="desk-kpi" + " desk-low" * tile.is_alarming)


def _small_note(changes: Mapping[Comparison, Change | None], language: Language) -> list[Component]:
    is_small = any(change is not None and change.is_small for change in changes.values())
    return [html.Div(say(FIGURES, "small_note", language))] if is_small else []


def _changes(row: KpiRow, changes: Mapping[Comparison, Change | None], language: Language) -> html.Div:
    lines = [_change(row, kind, changes[kind], language) for kind in ORDER if kind in changes]
    return html.Div(lines, className="desk-changes")


def _change(row: KpiRow, kind: Comparison, change: Change | None, language: Language) -> html.Div:
    now, then = _days(row.period), _days(row.earlier[kind].period)
    small = f" · {say(FIGURES, 'small', language)}" if change is not None and change.is_small else ""
    words: list[Any] = [say(FIGURES, kind, language), " ", html.Span(change_text(change, language), className="num")]
    if small:
        words.append(html.Span("*", className="desk-small"))
    return html.Div(words, title=say(FIGURES, "ranges", language, now, then) + small)


def _days(period: Period) -> str:
    return str(period.first) if period.first == period.last else f"{period.first}..{period.last}"
