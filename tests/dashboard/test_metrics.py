"""Prometheus reads both ports without a key; what it reads are the numbers of the system's own page, and no names."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from dashboard.app import create_app
from tests.postgres import postgres_server
from tests.system import PILOT_GRIDS, System, system


@pytest.fixture
def dashboard(deployment: System) -> Iterator[TestClient]:
    with TestClient(create_app(deployment.settings)) as client:
        yield client


def read(client: TestClient) -> dict[str, float]:
    """Every sample by its name, a part's behind it."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    samples = [one for family in text_string_to_metric_families(answer.text) for one in family.samples]
    return {one.name + "".join(f" {label}" for label in one.labels.values()): one.value for one in samples}


def report(deployment: System, case_id: str) -> dict[str, object]:
    return deployment.event(case_id, "report", datetime.now(UTC), place=PILOT_GRIDS[0])


def test_both_ports_tell_how_far_they_are(deployment: System, dashboard: TestClient) -> None:
    key = deployment.key("feed of the hotline")
    deployment.send([report(deployment, f"c{n}") for n in range(3)], key)
    waiting = read(dashboard)
    counts = {name: waiting[f"threecenter_{name}"] for name in ("accepted_events_total", "counted_events_total")}
    assert counts == {"accepted_events_total": 3, "counted_events_total": 0}
    assert waiting["threecenter_waiting_events"] == 3
    deployment.work(datetime.now(UTC))
    counted = read(dashboard)
    assert (counted["threecenter_counted_events_total"], counted["threecenter_waiting_events"]) == (3, 0)
    assert counted["threecenter_ready"] == 1
    assert 0 <= counted["threecenter_figures_age_seconds"] < 60
    assert (counted["threecenter_up sql"], counted["threecenter_up redis"]) == (1, 1)
    assert counted["threecenter_sources"] == 1
    assert counted["process_resident_memory_bytes"] > 1e6
    intake = read(deployment.intake)
    assert (intake["threecenter_accepted_events_total"], intake["threecenter_ready"]) == (3, 1)
    for client in (dashboard, deployment.intake):
        assert "hotline" not in client.get("/metrics").text


def test_a_store_that_is_away_is_told_and_not_guessed(tmp_path, redis_url: str) -> None:
    with postgres_server() as server, server.database() as url, system(tmp_path, redis_url, database_url=url) as own:
        own.send([report(own, "c1")], own.key())
        with TestClient(create_app(own.settings)) as dashboard:
            server.stop()
            try:
                for client in (dashboard, own.intake):
                    told = read(client)
                    assert (told["threecenter_up sql"], told["threecenter_ready"]) == (0, 0)
                    assert "threecenter_accepted_events_total" not in told
            finally:
                server.start()


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/", "/overview"),
        ("/duties?place=440309&lang=en", "/records?place=440309&lang=en&show=stock.duty_items"),
        ("/exports?lang=en", "/places?lang=en"),
    ],
)
def test_a_shortcut_leads_to_its_page_with_all_that_was_asked(
    deployment: System, dashboard: TestClient, path: str, to: str
) -> None:
    key = deployment.key("reader", may="read")
    answer = dashboard.get(path, headers={"Authorization": f"Bearer {key}"}, follow_redirects=False)
    assert answer.headers["location"] == to
