"""The small district of the page tests, and the dashboard over it as another system calls it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.testclient import TestClient

from dashboard.app import create_app
from tests.dashboard.pages.conftest import Desk, desk

__all__ = ["desk"]


@dataclass
class Caller:
    """Somebody with a key who asks the dashboard."""

    client: TestClient
    key: str

    def get(self, path: str) -> Any:
        return self.client.get(path, headers={"Authorization": f"Bearer {self.key}"}, follow_redirects=False)

    def told(self, path: str) -> Any:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def file(self, path: str) -> bytes:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.content


@pytest.fixture
def caller(desk: Desk) -> Iterator[Caller]:
    with TestClient(create_app(desk.system.settings)) as client:
        yield Caller(client, desk.system.key("reader", may="read"))
