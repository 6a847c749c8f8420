"""Cases -> the alarm list with its markers, and the newest reports."""

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from dashboard.live.alarms import Alarm, Alarms
from dashboard.live.board import MOST_ALARMS, NEWEST, State
from dashboard.live.facts import Facts
from dashboard.live.snapshot import Mark, Snapshot
from dashboard.queries.case_row import CaseRow
from dashboard.wording import kpi
from dashboard.wording.alarms import rule_fact, rule_title
from dashboard.wording.places import listed_name, short_name
from dashboard.wording.times import clock, time_left
from dashboard.wording.wall import wall_word
from dashboard.wording.words import Language, find
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.event import Center
from pipelines.domain.unit import OrgLevel, OrgUnit

_NAMED = (OrgLevel.SUBDISTRICT, OrgLevel.COMMUNITY)
LONGEST_EVENT = 15
"""Characters of an event's item and place that fit beside each other."""


def draw_alarms(facts: Facts, alarms: Alarms, catalogue: Catalogue, language: Language) -> Iterable[Snapshot]:
    """At most five rows; a row's number is that of its marker on the map."""
    yield Snapshot(
        cells={"alarms-open": wall_word("alarms_open", language).format(alarms.total) if alarms.total else ""},
        states={"quiet": State.OFF if alarms.total else State.ON},
        marks=tuple(_marks(alarms)),
    )
    yield _shelved(facts.alarms.shelved)
    yield from (_pill(state, alarms) for state in alarms.counts)
    for n in range(MOST_ALARMS):
        alarm = alarms.first[n] if n < len(alarms.first) else None
        yield _alarm(n, alarm, facts, catalogue, language)


def _pill(state: State, alarms: Alarms) -> Snapshot:
    """Critical ones stay counted when all are taken, warnings then need no glance any more."""
    count, taken = alarms.counts[state], alarms.taken[state]
    shown = count if state is State.CRITICAL else count - taken
    is_calling = State.ON if count > taken else State.SEEN
    return Snapshot({f"pill-{state}": str(shown)}, {f"pill-{state}": is_calling if shown else State.OFF})


def _shelved(count: int) -> Snapshot:
    return Snapshot({"pill-shelved": str(count)}, {"pill-shelved": State.ON if count else State.OFF})


def _marks(alarms: Alarms) -> Iterable[Mark]:
    for n, alarm in enumerate(alarms.first[:MOST_ALARMS], start=1):
        place = marked_place(alarm.case.path) if alarm.case else alarm.raised.place.code if alarm.raised else ""
        yield Mark(place, alarm.state, n, alarm.owner is not None)


def marked_place(path: Sequence[OrgUnit]) -> str:
    """Which area of the map a case is marked in: its community or street, else where it is."""
    named = [unit.code for unit in path if unit.level in _NAMED]
    return named[-1] if named else path[-1].code


def _alarm(n: int, alarm: Alarm | None, facts: Facts, catalogue: Catalogue, language: Language) -> Snapshot:
    key = f"alarm-{n}"
    title, kind, fact, where, link = "", "", "", "", ""
    if alarm and alarm.case:
        row = alarm.case
        title = case_title(row, catalogue, language)
        kind, link = find(kpi.CLASSES, row.class_, language), f"/cases/{row.case_id}"
        fact, where = time_left(row.due_at, facts.now, language), upper_name(row.path, language)
    elif alarm and alarm.raised:
        told, place = alarm.raised.alarm, alarm.raised.place
        rule, link = alarm.raised.rule, f"/places/{place.code}"
        title, fact = rule_title(told, rule, place, language), rule_fact(told, rule, language)
    owner = wall_word("taken_by", language).format(alarm.owner) if alarm and alarm.owner is not None else ""
    return Snapshot(
        cells={
            f"{key}-owner": owner.strip(),
            f"{key}-title": title,
            f"{key}-class": kind,
            f"{key}-fact": fact,
            f"{key}-where": where,
        },
        states={key: alarm.state if alarm else State.OFF},
        links={key: link},
    )


def case_title(row: CaseRow, catalogue: Catalogue, language: Language) -> str:
    """Where it is and what was reported."""
    between = " " if language == Language.ZH else ": "
    return between.join((last_name(row.path, language), item_name(row.item, catalogue, language)))


def item_name(code: str | None, catalogue: Catalogue, language: Language) -> str:
    """What was reported."""
    item = catalogue.items.get(code or "")
    if item is None:
        return wall_word("no_item", language)
    return item.name_en if language == Language.EN else item.name


def last_name(path: Sequence[OrgUnit], language: Language) -> str:
    """The smallest place above the grid that holds a case."""
    named = [unit for unit in path if unit.level is not OrgLevel.GRID] or list(path)
    return listed_name(named[-1], language)


def upper_name(path: Sequence[OrgUnit], language: Language) -> str:
    """The street of a case, without its kind."""
    named = [unit for unit in path if unit.level is OrgLevel.SUBDISTRICT]
    return short_name(named[0], language) if named else ""


def draw_events(facts: Facts, catalogue: Catalogue, zone: ZoneInfo, language: Language) -> Iterable[Snapshot]:
    """The three newest reports."""
    yield Snapshot(states={"no-events": State.OFF if facts.newest else State.ON})
    for n in range(NEWEST):
        key = f"event-{n}"
        row = facts.newest[n] if n < len(facts.newest) else None
        yield Snapshot(
            cells={
                f"{key}-time": clock(row.reported_at, zone) if row else "",
                f"{key}-class": row.class_ if row and row.class_ != "none" else "",
                f"{key}-title": item_name(row.item, catalogue, language) if row else "",
                f"{key}-place": _where(row, catalogue, language) if row else "",
                f"{key}-state": _progress(row, language) if row else "",
            },
            states={key: row.class_ if row else State.OFF},
            links={key: f"/cases/{row.case_id}" if row else ""},
        )


def _where(row: CaseRow, catalogue: Catalogue, language: Language) -> str:
    """Street and community; the community alone where both would leave the item no room, and in English."""
    named = [unit for unit in row.path if unit.level in _NAMED] or [row.path[-1]]
    names = [listed_name(unit, language) for unit in named]
    whole = "".join(names)
    has_room = len(item_name(row.item, catalogue, language)) + len(whole) <= LONGEST_EVENT
    return whole if language == Language.ZH and has_room else names[-1]


def _progress(row: CaseRow, language: Language) -> str:
    stage = find(kpi.STAGES, row.stage.name, language) if row.stage else ""
    center = "" if row.center is Center.NONE else find(kpi.CENTERS, row.center, language)
    return " → ".join(part for part in (stage, row.unit or center) if part)
