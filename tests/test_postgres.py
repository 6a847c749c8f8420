"""The tests' own PostgreSQL server: whatever happens to the tests, it does not stay behind."""

import subprocess
import sys
from pathlib import Path

from tests.faults.harness import command_of, wait_for
from tests.processes import ROOT

HOLDER = """
from tests.postgres import postgres_server
with postgres_server() as server:
    print(server.pid, server.folder, flush=True)
    input()
"""


def test_a_server_ends_with_the_process_that_started_it_however_that_ends() -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDER], cwd=ROOT, stdin=-1, stdout=-1, text=True) as holder:
        assert holder.stdout is not None
        number, folder = holder.stdout.readline().split()
        pid = int(number)
        assert Path(command_of(pid)[0]).name == "postgres"
        holder.kill()
    wait_for(lambda: not any(command_of(pid)) and not Path(folder).exists())
