"""The command line: what it prints, and how it says that something was not done."""

import getpass
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import answer_of, environment, free_ports


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    port, intake_port = free_ports(2)
    made = environment(tmp_path_factory.mktemp("home"), port, intake_port) | {"COLUMNS": "300"}
    answer_of(["db", "create"], made)
    return made


def failure(command: list[str], own: dict[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "threecenter", *command], env=own, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr


def test_a_key_is_printed_alone_and_listed_until_revoked(own: dict[str, str]) -> None:
    key = answer_of(["key", "create", "--name", "a", "--scope", "440309", "--may", "send,read", "--simulated"], own)
    assert key.startswith("a.")
    assert len(key.splitlines()) == 1
    assert "a\t440309\tread,send\tsimulated" in answer_of(["key", "list"], own)
    answer_of(["key", "revoke", "a"], own)
    assert "440309" not in answer_of(["key", "list"], own)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["kpi", "nowhere", "today"], "place nowhere"),
        (["kpi", "440309", "someday"], "period 'someday'"),
        (["key", "create", "--name", "system", "--scope", "ALL", "--may", "send"], "key system"),
        (["key", "create", "--name", "b", "--scope", "nowhere", "--may", "send"], "place nowhere"),
        (["key", "create", "--name", "b", "--scope", "ALL", "--may", "fly"], "--may"),
        (["key", "revoke", "nobody"], "key nobody"),
        (["places", "load", "missing.csv"], "missing.csv"),
        (["policy", "ranking", "best"], "use one of rank, benchmark, off"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_code_2(own: dict[str, str], command: list[str], said: str) -> None:
    code, told = failure(command, own)
    assert code == 2
    assert told.startswith("threecenter: ")
    assert said in told
    assert len(told.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("THREECENTER_PORT", "seventy"),
        ("THREECENTER_TIMEZONE", "Mars/Olympus"),
        ("THREECENTER_SECRET", "short"),
        ("THREECENTER_HOME", "/proc/nowhere"),
    ],
)
def test_an_odd_setting_stops_the_process_and_is_named(own: dict[str, str], variable: str, value: str) -> None:
    code, told = failure(["places", "list"], own | {variable: value})
    assert code == 2
    assert variable in told


def test_places_load_from_a_file_and_are_listed(own: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_text("code,level,name,parent\nx,district,X区,\nx1,community,X1社区,x\n", encoding="utf-8")
    assert answer_of(["places", "load", str(file)], own) == "places: 2 rows loaded"
    assert "x\tdistrict\tX区" in answer_of(["places", "list", "--roots"], own)
    assert "x1\tcommunity" not in answer_of(["places", "list", "--roots"], own)


def test_the_doctor_names_what_is_down_and_the_way_out(own: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "threecenter", "doctor"], env=own, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "ok    database" in done.stdout
    assert "FAIL  intake" in done.stdout
    assert "start `threecenter intake`" in done.stdout


def test_figures_are_printed_as_text_and_as_json(own: dict[str, str]) -> None:
    assert "closure_rate: —  (0 / 0)" in answer_of(["kpi", "440309", "today"], own)
    assert '"place": "440309"' in answer_of(["kpi", "440309", "2026", "--json"], own)


def test_the_ranking_is_changed_and_shown_with_who_did_it(own: dict[str, str]) -> None:
    assert answer_of(["policy", "show"], own) == "ranking\trank"
    assert answer_of(["policy", "ranking", "benchmark"], own) == "ranking: benchmark (was rank)"
    assert answer_of(["policy", "ranking", "benchmark"], own) == "ranking: benchmark"
    now, *changes = answer_of(["policy", "show"], own).splitlines()
    assert (now, len(changes)) == ("ranking\tbenchmark", 1)
    assert changes[0].split("\t")[1:] == [getpass.getuser(), "ranking", "rank -> benchmark"]
