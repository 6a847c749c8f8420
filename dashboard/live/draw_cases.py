"""Cases -> what boards call them, and the newest reports."""

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from dashboard.live.board import NEWEST, State
from dashboard.live.facts import Facts
from dashboard.live.snapshot import Snapshot
from dashboard.queries.case_row import CaseRow
from dashboard.wording import kpi
from dashboard.wording.places import listed_name, short_name
from dashboard.wording.times import clock
from dashboard.wording.wall import wall_word
from dashboard.wording.words import Language, find
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.event import Center
from pipelines.domain.unit import OrgLevel, OrgUnit

_NAMED = (OrgLevel.SUBDISTRICT, OrgLevel.COMMUNITY)
LONGEST_EVENT = 15
"""Characters of an event's item and place that fit beside each other."""


def marked_place(path: Sequence[OrgUnit]) -> str:
    """Which area of the map a case is marked in: its community or street, else where it is."""
    named = [unit.code for unit in path if unit.level in _NAMED]
    return named[-1] if named else path[-1].code


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
