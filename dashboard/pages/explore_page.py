"""The page of slices from answers alone: what is asked on top, the slice, its distribution, the funnel, the cases."""

from collections.abc import Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.pages.explore import MOST_PLACES, ExploreAnswers
from dashboard.pages.frame import DeskPage
from dashboard.views.desk_explore import slices_panel
from dashboard.views.desk_filters import breadcrumb, choice, filters, menu, picker
from dashboard.views.desk_grid import grid_panel
from dashboard.views.desk_header import Freshness
from dashboard.views.desk_lengths import ages_panel, funnel_panel, lengths_panel
from dashboard.views.desk_lines import Compared, PlaceLine, lines_panel
from dashboard.views.sliced import Sliced
from dashboard.wording.definitions import entry_label
from dashboard.wording.desk import item_name, place_name, say, short_name
from dashboard.wording.desk_explore import DIMENSIONS, EXPLORE
from dashboard.wording.kpi import BASES, CENTERS, CHANNELS, CLASSES
from dashboard.wording.records import CATEGORIES
from dashboard.wording.words import Language, Word, find
from pipelines.domain.kpi.rates import Kind
from pipelines.domain.measure import MEASURES, Dimension, Slice, dimensions, has_records

LENGTH = "report_to_close"
"""The duration whose distribution stands beside a figure that is none itself."""


def explore_page(address: Address, answers: ExploreAnswers) -> DeskPage:
    """The whole page."""
    here = replace(address, period=address.period or answers.figures.period.text)
    if has_records(answers.asked.entry):
        here = replace(here, center=None, class_=None, item=None, channel=None)
    fresh = answers.figures.freshness
    bar = Freshness(fresh.as_of, fresh.lag_seconds, fresh.is_simulated, answers.zone)
    title = say(EXPLORE, "title", here.language, place_name(answers.figures.unit, here.language))
    return DeskPage(here, bar, title, [_top(here, answers), _body(here, answers)])


def _top(address: Address, answers: ExploreAnswers) -> html.Div:
    around, plain = answers.around, address.asking(show="", cell="")
    near = [*around.trail, *around.children, *(unit for unit in around.siblings if unit.code != address.key)]
    parents = {unit.code: around.trail[-1] for unit in around.children}
    today = answers.now.astimezone(answers.zone).date()
    question, has_kinds = answers.asked.question, not has_records(answers.asked.entry)
    return html.Div(
        [
            breadcrumb(plain, around.trail),
            filters(plain, question.period, today, answers.items, around.hierarchies, has_kinds),
            picker(plain, near, parents),
            html.Div(_choices(plain, answers), className="desk-filters desk-choices"),
        ],
        className="desk-top",
    )


def _choices(address: Address, answers: ExploreAnswers) -> list[Component]:
    """What is sliced, by what, and over time beside which places."""
    language, asked = address.language, answers.asked
    measures = {
        name: Word(*(f"{entry_label(one, word)} · {find(BASES, one.basis, word)}" for word in Language))
        for name, one in MEASURES.items()
    }
    may = dimensions(asked.entry, asked.question.is_sliced)

    def to_measure(name: str | None) -> Address:
        fits = name is not None and asked.by in dimensions(MEASURES[name], asked.question.is_sliced)
        return address.asking(measure=name or "", by=asked.by if fits and asked.by is not Dimension.PLACE else "")

    def to_dimension(name: str | None) -> Address:
        return address.asking(by="" if name in {None, Dimension.PLACE} else name or "")

    ways = {one.value: DIMENSIONS[one] for one in may}
    chosen: list[Component] = [
        choice(address, say(EXPLORE, "measure", language), measures, asked.entry.identifier, to_measure),
        choice(address, say(EXPLORE, "by", language), ways, asked.by, to_dimension),
    ]
    return [*chosen, _beside(address, answers)] if asked.by is Dimension.TIME else chosen


def _beside(address: Address, answers: ExploreAnswers) -> Component:
    """Places below and beside, each added or taken away; at most four more than the page's own."""
    language, own = address.language, answers.asked.beside
    around = answers.around
    near = {unit.code: unit for unit in (*around.children, *around.siblings) if unit.code != address.key}
    near |= {unit.code: unit for unit, _ in answers.lines[1:]}
    words = {
        code: Word(*(f"{'✓ ' if code in own else ''}{place_name(unit, word)}" for word in Language))
        for code, unit in near.items()
        if code in own or len(own) < MOST_PLACES - 1
    }

    def toggled(code: str | None) -> Address:
        left = [] if code is None else [one for one in own if one != code]
        added = [code] if code is not None and code not in own else []
        return address.asking(beside=".".join([*left, *added]))

    nothing = say(EXPLORE, "nothing_beside", language)
    label = say(EXPLORE, "beside", language)
    return menu(address, label, words, None, toggled, say(EXPLORE, "add", language, len(own)) if own else nothing)


def _body(address: Address, answers: ExploreAnswers) -> html.Div:
    asked = answers.asked
    length = asked.entry if asked.entry.kind is Kind.DURATION else MEASURES[LENGTH]
    first = _lines(address, answers) if asked.by is Dimension.TIME else slices_panel(address, _sliced(address, answers))
    if asked.listed is None:
        return html.Div(first, className="desk-explore")
    parts = [
        first,
        lengths_panel(address, length, answers.durations[length.name]),
        grid_panel(address, asked.listed, _listed_name(address, answers), answers.total),
        funnel_panel(address, answers.figures.counts),
        *([ages_panel(address, answers.ages)] if answers.ages else []),
    ]
    return html.Div(parts, className="desk-explore")


def _sliced(address: Address, answers: ExploreAnswers) -> Sliced:
    asked, language = answers.asked, address.language
    return Sliced(asked.entry, asked.by, answers.rows, _names(answers, language), answers.ranking)


def _names(answers: ExploreAnswers, language: Language) -> dict[str | None, str]:
    """What every row is called."""
    by, keys = answers.asked.by, [one.key for one in answers.rows]
    none = say(EXPLORE, "none_of", language)
    if by is Dimension.CLASS:
        return {key: find(CLASSES, key or "none", language) for key in keys}
    if by is Dimension.CENTER:
        return {key: find(CENTERS, key or "none", language) for key in keys}
    if by is Dimension.CATEGORY:
        return {key: find(CATEGORIES, key or "", language) for key in keys}
    if by is Dimension.CHANNEL:
        return {key: none if key is None else CHANNELS[key].on(language) if key in CHANNELS else key for key in keys}
    if by is Dimension.ITEM:
        return {key: item_name(answers.items, key, language) for key in keys}
    own = answers.figures.unit
    near = {unit.code: place_name(unit, language) for unit in answers.around.children}
    near[own.code] = say(EXPLORE, "direct", language, place_name(own, language))
    return {key: near.get(key or "", key or none) for key in keys}


def _lines(address: Address, answers: ExploreAnswers) -> Component:
    entry = answers.asked.entry
    at = tuple(one.key or "" for one in answers.lines[0][1])
    lines = tuple(
        PlaceLine(short_name(unit, address.language), tuple(_values(rows, at, answers))) for unit, rows in answers.lines
    )
    return lines_panel(address, Compared(entry, at, lines))


def _values(rows: Sequence[Slice], at: tuple[str, ...], answers: ExploreAnswers) -> list[float | None]:
    found = {one.key: one.value(answers.asked.entry) for one in rows}
    return [found.get(key) for key in at]


def _listed_name(address: Address, answers: ExploreAnswers) -> str:
    """What the row is called whose cases are listed."""
    asked, language = answers.asked, address.language
    if not asked.cell:
        return place_name(answers.figures.unit, language)
    return _names(answers, language).get(asked.cell, asked.cell)
