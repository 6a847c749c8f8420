"""The places below, ranked as far as the policy allows; what was reported at the place itself comes last."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address, Sort
from dashboard.views.desk_kpi import ANCHOR, is_below_target
from dashboard.views.desk_panel import link, marks, panel, shape
from dashboard.wording.desk import CHARTS, place_name, say, short_name
from dashboard.wording.hierarchies import kind_word
from dashboard.wording.numbers import MISSING, apart, apart_points, share
from dashboard.wording.words import Language
from pipelines.domain.kpi import RATES_BY_NAME, Basis, Counts, ratio
from pipelines.domain.ranking import Ranking, middle, ranks
from pipelines.domain.ranking import apart as apart_from
from pipelines.domain.unit import Hierarchy, OrgUnit


@dataclass(frozen=True, slots=True)
class Ranked:
    """One place with its counts; `is_part` when they are only those that the place above counts."""

    unit: OrgUnit
    counts: Counts
    is_part: bool = False

    @property
    def open(self) -> int:
        """Open cases."""
        return self.counts[Basis.STOCK]["open"]

    @property
    def overdue(self) -> int:
        """Open cases past their deadline."""
        return self.counts[Basis.STOCK]["overdue"]

    @property
    def rate(self) -> float | None:
        """The on-time rate."""
        return ratio(RATES_BY_NAME["on_time_rate"], self.counts).value

    @property
    def is_low(self) -> bool:
        """Whether the on-time rate misses its target on a base that is not small."""
        rate = RATES_BY_NAME["on_time_rate"]
        return is_below_target(rate, ratio(rate, self.counts))


MEASURE: Mapping[Sort, Callable[[Ranked], float | None]] = {sort: attrgetter(sort) for sort in Sort}


def level_word(units: Sequence[OrgUnit], language: Language) -> str:
    """What the places are together: communities, grids, blocks; places where they are mixed."""
    words = {kind_word(unit, language) for unit in units}
    return words.pop() if len(words) == 1 else say(CHARTS, "places", language)


def ordered(rows: Sequence[Ranked], sort: Sort, policy: Ranking) -> list[tuple[str, Ranked]]:
    """Worst first with competition ranks, places without a rate last; by code and without ranks if so the policy."""
    if not policy.is_ordered:
        return [("", row) for row in sorted(rows, key=lambda row: row.unit.code)]
    numbered = zip(ranks([_key(row, sort) for row in rows]), rows, strict=True)
    return [(str(rank), row) for rank, row in sorted(numbered, key=lambda one: (one[0], one[1].unit.code))]


def _key(row: Ranked, sort: Sort) -> tuple[float, ...]:
    if sort is Sort.RATE:
        return (1.0, 0.0) if row.rate is None else (0.0, row.rate)
    return (-row.open,) if sort is Sort.OPEN else (-row.overdue, -row.open)


def middles(rows: Sequence[Ranked], policy: Ranking) -> dict[Sort, float | None]:
    """The value in the middle of each column, as far as the policy compares."""
    return {sort: middle(MEASURE[sort](row) for row in rows) if policy.compares else None for sort in Sort}


@dataclass(frozen=True, slots=True)
class _Table:
    """What the rows are shown by, and with what each is compared."""

    address: Address
    policy: Ranking
    middles: Mapping[Sort, float | None]

    def say(self, word: str, *values: object) -> str:
        """A word of the charts."""
        return say(CHARTS, word, self.address.language, *values)

    def gap(self, row: Ranked, sort: Sort) -> list[str | Component]:
        """How far from the middle one: beside what the rows are ranked by, or beside all where nothing ranks them."""
        if self.policy.is_ordered and sort is not self.address.sort:
            return []
        difference = apart_from(MEASURE[sort](row), self.middles[sort])
        text = apart_points(difference) if sort is Sort.RATE else apart(difference)
        told = self.say("from_middle", text)
        hidden = html.Span(told, className="visually-hidden")
        shown = html.Span(text, **marks(aria_hidden="true"))
        return [html.Span([shown, hidden], className="desk-apart num", title=told), " "] if text else []


def ranking_panel(address: Address, rows: Sequence[Ranked], direct: Ranked | None, policy: Ranking) -> html.Section:
    """A table of all places below; where they are ranked, its column heads change what by."""
    table = _Table(address, policy, middles(rows, policy))
    level = level_word([row.unit for row in rows], address.language)
    title = table.say("ranking" if policy.is_ordered else "listing", level)
    by = f"sort_{address.sort}" if policy.is_ordered else "sort_code"
    hint = table.say("ranked_by", table.say(by), len(rows))
    body = [_row(table, rank, row, False) for rank, row in ordered(rows, address.sort, policy)]
    if direct is not None:
        body.append(_row(table, "", direct, True))
    parts = [html.Thead(html.Tr(_heads(table))), html.Tbody(body), *_foot(table)]
    box = html.Div(html.Table(parts, className="desk-rank"), className="desk-rank-scroll", tabIndex=0)
    return panel(title, hint, box, name="desk-ranking")


_COLUMNS = (Sort.OPEN, Sort.OVERDUE, Sort.RATE)


def _heads(table: _Table) -> list[html.Th]:
    heads = [_plain(table, "rank")] if table.policy.is_ordered else []
    return [*heads, _plain(table, "place"), *(_head(table, sort) for sort in _COLUMNS)]


def _plain(table: _Table, word: str, name: str = "") -> html.Th:
    return html.Th(table.say(word), scope="col", className=name)


def _head(table: _Table, sort: Sort) -> html.Th:
    """What is ranked by can be chosen; what is not ranked has nothing to choose."""
    address, name = table.address, f"sort_{sort}"
    if not table.policy.is_ordered:
        return _plain(table, name, "desk-number")
    is_here = sort is address.sort
    arrow, order = ("↑", "ascending") if sort is Sort.RATE else ("↓", "descending")
    words: list[str | Component] = [table.say(name), *([html.Span(arrow, className="desk-sorted")] if is_here else [])]
    to = link(words, replace(address, sort=sort))
    return html.Th(to, scope="col", className="desk-number", **marks(aria_sort=order if is_here else None))


def _row(table: _Table, rank: str, row: Ranked, is_direct: bool) -> html.Tr:
    address = table.address
    is_compared = table.policy.compares and not is_direct
    low: list[Any] = [shape("warning", address.language), " "] if row.is_low and table.policy.compares else []
    values: dict[Sort, list[Any]] = {
        Sort.OPEN: [_list_link(address, row, row.open, "open", is_direct)],
        Sort.OVERDUE: [_list_link(address, row, row.overdue, "overdue", is_direct)],
        Sort.RATE: [*low, html.Span(share(row.rate, address.language), className="desk-strong")],
    }
    cells: list[html.Td | html.Th] = (
        [html.Td(rank, className="num desk-rank-number")] if table.policy.is_ordered else []
    )
    cells.append(html.Th(_place(address, row, is_direct), scope="row"))
    for sort, value in values.items():
        gap = table.gap(row, sort) if is_compared else []
        cells.append(html.Td([*gap, *value], className="num desk-number"))
    return html.Tr(cells, className="desk-direct" if is_direct else "")


def _place(address: Address, row: Ranked, is_direct: bool) -> str | Component:
    language, name = address.language, place_name(row.unit, address.language)
    if is_direct:
        return say(CHARTS, "direct" if address.hierarchy is Hierarchy.BASE else "rest", language)
    shown = short_name(row.unit, language) if language is Language.EN else name
    return link(shown, address.at_place(row.unit.code), title=name)


def _foot(table: _Table) -> list[html.Tfoot]:
    """The middle one, where there are two to stand between."""
    values = [table.middles[sort] for sort in _COLUMNS]
    if all(value is None for value in values):
        return []
    texts = [apart(value).removeprefix("+") or MISSING for value in values[:2]]
    texts.append(share(values[2], table.address.language))
    lead = [html.Td()] if table.policy.is_ordered else []
    cells = [html.Td(text, className="num desk-number") for text in texts]
    return [html.Tfoot(html.Tr([*lead, html.Th(table.say("middle"), scope="row"), *cells]))]


def _list_link(address: Address, row: Ranked, n: int, count: str, is_direct: bool) -> Component:
    """The cases of a place, at that place; of one that counts elsewhere too, those that are counted here."""
    here = address.listing(Basis.STOCK, count, is_direct, row.unit.code if row.is_part else "")
    to = here if is_direct or row.is_part else address.at_place(row.unit.code).listing(Basis.STOCK, count)
    return link(f"{n:,}", to, anchor=ANCHOR)
