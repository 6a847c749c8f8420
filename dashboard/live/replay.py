"""Boards as they stood at a past minute: drawn one at a time, beside the rounds, so that no live screen waits."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dashboard.live.board import HEALTH
from dashboard.live.boards import BOARDS
from dashboard.live.channel import View
from dashboard.live.snapshot import Minute, Moment, full
from dashboard.queries.bundle import Queries
from dashboard.static import build_id
from db.codec import to_millis
from pipelines.domain.errors import QuestionError
from pipelines.domain.period import day_start

FORM = "%Y-%m-%dT%H:%M"
"""How a minute is written: local time of the deployment."""
KEPT = timedelta(minutes=5)
"""How long a moment is kept; what has come in late meanwhile is then told too."""
MOST_KEPT = 256
_Key = tuple[View, str]


class Replays:
    """Draws views of past minutes, and keeps those just drawn: who goes back and forth asks for the same ones."""

    def __init__(self, queries: Queries, zone: ZoneInfo, now: Callable[[], datetime]) -> None:
        self._queries, self._zone, self._now = queries, zone, now
        self._kept: OrderedDict[_Key, tuple[datetime, str]] = OrderedDict()
        self._drawing = asyncio.Lock()

    async def whole(self, view: View, text: str, is_left: Callable[[], Awaitable[bool]]) -> str:
        """The full message of a view at a minute; empty when whoever asked has left before it was drawn.

        QuestionError for what is no minute, AccessError for a place that was not in the scope then.
        """
        instant, minute = await asyncio.to_thread(self._read, view, text)
        key = (view, minute.at)
        if self._is_kept(key):
            return self._kept[key][1]
        async with self._drawing:
            if not self._is_kept(key):
                if await is_left():
                    return ""
                self._keep(key, await asyncio.to_thread(self._draw, view, instant, minute))
        return self._kept[key][1]

    def _is_kept(self, key: _Key) -> bool:
        return key in self._kept and timedelta() <= self._now() - self._kept[key][0] < KEPT

    def _keep(self, key: _Key, body: str) -> None:
        self._kept.pop(key, None)
        self._kept[key] = (self._now(), body)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)

    def _read(self, view: View, text: str) -> tuple[datetime, Minute]:
        """The instant that a text names, between the first day of which anything is known and now."""
        if view.board == HEALTH:
            raise QuestionError("board health: shows the present only; leave out `at`")
        try:
            instant = datetime.strptime(text, FORM).replace(tzinfo=self._zone)
        except ValueError:
            raise QuestionError(f"at '{text[:40]}': not a minute; write it as 2026-11-20T14:35, local time") from None
        now, begun = self._now(), self._queries.figures.begun()
        if instant > now:
            raise QuestionError(f"at '{text}': has not come yet; ask for {self._write(now)} or earlier")
        if begun is None or instant < day_start(begun, self._zone):
            known = "nothing has come in" if begun is None else f"before the first day of all, {begun}"
            raise QuestionError(f"at '{text}': {known}; ask for a later minute")
        return instant, Minute(self._write(instant), self._write(day_start(begun, self._zone)), self._write(now))

    def _write(self, instant: datetime) -> str:
        return instant.astimezone(self._zone).strftime(FORM)

    def _draw(self, view: View, instant: datetime, minute: Minute) -> str:
        """Without links: the lists behind them tell of now."""
        with self._queries.at(instant) as then:
            board = BOARDS[view.board](then, self._zone, view)
            board.catch_up(instant)
            drawn = board.draw(instant, view.language)
        shown = replace(drawn.snapshot, links=dict.fromkeys(drawn.snapshot.links, ""))
        moment = Moment(1, to_millis(instant), to_millis(drawn.as_of), shown)
        return full(moment, build_id(), self._zone.key, minute)
