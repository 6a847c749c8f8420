"""The page of one case: what it is, how far it has come, and everything that happened to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import html

from dashboard.address import Address
from dashboard.pages.frame import DeskPage
from dashboard.queries.bundle import Queries
from dashboard.queries.case_row import CaseDetail
from dashboard.queries.question import Question
from dashboard.views.desk_case_row import CaseLooks, case_row
from dashboard.views.desk_cases import Row
from dashboard.views.desk_dwell import dwell_panel
from dashboard.views.desk_facts import facts
from dashboard.views.desk_filters import breadcrumb
from dashboard.views.desk_header import Freshness
from dashboard.views.desk_map import place_map
from dashboard.views.desk_timeline import milestones, timeline
from dashboard.wording.desk import item_name, say
from dashboard.wording.desk_case import CASE
from pipelines.domain.access import Viewer
from pipelines.domain.case import Case
from pipelines.domain.catalogue import Item
from pipelines.domain.dwell import stays
from pipelines.domain.period import Period
from pipelines.domain.standing import open_part
from pipelines.domain.unit import OrgUnit


@dataclass(frozen=True, slots=True)
class CaseAnswers:
    """One case as the viewer may see it, and the places around its own."""

    now: datetime
    zone: ZoneInfo
    detail: CaseDetail
    freshness: Freshness
    siblings: Sequence[OrgUnit]
    items: Mapping[str, Item]


def ask_case(queries: Queries, viewer: Viewer, address: Address, now: datetime, zone: ZoneInfo) -> CaseAnswers:
    """UnknownCaseError when there is none in the viewer's scope."""
    detail = queries.cases.case(viewer, address.key)
    above = detail.path[-2].code if len(detail.path) > 1 else None
    today = queries.figures.today(now)
    siblings = queries.reach.children(viewer, above, today) if above else []
    day = Question(detail.path[-1].code, Period(today.isoformat(), today, today))
    fresh = queries.figures.figures(viewer, day, now).freshness
    bar = Freshness(fresh.as_of, fresh.lag_seconds, detail.file.case.simulated, zone)
    return CaseAnswers(now, zone, detail, bar, siblings, queries.reach.catalogue.items)


def case_page(address: Address, answers: CaseAnswers) -> DeskPage:
    """The whole page, from answers alone."""
    detail, case = answers.detail, answers.detail.file.case
    path = breadcrumb(address, detail.path, f"{say(CASE, 'case', address.language)} {case.case_id}")
    columns = [
        html.Div(_left(address, answers), className="desk-left"),
        html.Div(_right(address, answers), className="desk-right"),
    ]
    body = [html.Div(path, className="desk-top"), html.Div(columns, className="desk-columns")]
    return DeskPage(address, answers.freshness, case.case_id, body)


def _left(address: Address, answers: CaseAnswers) -> list[Any]:
    path = answers.detail.path
    where = [place_map(address, path[-1], path[-2], answers.siblings)] if len(path) > 1 else []
    return [*where, facts(address, answers.detail.file.case, path, answers.zone, answers.detail.parent)]


def _right(address: Address, answers: CaseAnswers) -> list[Any]:
    detail, zone, language = answers.detail, answers.zone, address.language
    case, found = detail.file.case, stays(detail.movements, answers.now)
    looks = CaseLooks(
        case=case,
        row=as_row(case, detail.path, answers.now),
        item=item_name(answers.items, case.item, language),
        stays=found,
        movements=detail.movements,
        now=answers.now,
        zone=zone,
        language=language,
    )
    spent = [dwell_panel(case, found, zone, language)] if found else []
    return [case_row(looks), milestones(case, zone, language), *spent, timeline(detail.movements, zone, language)]


def as_row(case: Case, path: tuple[OrgUnit, ...], now: datetime) -> Row:
    """The case as a row of a list has it."""
    return Row(
        case_id=case.case_id,
        at=case.reported_at or now,
        class_=case.class_,
        item=case.item,
        path=path,
        channel=case.channel,
        stage=case.stage,
        open_part=open_part(case),
        is_voided=case.voided_at is not None,
        due_at=case.due_at,
    )
