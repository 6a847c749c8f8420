"""Facts -> what every board shows: whose it is, its strip, map and ranking, alarms, and the newest cases."""

from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from dashboard.address import Address
from dashboard.live.alarms import find_alarms
from dashboard.live.board import OVERVIEW, STRIPS, State
from dashboard.live.draw_alarms import draw_alarms
from dashboard.live.draw_cases import draw_events
from dashboard.live.draw_charts import draw_sparks
from dashboard.live.draw_figures import draw_kpis
from dashboard.live.draw_places import draw_map
from dashboard.live.draw_ranking import draw_ranking
from dashboard.live.facts import Facts
from dashboard.live.snapshot import Snapshot
from dashboard.wording.places import place_name
from dashboard.wording.wall import wall_word
from dashboard.wording.words import Language
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.event import Center


def draw_shared(
    board: str,
    facts: Facts,
    areas_km2: Mapping[str, float],
    catalogue: Catalogue,
    zone: ZoneInfo,
    language: Language,
) -> Iterable[Snapshot]:
    """The parts that all boards of cases have in common."""
    alarms, strip = find_alarms(facts), STRIPS[board]
    yield draw_header(board, facts, language)
    yield from draw_kpis(strip, facts, today_at(facts, None if board == OVERVIEW else Center(board), language))
    yield draw_map(board, facts, areas_km2, language)
    yield from draw_ranking(facts, language)
    yield from draw_alarms(facts, alarms, catalogue, zone, language)
    yield from draw_events(facts, catalogue, zone, language)
    yield draw_sparks(strip, facts)


def today_at(facts: Facts, center: Center | None, language: Language) -> Address:
    """The desk page of the place, today."""
    return Address(key=facts.place.unit.code, period=facts.place.period.text, center=center, language=language)


def draw_header(board: str, facts: Facts, language: Language) -> Snapshot:
    """The place, the board, and whether its figures are simulated."""
    scope = f"{place_name(facts.place.unit, language)} · {wall_word(board, language)}"
    is_simulated = facts.place.freshness.is_simulated
    return Snapshot(cells={"scope": scope}, states={"simulated": State.ON if is_simulated else State.OFF})
