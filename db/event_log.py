"""The event log: append with dense numbers per shard, read on from a position. The only truth."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Engine, func, select

from db.codec import decode_entry
from db.engine import Bulk, reading, upsert, writing
from db.event_batch import Batch, Receipt, Refusal, Submission
from db.feed_store import FeedStore
from db.log_tables import case_directory, event_log, shard_head
from pipelines.domain.record import Entry


class LogRow(NamedTuple):
    """One row of the log as the worker reads it; `body` stays encoded until it is needed."""

    pos: int
    shard: str
    seq: int
    body: bytes
    received_at: int

    def entry(self) -> Entry:
        """The event or record; msgspec.DecodeError when the body is broken."""
        return decode_entry(self.body)


class EventLog:
    """Append and tail. Its writers are the intake and short transactions of the command line."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        columns = ("shard", "seq", "source", "event_id", "digest", "body", "received_at")
        self._feeds = FeedStore(engine)
        self._rows = Bulk(engine, event_log.insert().inline(), columns)
        head = upsert(engine, shard_head)
        self._heads = head.on_conflict_do_update(index_elements=["shard"], set_={"seq": head.excluded.seq})
        self._directory = Bulk(
            engine, upsert(engine, case_directory).on_conflict_do_nothing(), ("case_id", "shard", "place")
        )

    def append(
        self, submissions: Sequence[Submission], received_at: int, refused: Counter[str] | None = None
    ) -> list[list[Receipt] | Refusal]:
        """One fsynced transaction for all submissions; each gets its receipts or its refusal.

        `refused` counts, by source, requests that were turned away before they could become a submission.
        """
        with writing(self._engine) as connection:
            batch = Batch(connection, submissions, received_at)
            answers = [batch.take(submission) for submission in submissions]
            self._rows.run(connection, batch.rows)
            self._directory.run(connection, batch.new_cases)
            if batch.rows:
                heads = [{"shard": shard, "seq": batch.heads[shard]} for shard in sorted(batch.heads)]
                connection.execute(self._heads, heads)
            self._feeds.count(connection, batch.accepted, batch.refused + Counter(refused), received_at)
        return answers

    def read_between(self, pos: int, to_pos: int) -> list[LogRow]:
        """The rows after a position up to another, in commit order."""
        columns = [event_log.c[name] for name in ("pos", "shard", "seq", "body", "received_at")]
        query = select(*columns).where(event_log.c.pos > pos, event_log.c.pos <= to_pos).order_by(event_log.c.pos)
        with reading(self._engine) as connection:
            return [LogRow._make(row) for row in connection.execute(query).all()]

    def heads(self) -> dict[str, int]:
        """The last number given out, by shard."""
        with reading(self._engine) as connection:
            return {row.shard: row.seq for row in connection.execute(select(shard_head))}

    def first_after(self, watermarks: Mapping[str, int]) -> int | None:
        """When the oldest event beyond the watermarks came in, epoch ms; None when there is none."""
        with reading(self._engine) as connection:
            heads = connection.execute(select(shard_head)).all()
            waiting = sum(max(0, row.seq - watermarks.get(row.shard, 0)) for row in heads)
            if not waiting:
                return None
            newest = select(event_log.c.received_at, event_log.c.pos).order_by(event_log.c.pos.desc()).limit(waiting)
            return connection.execute(select(func.min(newest.subquery().c.received_at))).scalar()

    def last_pos(self) -> int:
        """The position of the newest row, 0 when empty."""
        with reading(self._engine) as connection:
            return connection.execute(select(func.max(event_log.c.pos))).scalar() or 0
