"""Batches that are recorded while the next is folded count as if they had come one after the other."""

import pytest

from db.case_store import CaseStore, Recording
from pipelines.domain.errors import StoreError
from pipelines.domain.kpi import Basis
from pipelines.domain.org import OrgTree
from pipelines.worker import handle
from pipelines.worker.process import FLUSH, TICK, Rounds
from tests.pipelines.counted import DISTRICT, check_exact, noon, some_events
from tests.system import System


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every batch has seven events, and is recorded beside the next."""
    monkeypatch.setattr(handle, "BATCH", 7)
    monkeypatch.setattr(handle, "OVERLAPPED", 1)


def test_overlapping_batches_count_as_whole_ones(deployment: System, monkeypatch: pytest.MonkeyPatch) -> None:
    now = noon()
    deployment.send(some_events(deployment, now, 40), deployment.key())
    deployment.work(now)
    overlapped = check_exact(deployment, now)
    CaseStore(deployment.database.derived, deployment.day).forget()
    deployment.redis.flushall()
    deployment.worker = None
    monkeypatch.setattr(handle, "BATCH", 4_000)
    monkeypatch.setattr(handle, "OVERLAPPED", 4_000)
    deployment.work(now)
    assert check_exact(deployment, now) == overlapped


def test_what_is_still_being_recorded_is_not_live(deployment: System) -> None:
    now = noon()
    deployment.send(some_events(deployment, now, 40), deployment.key())
    worker = deployment.new_worker(now)
    assert worker.step(now) == 7
    assert worker.is_recording
    assert worker.live.applied == {}
    while worker.step(now):
        continue
    assert not worker.is_recording
    worker.flush()
    check_exact(deployment, now)


@pytest.mark.parametrize("settled_by", ["step", "tick"])
def test_the_last_overlapped_batch_is_live_with_the_next_flush(deployment: System, settled_by: str) -> None:
    now = noon()
    rounds = Rounds(deployment.new_worker(now), lambda _events: None)
    quiet_since = now if settled_by == "step" else now - TICK
    rounds.round(quiet_since)
    deployment.send([deployment.event(f"c{n}", "report", now, place=DISTRICT) for n in range(3)], deployment.key())
    rounds.round(now + FLUSH)
    rounds.round(now + 2 * FLUSH)
    rounds.round(now + 3 * FLUSH)
    assert check_exact(deployment, now)[DISTRICT][Basis.COHORT]["reported"] == 3


@pytest.mark.parametrize("is_recorded", [False, True], ids=["lost", "recorded-but-unanswered"])
def test_a_batch_whose_recording_failed_is_counted_once(
    deployment: System, monkeypatch: pytest.MonkeyPatch, is_recorded: bool
) -> None:
    now, record, calls = noon(), CaseStore.record, list[Recording]()

    def fail_once(store: CaseStore, batch: Recording, tree: OrgTree) -> None:
        calls.append(batch)
        if len(calls) != 3 or is_recorded:
            record(store, batch, tree)
        if len(calls) == 3:
            raise StoreError("database: the connection was lost; see `threecenter doctor`")

    monkeypatch.setattr(CaseStore, "record", fail_once)
    deployment.send(some_events(deployment, now, 40), deployment.key())
    with pytest.raises(StoreError, match="connection was lost"):
        deployment.work(now)
    deployment.work(now)
    assert sum(len(one.changes) for one in calls[:2] + calls[2 if is_recorded else 3 :]) == _events(deployment)
    check_exact(deployment, now)


def _events(deployment: System) -> int:
    return sum(deployment.log().heads().values())
