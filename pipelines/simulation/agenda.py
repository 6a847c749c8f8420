"""What is still to happen: the events of all lives under way, in order of time."""

import heapq
from datetime import datetime, timedelta

from pipelines.domain.event import CaseEvent
from pipelines.domain.period import local_day
from pipelines.simulation.city import City
from pipelines.simulation.lives import LONGEST_LIFE_DAYS


class Agenda:
    """Events after an instant; memory holds the lives of the last weeks only."""

    def __init__(self, city: City, after: datetime) -> None:
        self._city, self._after, self.zone = city, after, city.zone
        self._pending: list[tuple[datetime, str, CaseEvent]] = []
        self._next_day = local_day(after, city.zone) - timedelta(days=LONGEST_LIFE_DAYS)

    def take(self, until: datetime) -> list[CaseEvent]:
        """Events up to and with that instant which were not taken before, oldest first."""
        while self.open_day(until):
            pass
        taken = []
        while self._pending and self._pending[0][0] <= until:
            taken.append(heapq.heappop(self._pending)[2])
        return taken

    def open_day(self, until: datetime) -> bool:
        """Take in the cases of the next day if it has begun by that instant; whether it had."""
        if self._next_day > local_day(until, self.zone):
            return False
        for life in self._city.cases(self._next_day):
            for event in life:
                if event.occurred_at > self._after:
                    heapq.heappush(self._pending, (event.occurred_at, event.event_id, event))
        self._next_day += timedelta(days=1)
        return True
