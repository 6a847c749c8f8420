"""What a start that cannot go well says: one line that names the variable, the fault and the way out."""

import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipelines.deployment import hold, prepared
from pipelines.domain.errors import SettingsError
from tests.db.test_schema import FIRST
from tests.processes import answer_of, environment, free_ports
from tests.system import settings_of

NOBODY = 65534
Own = Mapping[str, str]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Own:
    made = environment(tmp_path_factory.mktemp("home"), *free_ports(2))
    answer_of(["db", "create"], made)
    return made


def refusal(own: Own, *command: str) -> str:
    """The one line of a command that was not done."""
    done = subprocess.run(
        [sys.executable, "-m", "threecenter", *command],
        env=dict(own),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


@pytest.mark.parametrize(
    ("command", "variable"),
    [
        (("run", "--empty"), "THREECENTER_PORT"),
        (("run", "--empty"), "THREECENTER_INTAKE_PORT"),
        (("dashboard",), "THREECENTER_PORT"),
        (("intake",), "THREECENTER_INTAKE_PORT"),
    ],
)
def test_a_port_that_is_taken_is_named_with_its_variable(own: Own, command: tuple[str, ...], variable: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = refusal(own | {variable: port}, *command)
    assert said.startswith(f"threecenter: {variable}: port {port} cannot be used (Address already in use)")


def test_a_host_of_another_machine_is_not_taken_for_a_port(own: Own) -> None:
    said = refusal(own | {"THREECENTER_HOST": "192.0.2.1"}, "run", "--empty")
    assert said.startswith("threecenter: THREECENTER_HOST: '192.0.2.1' is no address of this machine")


def test_a_home_below_a_file_is_refused(own: Own, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = refusal(own | {"THREECENTER_HOME": str(tmp_path / "file" / "var")}, "run", "--empty")
    assert (
        said
        == f"threecenter: THREECENTER_HOME: {tmp_path}/file/var cannot be written (Not a directory); choose another\n"
    )


@contextmanager
def without_privileges() -> Iterator[None]:
    """As somebody whom a directory's permissions stop."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("has_secret", [False, True])
def test_a_home_that_may_only_be_read_is_refused(tmp_path: Path, has_secret: bool) -> None:
    settings = settings_of(tmp_path)
    if has_secret:
        (tmp_path / "secret").touch()
    for folder in (*list(tmp_path.parents)[:2], tmp_path):
        folder.chmod(0o755 if folder != tmp_path else 0o555)
    with without_privileges(), pytest.raises(SettingsError, match=r"THREECENTER_HOME: .* cannot be written"):
        prepared(settings)


def test_a_second_run_names_the_first(own: Own) -> None:
    with hold(Path(own["THREECENTER_HOME"])):
        said = refusal(own, "run", "--empty")
    assert "is in use by another `threecenter run`" in said
    assert f"process {os.getpid()}; stop it first" in said
    hold(Path(own["THREECENTER_HOME"])).close()


def test_a_database_of_an_earlier_program_is_upgraded_by_the_command_it_names(own: Own, tmp_path: Path) -> None:
    for name in ("log", "log-derived"):
        with sqlite3.connect(tmp_path / f"{name}.db") as connection:
            connection.executescript((FIRST / f"{name}.sql").read_text(encoding="utf-8"))
    old = own | {"THREECENTER_HOME": str(tmp_path)}
    for command in (
        ("run", "--empty"),
        ("intake",),
        ("worker",),
        ("dashboard",),
        ("db", "create"),
        ("kpi", "d1", "today"),
    ):
        assert refusal(old, *command).endswith("stop what runs on it, and run `threecenter db upgrade`\n")
    with hold(tmp_path):
        assert "is in use by another `threecenter run`" in refusal(old, "db", "upgrade")
    answer_of(["db", "upgrade"], old)
    assert answer_of(["db", "check"], old) == "database: fits this program"
    with sqlite3.connect(tmp_path / "log.db") as connection:
        (rules,) = connection.execute("SELECT count(*) FROM register_row WHERE register = 'alarms'").fetchone()
    assert rules == 12


def test_a_database_of_a_newer_program_is_left_to_it(own: Own, tmp_path: Path) -> None:
    newer = own | {"THREECENTER_HOME": str(tmp_path)}
    answer_of(["db", "create"], newer)
    with sqlite3.connect(tmp_path / "log.db") as connection:
        connection.execute("UPDATE schema_version_log SET version = version + 1")
    for command in (("run", "--empty"), ("db", "upgrade")):
        assert "is of a newer program than this one" in refusal(newer, *command)
