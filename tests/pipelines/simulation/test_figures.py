"""A city of some weeks leaves no figure of the catalogue empty: all are computed from events, served, and named."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from dashboard.app import create_app
from db.org_store import OrgStore
from db.register_store import RegisterStore
from pipelines.commands.samples import load_sample_registers
from pipelines.domain.housing import Rental
from pipelines.domain.kpi.catalogue import Kind
from pipelines.domain.staff import StaffPost
from pipelines.domain.step import RungName
from pipelines.sample import sample_items
from pipelines.simulation.city import City
from pipelines.simulation.history import events_until
from pipelines.simulation.rounds import Rounds
from pipelines.simulation.wire import Batch, batches, record_batches
from tests.system import System, system

NOW = datetime(2026, 10, 22, 8, tzinfo=UTC)
DAYS, ROOT, STREET = 12, "440309", "440309003"
NAMED = """
    due.inspections_falling_due due.inspections_on_time flow.patrols flow.households_visited flow.inspections_done
    flow.inspections_passed flow.inspections_failed
    flow.grid_days_patrolled flow.grid_days_due flow.worker_days stock.grids stock.grids_with_chief stock.grids_vacant
    stock.workers_on_duty stock.workers_full_time stock.duty_items stock.duty_baseline stock.assessment_items
    stock.ledger_items stock.certificate_items stock.rentals stock.inspections_due stock.inspections_overdue
    stock.groups stock.groups_renewal_due stock.alarms_open
    reports_per_worker patrol_coverage staffing_rate duty_reduction duty_load inspection_rate
"""
"""What the definitions name and records and registers give."""
PASSING = "stock.open_registered"
"""A registered case is dispatched within minutes: there may be none at the moment of the test."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, redis_url: str) -> Iterator[dict[str, Any]]:
    """The answers about a district and one of its streets over the days of the city, and the catalogue."""
    home: Path = tmp_path_factory.mktemp("city")
    with system(home, redis_url) as made:
        load_sample_registers(made.database)
        key = made.key("city", may="send,backfill,confirm", simulated=True)
        for now in (NOW - timedelta(hours=20), NOW):
            _post(made, key, now)
            made.work(now)
            for _ in RungName:
                made.tick(now)
        made.watch().look(NOW)
        made.work(NOW)
        reader = {"Authorization": f"Bearer {made.key('reader', may='read')}"}
        days = f"{made.day(NOW) - timedelta(days=DAYS - 1)}..{made.day(NOW)}"
        with TestClient(create_app(made.settings)) as client:

            def ask(path: str, **query: str) -> Any:
                answer = client.get(f"/api/v1/{path}", params=query, headers=reader)
                assert answer.status_code == 200, answer.text
                return answer.json()

            found = {place: ask("kpi", place=place, period=days) for place in (ROOT, STREET)}
            yield found | {"catalogue": ask("kpi/catalogue")}


def _post(made: System, key: str, now: datetime) -> None:
    for batch in _batches(made, now):
        answer = made.intake.post(
            f"/api/v1/{batch.name}", content=batch.body, headers={"Authorization": f"Bearer {key}"}
        )
        assert answer.status_code == 202, answer.text


def _batches(made: System, now: datetime) -> Iterator[Batch]:
    zone, today = made.settings.timezone, made.day(now)
    store, registers = OrgStore(made.database.log), RegisterStore(made.database.log)
    tree, since = store.tree(), today - timedelta(days=DAYS - 1)
    rounds = Rounds(tree, registers.rows(StaffPost), registers.rows(Rental), 1, zone, since, [ROOT])
    city = City(tree, sample_items(store), 1, 800, zone, [ROOT], rounds)
    for day in (since + timedelta(days=n) for n in range(DAYS)):
        yield from batches(events_until(city.cases(day), now), zone)
        yield from record_batches((one for one in rounds.records(day) if one.occurred_at <= now), zone)


def test_the_catalogue_holds_what_the_definitions_name(told: dict[str, Any]) -> None:
    assert {*NAMED.split()} <= {one["id"] for one in told["catalogue"]["items"]}


def test_every_count_is_counted(told: dict[str, Any]) -> None:
    counts = told[ROOT]["counts"]
    names = [one["id"] for one in told["catalogue"]["items"] if one["kind"] == Kind.COUNT]
    zero = {name for name in names if not counts[name.split(".")[0]].get(name.split(".")[1])}
    assert zero <= {PASSING}


def test_every_rate_has_a_value(told: dict[str, Any]) -> None:
    names = [one["id"] for one in told["catalogue"]["items"] if one["kind"] not in (Kind.COUNT, Kind.DURATION)]
    assert len(names) > 20
    found = {name for place in (ROOT, STREET) for name, one in told[place]["rates"].items() if one["value"] is not None}
    assert set(names) <= found


def test_every_duration_has_been_measured(told: dict[str, Any]) -> None:
    names = [one["id"] for one in told["catalogue"]["items"] if one["kind"] == Kind.DURATION]
    assert [name for name in names if not told[STREET]["durations"][name]["count"]] == []


def test_every_figure_is_named_and_defined_in_both_languages(told: dict[str, Any]) -> None:
    for one in told["catalogue"]["items"]:
        assert all(one[told_as][language] for told_as in ("name", "definition") for language in ("zh", "en")), one["id"]
