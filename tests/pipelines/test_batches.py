"""However the log is cut into batches, and whatever becomes of one, every event counts once."""

from contextlib import nullcontext

import pytest

from db.case_store import CaseStore, Recording
from pipelines.domain.errors import StoreError
from pipelines.domain.kpi import Basis
from pipelines.worker.folding import folding_apart
from pipelines.worker.process import FLUSH, Rounds
from tests.pipelines.counted import DISTRICT, check_exact, noon, some_events
from tests.system import System


@pytest.fixture(autouse=True)
def small_batches(deployment: System) -> None:
    deployment.batch = 7


def test_small_batches_count_as_a_large_one(deployment: System) -> None:
    now = noon()
    deployment.send(some_events(deployment, now, 40), deployment.key())
    deployment.work(now)
    in_small_ones = check_exact(deployment, now)
    CaseStore(deployment.database.derived).forget()
    deployment.redis.flushall()
    deployment.worker = None
    deployment.batch = 4_000
    deployment.work(now)
    assert check_exact(deployment, now) == in_small_ones


def test_what_was_read_is_live_with_the_next_flush(deployment: System) -> None:
    now = noon()
    rounds = Rounds(deployment.new_worker(now), lambda _events: None, lambda _now: None)
    rounds.round(now)
    deployment.send([deployment.event(f"c{n}", "report", now, place=DISTRICT) for n in range(3)], deployment.key())
    rounds.round(now + FLUSH / 2)
    rounds.round(now + FLUSH)
    assert check_exact(deployment, now)[DISTRICT][Basis.COHORT]["reported"] == 3


@pytest.mark.parametrize("is_recorded", [False, True], ids=["lost", "recorded-but-unanswered"])
@pytest.mark.parametrize("is_apart", [False, True], ids=["here", "apart"])
def test_a_batch_whose_recording_failed_is_counted_once(
    deployment: System, monkeypatch: pytest.MonkeyPatch, is_recorded: bool, is_apart: bool
) -> None:
    now, record, calls = noon(), CaseStore.record, list[Recording]()

    def fail_once(store: CaseStore, batch: Recording) -> None:
        calls.append(batch)
        if len(calls) != 3 or is_recorded:
            record(store, batch)
        if len(calls) == 3:
            raise StoreError("database: the connection was lost; see `threecenter doctor`")

    monkeypatch.setattr(CaseStore, "record", fail_once)
    deployment.send(some_events(deployment, now, 40), deployment.key())
    with folding_apart(deployment.settings, deployment.database, 7) if is_apart else nullcontext() as folding:
        deployment.worker = deployment.new_worker(now, folding)
        with pytest.raises(StoreError, match="connection was lost"):
            deployment.work(now)
        deployment.work(now)
    counted = calls[:2] + calls[2 if is_recorded else 3 :]
    assert sum(one.span.to_pos - one.span.from_pos for one in counted) == _events(deployment)
    check_exact(deployment, now)


def _events(deployment: System) -> int:
    return sum(deployment.log().heads().values())
