"""Several intakes and workers on one database: one writes at a time, and no row becomes visible too late."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest

from db.case_store import CaseStore
from db.engine import Database, open_database
from db.event_batch import Submission
from db.event_log import EventLog, LogRow
from pipelines.domain.event import CaseEvent
from pipelines.domain.step import Step

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
SHARDS = ("north", "east", "south", "west")
INTAKES, POSTS = 3, 40


@pytest.fixture
def open_again(database_url: str) -> Iterator[Callable[[], Database]]:
    """Opens the database once more, as another process does."""
    opened: list[Database] = []

    def open_once_more() -> Database:
        opened.append(open_database(database_url))
        return opened[-1]

    yield open_once_more
    for one in opened:
        one.dispose()


def submission(number: int, dice: random.Random) -> Submission:
    """A few reports; every fifth submission is one that all intakes get."""
    sender = "all" if number % 5 == 0 else f"one-{dice.random()}"
    names = [f"{sender}-{number}-{n}" for n in range(1 if sender == "all" else dice.randint(1, 4))]
    events = tuple(
        CaseEvent("key", name, f"case-{name}", Step.REPORT, NOW, path=("top", dice.choice(SHARDS))) for name in names
    )
    return Submission(events, tuple(b"same" for _ in events), lambda path: path[1], lambda _place: True)


def test_intakes_side_by_side_number_densely_and_a_reader_misses_nothing(open_again: Callable[[], Database]) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    logs, tail = [EventLog(open_again().log) for _ in range(INTAKES)], EventLog(open_again().log)
    start = Barrier(INTAKES + 1)

    def take_in(index: int) -> int:
        dice = random.Random(f"{seed}-{index}")
        start.wait()
        answers = [logs[index].append([submission(number, dice)], 1000)[0] for number in range(POSTS)]
        return sum(not receipt.is_duplicate for receipts in answers for receipt in receipts)

    with ThreadPoolExecutor(INTAKES) as pool:
        intakes = [pool.submit(take_in, index) for index in range(INTAKES)]
        start.wait()
        seen = follow(tail, lambda: all(intake.done() for intake in intakes))
        assert len(seen) == sum(intake.result() for intake in intakes)
    for shard, head in tail.heads().items():
        assert [row.seq for row in seen if row.shard == shard] == list(range(1, head + 1))


def follow(log: EventLog, is_over: Callable[[], bool]) -> list[LogRow]:
    """Every row in the order in which one reader, who never looks back, comes upon it."""
    seen: list[LogRow] = []
    while True:
        was_over = is_over()
        rows = log.read_between(seen[-1].pos if seen else 0, log.last_pos())
        seen += rows
        if was_over and not rows:
            return seen


def test_workers_that_start_at_once_never_share_an_epoch(open_again: Callable[[], Database]) -> None:
    stores = [CaseStore(open_again().derived) for _ in range(2)]
    for _ in range(10):
        start = Barrier(len(stores))

        def take_over(store: CaseStore, start: Barrier = start) -> int:
            start.wait()
            return store.take_over().epoch

        with ThreadPoolExecutor(len(stores)) as pool:
            epochs = set(pool.map(take_over, stores))
        assert len(epochs) == len(stores)
