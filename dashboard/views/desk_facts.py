"""What is known of a case: where it came from, who has it, when it is due."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from dash import dcc, html

from dashboard.address import Address
from dashboard.views.desk_panel import link, panel
from dashboard.wording.desk import place_name, say
from dashboard.wording.desk_case import CASE
from dashboard.wording.kpi import CENTERS, CHANNELS, LEVELS, STAGES
from dashboard.wording.numbers import MISSING
from dashboard.wording.times import day_time
from dashboard.wording.words import Language, find
from pipelines.domain.case import Case
from pipelines.domain.unit import OrgUnit

Value = str | dcc.Link | None


def facts(
    address: Address, case: Case, path: Sequence[OrgUnit], zone: ZoneInfo, parent: Case | None = None
) -> html.Section:
    """A list of names and values; what is unknown is a dash. `parent` is the case that this one was merged into."""
    values = [("place", _place(address, path)), *_said(case, address.language), *_kept(address, case, zone, parent)]
    rows = [html.Div([html.Dt(say(CASE, name, address.language)), html.Dd(value or MISSING)]) for name, value in values]
    return panel(say(CASE, "facts", address.language), "", html.Dl(rows, className="desk-facts"), name="desk-known")


def _place(address: Address, path: Sequence[OrgUnit]) -> Value:
    if not path:
        return None
    return link(" ".join(place_name(unit, address.language) for unit in path[-2:]), address.at_place(path[-1].code))


def _said(case: Case, language: Language) -> list[tuple[str, Value]]:
    """Where it came from, and who has it."""
    channel = find(CHANNELS, case.channel, language) if case.channel and case.channel in CHANNELS else case.channel
    return [
        ("center", find(CENTERS, case.center, language)),
        ("channel", channel),
        ("unit", case.unit),
        ("actor", case.actor),
        ("first_asked", case.first_asked),
        ("receipt", case.receipt),
        *([("door_service", say(CASE, "yes", language))] if case.door_service else []),
    ]


def _kept(address: Address, case: Case, zone: ZoneInfo, parent: Case | None) -> list[tuple[str, Value]]:
    """What has become of it, and when it is due."""
    level = find(LEVELS, case.level, address.language) if case.level and case.level in LEVELS else case.level
    return [
        *([("merged_into", _parent(address, case, parent))] if case.merged_at else []),
        ("registered", day_time(case.registered_at, zone)),
        ("due_at", day_time(case.due_at, zone)),
        ("level", level),
        ("note", case.note),
    ]


def _parent(address: Address, case: Case, parent: Case | None) -> str | dcc.Link:
    """The number of the case, its stage and the way to it; a dash where it may not be seen."""
    if parent is None or parent.stage is None:
        return case.merged_into or MISSING
    stage = find(STAGES, parent.stage.name, address.language)
    return link(f"{parent.case_id} · {stage}", address.at_case(parent.case_id))
