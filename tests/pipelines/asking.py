"""A deployment, and somebody with a key who asks its dashboard what came of the events that were sent."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.testclient import TestClient

from tests.system import System, hours


@dataclass
class Asking:
    """Lives begin at `start`."""

    system: System
    client: TestClient
    key: str
    start: datetime

    def told(self, path: str, **query: str) -> Any:
        answer = self.client.get(f"/api/v1/{path}", params=query, headers={"Authorization": f"Bearer {self.key}"})
        assert answer.status_code == 200, answer.text
        return answer.json()

    @property
    def days(self) -> str:
        """The days of the lives, up to today."""
        return f"{self.system.day(self.start)}..{self.system.day(datetime.now(UTC))}"

    def life(self, case_id: str, place: str, report: dict[str, Any], *steps: tuple[float, str, dict[str, Any]]) -> None:
        """Post a report at the start and steps so many hours after it."""
        found = [(report.pop("at", 0.0), "report", report | {"place": place}), *steps]
        events = [self.system.event(case_id, step, self.start + hours(at), **more) for at, step, more in found]
        self.system.send(events, self.system.key(f"sender-{case_id}-{len(events)}", may="send,backfill,confirm"))
