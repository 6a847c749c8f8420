"""The doctor sees what the operators' page sees, and each finding that is not well has one way out."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from db.engine import writing
from db.log_tables import LOG
from db.versions import VERSIONS, schema_version
from pipelines.doctor import Finding, examine
from tests.system import PILOT_GRIDS, System


def findings(deployment: System) -> dict[str, Finding]:
    return {one.name: one for one in examine(deployment.settings)}


def report(deployment: System) -> None:
    now = datetime.now(UTC)
    deployment.send([deployment.event("c1", "report", now, place=PILOT_GRIDS[0])], deployment.key("hotline"))


def test_what_is_well_is_told_with_its_figures(deployment: System) -> None:
    report(deployment)
    deployment.key("camera", may="send")
    deployment.work()
    found = findings(deployment)
    assert [name for name, one in found.items() if not one.is_well] == ["intake", "dashboard"]
    assert found["database"].found.split()[0] in {"SQLite", "PostgreSQL"}
    assert found["worker"].found == "1 of 1 events counted, 0 of them parked; 0 dead letters"
    assert found["sources"].found == "2 known; silent: camera"


@pytest.mark.parametrize(("seconds", "is_well"), [(25, True), (40, False)])
def test_a_worker_that_has_stopped_is_found_though_nothing_waits(
    deployment: System, seconds: int, is_well: bool
) -> None:
    report(deployment)
    deployment.work(datetime.now(UTC) - timedelta(seconds=seconds))
    worker = findings(deployment)["worker"]
    assert worker.is_well is is_well
    if not is_well:
        assert worker.found.startswith("0 events wait, the oldest for 0 s; live figures are 4")
        assert worker.found.count("; ") == 2
        assert "start `threecenter worker`" in worker.found


def test_lost_live_figures_are_found(deployment: System) -> None:
    report(deployment)
    deployment.work()
    deployment.redis.flushall()
    assert "live figures are not whole" in findings(deployment)["worker"].found


def test_an_earlier_schema_has_one_way_out(deployment: System) -> None:
    with writing(deployment.database.log) as connection:
        connection.execute(update(schema_version[LOG]).values(version=VERSIONS[LOG] - 1))
    for name in ("database", "worker", "sources"):
        found = findings(deployment)[name]
        assert not found.is_well
        assert found.found.endswith("run `threecenter db upgrade`")
        assert "db create" not in found.found
