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
from db.org_store import OrgStore
from pipelines.domain.errors import StoreError
from pipelines.streams.aggregate import history
from pipelines.worker.folder import CACHED_FILES, FoldedBatch, Folder, Part
from pipelines.worker.folding import BATCH, PARTS, Folding, folding_apart
from pipelines.worker.folding_process import FoldingError, folding_process
from tests.faults.harness import command_of, processes_below
from tests.pipelines.counted import DISTRICT, Found, check_exact, noon, some_events
from tests.system import SECRET, PartHere, System, folding_here, hours

SIZE = 7


@pytest.fixture
def folding(deployment: System) -> Iterator[Folding]:
    with folding_apart(deployment.settings, deployment.database, SIZE) as folding:
        yield folding


def reports(deployment: System, at: datetime, *names: str) -> None:
    events = [deployment.event(name, "report", at, place=DISTRICT) for name in names]
    deployment.send(events, deployment.key())


def test_it_counts_as_the_worker_alone(deployment: System, folding: Folding) -> None:
    now = noon()
    deployment.send(some_events(deployment, now, 40), deployment.key())
    deployment.worker = deployment.new_worker(now, folding)
    deployment.work(now)
    apart = check_exact(deployment, now)
    assert _made_anew(deployment, now) == apart


def _made_anew(deployment: System, now: datetime) -> Found:
    CaseStore(deployment.database.derived).forget()
    deployment.redis.flushall()
    deployment.worker = None
    deployment.work(now)
    return check_exact(deployment, now)


def test_its_parts_give_what_one_folder_gives(deployment: System, folding: Folding) -> None:
    now = noon()
    reports(deployment, now, *(f"c{n}" for n in range(SIZE + 1)))
    alone = folding_here(deployment.database, deployment.settings.timezone, SIZE, parts=1)
    tree = OrgStore(deployment.database.log).tree()
    for pos in (0, SIZE, SIZE + 1):
        ours, own = alone.batch(pos, now), folding.batch(pos, now)
        assert sorted(ours.rows.reported) == sorted(own.rows.reported)
        assert sorted(ours.rows.changes) == sorted(own.rows.changes)
        assert history(ours.folded, tree) == history(own.folded, tree)
        assert (ours.stretch, ours.count) == (own.stretch, own.count)
        assert (ours.as_of, ours.watermarks) == (own.as_of, own.watermarks)


def test_each_case_is_folded_in_one_part(deployment: System) -> None:
    now = noon()
    reports(deployment, now, *(f"c{n}" for n in range(40)))
    rows = deployment.log().read_between(0, 40)
    broken = rows[0]._replace(body=b"{")
    for row in [*rows, broken]:
        assert sum(Part(index, PARTS).holds(row) for index in range(PARTS)) == 1
    assert {Part(0, PARTS).holds(row) for row in rows} == {True, False}


def test_what_was_folded_ahead_is_as_old_as_the_question(deployment: System, folding: Folding) -> None:
    now = noon()
    reports(deployment, now, *(f"c{n}" for n in range(SIZE + 1)))
    assert folding.batch(0, now).stretch.is_full
    assert folding.batch(SIZE, now + hours(1)).as_of == to_millis(now)
    assert folding.batch(SIZE + 1, now + hours(1)).as_of == to_millis(now + hours(1))


def test_the_next_batch_builds_on_one_that_is_not_recorded_yet(deployment: System, folding: Folding) -> None:
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


def test_an_error_of_a_store_is_told_and_it_goes_on(deployment: System, folding: Folding) -> None:
    now = noon()
    reports(deployment, now, "c1")
    _rename(deployment, "event_log", "away")
    with pytest.raises(StoreError, match=r"database: .*event_log"):
        folding.batch(0, now)
    _rename(deployment, "away", "event_log")
    assert folding.batch(0, now).count == 1


class _FailsOnce(PartHere):
    """A part whose store does not answer the first time."""

    def answer(self) -> FoldedBatch | Exception:
        super().answer()
        self.answer = super().answer  # type: ignore[method-assign]
        return StoreError("database: the connection was lost; see `threecenter doctor`")


@pytest.mark.parametrize("failing", range(PARTS))
def test_what_one_part_has_folded_is_forgotten_when_another_fails(deployment: System, failing: int) -> None:
    now, zone = noon(), deployment.settings.timezone
    deployment.send(some_events(deployment, now, 40), deployment.key())
    folders = [Folder(deployment.database, zone, Part(index, PARTS)) for index in range(PARTS)]
    parts = [_FailsOnce(folder) if index == failing else PartHere(folder) for index, folder in enumerate(folders)]
    deployment.worker = deployment.new_worker(now, Folding(deployment.log(), parts, SIZE))
    with pytest.raises(StoreError, match="connection was lost"):
        deployment.work(now)
    deployment.work(now)
    counted = check_exact(deployment, now)
    assert _made_anew(deployment, now) == counted


def _rename(deployment: System, old: str, new: str) -> None:
    with writing(deployment.database.log) as connection:
        connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))


def test_an_error_of_its_own_tells_where_it_was(deployment: System) -> None:
    with folding_process(deployment.settings, Part()) as part:
        part.ask("no stretch")  # type: ignore[arg-type]
        answer = part.answer()
    assert isinstance(answer, AttributeError)
    (note,) = answer.__notes__
    assert note.startswith("in the folding process:\nTraceback")
    assert "folder.py" in note


def test_when_it_is_gone_the_worker_says_so(deployment: System) -> None:
    before = _folding()
    with folding_apart(deployment.settings, deployment.database) as folding:
        folding.batch(0, noon())
        _, second = _folding() - before
        os.kill(second, signal.SIGKILL)
        with pytest.raises(FoldingError, match="folding process has ended; start the worker again"):
            folding.batch(0, noon())


def _folding() -> set[int]:
    return {pid for pid in processes_below(os.getpid()) if folding_process.__module__ in command_of(pid)}


OWNER = """
import os, sys
from datetime import UTC, datetime
from db.engine import open_database
from pipelines.domain.settings import read_settings
from pipelines.worker.folding import folding_apart

settings = read_settings(os.environ)
with folding_apart(settings, open_database(settings.database_url)) as folding:
    folding.batch(0, datetime.now(UTC))
    os.kill(os.getpid(), 9)
"""


def test_it_ends_with_its_owner(deployment: System, tmp_path: Path) -> None:
    named = {"HOME": tmp_path, "DATABASE_URL": deployment.settings.database_url, "SECRET": SECRET}
    own = os.environ | {f"THREECENTER_{name}": str(value) for name, value in named.items()}
    owner = [sys.executable, "-c", OWNER]
    ended = subprocess.run(owner, env=own, stdout=subprocess.PIPE, timeout=60, check=False)  # both hold the pipe
    assert ended.returncode == -signal.SIGKILL
