"""A figure divided by place, class, item or channel: bars that are the table too, each number a way to its cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.views.desk_panel import link, panel
from dashboard.views.desk_target import TargetLine
from dashboard.views.sliced import Sliced
from dashboard.wording.definitions import entry_label
from dashboard.wording.desk import say
from dashboard.wording.desk_explore import DIMENSIONS, EXPLORE
from dashboard.wording.kpi import count_label
from dashboard.wording.numbers import MISSING, apart, per_unit, share
from dashboard.wording.times import duration
from dashboard.wording.words import Language, find
from pipelines.domain.comparison import SMALL_BASE
from pipelines.domain.kpi import RATES_BY_NAME, Basis
from pipelines.domain.kpi.catalogue import Entry
from pipelines.domain.kpi.rates import Kind
from pipelines.domain.measure import Dimension, Slice, counts_of, is_of_records
from pipelines.domain.record_counts import BY_CATEGORY
from pipelines.domain.staff import StaffCategory

MOST_ROWS = 25
ANCHOR = "#cases"


def value_text(entry: Entry, value: float | None, language: Language) -> str:
    """A count, a share, a figure per unit or a length as people read it."""
    if value is None:
        return MISSING
    if entry.kind is Kind.COUNT:
        return f"{int(value):,}"
    if entry.kind is Kind.DURATION:
        return duration(value, language)
    return share(value, language) if entry.kind is Kind.SHARE else per_unit(value)


def cell(address: Address, by: Dimension, key: str | None, basis: Basis, count: str) -> Address | None:
    """The cases or records behind one number of one row; None for what cannot be asked for."""
    if is_of_records(basis, count):
        return _records(address, by, key, basis, count)
    return None if key is None else address.asking(show=f"{basis}.{count}", cell="" if by is Dimension.TIME else key)


def _records(address: Address, by: Dimension, key: str | None, basis: Basis, count: str) -> Address | None:
    """A place's own list, or that of a category; what a place has beside those below it has none."""
    if key is not None and by is Dimension.CATEGORY:
        return address.behind(basis, BY_CATEGORY[basis, count][StaffCategory(key)])
    return replace(address, key=key).behind(basis, count) if key and key != address.key else None


def slices_panel(address: Address, sliced: Sliced) -> html.Section:
    """The rows as bars from zero, with what they are made of."""
    language, entry = address.language, sliced.entry
    name, dimension = entry_label(entry, language), find(DIMENSIONS, sliced.by, language)
    ordered = [one for one in sliced.ordered() if one.key in sliced.names]
    shown = ordered[:MOST_ROWS]
    values = [value for one in shown if (value := one.value(entry)) is not None]
    title = say(EXPLORE, "heading", language, name, dimension)
    if not any(values):
        return panel(title, "", html.Div(html.P(say(EXPLORE, "none", language)), className="desk-empty"))
    hints = _hints(address, sliced, len(ordered), any(_is_small(entry, one) for one in shown))
    heads = [html.Th(text, scope="col") for text in (dimension, name, say(EXPLORE, "made_of", language))]
    leads = 0 if sliced.by is Dimension.PLACE and sliced.is_fixed else 1
    line = TargetLine.over(entry.target, values) if entry.target is not None else None
    bars = _Bars(max(values), line, shown[:leads], sliced.ranks(address.key))
    rows = [_row(address, sliced, one, bars) for one in shown]
    table = html.Table(
        [html.Thead(html.Tr(heads), className="visually-hidden"), html.Tbody(rows)], className="desk-bars"
    )
    return panel(title, " · ".join(hints), table, name="desk-sliced")


@dataclass(frozen=True, slots=True)
class _Bars:
    """The length of the longest or the line of a target, the row that stands out, and the ranks of places."""

    most: float
    line: TargetLine | None
    leading: Sequence[Slice]
    ranks: Mapping[str | None, int]

    def mark(self, value: float, is_first: bool) -> Component:
        """What is drawn for a value."""
        if self.line:
            return self.line.mark(value, is_first)
        width = {"width": f"{value / self.most * 100:.1f}%"}
        return html.Span(className="desk-bar-fill" + " desk-bar-first" * is_first, style=width)


def _hints(address: Address, sliced: Sliced, rows: int, has_small: bool) -> list[str]:
    """How the rows are to be read."""
    language, entry = address.language, sliced.entry
    hints = [say(EXPLORE, "median", language)] * (entry.kind is Kind.DURATION)
    if entry.target is not None:
        hints.append(say(EXPLORE, "target", language, f"{entry.target:.0%}"))
    hints += [say(EXPLORE, "worst_first", language)] * sliced.is_worst_first
    hints += _middle_hint(address, sliced)
    hints += [say(EXPLORE, "first", language, MOST_ROWS, rows)] * (rows > MOST_ROWS)
    return hints + [say(EXPLORE, "small", language)] * has_small


def _middle_hint(address: Address, sliced: Sliced) -> list[str]:
    """How many places there are, and what the one in the middle has."""
    value, language, n = sliced.middle(address.key), address.language, len(sliced.places(address.key))
    if value is None:
        return []
    whole = sliced.entry.kind is not Kind.COUNT
    text = value_text(sliced.entry, value, language) if whole else apart(value).removeprefix("+")
    return [say(EXPLORE, "middle", language, n, text)]


def _is_small(entry: Entry, one: Slice) -> bool:
    return entry.kind is not Kind.COUNT and 0 < one.base(entry) < SMALL_BASE


def _row(address: Address, sliced: Sliced, one: Slice, bars: _Bars) -> html.Tr:
    entry, language, value = sliced.entry, address.language, one.value(sliced.entry)
    is_chosen = bool(address.asked("cell")) and address.asked("cell") == one.key
    marked = is_chosen or (one in bars.leading and not address.asked("cell"))
    bar = [bars.mark(value, marked)] if sliced.is_compared and value is not None else []
    rank = bars.ranks.get(one.key)
    text = value_text(entry, value, language) + "*" * _is_small(entry, one)
    shown = (
        _number(address, sliced.by, one.key, counts_of(entry)[0], text)
        if counts_of(entry) and value is not None
        else text
    )
    cells = [
        html.Th([*_rank(rank, bars), sliced.names[one.key]], scope="row"),
        html.Td(html.Div([*bar, html.Span(shown, className="num")], className="desk-bar-track")),
        html.Td(_made_of(address, sliced, one), className="desk-fraction num desk-number"),
    ]
    return html.Tr(cells, className="desk-row-here" if is_chosen else "")


def _rank(rank: int | None, bars: _Bars) -> list[Component]:
    """The rank; where others have one, room for it."""
    return [html.Span(str(rank or ""), className="desk-rank-number num")] if bars.ranks else []


def _number(address: Address, by: Dimension, key: str | None, made: tuple[Basis, str], text: str) -> str | Component:
    to = cell(address, by, key, *made)
    anchor = "" if is_of_records(*made) else ANCHOR
    return text if to is None else link(text, to, "", count_label(*made, address.language), anchor)


def _made_of(address: Address, sliced: Sliced, one: Slice) -> list[Any]:
    """n / d of a rate, each count a link; how many lengths and their P90 of a duration."""
    entry, language = sliced.entry, address.language
    if entry.kind is Kind.DURATION:
        found = one.length(entry)
        return [say(EXPLORE, "lengths", language, f"{found.count:,}", duration(found.quantile(0.9), language))]
    rate = RATES_BY_NAME.get(entry.name) if entry.kind is not Kind.COUNT else None
    if rate is None or not one.base(entry):
        return []
    below = rate.denominator_basis or rate.basis
    parts: list[Any] = []
    for basis, names in ((rate.basis, rate.numerator), (below, rate.denominator)):
        parts += [" / "] * bool(parts)
        for n, name in enumerate(names):
            parts += [" + "] * bool(n)
            parts.append(_number(address, sliced.by, one.key, (basis, name), f"{one.counts[basis][name]:,}"))
    return parts
