import json
import socket
from contextlib import ExitStack, closing

import pytest

from pipelines.simulation.poster import LONGEST_PAUSE_SECONDS, Poster, RefusedError, StoppedError
from pipelines.simulation.wire import Batch
from tests.pipelines.simulation.intake_double import IntakeDouble


class Patience:
    """Waits without waiting: notes the pauses, acts at one of them, and says stop after so many."""

    def __init__(self, stop_after=99, act=lambda _pause_number: None):
        self.pauses, self._stop_after, self._act = [], stop_after, act

    def __call__(self, seconds):
        if seconds:
            self.pauses.append(seconds)
            self._act(len(self.pauses))
        return len(self.pauses) >= self._stop_after


def batch(*ids):
    return Batch(json.dumps({"events": [{"event_id": each} for each in ids]}).encode(), len(ids))


def poster(url, wait, said=None):
    return closing(Poster(url, "tc_key", wait, (said if said is not None else []).append))


def test_a_busy_intake_is_asked_again_after_the_pause_it_names(intake):
    intake.answers.extend([(503, {"Retry-After": "7"}, {}), (503, {"Retry-After": "3"}, {})])
    wait, said = Patience(), []
    with poster(intake.url, wait, said) as sender:
        sender.post(batch("1", "2"))
        sender.post(batch("3"))
    assert intake.ids == ["1", "2", "3"]
    assert wait.pauses == [7, 3]
    assert said == []


def test_an_outage_of_more_than_seconds_is_told_once_and_so_is_its_end(intake):
    intake.answers.extend([(503, {"Retry-After": "4"}, {})] * 6)
    said = []
    with poster(intake.url, Patience(), said) as sender:
        sender.post(batch("1"))
    assert len(said) == 2
    assert "503" in said[0]
    assert "again" in said[1]


def test_pauses_grow_to_a_limit_while_the_intake_names_none(intake):
    intake.answers.extend([(503, {}, {})] * 8)
    wait = Patience()
    with poster(intake.url, wait) as sender:
        sender.post(batch("1"))
    assert intake.ids == ["1"]
    assert wait.pauses == [0.5, 1, 2, 4, 8, *[LONGEST_PAUSE_SECONDS] * 3]


@pytest.mark.parametrize("status", [429, 500, 502, 504])
def test_other_passing_troubles_are_waited_out_too(intake, status):
    intake.answers.append((status, {}, {}))
    with poster(intake.url, Patience()) as sender:
        sender.post(batch("1"))
    assert intake.ids == ["1"]


def test_an_intake_that_is_not_there_yet_gets_the_events_when_it_comes():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with ExitStack() as stack:
        double = []
        wait = Patience(
            act=lambda number: double.append(stack.enter_context(IntakeDouble(port))) if number == 3 else None
        )
        with poster(f"http://127.0.0.1:{port}", wait) as sender:
            sender.post(batch("1"))
        assert double[0].ids == ["1"]
    assert len(wait.pauses) == 3


@pytest.mark.parametrize(
    ("status", "hint"),
    [(401, "key create"), (403, "send,backfill"), (409, "--seed"), (422, "backfill"), (413, "log")],
)
def test_a_refusal_stops_with_the_reason_and_the_way_out(intake, status, hint):
    intake.answers.append(
        (status, {}, {"error": {"code": "TOO_OLD", "message": "older than 35 days", "field": "place"}})
    )
    wait = Patience()
    with poster(intake.url, wait) as sender, pytest.raises(RefusedError) as refusal:
        sender.post(batch("1"))
    for part in (str(status), "TOO_OLD", "older than 35 days", "place", hint):
        assert part in str(refusal.value)
    assert (len(intake.requests), wait.pauses) == (1, [])


def test_a_refusal_without_our_error_body_is_told_too(intake):
    intake.answers.append((403, {}, "proxy says no"))
    with poster(intake.url, Patience()) as sender, pytest.raises(RefusedError, match="proxy says no"):
        sender.post(batch("1"))


def test_told_to_stop_while_waiting_it_gives_up(intake):
    intake.answers.extend([(503, {}, {})] * 5)
    with poster(intake.url, Patience(stop_after=2)) as sender, pytest.raises(StoppedError):
        sender.post(batch("1"))
    assert len(intake.requests) == 2


def test_told_to_stop_before_it_sends_nothing(intake):
    with poster(intake.url, Patience(stop_after=0)) as sender, pytest.raises(StoppedError):
        sender.post(batch("1"))
    assert intake.requests == []


def test_one_connection_carries_all_batches_with_the_key_to_the_public_address(intake):
    with poster(intake.url + "/", Patience()) as sender:
        for number in range(20):
            sender.post(batch(str(number)))
    assert len(intake.connections) == 1
    assert {(request["path"], request["key"]) for request in intake.requests} == {("/api/v1/events", "Bearer tc_key")}
