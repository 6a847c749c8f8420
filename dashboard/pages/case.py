"""The page of one case: what it is, how far it has come, and everything that happened to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import html

from dashboard.address import Address
from dashboard.pages.frame import frame
from dashboard.queries.bundle import Queries
from dashboard.queries.cases import CaseDetail
from dashboard.queries.question import Question
from dashboard.views.desk_cases import Row, deadline, state_word
from dashboard.views.desk_facts import facts
from dashboard.views.desk_filters import breadcrumb
from dashboard.views.desk_header import Freshness
from dashboard.views.desk_map import place_map
from dashboard.views.desk_panel import class_letter
from dashboard.views.desk_timeline import milestones, timeline
from dashboard.wording.desk import item_name, say
from dashboard.wording.desk_case import CASE
from dashboard.wording.kpi import CLASSES
from dashboard.wording.words import find
from pipelines.domain.access import Viewer
from pipelines.domain.case import Case
from pipelines.domain.catalogue import Item
from pipelines.domain.org import OrgUnit
from pipelines.domain.period import Period
from pipelines.domain.standing import open_part


@dataclass(frozen=True, slots=True)
class CaseAnswers:
    """One case as the viewer may see it, and the places around its own."""

    viewer: Viewer
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
    return CaseAnswers(viewer, now, zone, detail, bar, siblings, queries.reach.catalogue.items)


def case_page(address: Address, answers: CaseAnswers) -> html.Div:
    """The whole page, from answers alone."""
    language, zone = address.language, answers.zone
    detail, case = answers.detail, answers.detail.file.case
    left: list[Any] = [facts(address, case, detail.path, zone)]
    if len(detail.path) > 1:
        left.append(place_map(address, detail.path[-1], detail.path[-2], answers.siblings))
    right = [milestones(case, zone, language), timeline(detail.movements, zone, language)]
    columns = html.Div(
        [html.Div(left, className="desk-left"), html.Div(right, className="desk-right")], className="desk-columns"
    )
    return frame(address, answers.viewer, answers.freshness, case.case_id, [_head(address, answers), columns])


def _head(address: Address, answers: CaseAnswers) -> html.Div:
    detail, language = answers.detail, address.language
    case = detail.file.case
    row = as_row(case, detail.path, answers.now)
    chips: list[Any] = [
        class_letter(case.class_, find(CLASSES, case.class_, language)),
        html.Span(item_name(answers.items, case.item, language), className="desk-case-item"),
        html.Span(state_word(row, language), className="desk-tag"),
    ]
    if row.open_part is not None:
        chips.append(html.Span(deadline(row, answers.now, language), className="num"))
    path = breadcrumb(address, detail.path, f"{say(CASE, 'case', language)} {case.case_id}")
    return html.Div([path, html.Div(chips, className="desk-case-chips")], className="desk-top")


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
