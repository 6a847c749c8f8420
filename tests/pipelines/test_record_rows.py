"""The list behind every count of records and registers: as many as the count says, row by row, in scope."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from dashboard.app import create_app
from db import known_places
from pipelines.commands.register import REGISTERS
from pipelines.domain.kpi import Basis
from pipelines.domain.record_counts import RECORDS_LISTED
from tests.system import PILOT, PILOT_GRIDS, System, hours

DISTRICT, STREET = "140303", "140303001"
NOW = datetime.now(UTC).replace(hour=6, minute=0, second=0, microsecond=0)


@pytest.fixture(autouse=True)
def registers_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_places, "LOOK_SECONDS", -1.0)


def some_records(deployment: System) -> None:
    """Three days in six grids: patrols, visits, inspections, and workers who move or stay at home."""
    made = []
    for day in range(3):
        for n, grid in enumerate(PILOT_GRIDS[:6]):
            at = NOW - hours(24 * day)
            made += [deployment.record("patrol", grid, at - hours(one)) for one in range(n % 3)]
            made.append(deployment.record("visit", grid, at, households=n + 1))
            made.append(deployment.record("inspection", grid, at, rental=f"h{n}", result=("passed", "failed")[n % 2]))
            category = ("full_time", "retired", "coordinator", "temporary")[n % 4]
            for place, hour in ((PILOT_GRIDS[9], 3), (grid, 1)):
                told = {"worker": f"w{n}", "category": category, "status": "off" if n == 5 else "on"}
                made.append(deployment.record("roster", place, at - hours(hour), **told))
    made += [deployment.record("visit", STREET, NOW, households=9), deployment.record("patrol", PILOT[0], NOW)]
    deployment.send_records(made, deployment.key())


def some_rows(deployment: System, folder: Path) -> None:
    due = deployment.day(NOW) - timedelta(days=2)
    homes = [f"h{n},{grid},合租,B,30,{due},2025-01-01" for n, grid in enumerate(PILOT_GRIDS[:8])]
    files = {
        "staff": ["code,name,category,place,chief,valid_from", f"W1,王伟,retired,{PILOT_GRIDS[0]},是,2025-01-01"],
        "rentals": ["code,place,type,grade,every_days,first_due,valid_from", *homes],
        "duties": ["code,place,kind,name,items,valid_from", f"d,{DISTRICT},duty,清单,10,2025-01-01"],
        "groups": ["code,place,name,leader,filed_on", f"g,{PILOT[0]},棋社,王伟,2025-01-01"],
    }
    for name, lines in files.items():
        file = folder / f"{name}.csv"
        file.write_text("\n".join(lines), encoding="utf-8")
        register = REGISTERS[name]
        register.put(deployment.database, register.sheet(deployment.database).load(file))


def walked(client: TestClient, query: str, limit: int) -> tuple[int, list[dict[str, Any]]]:
    """The total of a list, and all its rows page by page."""
    rows, cursor = list[dict[str, Any]](), ""
    while True:
        answer = client.get(f"/api/v1/records?{query}&limit={limit}&cursor={cursor}")
        assert answer.status_code == 200, answer.text
        page = answer.json()
        rows, cursor = [*rows, *page["items"]], page["next"] or ""
        if not cursor:
            return page["total"], rows


def test_the_rows_behind_a_count_are_as_many_as_it_says(deployment: System, tmp_path: Path) -> None:
    some_rows(deployment, tmp_path)
    some_records(deployment)
    deployment.work(NOW)
    first = deployment.day(NOW) - timedelta(days=2)
    with TestClient(create_app(deployment.settings)) as client:
        client.headers["Authorization"] = f"Bearer {deployment.key('reader', may='read')}"
        for place in (DISTRICT, PILOT[0], PILOT_GRIDS[1]):
            asked = f"place={place}&period={first}..{deployment.day(NOW)}"
            counts = client.get(f"/api/v1/kpi?{asked}").json()["counts"]
            for basis in Basis:
                for name in RECORDS_LISTED[basis]:
                    total, rows = walked(client, f"{asked}&basis={basis}&count={name}", 200)
                    n = counts[basis][name]
                    assert (total, sum(row["n"] for row in rows)) == (n, n), (place, name)
                    if name != "households_visited" and not name.startswith("duty_"):
                        assert len(rows) == n, (place, name)
        assert counts["flow"]["patrols"] == counts["flow"]["inspections_failed"] == 3


@pytest.mark.parametrize("count", ["patrols", "inspections_passed", "grid_days_due"])
def test_a_list_is_walked_row_by_row(deployment: System, tmp_path: Path, count: str) -> None:
    some_rows(deployment, tmp_path)
    some_records(deployment)
    deployment.work(NOW)
    first = deployment.day(NOW) - timedelta(days=1)
    asked = f"place={PILOT[0]}&period={first}..{deployment.day(NOW)}&count={count}"
    with TestClient(create_app(deployment.settings)) as client:
        client.headers["Authorization"] = f"Bearer {deployment.key('reader', may='read')}"
        found, whole = walked(client, asked, 3), walked(client, asked, 200)
    assert found == whole
    assert len(found[1]) > 3
    days = [row["day"] for row in found[1]]
    assert days == sorted(days, reverse=True)


def test_nobody_lists_what_is_out_of_scope_or_cannot_be_listed(deployment: System) -> None:
    some_records(deployment)
    deployment.work(NOW)
    with TestClient(create_app(deployment.settings)) as client:
        client.headers["Authorization"] = f"Bearer {deployment.key('street', STREET, 'read')}"
        total, rows = walked(client, f"period={deployment.day(NOW)}&count=households_visited", 50)
        assert (total, [row["place"] for row in rows]) == (9, [STREET])
        assert client.get(f"/api/v1/records?place={PILOT[0]}&count=patrols").status_code == 403
        for query in ("count=reported", "count=patrols&item=G01", "count=open_weighted&basis=stock"):
            answer = client.get(f"/api/v1/records?{query}")
            assert (answer.status_code, answer.json()["error"]["code"]) == (422, "BAD_QUESTION"), query
