"""Several questions of one answer see one state of the store, whatever is written in between."""

from datetime import UTC, datetime
from threading import Thread

import pytest

from db.engine import one_state, open_database
from db.history_store import HistoryStore
from pipelines.domain.errors import StoreError
from tests.system import PILOT_GRIDS, System

NOW = datetime(2024, 5, 15, 2, 0, tzinfo=UTC)


def report(deployment: System, case_id: str) -> None:
    deployment.send([deployment.event(case_id, "report", NOW, place=PILOT_GRIDS[0])], deployment.key(case_id))
    deployment.work(NOW)


def test_what_is_written_meanwhile_is_seen_only_afterwards(deployment: System):
    history = HistoryStore(deployment.database.derived)
    report(deployment, "before")
    with one_state(deployment.database.derived):
        first = history.watermarks()
        writer = Thread(target=report, args=(deployment, "meanwhile"))
        writer.start()
        writer.join()
        assert history.watermarks() == first
    assert sum(history.watermarks().values()) == sum(first.values()) + 1


def test_another_thread_is_not_held_back(deployment: System):
    history, seen = HistoryStore(deployment.database.derived), []
    with one_state(deployment.database.derived):
        history.watermarks()
        writer = Thread(target=lambda: (report(deployment, "meanwhile"), seen.append(history.watermarks())))
        writer.start()
        writer.join()
    assert sum(seen[0].values()) == 1


def test_a_failing_question_inside_is_a_store_error_and_the_state_is_let_go(deployment: System, empty_url: str):
    history, empty = HistoryStore(deployment.database.derived), HistoryStore(open_database(empty_url).derived)
    with pytest.raises(StoreError, match="watermark"), one_state(deployment.database.derived):
        empty.watermarks()
    report(deployment, "after")
    assert sum(history.watermarks().values()) == 1
