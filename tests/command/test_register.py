"""`threecenter register`: the sample files load, templates tell their columns, a faulty file changes nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from db.engine import open_database
from db.event_log import EventLog
from db.register_store import NAMES, RegisterStore
from db.sample import SEED
from pipelines.domain.alarm_rule import AlarmRule
from pipelines.domain.record import Record
from pipelines.domain.staff import StaffPost
from tests.processes import answer_of, environment, free_ports


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    port, intake_port = free_ports(2)
    made = environment(tmp_path_factory.mktemp("home"), port, intake_port) | {"COLUMNS": "300"}
    answer_of(["db", "create"], made)
    return made


def posts(own: dict[str, str]) -> list[StaffPost]:
    database = open_database(f"sqlite:///{Path(own['THREECENTER_HOME']) / 'log.db'}")
    try:
        return RegisterStore(database.log).rows(StaffPost)
    finally:
        database.dispose()


@pytest.mark.parametrize("name", [name for kind, name in NAMES.items() if kind is not AlarmRule])
def test_the_sample_of_each_register_loads(own: dict[str, str], name: str) -> None:
    file = SEED / "registers" / f"{name}.csv"
    rows = len(file.read_text(encoding="utf-8").splitlines()) - 1
    for _ in range(2):
        assert answer_of(["register", "load", name, str(file)], own).strip() == f"{name}: {rows} rows loaded"
    first = answer_of(["register", "template", name], own).splitlines()[0]
    assert first.startswith("code\tyes\t")


def test_a_faulty_file_changes_nothing_and_names_each_fault(own: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    good, bad = (
        "W1,王伟,在职专职,140303007001001,是,2020-01-01,2021-01-01",
        "W2,李娜,朋友,140303007001002,是,2026-01-01,",
    )
    file.write_text("\n".join(["code,name,category,place,chief,valid_from,valid_to", good, bad]), encoding="utf-8")
    before = posts(own)
    command = [sys.executable, "-m", "threecenter", "register", "load", "staff", str(file)]
    done = subprocess.run(command, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "row 3, category '朋友': is unknown; use one of full_time, retired" in done.stderr
    assert posts(own) == before


def test_a_roster_goes_into_the_log_as_records_of_its_days(own: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    rows = ["W1,在职专职,140303007001001,2026-11-02,2026-11-06,", "W2,retired,140303007001002,2026-11-02,,否"]
    file.write_text("\n".join(["worker,category,place,first,last,on", *rows]), encoding="utf-8")
    assert answer_of(["register", "load", "roster", str(file)], own).strip() == "roster: 2 rows loaded"
    database = open_database(f"sqlite:///{Path(own['THREECENTER_HOME']) / 'log.db'}")
    records = [row.entry() for row in EventLog(database.log).read_between(0, 100)]
    database.dispose()
    assert [str(one.occurred_at) for one in records[:2]] == ["2026-11-01 16:00:00+00:00", "2026-11-02 16:00:00+00:00"]
    assert [(one.values["worker"], one.values["status"]) for one in records if isinstance(one, Record)] == [
        *[("W1", "on")] * 5,
        ("W2", "off"),
    ]
