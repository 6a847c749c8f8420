"""The page of a place's alarms and of what supervision there has brought."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from dash import html

from dashboard.address import Address
from dashboard.pages.frame import DeskPage
from dashboard.queries.bundle import Queries
from dashboard.queries.question import Question
from dashboard.views.desk_alarms import AlarmList, alarms_panel, said
from dashboard.views.desk_effects import effects_panel
from dashboard.views.desk_filters import breadcrumb, menu, picker
from dashboard.views.desk_header import Freshness
from dashboard.wording.desk import place_name, say
from dashboard.wording.desk_alarms import ALARMS, STATES
from pipelines.domain.access import Viewer, may_answer_alarms
from pipelines.domain.alarm import AlarmState
from pipelines.domain.errors import QuestionError
from pipelines.domain.ladder import Effect
from pipelines.domain.period import read_period
from pipelines.domain.unit import OrgUnit


@dataclass(frozen=True, slots=True)
class AlarmAnswers:
    """The alarms of a place in the state that was asked for, and the places around it."""

    listed: AlarmList
    effects: Sequence[Effect]
    trail: Sequence[OrgUnit]
    children: Sequence[OrgUnit]
    freshness: Freshness


def ask_alarms(queries: Queries, viewer: Viewer, address: Address, now: datetime, zone: ZoneInfo) -> AlarmAnswers:
    """AccessError, UnknownPlaceError or QuestionError when the address asks for what there is not."""
    today, state = queries.figures.today(now), _state(address)
    found = queries.alarms.alarms(viewer, address.key, state, now)
    rows = [(one, queries.reach.tree.unit(one.path[-1])) for one in found]
    fresh = queries.figures.figures(viewer, Question(address.key, read_period("today", today)), now).freshness
    return AlarmAnswers(
        listed=AlarmList(rows, queries.alarms.rules(), may_answer_alarms(viewer), now, zone),
        effects=queries.alarms.effects(viewer, address.key, now),
        trail=queries.reach.trail(viewer, address.key, today),
        children=queries.reach.children(viewer, address.key, today),
        freshness=Freshness(fresh.as_of, fresh.lag_seconds, fresh.is_simulated, zone),
    )


def _state(address: Address) -> AlarmState | None:
    text = address.asked("state")
    if text and text not in set(AlarmState):
        raise QuestionError(f"state '{text[:40]}': not known; use one of {', '.join(AlarmState)}")
    return AlarmState(text) if text else None


def alarms_page(address: Address, answers: AlarmAnswers) -> DeskPage:
    """The whole page, from answers alone."""
    language, plain = address.language, address.asking(said="", skip="")
    chosen = address.asked("state") or None
    states = menu(
        plain,
        say(ALARMS, "state", language),
        STATES,
        chosen,
        lambda one: plain.asking(state=one or ""),
        say(ALARMS, "open", language),
    )
    near = [*answers.trail, *answers.children]
    parents = {unit.code: answers.trail[-1] for unit in answers.children}
    filters = html.Div(states, className="desk-filters")
    top = html.Div([breadcrumb(plain, answers.trail), filters, picker(plain, near, parents)], className="desk-top")
    body = [*said(address), alarms_panel(address, answers.listed), effects_panel(address, answers.effects)]
    title = say(ALARMS, "title", language, place_name(answers.trail[-1], language))
    here = replace(plain, key=answers.trail[-1].code)
    return DeskPage(here, answers.freshness, title, [top, html.Div(body, className="desk-stack")])
