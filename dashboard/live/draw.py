"""Facts -> the snapshot of a screen in one language."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from dashboard.live.alarms import find_alarms
from dashboard.live.board import State
from dashboard.live.draw_cases import draw_alarms, draw_events
from dashboard.live.draw_charts import draw_rhythm, draw_sparks
from dashboard.live.draw_figures import draw_centers, draw_kpis
from dashboard.live.draw_places import draw_map, draw_ranking
from dashboard.live.facts import Facts
from dashboard.live.snapshot import Snapshot, joined
from dashboard.wording.places import place_name
from dashboard.wording.wall import wall_word
from dashboard.wording.words import Language
from pipelines.domain.catalogue import Catalogue


def draw(
    facts: Facts, areas_km2: Mapping[str, float], catalogue: Catalogue, zone: ZoneInfo, language: Language
) -> Snapshot:
    """Everything the overview wall shows at this moment."""
    alarms = find_alarms(facts)
    return joined(
        (
            draw_header(facts, language),
            *draw_kpis(facts, language),
            *draw_centers(facts, language),
            draw_map(facts, areas_km2, language),
            *draw_ranking(facts, language),
            *draw_alarms(facts, alarms, catalogue, language),
            *draw_events(facts, catalogue, zone, language),
            draw_sparks(facts),
            draw_rhythm(facts, zone, language),
        )
    )


def draw_header(facts: Facts, language: Language) -> Snapshot:
    """The place, and whether its figures are simulated."""
    scope = f"{place_name(facts.place.unit, language)} · {wall_word('overview', language)}"
    is_simulated = facts.place.freshness.is_simulated
    return Snapshot(cells={"scope": scope}, states={"simulated": State.ON if is_simulated else State.OFF})
