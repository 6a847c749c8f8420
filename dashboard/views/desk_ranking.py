"""The places below, ranked; what was reported at the place itself comes last."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address, Sort
from dashboard.views.desk_kpi import ANCHOR, is_below_target
from dashboard.views.desk_panel import link, marks, panel, shape
from dashboard.wording.desk import CHARTS, place_name, say, short_name
from dashboard.wording.hierarchies import kind_word
from dashboard.wording.numbers import share
from dashboard.wording.words import Language
from pipelines.domain.kpi import RATES_BY_NAME, Basis, Counts, ratio
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


def level_word(units: Sequence[OrgUnit], language: Language) -> str:
    """What the places are together: communities, grids, blocks; places where they are mixed."""
    words = {kind_word(unit, language) for unit in units}
    return words.pop() if len(words) == 1 else say(CHARTS, "places", language)


def ranked(rows: Sequence[Ranked], sort: Sort) -> list[tuple[int, Ranked]]:
    """Worst first with competition ranks: equal ones share a rank; places without a rate come last."""
    keys = {id(row): _key(row, sort) for row in rows}
    ordered = sorted(rows, key=lambda row: (keys[id(row)], row.unit.code))
    values = sorted(keys.values())
    return [(values.index(keys[id(row)]) + 1, row) for row in ordered]


def _key(row: Ranked, sort: Sort) -> tuple[float, ...]:
    if sort is Sort.RATE:
        return (1.0, 0.0) if row.rate is None else (0.0, row.rate)
    return (-row.open,) if sort is Sort.OPEN else (-row.overdue, -row.open)


def ranking_panel(address: Address, rows: Sequence[Ranked], direct: Ranked | None) -> html.Section:
    """A table of all places below; its column heads change what it is sorted by."""
    language = address.language
    title = say(CHARTS, "ranking", language, level_word([row.unit for row in rows], language))
    hint = say(CHARTS, "ranked_by", language, say(CHARTS, f"sort_{address.sort}", language), len(rows))
    body = [_row(address, str(rank), row, False) for rank, row in ranked(rows, address.sort)]
    if direct is not None:
        body.append(_row(address, "", direct, True))
    heads = [_plain("rank", language), _plain("place", language), *(_sorter(address, sort) for sort in _COLUMNS)]
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="desk-rank")
    return panel(title, hint, html.Div(table, className="desk-rank-scroll", tabIndex=0), name="desk-ranking")


_COLUMNS = (Sort.OPEN, Sort.OVERDUE, Sort.RATE)


def _plain(word: str, language: Language) -> html.Th:
    return html.Th(say(CHARTS, word, language), scope="col")


def _sorter(address: Address, sort: Sort) -> html.Th:
    is_here = sort is address.sort
    word = say(CHARTS, f"sort_{sort}", address.language)
    arrow, order = ("↑", "ascending") if sort is Sort.RATE else ("↓", "descending")
    words: list[str | Component] = [word, html.Span(arrow, className="desk-sorted")] if is_here else [word]
    to = link(words, replace(address, sort=sort))
    return html.Th(to, scope="col", className="desk-number", **marks(aria_sort=order if is_here else None))


def _row(address: Address, rank: str, row: Ranked, is_direct: bool) -> html.Tr:
    language, at = address.language, address.at_place(row.unit.code)
    name = place_name(row.unit, language)
    shown = short_name(row.unit, language) if language is Language.EN else name
    direct = say(CHARTS, "direct" if address.hierarchy is Hierarchy.BASE else "rest", language)
    place = direct if is_direct else link(shown, at, title=name)
    low: list[Any] = [shape("warning", language), " "] if row.is_low else []
    cells = [
        html.Td(rank, className="num desk-rank-number"),
        html.Th(place, scope="row"),
        html.Td(_list_link(address, row, row.open, "open", is_direct), className="num desk-number"),
        html.Td(_list_link(address, row, row.overdue, "overdue", is_direct), className="num desk-number"),
        html.Td([*low, share(row.rate, language)], className="num desk-number desk-strong"),
    ]
    return html.Tr(cells, className="desk-direct" if is_direct else "")


def _list_link(address: Address, row: Ranked, n: int, count: str, is_direct: bool) -> Component:
    """The cases of a place, at that place; of one that counts elsewhere too, those that are counted here."""
    here = address.listing(Basis.STOCK, count, is_direct, row.unit.code if row.is_part else "")
    to = here if is_direct or row.is_part else address.at_place(row.unit.code).listing(Basis.STOCK, count)
    return link(f"{n:,}", to, anchor=ANCHOR)
