"""The hub: one snapshot per watched view and second, however many screens watch it."""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dashboard.live.boards import BOARDS, Board
from dashboard.live.channel import Channel, View
from dashboard.live.snapshot import Moment
from dashboard.queries.bundle import Queries
from dashboard.static import build_id
from db.codec import to_millis
from pipelines.domain.errors import AccessError, StoreError, ThreeCenterError, UnknownPlaceError

TICK_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 5.0
KEPT = timedelta(seconds=10)
_log = logging.getLogger(__name__)
_Key = tuple[str, str, frozenset[str]]


class Hub:
    """Looks once a second for every view that a screen watches."""

    def __init__(self, queries: Queries, zone: ZoneInfo, now: Callable[[], datetime]) -> None:
        self.queries = queries
        self.now = now
        self.zone = zone
        self._channels: dict[View, Channel] = {}
        self._kept: dict[View, datetime] = {}
        self._boards: dict[_Key, Board] = {}
        self._looking = asyncio.Lock()
        self._catching_up: dict[_Key, asyncio.Task[None]] = {}

    def screens(self) -> int:
        """How many screens watch."""
        return sum(channel.watchers for channel in list(self._channels.values()))

    async def run(self) -> None:
        """Look for ever, once a second; whatever goes wrong, the screens keep their last moment."""
        while True:
            started = time.monotonic()
            await self.look()
            await asyncio.sleep(max(0.05, TICK_SECONDS - (time.monotonic() - started)))

    async def look(self) -> None:
        """One round: forget views that nobody watches, publish a moment of each of the others."""
        now = self.now()
        for view in [one for one in self._channels if not self._is_wanted(one, now)]:
            self._forget(view)
        for view in list(self._channels):
            await self._refresh(view)
        for key in self._boards.keys() - self._catching_up.keys():
            self._catching_up[key] = asyncio.create_task(self._catch_up(key, self._boards[key]))

    async def _catch_up(self, key: _Key, board: Board) -> None:
        """What is slow to read comes beside the rounds, into one of the next moments."""
        try:
            await asyncio.to_thread(board.catch_up, self.now())
        except Exception as fault:
            _log.warning("%s of %s: %s", *key[:2], fault, exc_info=not isinstance(fault, ThreeCenterError))
        finally:
            del self._catching_up[key]

    async def settle(self) -> None:
        """Return when nothing is being read beside the rounds."""
        await asyncio.gather(*self._catching_up.values())

    def _is_wanted(self, view: View, now: datetime) -> bool:
        return self._channels[view].watchers > 0 or now - self._kept[view] < KEPT

    def _forget(self, view: View) -> None:
        del self._channels[view], self._kept[view]
        if all(_key(other) != _key(view) for other in self._channels):
            self._boards.pop(_key(view), None)

    async def _refresh(self, view: View) -> None:
        async with self._looking:
            channel = self._channels.get(view)
            if channel is None:
                return
            try:
                channel.publish(await asyncio.to_thread(self._moment, view, channel.newest))
            except (AccessError, UnknownPlaceError) as fault:
                self._forget(view)
                channel.end(fault)
            except Exception as fault:  # a wall outlives every fault: it keeps its figures, and shows their age
                _log.warning("live view of %s: %s", view.place, fault, exc_info=not isinstance(fault, StoreError))
                self._beat(channel)

    def _moment(self, view: View, last: Moment | None) -> Moment:
        now = self.now()
        drawn = self._board(view).draw(now, view.language)
        return Moment(last.seq + 1 if last else 1, to_millis(now), to_millis(drawn.as_of), drawn.snapshot)

    def _board(self, view: View) -> Board:
        if _key(view) not in self._boards:
            self._boards[_key(view)] = BOARDS[view.board](self.queries, self.zone, view)
        return self._boards[_key(view)]

    def _beat(self, channel: Channel) -> None:
        """The last moment once more: the server lives, its figures grow old."""
        last = channel.newest
        if last is not None:
            channel.publish(Moment(last.seq + 1, to_millis(self.now()), last.as_of, last.snapshot))

    async def watch(self, view: View) -> AsyncGenerator[str, None]:
        """Messages for one screen, the first one whole; AccessError when the view is not, or no longer, allowed."""
        channel = await self._open(view)
        channel.watchers += 1
        try:
            seen = 0
            while True:
                seen, text = await channel.after(seen)
                yield text
        finally:
            channel.watchers -= 1
            self._kept[view] = self.now()

    async def whole(self, view: View) -> tuple[Moment, str]:
        """The newest moment and its full message, for a screen that asks instead of watching."""
        channel = await self._open(view)
        with suppress(TimeoutError):
            await asyncio.wait_for(channel.after(0), LONGEST_WAIT_SECONDS)
        if channel.newest is None:
            raise StoreError(f"live view of {view.place}: nothing to show yet; ask again")
        return channel.newest, channel.whole()

    async def _open(self, view: View) -> Channel:
        self._kept[view] = self.now()
        if view not in self._channels:
            channel = self._channels[view] = Channel(build_id(), self.zone.key)
            await self._refresh(view)
            return channel
        return self._channels[view]


def _key(view: View) -> _Key:
    """Screens in another language share what was read."""
    return view.board, view.place, view.scopes
