"""Comparisons over the API are about today's places on both sides: cases, durations, records and registers alike."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from dashboard.app import create_app
from db import known_places
from db.org_store import OrgStore
from db.register_store import RegisterStore
from pipelines.domain.housing import Rental, RentalGrade, RentalType
from pipelines.domain.new_place import NewPlace
from pipelines.domain.staff import StaffCategory, StaffPost
from pipelines.domain.unit import OrgLevel
from pipelines.intake import sources
from tests.system import System, hours

NOW = datetime.now(UTC).replace(hour=6, minute=0, second=0, microsecond=0)
COMMUNITIES = {"a": "s1", "b": "s1", "c": "s2"}
GRIDS = {"a1": 1, "a2": 2, "a3": 3, "b1": 4, "c1": 5}
"""Each grid with how many cases a day of it has, and how many hours each of them takes on the first one."""
DAYS = (10, 6, 3)
"""So many days ago each grid has a day: one in the period before, two in that of the question."""
MOVED_DAYS_AGO = 5
TODAY = {
    "a": ("a1", "a2"),
    "b": ("b1",),
    "c": ("a3", "c1"),
    "s1": ("a1", "a2"),
    "s2": ("a3", "b1", "c1"),
    "city": tuple(GRIDS),
    "a3": ("a3",),
}
LONG_AGO = date(2020, 1, 1)


def place(code: str, level: OrgLevel, parent: str | None, **more: Any) -> NewPlace:
    return NewPlace(code, level, code.upper(), parent, **more)


def town() -> Iterator[NewPlace]:
    yield place("city", OrgLevel.CITY, None)
    yield from (place(code, OrgLevel.SUBDISTRICT, "city") for code in ("s1", "s2"))
    yield from (place(code, OrgLevel.COMMUNITY, street) for code, street in COMMUNITIES.items())
    yield from (place(grid, OrgLevel.GRID, grid[0]) for grid in GRIDS)


def boundary_change(moved: date) -> Iterator[NewPlace]:
    """Grid a3 goes to community c of another street, and the whole of b goes there too."""
    for code, level, old, new in (("a3", OrgLevel.GRID, "a", "c"), ("b", OrgLevel.COMMUNITY, "s1", "s2")):
        yield place(code, level, old, valid_to=moved)
        yield place(code, level, new, valid_from=moved)


def a_day(system: System, grid: str, days_ago: int) -> tuple[list[Any], list[Any]]:
    """Events and records of a grid: cases, longer work on later days, a patrol, visits, and one on duty."""
    at, n = NOW - timedelta(days=days_ago), GRIDS[grid]
    names, length = [f"{grid}-{days_ago}-{one}" for one in range(n)], n if days_ago == DAYS[0] else 2 * n
    events = [system.event(name, "report", at, place=grid) for name in names]
    events += [system.event(name, "dispose", at + hours(length), place=grid) for name in names]
    records = [system.record("patrol", grid, at, minutes=30), system.record("visit", grid, at, households=n)]
    records.append(system.record("roster", grid, at, worker=f"w-{grid}", category="full_time"))
    return events, records


@pytest.fixture
def told(deployment: System, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Asks for the figures of some days of a place with those of a period earlier."""
    monkeypatch.setattr(sources, "REGISTERS_AGE_SECONDS", -1.0)
    monkeypatch.setattr(known_places, "LOOK_SECONDS", -1.0)
    store, moved = OrgStore(deployment.database.log), deployment.day(NOW) - timedelta(days=MOVED_DAYS_AGO)
    store.put_places([*town()])
    store.put_places([*boundary_change(moved)])
    registers, due = RegisterStore(deployment.database.log), deployment.day(NOW) - timedelta(days=DAYS[0])
    registers.put([StaffPost(f"w-{one}", one, StaffCategory.FULL_TIME, one, LONG_AGO, True) for one in GRIDS])
    home = (RentalType.WHOLE, RentalGrade.A, 400, due, LONG_AGO)
    registers.put([Rental(f"h-{one}", one, *home) for one in GRIDS])
    key = deployment.key()
    for events, records in (a_day(deployment, grid, days_ago) for days_ago in DAYS for grid in GRIDS):
        deployment.send(events, key)
        deployment.send_records(records, key)
    deployment.work(NOW)
    headers = {"Authorization": f"Bearer {deployment.key('reader', may='read')}"}
    with TestClient(create_app(deployment.settings)) as client:

        def ask(code: str) -> Any:
            today = deployment.day(NOW)
            query = {"place": code, "period": f"{today - timedelta(days=6)}..{today}", "compare": "period_on_period"}
            answer = client.get("/api/v1/kpi", params=query, headers=headers)
            assert answer.status_code == 200, answer.text
            return answer.json()

        yield ask


def test_both_sides_of_a_comparison_are_about_the_places_of_today(told: Any) -> None:
    for code, grids in TODAY.items():
        check(told(code)["compare"]["period_on_period"], [GRIDS[grid] for grid in grids])


def check(base: Any, ns: list[int]) -> None:
    """The earlier figures of grids with these numbers, and by how much those of now differ."""
    here, cases = len(ns), sum(ns)
    wanted = {
        "cohort.reported": (cases, cases),
        "cohort.grids_reporting": (here, 0),
        "flow.disposed": (cases, cases),
        "flow.patrols": (here, here),
        "flow.households_visited": (cases, cases),
        "flow.grid_days_patrolled": (here, here),
        "flow.grid_days_due": (4 * here, 3 * here),
        "flow.worker_days": (here, here),
        "due.inspections_falling_due": (here, -here),
        "stock.grids_with_chief": (here, 0),
        "stock.rentals": (here, 0),
    }
    found = {name: base["counts"][name.split(".")[0]][name.split(".")[1]] for name in wanted}
    assert found == {name: n for name, (n, _) in wanted.items()}
    changes = {name: base["change"][name] for name in wanted if wanted[name][0] < 30}
    assert {name: one["value"] for name, one in changes.items()} == {name: wanted[name][1] for name in changes}
    length = sum(n * n for n in ns) / cases * 3600
    lasted, change = base["durations"]["report_to_dispose"], base["change"]["report_to_dispose"]
    assert (lasted["count"], lasted["mean"]) == (cases, pytest.approx(length))
    assert change["value"] == pytest.approx(length)


def test_what_a_place_shows_for_itself_stays_as_it_was_counted(told: Any) -> None:
    shown = told("a")
    assert (
        shown["counts"]["cohort"]["reported"] == shown["counts"]["flow"]["households_visited"] == (1 + 2 + 3) + (1 + 2)
    )
    assert shown["durations"]["report_to_dispose"]["count"] == 9
    assert shown["counts"]["flow"]["patrols"] == 3 + 2
