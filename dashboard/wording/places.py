"""How places are called on a screen."""

from dashboard.wording.words import Language
from pipelines.domain.unit import OrgLevel, OrgUnit

_ENDINGS = {Language.ZH: ("街道", "社区"), Language.EN: (" Subdistrict", " Community", " District")}
_SHORTEST = {Language.ZH: 2, Language.EN: 3}


def place_name(unit: OrgUnit, language: Language) -> str:
    """The full name; where no English name is kept, the Chinese one."""
    return unit.name_en or unit.name if language == Language.EN else unit.name


def name_within(unit: OrgUnit, upper: OrgUnit, language: Language) -> str:
    """The short name; of a grid without that of the place it is listed under: 第1网格, Grid 1."""
    name = short_name(unit, language)
    rest = name.removeprefix(short_name(upper, language)).strip()
    return rest if rest and unit.level is OrgLevel.GRID else name


def short_name(unit: OrgUnit, language: Language) -> str:
    """The name without 街道, 社区: for maps and narrow columns, never cut anywhere else."""
    name = place_name(unit, language)
    for ending in _ENDINGS[language]:
        rest = name.removesuffix(ending)
        if rest != name and len(rest) >= _SHORTEST[language]:
            return rest
    return name


def listed_name(unit: OrgUnit, language: Language) -> str:
    """The name in a list: English names are long, and go without their kind."""
    return short_name(unit, language) if language == Language.EN else place_name(unit, language)
