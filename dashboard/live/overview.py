"""What the overview shows beside the parts that all boards have: the three centers, and today's rhythm."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.live.channel import View
from dashboard.live.draw import today_at
from dashboard.live.draw_charts import draw_rhythm
from dashboard.live.draw_figures import draw_centers
from dashboard.live.facts import Facts
from dashboard.live.snapshot import Snapshot
from dashboard.queries.bundle import Queries
from dashboard.wording.words import Language


class OverviewPanels:
    """All follows from the facts."""

    def __init__(self, _queries: Queries, zone: ZoneInfo, _view: View) -> None:
        self._zone = zone

    def draw(self, facts: Facts, language: Language) -> Iterable[Snapshot]:
        """The three centers and the rhythm of the day."""
        yield from draw_centers(facts, today_at(facts, None, language))
        yield draw_rhythm(facts, self._zone, language)

    def catch_up(self, _now: datetime) -> None:
        """Nothing of its own is slow."""
