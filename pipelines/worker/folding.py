"""The log, stretch by stretch: its parts are folded side by side, one stretch ahead of what is being recorded."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from typing import Protocol

from db.case_changes import joined_rows
from db.engine import Database
from db.event_log import EventLog
from pipelines.domain.settings import Settings
from pipelines.streams.fold import joined
from pipelines.worker.folder import FoldedBatch, Part, Stretch
from pipelines.worker.folding_process import folding_process

BATCH = 16_000
PARTS = 2


class FoldingPart(Protocol):
    """Who folds a part of the cases: a process of its own."""

    def ask(self, stretch: Stretch) -> None:
        """Have a stretch folded."""

    def answer(self) -> FoldedBatch | Exception:
        """The batch that was asked for, or the error that the folder met."""

    def forget(self) -> None:
        """Know of cases only what SQL holds."""


class Folding:
    """Asks the parts for stretches of the log, one ahead of what is taken while the log holds more."""

    def __init__(self, log: EventLog, parts: Sequence[FoldingPart], size: int = BATCH) -> None:
        self._log, self._parts, self._size = log, parts, size
        self._is_asked = False

    def batch(self, pos: int, now: datetime) -> FoldedBatch:
        """The next batch after a position; StoreError when a store does not answer, or whatever error a folder met."""
        last = self._log.last_pos()
        if not self._is_asked:
            self._ask(pos, last, now)
        batch = _whole(self._answers())
        if batch.stretch.to_pos < last:
            self._ask(batch.stretch.to_pos, last, now)
        return batch

    def forget(self) -> None:
        """Set aside what was asked for ahead: a batch that was folded has not been recorded."""
        if self._is_asked:
            self._receive()
        for part in self._parts:
            part.forget()

    def _ask(self, pos: int, last: int, now: datetime) -> None:
        to_pos = min(pos + self._size, last)
        for part in self._parts:
            part.ask(Stretch(pos, to_pos, to_pos < last, now))
        self._is_asked = True

    def _answers(self) -> list[FoldedBatch]:
        """The batches of all parts; what some have folded is forgotten when another has failed."""
        answers = self._receive()
        batches = [one for one in answers if isinstance(one, FoldedBatch)]
        for error in answers:
            if isinstance(error, Exception):
                self.forget()
                raise error
        return batches

    def _receive(self) -> list[FoldedBatch | Exception]:
        self._is_asked = False
        return [part.answer() for part in self._parts]


def _whole(parts: Sequence[FoldedBatch]) -> FoldedBatch:
    """What all parts of one stretch come to."""
    return replace(
        parts[0],
        rows=joined_rows([part.rows for part in parts]),
        folded=joined([part.folded for part in parts]),
        letters=sorted((letter for part in parts for letter in part.letters), key=attrgetter("pos")),
    )


@contextmanager
def folding_apart(settings: Settings, database: Database, size: int = BATCH) -> Iterator[Folding]:
    """Folding in processes of its own, until the block ends or the process that it works for."""
    with ExitStack() as stack:
        parts = [stack.enter_context(folding_process(settings, Part(index, PARTS))) for index in range(PARTS)]
        yield Folding(EventLog(database.log), parts, size)
