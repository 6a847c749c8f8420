"""How long things took as bars by length; how far cases have come; and how long what is open has been so."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views.desk_explore import ANCHOR
from dashboard.views.desk_panel import link, panel
from dashboard.wording.definitions import entry_label
from dashboard.wording.desk import say
from dashboard.wording.desk_explore import EXPLORE
from dashboard.wording.kpi import STAGES, count_label
from dashboard.wording.numbers import share
from dashboard.wording.times import duration, span
from dashboard.wording.words import Language, find
from pipelines.domain.kpi import Basis, Counts
from pipelines.domain.kpi.catalogue import Entry
from pipelines.domain.kpi.durations import Distribution, length_of
from pipelines.domain.measure import Ages
from pipelines.domain.step import CaseStage

_HOUR = 3600
BOUNDS = (
    600,
    1800,
    _HOUR,
    2 * _HOUR,
    4 * _HOUR,
    8 * _HOUR,
    24 * _HOUR,
    48 * _HOUR,
    72 * _HOUR,
    120 * _HOUR,
    168 * _HOUR,
)
"""Where one bar of lengths ends and the next begins, in seconds."""
FUNNEL = ("reported", "dispatched", "disposed", "closed")
_OPEN = {CaseStage.FEEDBACK_GIVEN: "open_fed_back"}


def lengths_panel(address: Address, entry: Entry, found: Distribution) -> html.Section:
    """The histogram with its quantiles; without any length it says so."""
    language = address.language
    title = say(EXPLORE, "distribution", language, entry_label(entry, language))
    if not found.count:
        return panel(title, "", html.Div(html.P(say(EXPLORE, "none", language)), className="desk-empty"))
    p50, p90 = (duration(found.quantile(one), language) for one in (0.5, 0.9))
    bars = _bars(found)
    rows = [
        _bar(_bound(n, language), bars[n], max(bars.values()), language, found.count) for n in range(len(BOUNDS) + 1)
    ]
    heads = [html.Th(say(EXPLORE, name, language), scope="col") for name in ("length", "cases")]
    table = html.Table(
        [html.Thead(html.Tr(heads), className="visually-hidden"), html.Tbody(rows)], className="desk-bars"
    )
    return panel(title, say(EXPLORE, "quantiles", language, f"{found.count:,}", p50, p90), table)


def _bars(found: Distribution) -> Counter[int]:
    bars = Counter[int]()
    for number, n in found.bins.items():
        bars[sum(length_of(number) > bound for bound in BOUNDS)] += n
    return bars


def _bound(number: int, language: Language) -> str:
    if number == len(BOUNDS):
        return say(EXPLORE, "above", language, span(BOUNDS[-1], language))
    return say(EXPLORE, "up_to", language, span(BOUNDS[number], language))


def _bar(name: str, n: int, most: int, language: Language, whole: int, value: Any = None) -> html.Tr:  # noqa: ANN401
    fill = html.Span(className="desk-bar-fill", style={"width": f"{n / (most or 1) * 100:.1f}%"})
    part = html.Span(share(n / whole if whole else None, language), className="num desk-hint")
    track = html.Div([fill, html.Span(value or f"{n:,}", className="num"), part], className="desk-bar-track")
    return html.Tr([html.Th(name, scope="row"), html.Td(track)])


def funnel_panel(address: Address, counts: Counts) -> html.Section:
    """How many of the cases reported have come so far, each number a way to its cases."""
    language, own = address.language, counts[Basis.COHORT]
    rows = []
    for name in FUNNEL:
        label = count_label(Basis.COHORT, name, language)
        to = link(f"{own[name]:,}", address.asking(show=f"cohort.{name}", cell=""), "", label, ANCHOR)
        rows.append(_bar(label, own[name], own["reported"], language, own["reported"], to))
    heads = [html.Th(say(EXPLORE, name, language), scope="col") for name in ("stage", "cases")]
    table = html.Table(
        [html.Thead(html.Tr(heads), className="visually-hidden"), html.Tbody(rows)], className="desk-bars"
    )
    return panel(say(EXPLORE, "funnel", language), say(EXPLORE, "funnel_hint", language), table)


def ages_panel(address: Address, ages: Mapping[CaseStage, Ages]) -> html.Section:
    """For each stage the open cases, and how long they have been open."""
    language = address.language
    title, hint = say(EXPLORE, "ages", language), say(EXPLORE, "ages_hint", language)
    if not ages:
        return panel(title, hint, html.Div(html.P(say(EXPLORE, "none", language)), className="desk-empty"))
    names = ("stage", "cases", "p50", "p90", "oldest")
    heads = [
        html.Th(say(EXPLORE, name, language), scope="col", className="" if name == "stage" else "desk-number")
        for name in names
    ]
    rows = [_age(address, stage, one) for stage, one in ages.items()]
    return panel(title, hint, html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="desk-table"))


def _age(address: Address, stage: CaseStage, one: Ages) -> html.Tr:
    language, count = address.language, _OPEN.get(stage, f"open_{stage.name.lower()}")
    to = link(f"{one.cases:,}", address.asking(show=f"stock.{count}", cell=""), "", "", ANCHOR)
    lengths = [
        html.Td(span(seconds, language), className="num desk-number") for seconds in (one.p50, one.p90, one.oldest)
    ]
    cells = [html.Th(find(STAGES, stage.name, language), scope="row"), html.Td(to, className="num desk-number")]
    return html.Tr([*cells, *lengths])
