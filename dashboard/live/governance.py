"""What the governance center's board shows beside the parts that all boards have."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.live.channel import View
from dashboard.live.facts import Facts
from dashboard.live.governance_appeals import draw_loop, draw_zero
from dashboard.live.governance_backlog import draw_backlog, draw_matters
from dashboard.live.governance_facts import MatterReader, Matters
from dashboard.live.governance_places import draw_homes, draw_recurring
from dashboard.live.governance_setting import Setting
from dashboard.live.snapshot import Snapshot
from dashboard.queries.bundle import Queries
from dashboard.wording.words import Language


class GovernancePanels:
    """Disputes and petitions, the loop of appeals, escalations, rented homes, and what comes back."""

    def __init__(self, queries: Queries, zone: ZoneInfo, view: View) -> None:
        self._reader = MatterReader(queries, zone, view)
        self._reach, self._zone = queries.reach, zone
        self._found: Matters | None = None

    def draw(self, facts: Facts, language: Language) -> Iterable[Snapshot]:
        """What the counts tell is of this moment, the rest as it was last read."""
        at = Setting(facts.place.unit.code, facts.now, self._zone, self._reach.catalogue, language)
        yield draw_matters(at, facts.place, self._found)
        yield from draw_backlog(at, facts.place, self._found)
        yield draw_loop(at, self._found)
        yield draw_zero(at, self._found)
        yield draw_homes(at, facts.place, self._found)
        yield from draw_recurring(at, self._found)

    def catch_up(self, now: datetime) -> None:
        """Read what is told by the cases themselves, where it is time to."""
        self._found = self._reader.read(now)
