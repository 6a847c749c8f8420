"""What is known of a case: where it came from, who has it, when it is due."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from dash import html

from dashboard.address import Address
from dashboard.views.desk_panel import link, panel
from dashboard.wording.desk import place_name, say
from dashboard.wording.desk_case import CASE
from dashboard.wording.kpi import CENTERS, CHANNELS, LEVELS
from dashboard.wording.numbers import MISSING
from dashboard.wording.times import day_time
from dashboard.wording.words import find
from pipelines.domain.case import Case
from pipelines.domain.unit import OrgUnit


def facts(address: Address, case: Case, path: Sequence[OrgUnit], zone: ZoneInfo) -> html.Section:
    """A list of names and values; what is unknown is a dash."""
    language = address.language
    channel = find(CHANNELS, case.channel, language) if case.channel and case.channel in CHANNELS else case.channel
    level = find(LEVELS, case.level, language) if case.level and case.level in LEVELS else case.level
    place = (
        link(" ".join(place_name(unit, language) for unit in path[-2:]), address.at_place(path[-1].code))
        if path
        else None
    )
    values = (
        ("place", place),
        ("center", find(CENTERS, case.center, language)),
        ("channel", channel),
        ("unit", case.unit),
        ("actor", case.actor),
        ("receipt", case.receipt),
        ("registered", day_time(case.registered_at, zone)),
        ("due_at", day_time(case.due_at, zone)),
        ("level", level),
        ("note", case.note),
    )
    rows = [html.Div([html.Dt(say(CASE, name, language)), html.Dd(value or MISSING)]) for name, value in values]
    return panel(say(CASE, "facts", language), "", html.Dl(rows, className="desk-facts"), name="desk-known")
