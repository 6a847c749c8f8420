"""What holds for the whole deployment: how places are set beside each other, who changed it, and the form to do so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.views.desk_panel import marks, panel
from dashboard.wording.desk import say
from dashboard.wording.desk_policy import EXPLAINED, POLICY, RANKINGS, SAID
from dashboard.wording.times import day_time
from dashboard.wording.words import Language, find
from pipelines.domain.ranking import Ranking, RankingChange

ACTION = "/actions/ranking"


@dataclass(frozen=True, slots=True)
class RankingPolicy:
    """What holds now, the latest changes, and whether the viewer may make another."""

    now: Ranking
    changes: Sequence[RankingChange]
    may_change: bool


def said(address: Address) -> list[Component]:
    """What came of the last change; nothing for a word nobody knows."""
    word = SAID.get(address.asked("said"))
    if word is None:
        return []
    name = "desk-said" if address.asked("said") == "done" else "desk-said desk-said-fault"
    return [html.P(word.on(address.language), className=name, role="status")]


def policy_panel(address: Address, policy: RankingPolicy, zone: ZoneInfo) -> html.Section:
    """Each way to do it; one that does not hold opens to its confirmation for who may."""
    language = address.language
    ways = html.Ul([_way(address, one, policy) for one in Ranking], className="policy-ways")
    notes = [] if policy.may_change else [html.P(say(POLICY, "may_not", language), className="desk-hint")]
    body = html.Div([html.Div([ways, *notes]), _changes(policy, zone, language)], className="policy")
    return panel(say(POLICY, "title", language), say(POLICY, "hint", language), body, name="health-panel-policy")


def _way(address: Address, one: Ranking, policy: RankingPolicy) -> html.Li:
    language, is_now = address.language, one is policy.now
    mark = [html.Span(say(POLICY, "now", language), className="desk-tag")] if is_now else []
    name = html.Span([html.Span(find(RANKINGS, one, language), className="desk-strong"), *mark])
    told = html.Div([name, html.Div(find(EXPLAINED, one, language), className="desk-hint")])
    change = [_confirmation(address, one)] if policy.may_change and not is_now else []
    return html.Li([told, *change], className="policy-way")


def _confirmation(address: Address, one: Ranking) -> html.Details:
    language = address.language
    to = say(POLICY, "change_to", language, find(RANKINGS, one, language))
    kept = {"ranking": one.value, "back": address.href}
    fields: list[Any] = [dcc.Input(type="hidden", name=name, value=value) for name, value in kept.items()]
    button = html.Button(say(POLICY, "confirm", language), type="submit", className="desk-button")
    told = html.P(say(POLICY, "effect", language), className="desk-hint")
    form = html.Form([told, *fields, button], action=ACTION, method="POST", className="desk-menu-list")
    return html.Details([html.Summary(to), form], className="desk-menu policy-change")


def _changes(policy: RankingPolicy, zone: ZoneInfo, language: Language) -> html.Div:
    title = html.H3(say(POLICY, "changes", language), className="policy-title")
    if not policy.changes:
        return html.Div([title, html.P(say(POLICY, "none", language), className="desk-hint")])
    heads = [html.Th(say(POLICY, name, language), scope="col") for name in ("at", "actor", "from_to")]
    rows = [_change(one, zone, language) for one in policy.changes]
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="desk-table")
    return html.Div([title, table])


def _change(one: RankingChange, zone: ZoneInfo, language: Language) -> html.Tr:
    between = " → ".join(find(RANKINGS, each, language) for each in (one.before, one.after))
    return html.Tr(
        [html.Td(day_time(one.at, zone), className="num"), html.Td(one.actor, **marks(data_given="")), html.Td(between)]
    )
