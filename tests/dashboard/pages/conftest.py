"""A small district with a known past: what every page test looks at."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from dash import html

from dashboard.pages.choose import desk_page
from pipelines.domain.access import Viewer
from tests.system import ALL_VIEWER, PILOT, PILOT_GRIDS, System

NOW = datetime(2024, 5, 15, 2, 0, tzinfo=UTC)
DISTRICT = "140303"
REPORTS = 40


@dataclass
class Desk:
    """The deployment, and its pages as a viewer sees them."""

    system: System

    def page(self, address: str, viewer: Viewer = ALL_VIEWER) -> html.Div:
        path, _, search = address.partition("#")[0].partition("?")
        return desk_page(self.system.queries, viewer, path, search, NOW, self.system.settings.timezone)


@pytest.fixture
def product() -> str:
    """Pages draw what queries answer, and that these answer alike on PostgreSQL is proved beside them."""
    return "sqlite"


@pytest.fixture
def desk(deployment: System) -> Desk:
    """40 reports of May, each fourth closed, each eighth overdue; one at a community itself; 32 of April."""
    items = sorted(deployment.queries.reach.catalogue.items)
    key, events = deployment.key(), []
    for n in range(REPORTS):
        at, place = NOW - timedelta(days=n % 12, hours=1 + n % 7), PILOT_GRIDS[n % 20]
        due = NOW + timedelta(hours=-1 if n % 8 == 1 else 30)
        more = {"place": place, "item": items[n % 5], "channel": "patrol", "due_at": due.isoformat()}
        events.append(deployment.event(f"M{n}", "report", at, **more))
        if n % 8 == 1:
            events.append(deployment.event(f"M{n}", "urge", NOW - timedelta(minutes=5)))
        if n % 4 == 0:
            events.append(deployment.event(f"M{n}", "close", at + timedelta(minutes=30), level="grid"))
    events.append(deployment.event("D0", "report", NOW - timedelta(hours=3), place=PILOT[0], channel="hotline"))
    for n in range(32):
        events.append(deployment.event(f"A{n}", "report", NOW - timedelta(days=31, hours=n), place=PILOT_GRIDS[n]))
        events.append(deployment.event(f"A{n}", "close", NOW - timedelta(days=29), level="grid"))
    deployment.send(events, key)
    deployment.work(NOW)
    deployment.tick(NOW)
    return Desk(deployment)
