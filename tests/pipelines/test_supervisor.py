"""What the supervisor does with the logs of its programs in the course of months."""

import sys
from pathlib import Path

import pytest

from pipelines import logs
from pipelines.supervisor import Program, Supervisor
from tests.faults.harness import wait_for

SMALL, ROUNDS = 4096, 8
# Fills its log again and again: the next round begins when the log has been emptied.
TALKS = f"""
import os, time
for n in range({ROUNDS}):
    print(f"{{n}}" * ({SMALL} + 1), end="", flush=True)
    while os.fstat(1).st_size:
        time.sleep(0.001)
print("the end", end="", flush=True)
time.sleep(600)
"""


def test_logs_stay_small_while_their_process_goes_on_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "MOST_BYTES", SMALL)
    said: list[str] = []
    with Supervisor(tmp_path, said.append) as supervisor:
        supervisor.start(Program("talker", [sys.executable, "-c", TALKS]))
        newest = tmp_path / "talker.log"

        def has_finished() -> bool:
            supervisor.look()
            return newest.read_text(encoding="utf-8") == "the end"

        wait_for(has_finished)
    kept = {file.name: set(file.read_text(encoding="utf-8")) for file in tmp_path.iterdir() if file != newest}
    assert kept == {f"talker.log.{n}": {str(ROUNDS - n)} for n in range(1, logs.KEPT + 1)}
    assert said == []


def test_a_log_that_somebody_deletes_ends_nothing(tmp_path: Path) -> None:
    with Supervisor(tmp_path, print) as supervisor:
        supervisor.start(Program("sleeper", [sys.executable, "-c", "import time; time.sleep(600)"]))
        (tmp_path / "sleeper.log").unlink()
        supervisor.look()
