"""`threecenter register`: what a file holds, what is loaded, and what is said of a file with faults."""

import subprocess
import sys
from pathlib import Path

import pytest

from db.engine import open_database
from db.register_store import RegisterStore
from db.sample import SEED
from pipelines.domain.alarm_rule import AlarmRule
from tests.processes import answer_of, environment, free_ports


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    made = environment(tmp_path_factory.mktemp("home"), *free_ports(2)) | {"COLUMNS": "300"}
    answer_of(["db", "create"], made)
    return made


def test_the_sample_s_own_files_load_again(own: dict[str, str]) -> None:
    for kind, rows in (("catalogue", 190), ("deadlines", 618), ("calendar", 243), ("alarms", 12)):
        said = answer_of(["register", "load", kind, str(SEED / f"{kind}.csv")], own)
        assert said == f"{kind}: {rows} rows loaded"


def test_a_file_of_alarms_with_faults_leaves_the_rules_as_they_were(own: dict[str, str], tmp_path: Path) -> None:
    def rules() -> list[AlarmRule]:
        database = open_database(f"sqlite:///{Path(own['THREECENTER_HOME']) / 'log.db'}")
        return RegisterStore(database.log).rows(AlarmRule)

    before, file = rules(), tmp_path / "alarms.csv"
    assert len(before) == 12
    head, *lines = (SEED / "alarms.csv").read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([head, lines[0], lines[2].replace("0.93", "93"), lines[3].replace("rate,", "rates,")]))
    command = [sys.executable, "-m", "threecenter", "register", "load", "alarms", str(file)]
    done = subprocess.run(command, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "row 3, clear_at '93': is no share; write 90 % as 0.9" in done.stderr
    assert "row 4, condition 'rates': is unknown; use one of rate, " in done.stderr
    assert rules() == before
    file.write_text(f"{head}\n{lines[0]}\n", encoding="utf-8")
    assert answer_of(["register", "load", "alarms", str(file)], own) == "alarms: 1 rows loaded"
    assert [rule.name for rule in rules()] == ["overdue_a"]


def test_a_template_says_how_the_list_of_hazards_is_declared(own: dict[str, str]) -> None:
    (line,) = [line for line in answer_of(["register", "template", "catalogue"], own).splitlines() if "ABCD" in line]
    assert line.startswith("hazard\tno\t")
    assert "124" in line


def test_a_workflow_made_from_its_template_is_one_that_items_may_have(own: dict[str, str], tmp_path: Path) -> None:
    file, items = tmp_path / "own.yaml", tmp_path / "items.csv"
    file.write_text(answer_of(["register", "template", "workflows"], own), encoding="utf-8")
    items.write_text("code,name,center,class,workflow\nT1,伐木,grid,C,tree_felling\n", encoding="utf-8")
    command = [sys.executable, "-m", "threecenter", "register", "load", "catalogue", str(items)]
    done = subprocess.run(command, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "row 2, workflow 'tree_felling': is not in the register of workflows" in done.stderr
    assert answer_of(["register", "load", "workflows", str(file)], own) == "workflow tree_felling: loaded"
    assert answer_of(["register", "load", "catalogue", str(items)], own) == "catalogue: 1 rows loaded"
