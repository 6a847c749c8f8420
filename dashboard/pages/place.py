"""The drill-down page of one place: where, how much, since when, and the cases themselves."""

from dataclasses import replace
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.pages.answers import PlaceAnswers
from dashboard.pages.frame import DeskPage
from dashboard.queries.case_row import CaseRow
from dashboard.queries.question import Figures
from dashboard.views.desk_cases import Listing, Row, cases_panel
from dashboard.views.desk_export import export_menu
from dashboard.views.desk_filters import breadcrumb, filters, picker
from dashboard.views.desk_header import Freshness
from dashboard.views.desk_items import items_panel
from dashboard.views.desk_kpi import KpiRow, kpi_row
from dashboard.views.desk_map import Mapped, children_map, place_map
from dashboard.views.desk_ranking import Ranked, ranking_panel
from dashboard.views.desk_roster import roster_panel
from dashboard.views.desk_trend import trend_panel
from dashboard.wording.desk import place_name
from dashboard.wording.desk_notices import NOTICES
from pipelines.domain.kpi import Basis


def place_page(address: Address, answers: PlaceAnswers) -> DeskPage:
    """The whole page, from answers alone."""
    here = replace(address, period=address.period or answers.figures.period.text)
    fresh = answers.figures.freshness
    bar = Freshness(fresh.as_of, fresh.lag_seconds, fresh.is_simulated, answers.zone)
    body = [_top(here, answers), html.Div([_left(here, answers), _right(here, answers)], className="desk-columns")]
    title = place_name(answers.figures.unit, here.language)
    return DeskPage(here, bar, title, body)


def _top(address: Address, answers: PlaceAnswers) -> html.Div:
    around = answers.around
    near = [*around.trail, *around.children, *(unit for unit in around.siblings if unit.code != address.key)]
    parents = {unit.code: around.trail[-1] for unit in around.children}
    return html.Div(
        [
            breadcrumb(address, around.trail),
            filters(address, answers.figures.period, answers.today, answers.items, around.hierarchies),
            picker(address, near, parents),
            export_menu(address),
        ],
        className="desk-top",
    )


def _left(address: Address, answers: PlaceAnswers) -> html.Div:
    around, unit = answers.around, answers.figures.unit
    if around.children:
        rows = [_ranked(one) for one in answers.children if not one.is_direct]
        direct = next((_ranked(one) for one in answers.children if one.is_direct), None)
        above = around.trail[-2] if len(around.trail) > 1 else None
        parts = [
            children_map(address, Mapped(unit, above, rows, around.held)),
            ranking_panel(address, rows, direct, answers.ranking),
        ]
    else:
        parts = [place_map(address, unit, around.trail[-2], around.siblings)] if len(around.trail) > 1 else []
    if answers.roster:
        parts.insert(1, roster_panel(address, answers.roster))
    return html.Div(parts, className="desk-left")


def _ranked(figures: Figures) -> Ranked:
    return Ranked(figures.unit, figures.counts, figures.is_part)


def _right(address: Address, answers: PlaceAnswers) -> html.Div:
    counts = answers.figures.counts
    row = kpi_row(address, KpiRow(counts, answers.figures.period, answers.earlier))
    if not answers.figures.has_cases:
        return html.Div([row, _empty(address), _cases(address, answers)], className="desk-right")
    reported = counts[Basis.COHORT]["reported"]
    charts = html.Div(
        [trend_panel(address, answers.trend), items_panel(address, answers.top_items, reported, answers.items)],
        className="desk-charts",
    )
    return html.Div([row, charts, _cases(address, answers)], className="desk-right")


def _empty(address: Address) -> html.Div:
    words: list[Any] = [html.P(word.on(address.language)) for word in NOTICES["no_cases"]]
    return html.Div(words, className="desk-panel desk-empty")


def _cases(address: Address, answers: PlaceAnswers) -> html.Section:
    found = answers.cases
    rows = [list_row(one) for one in found.rows]
    return cases_panel(address, Listing(rows, found.total, found.next, answers.now, answers.zone, answers.items))


def list_row(row: CaseRow) -> Row:
    """A row of a list as the table shows it."""
    return Row(
        case_id=row.case_id,
        at=row.at,
        class_=row.class_,
        item=row.item,
        path=row.path,
        channel=row.channel,
        stage=row.stage,
        open_part=row.open_part,
        is_voided=row.voided_at is not None,
        due_at=row.due_at,
    )
