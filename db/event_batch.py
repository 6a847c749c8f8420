"""What one transaction is about to store, decided submission by submission: receipts, or a refusal."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, select

from db.codec import encode_entry
from db.log_tables import case_directory, event_log, shard_head
from db.replacement import Replaced
from pipelines.domain.event import CaseEvent
from pipelines.domain.record import Entry, Record

_LOOKUP = 500


class Receipt(NamedTuple):
    """Where an event stands in the log."""

    event_id: str
    shard: str
    seq: int
    is_duplicate: bool = False


@dataclass(frozen=True, slots=True)
class Submission:
    """Events or records of one source that go in together or not at all.

    `digests` tell the payloads apart; `may_touch` judges the place of a case that is known already.
    """

    events: tuple[Entry, ...]
    digests: tuple[bytes, ...]
    shard_of: Callable[[tuple[str, ...]], str]
    may_touch: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a submission did not go in: the index of the event, a code, and an old receipt for CONFLICT."""

    index: int
    code: str
    receipt: Receipt | None = None


class _Known(NamedTuple):
    shard: str
    seq: int
    digest: bytes


class Batch:
    """What one transaction is about to store, decided submission by submission."""

    def __init__(self, connection: Connection, submissions: Sequence[Submission], received_at: int) -> None:
        entries = [entry for submission in submissions for entry in submission.events]
        events = [entry for entry in entries if isinstance(entry, CaseEvent)]
        self._known = _known_events(connection, {(entry.source, entry.event_id) for entry in entries})
        self._cases = _known_cases(connection, {event.case_id for event in events})
        self._replaced = Replaced(connection, events)
        self._received_at = received_at
        self.heads = {row.shard: row.seq for row in connection.execute(select(shard_head))}
        self.rows: list[tuple[str, int, str, str, bytes, bytes, int]] = []
        self.new_cases: list[tuple[str, str, str]] = []
        self.accepted = Counter[str]()
        self.refused = Counter[str]()

    def take(self, submission: Submission) -> list[Receipt] | Refusal:
        """Receipts in the order of the events, or the refusal of the first that cannot go in."""
        refusal, source = self._refusal(submission), submission.events[0].source
        if refusal:
            self.refused[source] += 1
            return refusal
        stored = len(self.rows)
        found = zip(submission.events, submission.digests, strict=True)
        receipts = [self._store(submission, event, digest) for event, digest in found]
        self.accepted[source] += len(self.rows) - stored
        return receipts

    def _refusal(self, submission: Submission) -> Refusal | None:
        new_here: dict[str, bytes] = {}
        reported: set[str] = set()
        for index, (event, digest) in enumerate(zip(submission.events, submission.digests, strict=True)):
            known = self._known.get((event.source, event.event_id))
            old = known.digest if known else new_here.get(event.event_id)
            if old is not None and old != digest:
                receipt = Receipt(event.event_id, known.shard, known.seq, True) if known else None
                return Refusal(index, "CONFLICT", receipt)
            new_here[event.event_id] = digest
            if isinstance(event, Record):
                continue
            code = None if known else self._case_refusal(submission, event, reported) or self._replaced.refusal(event)
            if code:
                return Refusal(index, code)
            reported.add(event.case_id)
            self._replaced.note(event)
        return None

    def _case_refusal(self, submission: Submission, event: CaseEvent, reported: set[str]) -> str | None:
        known = self._cases.get(event.case_id)
        if known:
            return None if submission.may_touch(known[1]) else "OUT_OF_SCOPE"
        return None if event.path or event.case_id in reported else "UNKNOWN_CASE"

    def _store(self, submission: Submission, event: Entry, digest: bytes) -> Receipt:
        known = self._known.get((event.source, event.event_id))
        if known:
            return Receipt(event.event_id, known.shard, known.seq, True)
        shard = self._shard(submission, event)
        seq = self.heads.get(shard, 0) + 1
        self.heads[shard] = seq
        self._known[event.source, event.event_id] = _Known(shard, seq, digest)
        self.rows.append((shard, seq, event.source, event.event_id, digest, encode_entry(event), self._received_at))
        return Receipt(event.event_id, shard, seq)

    def _shard(self, submission: Submission, event: Entry) -> str:
        if isinstance(event, Record):
            return submission.shard_of(event.path)
        known = self._cases.get(event.case_id)
        if known:
            return known[0]
        shard = submission.shard_of(event.path)
        self._cases[event.case_id] = (shard, event.path[-1])
        self.new_cases.append((event.case_id, shard, event.path[-1]))
        return shard


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    ordered = list(values)
    return (ordered[start : start + _LOOKUP] for start in range(0, len(ordered), _LOOKUP))


def _known_events(connection: Connection, keys: set[tuple[str, str]]) -> dict[tuple[str, str], _Known]:
    columns = event_log.c
    query = select(columns.event_id, columns.shard, columns.seq, columns.digest)
    return {
        (source, row.event_id): _Known(row.shard, row.seq, row.digest)
        for source in {source for source, _ in keys}
        for chunk in _chunks(event_id for own, event_id in keys if own == source)
        for row in connection.execute(query.where(columns.source == source, columns.event_id.in_(chunk)))
    }


def _known_cases(connection: Connection, case_ids: set[str]) -> dict[str, tuple[str, str]]:
    columns = case_directory.c
    return {
        row.case_id: (row.shard, row.place)
        for chunk in _chunks(case_ids)
        for row in connection.execute(select(case_directory).where(columns.case_id.in_(chunk)))
    }
