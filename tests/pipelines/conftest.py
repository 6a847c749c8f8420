"""The fixture of those who ask over the interface."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from dashboard.app import create_app
from tests.pipelines.asking import Asking
from tests.system import System, hours


@pytest.fixture
def asking(deployment: System) -> Iterator[Asking]:
    with TestClient(create_app(deployment.settings)) as client:
        yield Asking(deployment, client, deployment.key("reader", may="read"), datetime.now(UTC) - hours(30))
