"""The row of key facts of a case: what it is, how long it has, how far it is, who has it, how often it came back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.views.desk_cases import Row, deadline, state_word
from dashboard.views.desk_panel import Child, class_letter, marks
from dashboard.wording.desk import say
from dashboard.wording.desk_case import CASE
from dashboard.wording.kpi import CENTERS, CLASSES
from dashboard.wording.times import day_time, span
from dashboard.wording.words import Language, find
from pipelines.domain.case import Case, Movement
from pipelines.domain.dwell import Stay
from pipelines.domain.step import Step

RETURNS = frozenset({Step.SEND_BACK, Step.REWORK})


@dataclass(frozen=True, slots=True)
class CaseLooks:
    """What the row is drawn from; `row` is the case as lists have it."""

    case: Case
    row: Row
    item: str
    stays: Sequence[Stay]
    movements: Sequence[Movement]
    now: datetime
    zone: ZoneInfo
    language: Language

    def say(self, identifier: str, *values: object) -> str:
        """A word of the case's page."""
        return say(CASE, identifier, self.language, *values)


def case_row(looks: CaseLooks) -> html.Section:
    """Five tiles, in the place of the key figures of a place."""
    tiles = [_matter(looks), _clock(looks), _stage(looks), _holder(looks), _returns(looks)]
    return html.Section(
        tiles, className="desk-panel desk-kpis desk-case-row", **marks(aria_label=looks.say("key_facts"))
    )


def _tile(label: str, value: Child, note: str = "") -> html.Div:
    parts: list[Component] = [
        html.H2(label, className="desk-kpi-label"),
        html.Div(value, className="desk-word"),
        html.Div(note, className="desk-notes"),
    ]
    return html.Div(parts, className="desk-kpi")


def _matter(looks: CaseLooks) -> html.Div:
    letter = class_letter(looks.case.class_, find(CLASSES, looks.case.class_, looks.language))
    return _tile(looks.say("matter"), [letter, looks.item], looks.case.note or "")


def _clock(looks: CaseLooks) -> html.Div:
    """Time left or overdue while it runs; afterwards whether the work was done in time."""
    due_at, disposed_at, language = looks.case.due_at, looks.case.disposed_at, looks.language
    if due_at is None:
        return _tile(looks.say("due_at"), looks.say("no_deadline"))
    shown: Any = deadline(looks.row, looks.now, language)
    if disposed_at is not None:
        late = (disposed_at - due_at).total_seconds()
        shown = looks.say("too_late", span(late, language)) if late > 0 else looks.say("in_time")
    return _tile(looks.say("due_at"), html.Span(shown, className="num"), looks.say("due", _at(looks, due_at)))


def _stage(looks: CaseLooks) -> html.Div:
    closed_at, stays = looks.case.closed_at, looks.stays
    note = ""
    if closed_at is not None:
        note = looks.say("at", _at(looks, closed_at))
    elif looks.case.is_open and stays:
        note = looks.say("for_so_long", span((looks.now - stays[-1].since).total_seconds(), looks.language))
    return _tile(looks.say("stage"), state_word(looks.row, looks.language), note)


def _holder(looks: CaseLooks) -> html.Div:
    case, stays = looks.case, looks.stays
    unit = stays[-1].unit if stays and case.is_open else case.unit
    name = unit or find(CENTERS, case.center, looks.language)
    since = [looks.say("since", _at(looks, stays[-1].since))] if stays and case.is_open else []
    note = " · ".join([*([case.actor] if case.actor else []), *since])
    return _tile(looks.say("holder" if case.is_open else "last_holder"), name, note)


def _returns(looks: CaseLooks) -> html.Div:
    found = [one for one in looks.movements if one.step in RETURNS and not one.is_parked]
    if not found:
        return _tile(looks.say("returns"), "0", looks.say("never"))
    reason = found[-1].event.note if found[-1].event is not None else None
    return _tile(looks.say("returns"), looks.say("times", len(found)), looks.say("why", reason) if reason else "")


def _at(looks: CaseLooks, instant: datetime) -> str:
    return day_time(instant, looks.zone)
