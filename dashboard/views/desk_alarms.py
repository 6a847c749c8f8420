"""The alarms of a place: what stands open and for how long, who deals with it, and the form to answer one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address, Page
from dashboard.views.desk_answer import answer_form
from dashboard.views.desk_panel import SHAPES, link, marks, panel, shape
from dashboard.wording.alarms import rule_fact, rule_told
from dashboard.wording.desk import CASES, FIGURES, place_name, say
from dashboard.wording.desk_alarms import ALARMS, SAID, STATES
from dashboard.wording.numbers import MISSING
from dashboard.wording.times import day_time, span
from dashboard.wording.words import find
from pipelines.domain.alarm import Alarm, AlarmState, answers
from pipelines.domain.alarm_rule import AlarmRule
from pipelines.domain.unit import OrgUnit

PAGE_ROWS = 20
COLUMNS = ("severity", "rule", "place", "since", "state", "handled")


@dataclass(frozen=True, slots=True)
class AlarmList:
    """The alarms of a place in one state with the units they stand at, and the rules that stand by name.

    `may_answer` says whether the viewer may answer them.
    """

    alarms: Sequence[tuple[Alarm, OrgUnit]]
    rules: Mapping[str, AlarmRule]
    may_answer: bool
    now: datetime
    zone: ZoneInfo

    def shown(self, address: Address) -> tuple[int, Sequence[tuple[Alarm, OrgUnit]]]:
        """From which on the page shows them, and those."""
        skip = address.asked("skip")
        first = min(int(skip), len(self.alarms)) if skip.isdecimal() else 0
        return first, self.alarms[first : first + PAGE_ROWS]


def said(address: Address) -> list[Component]:
    """What came of the last answer; nothing for a word nobody knows."""
    word = SAID.get(address.asked("said"))
    if word is None:
        return []
    name = "desk-said" if address.asked("said") in {"done", "sent"} else "desk-said desk-said-fault"
    return [html.P(word.on(address.language), className=name, role="status")]


def alarms_panel(address: Address, listed: AlarmList) -> html.Section:
    """The list, newest first, a page at a time."""
    language, (first, rows) = address.language, listed.shown(address)
    title = say(ALARMS, "alarms", language)
    if not rows:
        words: list[Any] = [html.P(say(ALARMS, name, language)) for name in ("none", _quiet(address))]
        return panel(title, "", html.Div(words, className="desk-empty"))
    hint = say(ALARMS, "hint", language, first + 1, first + len(rows), len(listed.alarms))
    notes = [] if listed.may_answer else [html.P(say(ALARMS, "may_not", language), className="desk-hint")]
    heads = [html.Th(say(ALARMS, name, language), scope="col") for name in COLUMNS]
    body = [_row(address, one, place, listed) for one, place in rows]
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="desk-table desk-alarm-table")
    return panel(title, hint, *notes, table, _pages(address, first, len(listed.alarms)))


def _quiet(address: Address) -> str:
    return "none_so" if address.asked("state") else "none_hint"


def _row(address: Address, alarm: Alarm, place: OrgUnit, listed: AlarmList) -> html.Tr:
    state = alarm.state_at(listed.now)
    cells = (
        ("severity", _severity(address, alarm, state)),
        ("place", link(place_name(place, address.language), _to_place(address, place.code))),
        ("since", _since(address, alarm, listed)),
        ("state", _state(address, alarm, state, listed.zone)),
        ("handled", _handled(address, alarm, state, listed)),
    )
    first, *others = [html.Td(cell, className=f"desk-col-{name}") for name, cell in cells]
    tint = "desk-unanswered" if alarm.severity == "critical" and state is AlarmState.RAISED else ""
    rule = html.Th(_rule(address, alarm, listed.rules.get(alarm.rule), place), scope="row", className="desk-col-rule")
    return html.Tr([first, rule, *others], className=tint, id=alarm.alarm_id)


def _severity(address: Address, alarm: Alarm, state: AlarmState) -> Component:
    """Shape and word; an outline for what somebody has answered, none for what is over."""
    language = address.language
    if state in {AlarmState.CLEARED, AlarmState.CONFIRMED}:
        return html.Span(say(FIGURES, alarm.severity, language), className="desk-hint")
    if state is AlarmState.RAISED:
        return html.Span([shape(alarm.severity, language), f" {say(FIGURES, alarm.severity, language)}"])
    outlined = {"critical": "◇", "warning": "△"}[alarm.severity] if alarm.severity in SHAPES else ""
    mark = html.Span(outlined, className=f"desk-{alarm.severity}", **marks(aria_hidden="true"))
    return html.Span([mark, f" {say(FIGURES, alarm.severity, language)}"], className="desk-hint")


def _rule(address: Address, alarm: Alarm, rule: AlarmRule | None, place: OrgUnit) -> list[Any]:
    """What the rule tells of, leading to its case; its subject where that is neither case nor place; its value."""
    language = address.language
    told = rule_told(rule, language) if rule else alarm.rule
    words: Any = told[:1].upper() + told[1:]
    if alarm.case_id:
        words = link([words, " ", html.Span(alarm.case_id, className="num")], address.at_case(alarm.case_id))
    elif alarm.subject == place.code:
        words = link(words, _to_place(address, place.code))
    else:
        words = html.Span([words, " ", html.Span(alarm.subject, className="num desk-hint")])
    fact = rule_fact(alarm, rule, language)
    return [words, *([html.Div(fact, className="num desk-hint")] if fact else [])]


def _to_place(address: Address, code: str) -> Address:
    return replace(address, page=Page.PLACE, key=code, own=())


def _since(address: Address, alarm: Alarm, listed: AlarmList) -> list[Any]:
    """When it was raised, and how long it has stood or stood."""
    end = alarm.cleared_at or listed.now
    length = span((end - alarm.raised_at).total_seconds(), address.language)
    lasting = html.Div(say(ALARMS, "lasting", address.language, length), className="desk-hint")
    return [html.Span(day_time(alarm.raised_at, listed.zone), className="num"), lasting]


def _state(address: Address, alarm: Alarm, state: AlarmState, zone: ZoneInfo) -> list[Any]:
    language, notes = address.language, list[str]()
    if state is AlarmState.SHELVED and alarm.until is not None:
        notes.append(say(ALARMS, "until", language, day_time(alarm.until, zone)))
    if alarm.cleared_at is not None:
        notes.append(say(ALARMS, "cleared_at", language, day_time(alarm.cleared_at, zone)))
    return [find(STATES, state, language), *(html.Div(note, className="num desk-hint") for note in notes)]


def _handled(address: Address, alarm: Alarm, state: AlarmState, listed: AlarmList) -> html.Div:
    """Who answered it last and why, and the form for whoever may."""
    told: list[Any] = [MISSING] if alarm.actor is None else [html.Span(alarm.actor, className="desk-strong")]
    if alarm.reason:
        told.append(html.Div(alarm.reason, className="desk-hint"))
    may = answers(state) if listed.may_answer else ()
    form = [answer_form(address, alarm, may)] if may else []
    return html.Div([html.Div(told), *form], className="desk-handled")


def _pages(address: Address, first: int, total: int) -> html.Nav:
    language, parts = address.language, list[Any]()
    if first:
        to = address.asking(skip=str(max(0, first - PAGE_ROWS) or ""), said="")
        parts.append(link(say(CASES, "previous", language), to, "desk-button"))
    if first + PAGE_ROWS < total:
        parts.append(
            link(say(CASES, "next", language), address.asking(skip=str(first + PAGE_ROWS), said=""), "desk-button")
        )
    return html.Nav(parts, className="desk-pages", **marks(aria_label=say(ALARMS, "alarms", language)))
