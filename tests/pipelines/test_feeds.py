"""What each source has sent stands beside the log: taken in by event, turned away by request, heard by instant."""

from datetime import UTC, datetime, timedelta

import pytest

from db.codec import to_millis
from db.event_batch import Submission
from db.event_log import EventLog
from db.feed_store import Feed, FeedStore
from pipelines.domain.errors import StoreError
from pipelines.domain.event import CaseEvent
from pipelines.domain.step import Step
from tests.faults.harness import wait_for
from tests.system import PILOT_GRIDS, System

MIDNIGHT = datetime(2026, 11, 20, 16, tzinfo=UTC)
PATH = ("d", "s", "c")


def submission(source: str, *names: str, body: bytes = b"1") -> Submission:
    events = tuple(CaseEvent(source, name, f"case-{name}", Step.REPORT, MIDNIGHT, path=PATH) for name in names)
    return Submission(events, (body,) * len(names), lambda path: path[1], lambda _place: True)


def after(minutes: float) -> int:
    return to_millis(MIDNIGHT + timedelta(minutes=minutes))


def test_a_day_begins_with_its_first_quarter_and_earlier_ones_only_say_when(deployment: System) -> None:
    log, feeds = deployment.log(), FeedStore(deployment.database.log)
    log.append([submission("hotline", "a", "b"), submission("sensor", "a")], after(-1))
    log.append([submission("hotline", "c")], after(0))
    log.append([submission("hotline", "d", "e")], after(40))
    assert feeds.read(after(0)) == [Feed("hotline", after(40), 3, 0), Feed("sensor", after(-1), 0, 0)]
    assert feeds.read(after(-15)) == [Feed("hotline", after(40), 5, 0), Feed("sensor", after(-1), 1, 0)]


def test_a_repetition_is_heard_but_counts_nothing(deployment: System) -> None:
    log, feeds = deployment.log(), FeedStore(deployment.database.log)
    log.append([submission("hotline", "a")], after(0))
    log.append([submission("hotline", "a")], after(20))
    assert feeds.read(after(0)) == [Feed("hotline", after(20), 1, 0)]


def test_a_conflict_is_turned_away_and_leaves_the_others_in(deployment: System) -> None:
    log, feeds = deployment.log(), FeedStore(deployment.database.log)
    log.append([submission("hotline", "a")], after(0))
    log.append([submission("hotline", "a", "b", body=b"2"), submission("hotline", "c", "d")], after(1))
    assert feeds.read(after(0)) == [Feed("hotline", after(1), 3, 1)]


def counts(deployment: System) -> dict[str, tuple[int, int]]:
    feeds = FeedStore(deployment.database.log).read(0)
    return {feed.source: (feed.accepted, feed.refused) for feed in feeds}


def test_what_the_intake_refuses_is_counted_for_who_sent_it(deployment: System) -> None:
    key, now = deployment.key("hotline"), datetime.now(UTC)
    good = deployment.event("c1", "report", now, place=PILOT_GRIDS[0])
    assert deployment.post(good, key).status_code == 202
    assert deployment.post(good | {"step": "fly"}, key).status_code == 422
    assert deployment.post({"events": [good, good | {"event_id": "x", "place": "nowhere"}]}, key).status_code == 422
    assert deployment.post(good | {"note": "other"}, key).status_code == 409
    assert deployment.post(good, "nobody.knows").status_code == 401
    wait_for(lambda: counts(deployment) == {"hotline": (1, 3)})


def test_a_source_with_a_chinese_name_can_send(deployment: System) -> None:
    key = deployment.key("城管 热线")
    assert key.isascii()
    assert " " not in key
    event = deployment.event("c1", "report", datetime.now(UTC), place=PILOT_GRIDS[0])
    assert deployment.post(event, key).status_code == 202
    assert counts(deployment) == {"城管 热线": (1, 0)}


def test_a_refusal_outlives_a_store_that_was_away(deployment: System, monkeypatch: pytest.MonkeyPatch) -> None:
    key, now = deployment.key("hotline"), datetime.now(UTC)
    with monkeypatch.context() as patched:
        patched.setattr(EventLog, "append", _away)
        assert deployment.post({"step": "fly"}, key).status_code == 422
        assert deployment.post(deployment.event("c1", "report", now, place=PILOT_GRIDS[0]), key).status_code == 503
    assert deployment.post(deployment.event("c1", "report", now, place=PILOT_GRIDS[0]), key).status_code == 202
    assert counts(deployment) == {"hotline": (1, 1)}


def _away(*_arguments: object) -> None:
    raise StoreError("away")
