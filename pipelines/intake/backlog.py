"""Old events wait while the worker is behind, so that filling in the past never makes the present stale."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta

from pipelines.domain.record import Entry
from pipelines.streams.rejection import RejectedError, Rejection

MOST_WAITING = 6000
OLD = timedelta(days=1)
LOOK_SECONDS = 0.1
LONGEST_HOLD_SECONDS = 3.0
ALIVE_SECONDS = 5.0

Numbers = Callable[[], Mapping[str, int]]


class Backlog:
    """Compares what is in the log with what the worker has applied; without a living worker nothing waits."""

    def __init__(
        self,
        heads: Numbers,
        applied: Numbers,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._heads, self._applied, self._clock, self._pause = heads, applied, clock, pause
        self._looked_at = self._moved_at = float("-inf")
        self._last_applied = self._waiting = 0

    async def make_way(self, events: Sequence[Entry], now: datetime) -> None:
        """Hold events of the past while too many others wait; RejectedError BUSY when that takes too long."""
        if all(event.occurred_at > now - OLD for event in events):
            return
        end = self._clock() + LONGEST_HOLD_SECONDS
        while await asyncio.to_thread(self._is_behind):
            if self._clock() >= end:
                message = f"intake: {self._waiting} events wait for the worker; old events may come again in a second"
                raise RejectedError(Rejection(503, "BUSY", message))
            await self._pause(LOOK_SECONDS)

    def _is_behind(self) -> bool:
        if self._clock() - self._looked_at >= LOOK_SECONDS:
            self._look()
        return self._waiting > MOST_WAITING and self._clock() - self._moved_at < ALIVE_SECONDS

    def _look(self) -> None:
        self._looked_at = self._clock()
        applied = sum(self._applied().values())
        if applied > self._last_applied > 0:
            self._moved_at = self._clock()
        self._last_applied = applied
        self._waiting = sum(self._heads().values()) - applied
