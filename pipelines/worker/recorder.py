"""Batches on their way into SQL: one is recorded in a thread while the next is folded."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from db.case_store import CaseStore, Recording
from pipelines.domain.org import OrgTree
from pipelines.streams.fold import Folded


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch of the log records, what it adds to the live rows, and what they are then true for, epoch ms."""

    recording: Recording
    folded: Folded
    as_of: int


class Recorder:
    """Records one batch at a time: databases write without Python's lock, so folding goes on meanwhile."""

    def __init__(self, cases: CaseStore) -> None:
        self._cases = cases
        self._thread = ThreadPoolExecutor(1, "recorder")
        self._under_way: tuple[Batch, Future[None]] | None = None

    @property
    def is_recording(self) -> bool:
        """Whether a batch was started and not settled."""
        return self._under_way is not None

    def start(self, batch: Batch, tree: OrgTree) -> None:
        """Begin to record a batch; the one before it must have been settled."""
        if self._under_way:
            raise RuntimeError("a batch is under way; settle it first")
        self._under_way = batch, self._thread.submit(self._cases.record, batch.recording, tree)

    def settle(self) -> Batch | None:
        """The batch that was under way, recorded by now; raises what hindered it."""
        if self._under_way is None:
            return None
        (batch, recorded), self._under_way = self._under_way, None
        recorded.result()
        return batch
