"""Group commit: whatever waits goes to the log in one fsynced transaction, and each sender gets its own answer."""

import asyncio
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from redis import Redis

from db import signals
from db.codec import to_millis
from db.event_batch import Receipt, Refusal, Submission
from db.event_log import EventLog
from pipelines.domain.errors import StoreError

SMALLEST_FREE_BYTES = 2 * 1024**3
SMALLEST_FREE_SHARE = 0.1
MOST_EVENTS = 5000

Answer = list[Receipt] | Refusal


def disk_shortage(folder: Path | None) -> str | None:
    """What is wrong with the disk under a folder: under 10 % free, or under 2 GiB on a large one; None is elsewhere."""
    if folder is None:
        return None
    usage = shutil.disk_usage(folder)
    least = min(SMALLEST_FREE_BYTES, int(usage.total * SMALLEST_FREE_SHARE))
    if usage.free >= least:
        return None
    return f"disk of {folder}: {usage.free // 2**20} MiB free, {least // 2**20} MiB needed; make room"


class Committer:
    """Collects submissions while a commit is under way and sends them together with the next."""

    def __init__(self, log: EventLog, redis: Redis, shortage: Callable[[], str | None]) -> None:
        self._log = log
        self._redis = redis
        self._shortage = shortage
        self._waiting: asyncio.Queue[tuple[Submission, asyncio.Future[Answer]]] = asyncio.Queue()

    async def submit(self, submission: Submission) -> Answer:
        """Receipts once the events are on disk, or the refusal; StoreError when the store cannot keep them."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        await self._waiting.put((submission, answer))
        return await answer

    async def run(self) -> None:
        """Commit for ever."""
        while True:
            group = [await self._waiting.get()]
            size = len(group[0][0].events)
            while not self._waiting.empty() and size < MOST_EVENTS:
                group.append(self._waiting.get_nowait())
                size += len(group[-1][0].events)
            await self._commit(group)

    async def _commit(self, group: list[tuple[Submission, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await asyncio.to_thread(self._store, [submission for submission, _ in group])
        except Exception as error:
            for _, future in group:
                if not future.done():
                    future.set_exception(error)
            return
        for (_, future), answer in zip(group, answers, strict=True):
            if not future.done():
                future.set_result(answer)

    def _store(self, submissions: list[Submission]) -> list[Answer]:
        shortage = self._shortage()
        if shortage:
            raise StoreError(shortage)
        answers = self._log.append(submissions, to_millis(datetime.now(UTC)))
        signals.wake(self._redis)
        return answers
