"""The boards that screens may watch: each draws what a view shows at a moment, and reads what is slow beside it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from dashboard.live.areas import areas_km2
from dashboard.live.board import OVERVIEW
from dashboard.live.channel import View
from dashboard.live.draw import draw
from dashboard.live.facts import Collector
from dashboard.live.snapshot import Snapshot
from dashboard.queries.bundle import Queries
from dashboard.wording.words import Language


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


class Overview:
    """The overview wall of a place."""

    def __init__(self, queries: Queries, zone: ZoneInfo, view: View) -> None:
        self._queries = queries
        self._zone = zone
        self._collector = Collector(queries, zone, view.viewer, view.place)
        self.catch_up = self._collector.catch_up

    def draw(self, now: datetime, language: Language) -> Drawn:
        """Everything the wall shows at this moment; StoreError when no store answers."""
        facts = self._collector.collect(now)
        areas, catalogue = areas_km2(facts.place.unit.code), self._queries.reach.catalogue
        return Drawn(facts.place.freshness.as_of, draw(facts, areas, catalogue, self._zone, language))


BOARDS: Mapping[str, Callable[[Queries, ZoneInfo, View], Board]] = {OVERVIEW: Overview}
