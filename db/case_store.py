"""Cases with their history, the daily counts and the watermarks: everything derived, written in one transaction."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, insert, or_, select, update

from db.case_changes import CaseRows
from db.case_reader import CaseReader, Ownership, chunked
from db.case_rows import CASE_COLUMNS, CHANGE_COLUMNS
from db.day_blocks import Side, touch
from db.derived_tables import DERIVED, PLACE_COLUMNS, cases, change, dead_letter, history, lapse, owner, watermark
from db.engine import Bulk, upsert, writing
from db.lapse_rows import LAPSE_COLUMNS, of_cases
from db.record_writer import Filing, RecordWriter
from db.versions import schema_version
from pipelines.domain.errors import ThreeCenterError
from pipelines.domain.rules import BUILT_IN, Rules

_LAPSE_DAY = LAPSE_COLUMNS.index("day")
_SETTLED = {"case_id", "shard", "place", *PLACE_COLUMNS, "cohort_day"}
"""What stays from the report on: where it is not written again, no index of it is either."""


class SupersededError(ThreeCenterError):
    """Another worker owns this store by now; the caller must stop or start over."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event that could not be applied, kept with its reason."""

    pos: int
    shard: str
    seq: int
    reason: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the log that one owner takes up: from and to positions, and each shard's last number."""

    epoch: int
    from_pos: int
    to_pos: int
    watermarks: dict[str, int]


@dataclass(frozen=True, slots=True)
class Recording:
    """What a stretch of the log made: rows of cases, sorted rows to add to the history, dead letters, records."""

    span: Span
    cases: CaseRows
    increments: Sequence[tuple[int, ...]]
    dead: Sequence[DeadLetter]
    filing: Filing


class CaseStore(CaseReader):
    """The derived side of SQL. Its only writer is the worker."""

    def __init__(self, engine: Engine, rules: Callable[[], Rules] = lambda: BUILT_IN) -> None:
        super().__init__(engine, rules)
        self._records = RecordWriter(engine)
        row = upsert(engine, cases)
        everything = {name: row.excluded[name] for name in CASE_COLUMNS if name != "case_id"}
        moving = {name: value for name, value in everything.items() if name not in _SETTLED}
        self._reported, self._moved = (
            Bulk(engine, row.on_conflict_do_update(index_elements=["case_id"], set_=fresh), CASE_COLUMNS)
            for fresh in (everything, moving)
        )
        self._changes = Bulk(engine, insert(change).inline(), CHANGE_COLUMNS)
        self._lapses = Bulk(engine, insert(lapse).inline(), LAPSE_COLUMNS)
        sums = upsert(engine, history)
        keys = ("place", "basis", "day", "change_day", "number", "bucket")
        added = {"n": history.c.n + sums.excluded.n}
        self._history = Bulk(engine, sums.on_conflict_do_update(index_elements=keys, set_=added), (*keys, "n"))

    def take_over(self) -> Ownership:
        """Become the owner: every earlier one is fenced from now on."""
        with writing(self._engine) as connection:
            row = connection.execute(select(owner)).first()
            if row is None:
                connection.execute(insert(owner).values(id=1, incarnation=secrets.token_hex(8), epoch=1, pos=0))
            else:
                connection.execute(update(owner).values(epoch=row.epoch + 1))
            found = connection.execute(select(owner)).one()
        return Ownership(found.incarnation, found.epoch, found.pos)

    def record(self, batch: Recording) -> None:
        """Everything that a batch made and its watermarks, all or nothing; SupersededError for an older owner."""
        with writing(self._engine) as connection:
            self._move_on(connection, batch)
            self._records.write(connection, batch.filing)
            counted = self._write_cases(connection, batch.cases)
            self._history.run(connection, batch.increments)
            counted.update(row[2] for row in batch.increments)
            touch(connection, Side.COUNTED, counted, batch.span.to_pos)
            touch(connection, Side.CHANGED, {row[3] for row in batch.increments}, batch.span.to_pos)
            if batch.dead:
                connection.execute(insert(dead_letter), [_dead_row(letter) for letter in batch.dead])

    def _move_on(self, connection: Connection, batch: Recording) -> None:
        span = batch.span
        here = update(owner).where(owner.c.pos == span.from_pos, owner.c.epoch == span.epoch)
        if not connection.execute(here.values(pos=span.to_pos)).rowcount:
            raise SupersededError("worker: another worker owns this database; stop one of the two")
        marks = upsert(self._engine, watermark)
        is_simulated = or_(watermark.c.simulated, marks.excluded.simulated)
        fresh = {"seq": marks.excluded.seq, "simulated": is_simulated}
        marks = marks.on_conflict_do_update(index_elements=["shard"], set_=fresh)
        simulated = batch.cases.simulated.union(one.shard for one in batch.filing.records if one.record.simulated)
        rows = [
            {"shard": shard, "seq": seq, "simulated": shard in simulated}
            for shard, seq in sorted(span.watermarks.items())
        ]
        if rows:
            connection.execute(marks, rows)

    def _write_cases(self, connection: Connection, rows: CaseRows) -> set[int]:
        """Write the cases and their history; the days in whose cohort they are, or had durations before or have now."""
        self._reported.run(connection, rows.reported)
        self._moved.run(connection, rows.moved)
        days = set(rows.cohort_days)
        for chunk in chunked(rows.rewritten):
            days.update(connection.execute(select(lapse.c.day).where(of_cases(chunk))).scalars())
            connection.execute(delete(lapse).where(of_cases(chunk)))
            connection.execute(delete(change).where(change.c.case_id.in_(chunk)))
        self._changes.run(connection, rows.changes)
        self._lapses.run(connection, rows.lapses)
        return days.union(row[_LAPSE_DAY] for row in rows.lapses)

    def forget(self) -> None:
        """Empty everything derived; the next owner makes it anew from the log, as another incarnation."""
        with writing(self._engine) as connection:
            for table in DERIVED.sorted_tables:
                if table is not schema_version[DERIVED]:
                    connection.execute(delete(table))


def _dead_row(letter: DeadLetter) -> dict[str, object]:
    return {"pos": letter.pos, "shard": letter.shard, "seq": letter.seq, "reason": letter.reason, "body": letter.body}
