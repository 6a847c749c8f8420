"""Places and figures of any hierarchy over HTTP, cut to the caller's scope."""

from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from dashboard.app import create_app
from tests.system import PILOT, PILOT_GRIDS, System, hours

UNIT = f"{PILOT[0]}P1"


@pytest.fixture
def product() -> str:
    """What the queries answer on PostgreSQL is proved beside them."""
    return "sqlite"


class Caller:
    """A client with a key of one scope."""

    def __init__(self, deployment: System, scope: str) -> None:
        self._client = TestClient(create_app(deployment.settings))
        self._headers = {"Authorization": f"Bearer {deployment.key(f'reader {scope}', scope, 'read')}"}

    def get(self, path: str, **query: str) -> Any:
        return self._client.get(f"/api/v1{path}", params=query, headers=self._headers)

    def codes(self, path: str, field: str, **query: str) -> list[str]:
        return [item[field] for item in self.get(path, **query).json()["items"]]


@pytest.fixture
def busy(deployment: System) -> System:
    """Six reports in the pilot community: two in its first party grid, one at the community itself."""
    now, key = datetime.now(UTC), deployment.key()
    places = (PILOT_GRIDS[0], PILOT_GRIDS[1], PILOT_GRIDS[4], PILOT_GRIDS[7], PILOT_GRIDS[7], PILOT[0])
    events = [deployment.event(f"c{n}", "report", now - hours(0.1), place=place) for n, place in enumerate(places)]
    deployment.send(events, key)
    deployment.work(now)
    return deployment


def test_the_units_of_a_hierarchy_and_their_figures(busy: System) -> None:
    caller = Caller(busy, "ALL")
    units = [f"{PILOT[0]}P{n}" for n in (1, 2, 3)]
    assert caller.codes("/places", "code", parent=PILOT[0], hierarchy="party_grid") == units
    rows = caller.get("/kpi/children", place=PILOT[0], period="today", hierarchy="party_grid").json()["items"]
    assert [row["place"] for row in rows] == [*units, PILOT[0]]
    assert [row["counts"]["stock"]["open"] for row in rows] == [2, 1, 2, 1]
    assert rows[-1]["direct"]
    listed = caller.get(
        "/cases", place=PILOT[0], period="today", hierarchy="party_grid", direct="true", count="reported"
    )
    assert [case["case_id"] for case in listed.json()["items"]] == ["c5"]
    assert caller.get("/kpi", place=UNIT, period="today").json()["counts"]["cohort"]["reported"] == 2
    assert caller.get("/kpi", place=UNIT, period="today", hierarchy="moon").status_code == 422


def test_a_place_tells_who_answers_for_it_within_the_scope(busy: System) -> None:
    told = Caller(busy, UNIT).get(f"/places/{UNIT}").json()
    assert (told["kind"], told["parent"]) == ("party_grid", None)
    assert [one["role"] for one in told["responsible"]] == ["chief", "instructor", "liaison", "worker", "service_team"]
    assert all(one["name"] and one["phone"] for one in told["responsible"])
    assert Caller(busy, f"{PILOT[0]}P2").get(f"/places/{UNIT}").status_code == 403
    assert Caller(busy, "ALL").get("/places/nowhere").status_code == 404


def test_a_scope_in_one_hierarchy_opens_its_grids_and_cases_only(busy: System) -> None:
    caller = Caller(busy, UNIT)
    assert caller.get("/kpi", place=PILOT_GRIDS[0], period="today").status_code == 200
    assert caller.get("/cases/c0").status_code == 200
    for place in (PILOT_GRIDS[4], PILOT[0], "140303"):
        assert caller.get("/kpi", place=place, period="today").status_code == 403, place
    assert caller.get("/cases/c2").status_code == 404
