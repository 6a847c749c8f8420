"""The trees that stand over the base grids, who answers for their units, and how a boundary change is told."""

from collections.abc import Mapping, Sequence

from dashboard.wording.desk import CHARTS, place_name, say
from dashboard.wording.kpi import LEVELS
from dashboard.wording.words import Language, Word, find
from pipelines.domain.boundary import Mark
from pipelines.domain.unit import Hierarchy, OrgUnit

HIERARCHIES: Mapping[str, Word] = {
    "base": Word("基础网格", "Base grids"),
    "party_grid": Word("党建网格", "Party grids"),
    "block": Word("街区", "Blocks"),
    "zone": Word("片区", "Zones"),
}
ROSTER: Mapping[str, Word] = {
    "title": Word("一长三员一队", "Who answers here"),
    "hint": Word("责任人名册", "responsible persons"),
    "duty": Word("职责", "Role"),
    "name": Word("姓名", "Name"),
    "phone": Word("电话", "Phone"),
}
DUTIES: Mapping[str, Word] = {
    "chief": Word("网格长", "Chief"),
    "instructor": Word("指导员", "Instructor"),
    "liaison": Word("联络员", "Liaison"),
    "worker": Word("网格员", "Worker"),
    "service_team": Word("服务队", "Service team"),
}
MOST_NAMED = 3
_BETWEEN = {Language.ZH: ("、", "；"), Language.EN: (", ", "; ")}


def kind_word(unit: OrgUnit, language: Language) -> str:
    """What a unit is: its level, or its hierarchy where that is not the base."""
    if unit.kind is Hierarchy.BASE:
        return find(LEVELS, unit.level, language)
    return find(HIERARCHIES, unit.kind, language)


def mark_text(mark: Mark, language: Language) -> str:
    """2026-07-01 区划调整：划入石凹第1网格；划出…: what came and what went, and when."""
    name, between = say(CHARTS, "boundary", language), _BETWEEN[language][1]
    told = ((word, units) for word, units in (("gained", mark.gained), ("lost", mark.lost)) if units)
    parts = between.join(say(CHARTS, word, language, _names(units, language)) for word, units in told)
    return f"{mark.day} {name}{'：' if language is Language.ZH else ': '}{parts}"


def _names(units: Sequence[OrgUnit], language: Language) -> str:
    named = _BETWEEN[language][0].join(place_name(unit, language) for unit in units[:MOST_NAMED])
    return named if len(units) <= MOST_NAMED else f"{named} {say(CHARTS, 'and_more', language, len(units))}"
