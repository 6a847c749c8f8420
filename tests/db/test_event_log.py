"""The log: dense numbers, one shard for a case's whole life, all of a submission or nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from db.engine import open_database
from db.event_batch import Receipt, Refusal, Submission
from db.event_log import EventLog
from pipelines.domain.errors import StoreError
from pipelines.domain.event import CaseEvent
from pipelines.domain.step import Step

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
EAST, WEST = ("district", "east", "a"), ("district", "west", "b")


@pytest.fixture
def log(database_url: str) -> Iterator[EventLog]:
    database = open_database(database_url)
    yield EventLog(database.log)
    database.dispose()


def event(name: str, case_id: str, path: tuple[str, ...] = (), source: str = "k") -> CaseEvent:
    return CaseEvent(source, name, case_id, Step.REPORT if path else Step.CLOSE, NOW, path=path)


def submission(*events: CaseEvent, body: bytes = b"1", may_touch: bool = True) -> Submission:
    return Submission(events, tuple(body for _ in events), lambda path: path[1], lambda _place: may_touch)


def append(log: EventLog, *submissions: Submission) -> list[list[Receipt] | Refusal]:
    return log.append(submissions, 1000)


def test_numbers_are_dense_by_shard_and_positions_follow_the_commits(log: EventLog) -> None:
    first = submission(event("e1", "c1", EAST), event("e2", "c2", WEST), event("e3", "c1"))
    assert append(log, first) == [[Receipt("e1", "east", 1), Receipt("e2", "west", 1), Receipt("e3", "east", 2)]]
    assert append(log, submission(event("e4", "c2"))) == [[Receipt("e4", "west", 2)]]
    assert log.heads() == {"east": 2, "west": 2}
    rows = log.read_between(0, 10)
    assert [(row.pos, row.shard, row.seq) for row in rows] == [
        (1, "east", 1),
        (2, "west", 1),
        (3, "east", 2),
        (4, "west", 2),
    ]
    assert [row.entry().event_id for row in rows] == ["e1", "e2", "e3", "e4"]
    assert [row.pos for row in log.read_between(1, 3)] == [2, 3]
    assert log.last_pos() == 4


def test_a_case_stays_in_the_shard_of_its_first_event(log: EventLog) -> None:
    append(log, submission(event("e1", "c1", EAST)))
    assert append(log, submission(event("e2", "c1", WEST))) == [[Receipt("e2", "east", 2)]]


def test_the_same_event_again_gets_its_old_receipt_in_one_commit_and_later(log: EventLog) -> None:
    once, old = submission(event("e1", "c1", EAST)), Receipt("e1", "east", 1, True)
    assert append(log, once, once, submission(*once.events * 2, body=b"1")) == [
        [Receipt("e1", "east", 1)],
        [old],
        [old, old],
    ]
    assert append(log, once) == [[old]]
    assert log.heads() == {"east": 1}


def test_the_same_id_of_another_source_is_another_event(log: EventLog) -> None:
    append(log, submission(event("e1", "c1", EAST)))
    assert append(log, submission(event("e1", "c1", source="other"))) == [[Receipt("e1", "east", 2)]]


def test_another_body_is_refused_with_the_old_receipt(log: EventLog) -> None:
    one, other = submission(event("e1", "c1", EAST)), submission(event("e1", "c1", EAST), body=b"2")
    conflict = Refusal(0, "CONFLICT", Receipt("e1", "east", 1, True))
    assert append(log, one, other) == [[Receipt("e1", "east", 1)], conflict]
    assert append(log, other) == [conflict]


def test_a_refused_submission_leaves_no_trace_for_those_beside_it(log: EventLog) -> None:
    bad = submission(event("e1", "c1", EAST), event("e2", "nobody"))
    after = submission(event("e3", "c1"))
    good = submission(event("e4", "c4", EAST))
    answers = append(log, bad, after, good)
    assert answers == [Refusal(1, "UNKNOWN_CASE"), Refusal(0, "UNKNOWN_CASE"), [Receipt("e4", "east", 1)]]
    assert (log.last_pos(), log.heads()) == (1, {"east": 1})
    assert append(log, submission(event("e1", "c1", EAST))) == [[Receipt("e1", "east", 2)]]


def test_a_case_outside_the_scope_may_not_be_touched(log: EventLog) -> None:
    append(log, submission(event("e1", "c1", EAST)))
    for own in (event("e2", "c1"), event("e2", "c1", WEST)):
        assert append(log, submission(own, may_touch=False)) == [Refusal(0, "OUT_OF_SCOPE")]
    assert log.heads() == {"east": 1}


def test_when_the_oldest_waiting_event_came_in_is_known(log: EventLog) -> None:
    assert log.first_after({}) is None
    for n in range(1, 5):
        log.append([submission(event(f"e{n}", f"c{n}", EAST))], 1000 * n)
    assert log.first_after({"east": 4}) is None
    assert log.first_after({"east": 2}) == 3000
    assert log.first_after({}) == 1000


def test_more_events_than_one_look_up_takes_are_known_again(log: EventLog) -> None:
    many = submission(*(event(f"e{n}", f"c{n}", EAST) for n in range(1200)))
    assert [receipt.seq for receipt in append(log, many)[0]] == list(range(1, 1201))
    assert all(receipt.is_duplicate for receipt in append(log, many)[0])
    assert log.last_pos() == 1200


def test_a_log_without_tables_is_a_store_error(empty_url: str) -> None:
    bare = EventLog(open_database(empty_url).log)
    for ask in (bare.heads, bare.last_pos, lambda: append(bare, submission(event("e1", "c1", EAST)))):
        with pytest.raises(StoreError, match="see `threecenter doctor`"):
            ask()
