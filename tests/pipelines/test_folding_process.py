"""Folding in a process of its own: the same figures, one batch ahead, and nothing left behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from db.case_store import CaseStore
from db.codec import to_millis
from db.engine import writing
from pipelines.domain.errors import StoreError
from pipelines.worker.folder import BATCH, CACHED_FILES, Folder
from pipelines.worker.folding_process import FoldingError, FoldingProcess, folding_process
from tests.faults.harness import command_of, processes_below
from tests.pipelines.counted import DISTRICT, check_exact, noon, some_events
from tests.system import SECRET, System, hours

SIZE = 7


@pytest.fixture
def folding(deployment: System) -> Iterator[FoldingProcess]:
    with folding_process(deployment.settings, SIZE) as folding:
        yield folding


def reports(deployment: System, at: datetime, *names: str) -> None:
    events = [deployment.event(name, "report", at, place=DISTRICT) for name in names]
    deployment.send(events, deployment.key())


def test_it_counts_as_the_worker_alone(deployment: System, folding: FoldingProcess) -> None:
    now = noon()
    deployment.send(some_events(deployment, now, 40), deployment.key())
    deployment.worker = deployment.new_worker(now, folding)
    deployment.work(now)
    apart = check_exact(deployment, now)
    CaseStore(deployment.database.derived).forget()
    deployment.redis.flushall()
    deployment.worker = None
    deployment.work(now)
    assert check_exact(deployment, now) == apart


def test_it_gives_the_batches_of_a_folder(deployment: System, folding: FoldingProcess) -> None:
    now = noon()
    reports(deployment, now, *(f"c{n}" for n in range(SIZE + 1)))
    alone = Folder(deployment.database, deployment.settings.timezone, SIZE)
    for pos in (0, SIZE, SIZE + 1):
        ours, own = alone.batch(pos, now), folding.batch(pos, now)
        assert (ours.rows, ours.increments, ours.watermarks) == (own.rows, own.increments, own.watermarks)
        assert (ours.to_pos, ours.is_full, ours.as_of) == (own.to_pos, own.is_full, own.as_of)


def test_what_was_folded_ahead_is_as_old_as_the_question(deployment: System, folding: FoldingProcess) -> None:
    now = noon()
    reports(deployment, now, *(f"c{n}" for n in range(SIZE + 1)))
    assert folding.batch(0, now).is_full
    assert folding.batch(SIZE, now + hours(1)).as_of == to_millis(now)
    assert folding.batch(SIZE + 1, now + hours(1)).as_of == to_millis(now + hours(1))


def test_the_next_batch_builds_on_one_that_is_not_recorded_yet(deployment: System, folding: FoldingProcess) -> None:
    now = noon()
    events = [deployment.event(f"c{n}", "report", now, place=DISTRICT) for n in range(SIZE)]
    deployment.send([*events, deployment.event("c3", "dispatch", now + hours(1))], deployment.key())
    folding.batch(0, now)
    ahead = folding.batch(SIZE, now)
    assert [row[0] for row in ahead.rows.moved] == ["c3"]
    folding.forget()
    assert [one.reason for one in folding.batch(SIZE, now).letters] == [
        "LookupError: case c3: no place is known, its first event was set apart"
    ]
    assert CACHED_FILES >= BATCH


def test_an_error_of_a_store_is_told_and_it_goes_on(deployment: System, folding: FoldingProcess) -> None:
    now = noon()
    reports(deployment, now, "c1")
    _rename(deployment, "event_log", "away")
    with pytest.raises(StoreError, match=r"database: .*event_log"):
        folding.batch(0, now)
    _rename(deployment, "away", "event_log")
    assert folding.batch(0, now).count == 1


def _rename(deployment: System, old: str, new: str) -> None:
    with writing(deployment.database.log) as connection:
        connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))


def test_an_error_of_its_own_tells_where_it_was(folding: FoldingProcess) -> None:
    with pytest.raises(TypeError) as told:
        folding.batch(0, noon().isoformat())  # type: ignore[arg-type]
    (note,) = told.value.__notes__
    assert note.startswith("in the folding process:\nTraceback")
    assert "folder.py" in note


def test_when_it_is_gone_the_worker_says_so(deployment: System) -> None:
    before = _folding()
    with folding_process(deployment.settings) as folding:
        folding.batch(0, noon())
        (pid,) = _folding() - before
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(FoldingError, match="folding process has ended; start the worker again"):
            folding.batch(0, noon())


def _folding() -> set[int]:
    return {pid for pid in processes_below(os.getpid()) if folding_process.__module__ in command_of(pid)}


OWNER = """
import os, sys
from datetime import UTC, datetime
from pipelines.domain.settings import read_settings
from pipelines.worker.folding_process import folding_process

with folding_process(read_settings(os.environ)) as folding:
    folding.batch(0, datetime.now(UTC))
    os.kill(os.getpid(), 9)
"""


def test_it_ends_with_its_owner(deployment: System, tmp_path: Path) -> None:
    named = {"HOME": tmp_path, "DATABASE_URL": deployment.settings.database_url, "SECRET": SECRET}
    own = os.environ | {f"THREECENTER_{name}": str(value) for name, value in named.items()}
    owner = [sys.executable, "-c", OWNER]
    ended = subprocess.run(owner, env=own, stdout=subprocess.PIPE, timeout=60, check=False)  # both hold the pipe
    assert ended.returncode == -signal.SIGKILL
