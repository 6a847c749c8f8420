from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from tests.dashboard.live.city import City
from tests.system import System


@pytest.fixture
def city(deployment: System) -> City:
    return City(deployment)


@pytest.fixture
def take(city: City) -> Callable[..., None]:
    """Take a step of a case at an instant; the key may confirm, which is the citizens' own step."""
    key = city.system.key("window", may="send,backfill,confirm")

    def send(case: str, step: str, at: datetime | None = None, **more: Any) -> None:
        city.system.send([city.system.event(case, step, at or city.clock(), **more)], key)
        city.system.work(city.clock())

    return send
