"""The boards that screens may watch: each draws what a view shows at a moment, and reads what is slow beside it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol
from zoneinfo import ZoneInfo

from dashboard.live.areas import areas_km2
from dashboard.live.board import HEALTH, OVERVIEW
from dashboard.live.channel import View
from dashboard.live.draw import draw_shared
from dashboard.live.draw_health import draw_health
from dashboard.live.emergency import EmergencyPanels
from dashboard.live.facts import Collector, Facts
from dashboard.live.governance import GovernancePanels
from dashboard.live.grid import GridPanels
from dashboard.live.overview import OverviewPanels
from dashboard.live.snapshot import Snapshot, joined
from dashboard.queries.bundle import Queries
from dashboard.queries.vitals import Vitals
from dashboard.wording.words import Language
from pipelines.domain.event import Center

READ_EVERY = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A snapshot, and the moment that it is true for."""

    as_of: datetime
    snapshot: Snapshot


class Board(Protocol):
    """One board of a place as one scope may see it."""

    def draw(self, now: datetime, language: Language) -> Drawn:
        """What it shows now; AccessError outside the scope."""

    def catch_up(self, now: datetime) -> None:
        """Read what is slow, where it is time to; no moment waits for it."""


class Panels(Protocol):
    """What one board shows beside the parts that all have in common."""

    def draw(self, facts: Facts, language: Language) -> Iterable[Snapshot]:
        """Its own panels at the moment of the facts."""

    def catch_up(self, now: datetime) -> None:
        """Read what is slow, where it is time to."""


PanelsOf = Callable[[Queries, ZoneInfo, View], Panels]


class CaseBoard:
    """A board of cases: the overview's of all, or a center's of its own."""

    def __init__(self, center: Center | None, panels: PanelsOf, queries: Queries, zone: ZoneInfo, view: View) -> None:
        self._queries = queries
        self._zone = zone
        self._board = view.board
        self._collector = Collector(queries, zone, view.viewer, view.place, center)
        self._panels = panels(queries, zone, view)

    def draw(self, now: datetime, language: Language) -> Drawn:
        """Everything it shows at this moment; StoreError when no store answers."""
        facts = self._collector.collect(now)
        areas, catalogue = areas_km2(facts.place.unit.code), self._queries.reach.catalogue
        shared = draw_shared(self._board, facts, areas, catalogue, self._zone, language)
        return Drawn(facts.place.freshness.as_of, joined([*shared, *self._panels.draw(facts, language)]))

    def catch_up(self, now: datetime) -> None:
        """Read what is slow: its own first, since what all have in common is the slowest at the first time."""
        self._panels.catch_up(now)
        self._collector.catch_up(now)


class Health:
    """What operators watch; all but the first is read beside the rounds, so that a dead store keeps no wall waiting."""

    def __init__(self, queries: Queries, zone: ZoneInfo, view: View) -> None:
        self._vitals = queries.vitals
        self._zone = zone
        self._viewer = view.viewer
        self._newest: Vitals | None = None

    def draw(self, now: datetime, language: Language) -> Drawn:
        """The vitals as they were last read."""
        newest = self._newest or self._read(now)
        return Drawn(newest.read_at, draw_health(newest, self._zone, language))

    def catch_up(self, now: datetime) -> None:
        """Read them again after a while."""
        if self._newest is None or now - self._newest.read_at >= READ_EVERY:
            self._read(now)

    def _read(self, now: datetime) -> Vitals:
        self._newest = self._vitals.look(self._viewer, now)
        return self._newest


PANELS: Mapping[Center, PanelsOf] = {
    Center.GOVERNANCE: GovernancePanels,
    Center.EMERGENCY: EmergencyPanels,
    Center.GRID: GridPanels,
}
BOARDS: Mapping[str, Callable[[Queries, ZoneInfo, View], Board]] = {
    OVERVIEW: partial(CaseBoard, None, OverviewPanels),
    **{center: partial(CaseBoard, center, panels) for center, panels in PANELS.items()},
    HEALTH: Health,
}
