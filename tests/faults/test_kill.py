"""kill -9 at random moments: what was acknowledged counts exactly once, and nothing else does."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from db.embedded import connect
from tests.faults.exact import is_exact
from tests.faults.harness import Ledger, Load, command_of, kill_at_random, processes_below, wait_for
from tests.faults.naive_worker import COUNTER, position
from tests.postgres import Postgres, postgres_server
from tests.processes import ROOT, answer_of, environment, free_ports, process, start, wait_until_up
from tests.system import SECRET, redis_server

KILLS = int(os.environ.get("KILLS", "20"))
STOP_SECONDS = 60


class Deployment:
    """`threecenter run`, started again when it was itself the victim."""

    def __init__(self, home: Path, **more: str) -> None:
        self.port, self.intake_port = free_ports(2)
        self.environment = environment(home, self.port, self.intake_port, **more)
        self.running = start("run", self.environment, "--empty")
        self.wait()

    def wait(self) -> None:
        for port in (self.intake_port, self.port):
            wait_until_up(f"http://127.0.0.1:{port}/healthz")

    def revive(self) -> None:
        if self.running.poll() is not None:
            self.running = start("run", self.environment, "--empty")

    def victims(self) -> list[int]:
        return [self.running.pid, *processes_below(self.running.pid)]

    def stop(self) -> None:
        self.running.terminate()
        self.running.wait(30)


class OnPostgres(Deployment):
    """The same on a PostgreSQL server, which is a victim beside the two that write to it."""

    def __init__(self, home: Path, server: Postgres) -> None:
        self._server = server
        url = server.url(server.create())
        super().__init__(home, THREECENTER_DATABASE_URL=url, THREECENTER_SECRET=SECRET)

    def revive(self) -> None:
        self._server.revive()
        super().revive()

    def victims(self) -> list[int]:
        writers = [pid for pid in processes_below(self.running.pid) if command_of(pid)[-1:] in (["intake"], ["worker"])]
        return [*writers, self._server.pid]


@contextmanager
def ended(made: Deployment) -> Iterator[Deployment]:
    try:
        yield made
    finally:
        made.stop()


def _check_exact(made: Deployment, key: str, ledger: Ledger) -> None:
    """It comes to be exact, and stays so: what is counted twice may be so only later."""

    def is_so() -> bool:
        made.revive()
        return is_exact(f"http://127.0.0.1:{made.port}", key, ledger)

    wait_for(is_so)
    assert is_so()


def test_random_kills_lose_nothing_and_count_nothing_twice(tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}, {KILLS} kills")
    with ended(Deployment(tmp_path)) as made:
        _kill_under_load(made, seed, KILLS)


def test_random_kills_on_postgresql_lose_nothing_and_count_nothing_twice(tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}, {KILLS // 3} kills")
    with postgres_server(is_fast=False) as server, ended(OnPostgres(tmp_path, server)) as made:
        _kill_under_load(made, seed, KILLS // 3)


def _kill_under_load(made: Deployment, seed: int, kills: int) -> None:
    key = answer_of(["key", "create", "--name", "load", "--scope", "ALL", "--may", "send,read"], made.environment)
    with Load(f"http://127.0.0.1:{made.intake_port}", key, seed) as ledger:
        kill_at_random(kills, random.Random(seed), ledger, made)
    _check_exact(made, key, ledger)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_a_stop_under_load_loses_nothing_and_leaves_nobody(tmp_path: Path, number: signal.Signals) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    with ended(Deployment(tmp_path)) as made:
        key = answer_of(["key", "create", "--name", "load", "--scope", "ALL", "--may", "send,read"], made.environment)
        with Load(f"http://127.0.0.1:{made.intake_port}", key, seed) as ledger:
            wait_for(lambda: ledger.acknowledged > 500)
            below = processes_below(made.running.pid)
            made.running.send_signal(number)
            assert made.running.wait(STOP_SECONDS) == 0
            assert len(below) == 6
            assert not [pid for pid in below if Path(f"/proc/{pid}").exists()]
            made.revive()
        _check_exact(made, key, ledger)


def test_a_naive_worker_is_caught(tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    port, intake_port = free_ports(2)
    with redis_server() as redis_url:
        own = environment(tmp_path, port, intake_port, THREECENTER_REDIS_URL=redis_url)
        answer_of(["db", "create"], own)
        key = answer_of(["key", "create", "--name", "load", "--scope", "ALL", "--may", "send"], own)
        with process("intake", own), _Naive(tmp_path, redis_url) as naive:
            wait_until_up(f"http://127.0.0.1:{intake_port}/healthz")
            dice = random.Random(seed)
            with Load(f"http://127.0.0.1:{intake_port}", key, seed) as ledger:
                while not naive.was_hit_between:
                    wait_for(naive.is_at_work)
                    kill_at_random(1, dice, ledger, naive)
            wait_for(lambda: naive.has_seen(ledger))
            assert naive.counted() > ledger.acknowledged


class _Naive:
    """The naive worker, started again whenever it was killed."""

    def __init__(self, home: Path, redis_url: str) -> None:
        self._home = home
        self._redis = connect(redis_url)
        self._counted = 0
        self.was_hit_between = False
        self._command = [
            sys.executable,
            "-m",
            "tests.faults.naive_worker",
            str(home),
            f"sqlite:///{home / 'log.db'}",
            redis_url,
        ]
        self._running = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, cwd=ROOT)

    def revive(self) -> None:
        if self._running.poll() is not None:
            self._counted = self.counted()
            self.was_hit_between |= self._counted != position(self._home)
            self._running = self._start()

    def victims(self) -> list[int]:
        return [self._running.pid]

    def is_at_work(self) -> bool:
        """Whether it has counted anything since it was last started."""
        return self.counted() > self._counted

    def counted(self) -> int:
        return int(self._redis.get(COUNTER) or 0)

    def has_seen(self, ledger: Ledger) -> bool:
        """Whether it has come to the end of the log."""
        self.revive()
        return position(self._home) >= ledger.acknowledged

    def __enter__(self) -> "_Naive":
        return self

    def __exit__(self, *_: object) -> None:
        self._running.kill()
        self._running.wait()
