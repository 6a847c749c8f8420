"""What the emergency center's board shows beside the parts that all boards have."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.live.channel import View
from dashboard.live.emergency_facts import EmergencyFacts, EmergencyReader
from dashboard.live.emergency_handling import draw_handling
from dashboard.live.emergency_hazards import draw_hazards
from dashboard.live.emergency_incidents import draw_incidents
from dashboard.live.emergency_shifts import draw_shifts
from dashboard.live.facts import Facts
from dashboard.live.snapshot import Snapshot
from dashboard.queries.bundle import Queries
from dashboard.wording.words import Language


class EmergencyPanels:
    """Hazards by class, how they are handled, incidents on the clock, and who is on duty."""

    def __init__(self, queries: Queries, zone: ZoneInfo, view: View) -> None:
        self._reach = queries.reach
        self._reader = EmergencyReader(queries, zone, view)
        self._own = EmergencyFacts()

    def draw(self, facts: Facts, language: Language) -> Iterable[Snapshot]:
        """All panels, as far as they have been read."""
        own, catalogue = self._own, self._reach.catalogue
        yield from draw_hazards(facts, own.hazards, catalogue, language)
        yield from draw_handling(facts, own.handling, language)
        yield from draw_incidents(facts, own.running, catalogue, language)
        yield from draw_shifts(facts, language)

    def catch_up(self, now: datetime) -> None:
        """Read what is due."""
        self._own = self._reader.read(now)
