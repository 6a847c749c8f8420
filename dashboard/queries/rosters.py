"""Viewer and place -> who answers for it."""

from collections.abc import Sequence
from datetime import date

from dashboard.queries.reach import Reach
from db.responsible_store import ResponsibleStore
from pipelines.domain.access import Viewer
from pipelines.domain.responsible import Responsible


class RosterQueries:
    """Rosters of places, cut to the viewer's scope."""

    def __init__(self, store: ResponsibleStore, reach: Reach) -> None:
        self._store = store
        self._reach = reach

    def of(self, viewer: Viewer, place: str, day: date) -> Sequence[Responsible]:
        """Who answers for a place on a day, the most accountable first."""
        return self._store.of(self._reach.unit(viewer, place, day).code, day)
