"""PostgreSQL goes down and comes back: nothing is promised meanwhile, nothing is lost, everybody goes on by himself."""

import asyncio
from collections.abc import Iterator
from contextlib import aclosing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dashboard.app import create_app
from db.account_store import AccountStore
from db.history_store import HistoryStore
from pipelines.domain.access import ALL, Role, Viewer
from pipelines.worker.process import LONGEST_WAIT_SECONDS, Rounds
from tests.dashboard.live.city import VIEW, City, message
from tests.postgres import Postgres, postgres_server
from tests.system import PILOT_GRIDS, System, system

PASSWORD = "a long password"


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with postgres_server() as made:
        yield made


@pytest.fixture
def deployment(server: Postgres, tmp_path: Path, redis_url: str) -> Iterator[System]:
    with server.database() as url, system(tmp_path, redis_url, database_url=url) as made:
        yield made


@contextmanager
def outage(server: Postgres) -> Iterator[None]:
    """The server is away, after a crash."""
    server.stop()
    try:
        yield
    finally:
        server.start()


def report(deployment: System, case_id: str) -> dict[str, object]:
    return deployment.event(case_id, "report", datetime.now(UTC), place=PILOT_GRIDS[0])


def test_the_intake_promises_nothing_and_takes_the_same_event_later(server: Postgres, deployment: System) -> None:
    key = deployment.key()
    deployment.send([report(deployment, "before")], key)
    event = report(deployment, "during")
    with outage(server):
        answer = deployment.post(event, key)
        assert (answer.status_code, answer.json()["error"]["code"]) == (503, "STORE_DOWN")
        assert int(answer.headers["Retry-After"]) > 0
        assert deployment.intake.get("/readyz").status_code == 503
        assert deployment.intake.get("/healthz").status_code == 200
    assert [receipt["seq"] for receipt in deployment.post(event, key).json()["receipts"]] == [2]
    assert deployment.intake.get("/readyz").status_code == 200


def test_the_worker_waits_and_goes_on_from_where_it_was(server: Postgres, deployment: System) -> None:
    key, now = deployment.key(), datetime.now(UTC)
    deployment.send([report(deployment, "before")], key)
    deployment.work(now)
    rounds = Rounds(deployment.worker, lambda _events: None, lambda _now: None)
    deployment.send([report(deployment, "after")], key)
    with outage(server):
        assert [rounds.round(now) for _ in range(2)] == [LONGEST_WAIT_SECONDS] * 2
    rounds.round(now + timedelta(seconds=1))
    history = HistoryStore(deployment.database.derived)
    assert sum(history.watermarks().values()) == sum(deployment.log().heads().values()) == 2


def test_a_wall_keeps_its_figures_with_their_age(server: Postgres, deployment: System) -> None:
    city = City(deployment)
    city.report("c1")

    async def watch() -> None:
        async with aclosing(city.hub.watch(VIEW)) as screen:
            first = await message(screen)
            with outage(server):
                city.clock.move(1)
                await city.hub.look()
                beat = await message(screen)
            assert (beat["as_of"], beat["now"] - first["now"], "cells" in beat) == (first["as_of"], 1000, False)
            city.report("c2")
            await city.hub.look()
            assert (await message(screen))["cells"]["kpi-reported"] == "2"

    asyncio.run(watch())


def test_the_dashboard_says_so_and_lets_people_in_again_later(server: Postgres, deployment: System) -> None:
    AccountStore(deployment.database.log).put_account(Viewer("officer", frozenset({ALL}), Role.MANAGER), PASSWORD)
    headers, form = {"Authorization": f"Bearer {deployment.key()}"}, {"name": "officer", "password": PASSWORD}
    with TestClient(create_app(deployment.settings), follow_redirects=False) as client:
        with outage(server):
            told = client.get("/api/v1/kpi?place=140303", headers=headers)
            assert (told.status_code, told.json()["error"]["code"]) == (503, "STORE_DOWN")
            page = client.post("/signin", data=form | {"lang": "en"})
            assert (page.status_code, "Accounts cannot be read right now" in page.text) == (503, True)
            assert client.get("/readyz").status_code == 503
        assert client.get("/api/v1/kpi?place=140303", headers=headers).status_code == 200
        assert client.post("/signin", data=form).status_code == 303
