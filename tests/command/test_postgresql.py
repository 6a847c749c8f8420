"""A deployment on PostgreSQL as its operator starts it: nothing but the address of the database is different."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import delete

from db.derived_tables import history, watermark
from db.engine import open_database, writing
from tests.faults.harness import wait_for
from tests.postgres import Postgres
from tests.processes import answer_of, environment, free_ports, process, wait_until_up
from tests.system import PILOT_GRIDS, SECRET


@dataclass
class Running:
    """Intake, worker and dashboard as processes, and a key that sends and reads."""

    environment: dict[str, str]
    headers: dict[str, str]

    def post(self, case_id: str) -> None:
        event = {"event_id": case_id, "case_id": case_id, "step": "report", "item": "G01", "place": PILOT_GRIDS[0]}
        address = f"http://127.0.0.1:{self.environment['THREECENTER_INTAKE_PORT']}/api/v1/events"
        body = event | {"occurred_at": datetime.now(UTC).isoformat()}
        assert httpx.post(address, json=body, headers=self.headers, timeout=20).status_code == 202

    def counts(self) -> dict[str, Any]:
        address = f"http://127.0.0.1:{self.environment['THREECENTER_PORT']}/api/v1/kpi?place=140303"
        answer = httpx.get(address, headers=self.headers, timeout=20)
        assert answer.status_code == 200, answer.text
        return answer.json()["counts"]["cohort"]


@pytest.fixture(scope="module")
def running(postgres: Postgres, redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    port, intake_port = free_ports(2)
    with postgres.database() as url, ExitStack() as stack:
        own = environment(
            tmp_path_factory.mktemp("home"),
            port,
            intake_port,
            THREECENTER_DATABASE_URL=url,
            THREECENTER_REDIS_URL=redis_url,
            THREECENTER_SECRET=SECRET,
            COLUMNS="300",
        )
        assert answer_of(["db", "create"], own) == "database: ready"
        key = answer_of(["key", "create", "--name", "own", "--scope", "ALL", "--may", "send,read"], own)
        for command in ("intake", "worker", "dashboard"):
            stack.enter_context(process(command, own))
        for one in (intake_port, port):
            wait_until_up(f"http://127.0.0.1:{one}/healthz")
        yield Running(own, {"Authorization": f"Bearer {key}"})


def test_one_report_moves_the_figure(running: Running) -> None:
    before = running.counts()["reported"]
    running.post("one")
    wait_for(lambda: running.counts()["reported"] == before + 1)


def test_everything_else_works_with_it(running: Running, tmp_path: Path) -> None:
    own, file = running.environment, tmp_path / "more.jsonl"
    before = running.counts()["reported"]
    now = datetime.now(UTC).isoformat()
    events = [
        {"event_id": f"m{n}", "case_id": f"m{n}", "step": "report", "place": PILOT_GRIDS[n], "occurred_at": now}
        for n in range(5)
    ]
    file.write_text("".join(json.dumps(event) + "\n" for event in events), encoding="utf-8")
    answer_of(["import", str(file)], own)
    wait_for(lambda: running.counts()["reported"] == before + 5)
    answer_of(
        ["user", "create", "--name", "eve", "--role", "analyst", "--scope", "140303", "--password-stdin"],
        own,
        "long enough\n",
    )
    assert f'"reported":{before + 5}' in answer_of(["kpi", "140303", "today", "--json"], own).replace(" ", "")
    told = answer_of(["doctor"], own)
    assert "ok    database: PostgreSQL 18." in told
    assert "FAIL" not in told


def test_what_is_derived_is_made_anew(running: Running) -> None:
    before, database = running.counts(), open_database(running.environment["THREECENTER_DATABASE_URL"])
    with writing(database.derived) as connection:
        for table in (history, watermark):
            connection.execute(delete(table))
    database.dispose()
    assert running.counts() != before
    answer_of(["rebuild"], running.environment)
    assert running.counts() == before
