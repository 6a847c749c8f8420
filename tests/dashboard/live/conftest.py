from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.dashboard.live.city import City
from tests.dashboard.live.screen import screen, served
from tests.dashboard.live.stress import Stressed
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


@pytest.fixture
def worst_page(city: City) -> Iterator[tuple[Page, str]]:
    """A browser before walls at their worst, and their address."""
    city.clock.at = datetime.now(UTC)
    city.hub = Stressed(city.system.queries, city.system.settings.timezone, lambda: datetime.now(UTC))
    with screen(city) as (page, port), served(city, port):
        city.report("c1", at=city.clock())
        page.emulate_media(reduced_motion="reduce")
        yield page, f"http://127.0.0.1:{port}"
