"""SIGTERM and Ctrl-C end each process within seconds, quietly and with code 0."""

import signal
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select

from db.derived_tables import owner
from pipelines.simulate import PROGRESS_FILE
from tests.faults.harness import wait_for
from tests.processes import answer_of, environment, free_ports, process, wait_until_up
from tests.system import redis_server

SECONDS = 30  # one that does not heed takes for ever; a busy machine takes its time
Own = Mapping[str, str]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Own]:
    """A deployment with a Redis and an intake; its other processes are started one by one."""
    port, intake_port = free_ports(2)
    with redis_server() as redis_url:
        made = environment(tmp_path_factory.mktemp("stop"), port, intake_port, THREECENTER_REDIS_URL=redis_url)
        answer_of(["db", "create"], made)
        with process("intake", made):
            wait_until_up(f"http://127.0.0.1:{intake_port}/healthz")
            yield made


def listens(variable: str) -> Callable[[Own], Callable[[], bool]]:
    """Whether a process answers on the port of a variable."""
    return lambda own: lambda: wait_until_up(f"http://127.0.0.1:{own[variable]}/healthz") is None


def has_taken_over(own: Own) -> Callable[[], bool]:
    before = owners(own)
    return lambda: owners(own) > before


def owners(own: Own) -> int:
    """How often a worker has taken over."""
    with create_engine(f"sqlite:///{own['THREECENTER_HOME']}/log-derived.db").connect() as connection:
        return connection.execute(select(func.max(owner.c.epoch))).scalar() or 0


def has_begun(own: Own) -> Callable[[], bool]:
    file = Path(own["THREECENTER_HOME"]) / PROGRESS_FILE
    file.unlink(missing_ok=True)
    return file.exists


IS_AT_WORK = {
    "intake": listens("THREECENTER_INTAKE_PORT"),
    "worker": has_taken_over,
    "dashboard": listens("THREECENTER_PORT"),
    "simulate": has_begun,
}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
@pytest.mark.parametrize("program", IS_AT_WORK)
def test_a_process_that_is_told_to_end_does_so_quietly(own: Own, program: str, number: signal.Signals) -> None:
    here = own | {"THREECENTER_INTAKE_PORT": str(free_ports(1)[0])} if program == "intake" else own
    is_at_work = IS_AT_WORK[program](here)
    with process(program, here) as running:
        wait_for(is_at_work)
        running.send_signal(number)
        assert running.wait(SECONDS) == 0
    said = (Path(own["THREECENTER_HOME"]) / f"{program}.out").read_text(encoding="utf-8")
    assert "Traceback" not in said
