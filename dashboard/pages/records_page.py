"""The page of records from answers alone: what is asked on top, the count, its rows; or all counts there are."""

from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.pages.frame import DeskPage
from dashboard.pages.records import RecordAnswers
from dashboard.views.desk_filters import breadcrumb, period_menu, picker
from dashboard.views.desk_header import Freshness
from dashboard.views.desk_panel import marks
from dashboard.views.desk_record_counts import count_menu, counts_panels
from dashboard.views.desk_records import count_panel, rows_panel
from dashboard.wording.desk import FILTERS, place_name, say
from dashboard.wording.desk_records import RECORDS
from pipelines.domain.unit import Hierarchy


def records_page(address: Address, answers: RecordAnswers) -> DeskPage:
    """The whole page; what only cases can be filtered by falls away."""
    unit, period = answers.figures.unit, answers.figures.period
    plain = replace(address, key=unit.code, period=address.period or period.text, center=None, class_=None)
    here = replace(plain, item=None, channel=None, hierarchy=Hierarchy.BASE)
    fresh = answers.figures.freshness
    bar = Freshness(fresh.as_of, fresh.lag_seconds, fresh.is_simulated, answers.zone)
    title = say(RECORDS, "title", here.language, place_name(unit, here.language))
    body = html.Div(_body(here, answers), className="desk-stack")
    return DeskPage(here, bar, title, [_top(here, answers), body])


def _top(address: Address, answers: RecordAnswers) -> html.Div:
    plain, listed = replace(address, after=()), answers.rows.listed if answers.rows else None
    today = answers.now.astimezone(answers.zone).date()
    menus = [period_menu(plain, answers.figures.period, today), count_menu(plain, listed)]
    filters = html.Div(menus, className="desk-filters", **marks(aria_label=say(FILTERS, "filters", address.language)))
    near = [*answers.trail, *answers.children]
    parents = {unit.code: answers.trail[-1] for unit in answers.children}
    path = breadcrumb(plain, answers.trail)
    return html.Div([path, filters, picker(plain, near, parents)], className="desk-top desk-record-top")


def _body(address: Address, answers: RecordAnswers) -> list[Component]:
    if not answers.is_kept:
        return [_said(address, "elsewhere")]
    if answers.rows:
        return [count_panel(address, answers.rows), rows_panel(address, answers.rows)]
    unlisted = [_said(address, "unlisted")] if address.asked("show") else []
    return [*unlisted, counts_panels(address, answers.figures.counts)]


def _said(address: Address, what: str) -> html.Div:
    words = [html.P(say(RECORDS, name, address.language)) for name in (what, f"{what}_hint")]
    return html.Div(words, className="desk-panel desk-empty", role="status")
