"""Group commit: whoever comes while a commit is under way shares the next one, and gets an own answer."""

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from db.embedded import connect
from db.engine import open_database
from db.event_batch import Receipt, Refusal, Submission
from db.event_log import EventLog
from pipelines.domain.event import CaseEvent
from pipelines.domain.step import Step
from pipelines.intake.commit import Answer, Committer

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
WAITING = 7
UNKNOWN = 3
PATIENCE_SECONDS = 30


class HeldLog(EventLog):
    """The log; an append says how much it has been given, and goes on when it is let go."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.given = list[int]()
        self.has_begun, self.may_go_on = threading.Event(), threading.Event()

    def append(
        self, submissions: Sequence[Submission], received_at: int, refused: Counter[str] | None = None
    ) -> list[list[Receipt] | Refusal]:
        self.given.append(len(submissions))
        self.has_begun.set()
        assert self.may_go_on.wait(PATIENCE_SECONDS)
        return super().append(submissions, received_at, refused)


@pytest.fixture
def log(database_url: str) -> Iterator[HeldLog]:
    database = open_database(database_url)
    yield HeldLog(database.log)
    database.dispose()


def submission(name: str, step: Step = Step.REPORT) -> Submission:
    """One event of a case of its own; only a report has a place."""
    event = CaseEvent("k", name, f"case-{name}", step, NOW, path=("top", "east") if step is Step.REPORT else ())
    return Submission((event,), (b"same",), lambda path: path[1], lambda _place: True)


async def answers_to(log: HeldLog, committer: Committer) -> list[Answer]:
    """What everybody is told: the first, held in its commit, and those who came meanwhile."""
    committing = asyncio.create_task(committer.run())
    first = asyncio.create_task(committer.submit(submission("first")))
    await asyncio.to_thread(log.has_begun.wait, PATIENCE_SECONDS)
    steps = [Step.CLOSE if n == UNKNOWN else Step.REPORT for n in range(WAITING)]
    others = [asyncio.create_task(committer.submit(submission(f"e{n}", step))) for n, step in enumerate(steps)]
    await asyncio.sleep(0)  # each of them has been handed in
    assert log.given == [1]
    log.may_go_on.set()
    told = await asyncio.gather(first, *others)
    committing.cancel()
    return told


def test_all_that_wait_go_into_one_commit_and_each_gets_an_own_answer(log: HeldLog, redis_url: str) -> None:
    first, *others = asyncio.run(answers_to(log, Committer(log, connect(redis_url), lambda: None)))
    assert log.given == [1, WAITING]
    assert first == [Receipt("first", "east", 1)]
    refused = others.pop(UNKNOWN)
    assert isinstance(refused, Refusal)
    assert refused.code == "UNKNOWN_CASE"
    names = [f"e{n}" for n in range(WAITING) if n != UNKNOWN]
    assert others == [[Receipt(name, "east", seq)] for seq, name in enumerate(names, 2)]
    assert log.last_pos() == WAITING
