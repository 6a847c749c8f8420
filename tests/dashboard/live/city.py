"""A few cases at the pilot community, a clock that the test moves, and a hub over them."""

import asyncio
import json
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from typing import Any

from dashboard.live.channel import View
from dashboard.live.hub import Hub
from dashboard.wording.words import Language
from db.alarm_store import AlarmReader
from pipelines.domain.alarm import Alarm, AlarmState
from tests.system import ALL_VIEWER, PILOT_GRIDS, System

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
DISTRICT = "140303"
VIEW = View("overview", DISTRICT, ALL_VIEWER.scopes, Language.ZH)
ENGLISH = View("overview", DISTRICT, ALL_VIEWER.scopes, Language.EN)


class Clock:
    """The hub's clock: it stands still until it is moved."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, seconds: float) -> datetime:
        self.at += timedelta(seconds=seconds)
        return self.at


class City:
    """A deployment with a key that may send what it likes."""

    def __init__(self, deployment: System) -> None:
        self.system = deployment
        self.clock = Clock()
        self._key = deployment.key()
        self.hub = Hub(deployment.queries, deployment.settings.timezone, self.clock)

    def report(self, case_id: str, item: str = "G06", place: str = PILOT_GRIDS[0], **more: Any) -> None:
        """A case reported a minute ago, and counted."""
        at = more.pop("at", self.clock() - timedelta(minutes=1))
        self.system.send([self.system.event(case_id, "report", at, place=place, item=item, **more)], self._key)
        self.system.work(self.clock())

    def step(self, case_id: str, step: str, **more: Any) -> None:
        """A further step, now, and counted."""
        self.system.send([self.system.event(case_id, step, self.clock(), **more)], self._key)
        self.system.work(self.clock())

    def shelve_alarms(self) -> None:
        """Somebody puts off every open alarm by an hour, and it is counted."""
        self._deal(
            self._open(), action="shelve", reason="已派人", until=(self.clock() + timedelta(hours=1)).isoformat()
        )

    def take_alarms(self, actor: str = "李静") -> None:
        """The rules are looked at, and somebody takes every open alarm."""
        self.watch()
        self._deal(self._open(), actor, action="acknowledge", reason="已派人")

    def _open(self) -> list[Alarm]:
        return AlarmReader(self.system.database.derived).open()

    def watch(self) -> None:
        """The rules are looked at, and what has turned is counted."""
        self.system.watch().look(self.clock())
        self.system.work(self.clock())

    def confirm_cleared(self) -> None:
        """Somebody confirms of every alarm that it is over, and it is counted."""
        places = [unit.id for unit in self.system.queries.reach.tree.units.values()]
        cleared = AlarmReader(self.system.database.derived).newest(places, {AlarmState.CLEARED}, 100)
        self._deal(cleared, action="confirm", reason="已到场核实")

    def _deal(self, alarms: list[Alarm], actor: str | None = None, **said: Any) -> None:
        system, now = self.system, self.clock()
        for one in alarms:
            record = system.record("alarm", one.path[-1], now, alarm_id=one.alarm_id, **said)
            system.send_records([record | ({"actor": actor} if actor else {})], self._key)
        system.work(now)


async def message(messages: AsyncGenerator[str, None]) -> dict[str, Any]:
    """The next message of a screen; it must be there already, or come with what is under way."""
    return json.loads(await asyncio.wait_for(anext(messages), 10))
