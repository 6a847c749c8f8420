"""Alarms -> their list, their pills in the header, and their markers on the map."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.address import Address, Page
from dashboard.live.alarms import Alarm, Alarms
from dashboard.live.board import MOST_ALARMS, State
from dashboard.live.draw_cases import case_title, marked_place, upper_name
from dashboard.live.facts import Facts
from dashboard.live.snapshot import Mark, Snapshot
from dashboard.live.stood import Raised
from dashboard.queries.case_row import CaseRow
from dashboard.wording import kpi
from dashboard.wording.alarms import flood_title, rule_fact, rule_title
from dashboard.wording.places import place_name
from dashboard.wording.times import clock, time_left
from dashboard.wording.wall import wall_word
from dashboard.wording.words import Language, find
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.unit import OrgUnit

_PARTS = ("number", "owner", "title", "class", "fact", "where")


def draw_alarms(
    facts: Facts, alarms: Alarms, catalogue: Catalogue, zone: ZoneInfo, language: Language
) -> Iterable[Snapshot]:
    """At most five rows; a row's number is that of its marker on the map."""
    yield Snapshot(
        cells={"alarms-open": wall_word("alarms_open", language).format(alarms.total) if alarms.total else ""},
        states={"quiet": State.OFF if alarms.total else State.ON},
        marks=tuple(_marks(alarms)),
    )
    yield _shelved(facts.alarms.shelved)
    yield from (_pill(state, alarms) for state in alarms.counts)
    for n in range(MOST_ALARMS):
        alarm = alarms.rows[n] if n < len(alarms.rows) else None
        told = _told(alarm, n + 1, facts, catalogue, zone, language) if alarm else {}
        yield Snapshot(
            cells={f"alarm-{n}-{part}": told.get(part, "") for part in _PARTS},
            states={f"alarm-{n}": alarm.state if alarm else State.OFF},
            links={f"alarm-{n}": told.get("link", "")},
        )


def _pill(state: State, alarms: Alarms) -> Snapshot:
    """Critical ones stay counted when all are taken, warnings then need no glance any more."""
    count, taken = alarms.counts[state], alarms.taken[state]
    shown = count if state is State.CRITICAL else count - taken
    is_calling = State.ON if count > taken else State.SEEN
    return Snapshot({f"pill-{state}": str(shown)}, {f"pill-{state}": is_calling if shown else State.OFF})


def _shelved(count: int) -> Snapshot:
    return Snapshot({"pill-shelved": str(count)}, {"pill-shelved": State.ON if count else State.OFF})


def _marks(alarms: Alarms) -> Iterable[Mark]:
    alone = ((n, one) for n, one in enumerate(alarms.first[:MOST_ALARMS], start=1) if not one.alike)
    for n, alarm in alone:
        place = marked_place(alarm.case.path) if alarm.case else alarm.raised.place.code if alarm.raised else ""
        yield Mark(place, alarm.state, n, alarm.owner is not None)


def _told(
    alarm: Alarm, number: int, facts: Facts, catalogue: Catalogue, zone: ZoneInfo, language: Language
) -> Mapping[str, str]:
    """What a row says, and where it leads; a number is on the map."""
    if alarm.raised and alarm.state is State.CLEARED:
        return _of_cleared(alarm.raised, zone, language)
    if alarm.alike:
        return _of_flood(alarm.alike, facts.place.unit, language)
    owner = wall_word("taken_by", language).format(alarm.owner).strip() if alarm.owner is not None else ""
    common = {"number": str(number), "owner": owner}
    if alarm.raised:
        return common | _of_rule(alarm.raised, language)
    return common | (_of_case(alarm.case, facts.now, catalogue, language) if alarm.case else {})


def _of_case(row: CaseRow, now: datetime, catalogue: Catalogue, language: Language) -> dict[str, str]:
    return {
        "title": case_title(row, catalogue, language),
        "class": find(kpi.CLASSES, row.class_, language),
        "fact": time_left(row.due_at, now, language),
        "where": upper_name(row.path, language),
        "link": f"/cases/{row.case_id}",
    }


def _of_rule(raised: Raised, language: Language) -> dict[str, str]:
    return {
        "title": rule_title(raised.alarm, raised.rule, raised.place, language),
        "fact": rule_fact(raised.alarm, raised.rule, language),
        "link": f"/places/{raised.place.code}",
    }


def _of_flood(alike: Sequence[Raised], unit: OrgUnit, language: Language) -> dict[str, str]:
    """How many there are, and the first of them."""
    first = alike[0]
    return {
        "title": flood_title(first.alarm, first.rule, len(alike), language),
        "where": wall_word("and_more", language).format(place_name(first.place, language)),
        "link": Address(Page.ALARMS, unit.code, language=language).href,
    }


def _of_cleared(raised: Raised, zone: ZoneInfo, language: Language) -> dict[str, str]:
    """Since when it is over; the time at which it was raised does not count any more."""
    alarm = raised.alarm
    return _of_rule(raised, language) | {
        "owner": wall_word("cleared", language).format(clock(alarm.cleared_at, zone, is_short=True)),
        "fact": clock(alarm.raised_at, zone, is_short=True),
        "link": f"/cases/{alarm.case_id}" if alarm.case_id else f"/places/{raised.place.code}",
    }
