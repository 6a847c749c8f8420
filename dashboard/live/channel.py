"""One watched view: its newest moment, encoded once for all its screens."""

import asyncio
from dataclasses import dataclass

from dashboard.live.snapshot import Moment, diff, full, is_same_frame
from dashboard.wording.words import Language
from pipelines.domain.access import Viewer


@dataclass(frozen=True, slots=True)
class View:
    """What a screen watches: a board of a place, in a language, cut to a scope."""

    board: str
    place: str
    scopes: frozenset[str]
    language: Language

    @property
    def viewer(self) -> Viewer:
        """Somebody with this scope: screens of the same scope share one view."""
        return Viewer("live", self.scopes)


class Channel:
    """The moments of a view, newest only; whoever is slow skips, nothing queues."""

    def __init__(self, build: str, zone: str) -> None:
        self._build = build
        self._zone = zone
        self._changed = asyncio.Event()
        self._full: str | None = None
        self._diff: str | None = None
        self._fault: Exception | None = None
        self.newest: Moment | None = None
        self.watchers = 0

    def publish(self, moment: Moment) -> None:
        """Make a moment the newest one and wake all screens."""
        before, self.newest, self._full = self.newest, moment, None
        may_differ = before is not None and is_same_frame(before.snapshot, moment.snapshot)
        self._diff = diff(before, moment) if before is not None and may_differ else None
        self._wake()

    def end(self, fault: Exception) -> None:
        """Tell all screens that there is nothing more for them."""
        self._fault = fault
        self._wake()

    def _wake(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    def whole(self) -> str:
        """The newest moment as a full message, encoded at the first call."""
        if self.newest is None:
            raise RuntimeError("nothing published yet; publish first")
        if self._full is None:
            self._full = full(self.newest, self._build, self._zone)
        return self._full

    async def after(self, seen: int) -> tuple[int, str]:
        """The next message for a screen that has seen up to a number: a diff if it is the next one, else all."""
        while self._fault is None and (self.newest is None or self.newest.seq <= seen):
            await self._changed.wait()
        if self._fault is not None or self.newest is None:
            raise self._fault or RuntimeError("the channel has ended")
        is_next = seen > 0 and self.newest.seq == seen + 1
        return self.newest.seq, self._diff if is_next and self._diff is not None else self.whole()
