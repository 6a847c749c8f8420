"""What the grid center's board shows beside the parts that all boards have: patrols, communities, staff and duties."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.address import Address
from dashboard.live.channel import View
from dashboard.live.facts import Facts
from dashboard.live.grid_duties import draw_duties
from dashboard.live.grid_facts import GridFacts, GridReader
from dashboard.live.grid_flows import draw_channels, draw_ladder
from dashboard.live.grid_load import draw_load
from dashboard.live.grid_patrols import draw_patrols
from dashboard.live.grid_ranking import draw_communities
from dashboard.live.grid_team import draw_team
from dashboard.live.snapshot import Snapshot
from dashboard.queries.bundle import Queries
from dashboard.wording.words import Language
from pipelines.domain.event import Center
from pipelines.domain.period import local_day


class GridPanels:
    """Its own facts as they were last read beside the rounds."""

    def __init__(self, queries: Queries, zone: ZoneInfo, view: View) -> None:
        self._reader = GridReader(queries, zone, view)
        self._zone = zone
        self._own = GridFacts()

    def draw(self, facts: Facts, language: Language) -> Iterable[Snapshot]:
        """Every panel of its own."""
        own, month = self._own, f"{local_day(facts.now, self._zone):%Y-%m}"
        here = Address(key=facts.place.unit.code, period=month, center=Center.GRID, language=language)
        yield from draw_patrols(own, facts, here)
        yield from draw_communities(own, facts, here)
        yield from draw_load(own, facts, here)
        yield from draw_ladder(own, here)
        yield from draw_channels(own, here)
        yield from draw_team(own, facts, here)
        yield from draw_duties(own, here)

    def catch_up(self, now: datetime) -> None:
        """Read what is slow, where it is time to."""
        self._own = self._reader.read(now)
