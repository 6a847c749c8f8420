"""The form that answers an alarm: why, and what to do; it needs no callback and no script."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard.address import Address
from dashboard.wording.desk import say
from dashboard.wording.desk_alarms import ALARMS
from dashboard.wording.words import Language
from pipelines.domain.alarm import SHELVE_HOURS, Alarm


def answer_form(address: Address, alarm: Alarm, may: Sequence[str]) -> html.Details:
    """Opens to the reason and a button for each thing that may be done."""
    language = address.language
    reason = dcc.Input(type="text", name="reason", required=True, maxLength=500, className="desk-find")
    fields: list[Any] = [html.Label([html.Span(say(ALARMS, "reason", language)), reason])]
    if "shelve" in may:
        fields.append(_hours(language))
    buttons = [
        html.Button(say(ALARMS, one, language), type="submit", name="action", value=one, className="desk-button")
        for one in may
    ]
    kept = {"alarm": alarm.alarm_id, "back": address.asking(said="").href}
    hidden = [dcc.Input(type="hidden", name=name, value=value) for name, value in kept.items()]
    buttons_row = html.Div(buttons, className="desk-buttons")
    form = html.Form(
        [*fields, *hidden, buttons_row], action="/actions/alarm", method="POST", className="desk-menu-list"
    )
    return html.Details([html.Summary(say(ALARMS, "answer", language)), form], className="desk-menu desk-answer")


def _hours(language: Language) -> html.Label:
    """How long a shelved alarm is quiet."""
    options = [html.Option(say(ALARMS, "hour_count", language, n), value=str(n)) for n in SHELVE_HOURS]
    chosen = html.Select(options, name="hours", className="desk-find")
    return html.Label([html.Span(say(ALARMS, "hours", language)), chosen])
