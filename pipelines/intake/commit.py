"""Group commit: whatever waits goes to the log in one fsynced transaction, and each sender gets its own answer."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

from redis import Redis

from db import signals
from db.codec import to_millis
from db.event_batch import Receipt, Refusal, Submission
from db.event_log import EventLog
from pipelines.domain.errors import StoreError

MOST_EVENTS = 5000

Answer = list[Receipt] | Refusal
Post = tuple[Submission, asyncio.Future[Answer]]


class Committer:
    """Collects submissions while a commit is under way and sends them together with the next."""

    def __init__(self, log: EventLog, redis: Redis, shortage: Callable[[], str | None]) -> None:
        self._log = log
        self._redis = redis
        self._shortage = shortage
        self._waiting: asyncio.Queue[Post | None] = asyncio.Queue()
        self._refused = Counter[str]()

    def refuse(self, source: str) -> None:
        """Count a request of a source that was turned away."""
        self._refused[source] += 1
        self._waiting.put_nowait(None)

    async def submit(self, submission: Submission) -> Answer:
        """Receipts once the events are on disk, or the refusal; StoreError when the store cannot keep them."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        await self._waiting.put((submission, answer))
        return await answer

    async def run(self) -> None:
        """Commit for ever."""
        while True:
            found, size = [await self._waiting.get()], 0
            while not self._waiting.empty() and size < MOST_EVENTS:
                size += len(found[-1][0].events) if found[-1] else 0
                found.append(self._waiting.get_nowait())
            refused, self._refused = self._refused, Counter()
            await self._commit([post for post in found if post], refused)

    async def _commit(self, group: list[Post], refused: Counter[str]) -> None:
        try:
            answers = await asyncio.to_thread(self._store, [submission for submission, _ in group], refused)
        except Exception as error:
            self._refused += refused
            for _, future in group:
                if not future.done():
                    future.set_exception(error)
            return
        for (_, future), answer in zip(group, answers, strict=True):
            if not future.done():
                future.set_result(answer)

    def _store(self, submissions: list[Submission], refused: Counter[str]) -> list[Answer]:
        shortage = self._shortage()
        if shortage:
            raise StoreError(shortage)
        answers = self._log.append(submissions, to_millis(datetime.now(UTC)), refused)
        signals.wake(self._redis)
        return answers
