"""Cases with their history, the daily counts and the watermarks: everything derived, written in one transaction."""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Engine, delete, insert, or_, select, update

from db.case_rows import CASE_COLUMNS, CHANGE_COLUMNS, case_row, change_rows, read_file, read_path
from db.codec import decode_shifts, to_millis
from db.day_blocks import Side, touch
from db.engine import Bulk, reading, upsert, writing
from db.tables import DERIVED, PLACE_COLUMNS, cases, change, dead_letter, history, owner, schema_version, watermark
from pipelines.domain.case import CaseFile
from pipelines.domain.errors import ThreeCenterError
from pipelines.domain.org import OrgTree
from pipelines.domain.standing import LocalDay
from pipelines.domain.tally import CaseChange, Shift

_CHUNK = 500
_COHORT_DAY = CASE_COLUMNS.index("cohort_day")


class SupersededError(ThreeCenterError):
    """Another worker owns this store by now; the caller must stop or start over."""


@dataclass(frozen=True, slots=True)
class Ownership:
    """One worker's hold: a later epoch ends an earlier one; the incarnation changes when everything is made anew."""

    incarnation: str
    epoch: int
    pos: int


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
    """What a stretch of the log made: changes, sorted rows to add to the history, and what was set apart."""

    span: Span
    changes: Sequence[CaseChange]
    increments: Sequence[tuple[int, ...]]
    dead: Sequence[DeadLetter] = ()


class CaseStore:
    """The derived side of SQL. Its only writer is the worker."""

    def __init__(self, engine: Engine, local_day: LocalDay) -> None:
        self._engine = engine
        self._local_day = local_day
        row = upsert(engine, cases)
        fresh = {name: row.excluded[name] for name in CASE_COLUMNS if name != "case_id"}
        self._cases = Bulk(engine, row.on_conflict_do_update(index_elements=["case_id"], set_=fresh), CASE_COLUMNS)
        self._changes = Bulk(engine, insert(change).inline(), CHANGE_COLUMNS)
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

    def record(self, batch: Recording, tree: OrgTree) -> None:
        """Cases, changes, history and watermarks of a batch, all or nothing; SupersededError for an older owner."""
        with writing(self._engine) as connection:
            self._move_on(connection, batch.span, batch.changes)
            counted = self._write_cases(connection, batch.changes, tree)
            self._history.run(connection, batch.increments)
            touch(connection, Side.COUNTED, counted.union(row[2] for row in batch.increments), batch.span.to_pos)
            touch(connection, Side.CHANGED, {row[3] for row in batch.increments}, batch.span.to_pos)
            if batch.dead:
                connection.execute(insert(dead_letter), [_dead_row(letter) for letter in batch.dead])

    def _move_on(self, connection: Connection, span: Span, changes: Sequence[CaseChange]) -> None:
        here = update(owner).where(owner.c.pos == span.from_pos, owner.c.epoch == span.epoch)
        if not connection.execute(here.values(pos=span.to_pos)).rowcount:
            raise SupersededError("worker: another worker owns this database; stop one of the two")
        marks = upsert(self._engine, watermark)
        is_simulated = or_(watermark.c.simulated, marks.excluded.simulated)
        fresh = {"seq": marks.excluded.seq, "simulated": is_simulated}
        marks = marks.on_conflict_do_update(index_elements=["shard"], set_=fresh)
        simulated = {one.file.shard for one in changes if one.file.case.simulated}
        rows = [
            {"shard": shard, "seq": seq, "simulated": shard in simulated}
            for shard, seq in sorted(span.watermarks.items())
        ]
        if rows:
            connection.execute(marks, rows)

    def _write_cases(self, connection: Connection, changes: Sequence[CaseChange], tree: OrgTree) -> set[int]:
        """Write the cases and their changes; the days in whose cohort the cases are."""
        last = {one.file.case.case_id: one.file for one in changes}
        files = [case_row(file, tree, self._local_day) for file in last.values()]
        self._cases.run(connection, files)
        rewritten = {one.file.case.case_id for one in changes if one.first == 0 and len(one.file.events) > 1}
        for chunk in _chunks(rewritten):
            connection.execute(delete(change).where(change.c.case_id.in_(chunk)))
        rows: dict[str, list[tuple[object, ...]]] = {}
        for one in changes:
            if one.first == 0:
                rows[one.file.case.case_id] = []
            rows.setdefault(one.file.case.case_id, []).extend(change_rows(one, self._local_day))
        self._changes.run(connection, [row for own in rows.values() for row in own])
        return {row[_COHORT_DAY] for row in files}

    def files(self, case_ids: Iterable[str]) -> dict[str, CaseFile]:
        """The files of those cases that exist."""
        with reading(self._engine) as connection:
            return {
                row.case_id: read_file(row)
                for chunk in _chunks(case_ids)
                for row in connection.execute(select(cases).where(cases.c.case_id.in_(chunk)))
            }

    def turned(self, now: datetime, limit: int = 1000) -> list[str]:
        """Cases whose clock has turned by now, oldest first."""
        query = (
            select(cases.c.case_id).where(cases.c.turns_at <= to_millis(now)).order_by(cases.c.turns_at).limit(limit)
        )
        with reading(self._engine) as connection:
            return list(connection.execute(query).scalars())

    def watermarks(self) -> dict[str, int]:
        """The last applied number by shard."""
        with reading(self._engine) as connection:
            return {row.shard: row.seq for row in connection.execute(select(watermark))}

    def living(self, first: date, last: date) -> list[CaseFile]:
        """Files of all cases that are open, or counted in the cohort or by deadline on one of the days."""
        day, due = cases.c.cohort_day, cases.c.due_day
        span = (first.toordinal(), last.toordinal())
        query = select(cases).where(or_(cases.c.open_part.is_not(None), day.between(*span), due.between(*span)))
        with reading(self._engine) as connection:
            return [read_file(row) for row in connection.execute(query)]

    def shifts(self, first: date, last: date, codes: Mapping[int, str]) -> list[tuple[str, Shift]]:
        """All shifts made on the days, with their shards; `codes` by a place's number."""
        query = (
            select(cases.c.shard, *(cases.c[name] for name in PLACE_COLUMNS), change.c.shifts)
            .join(cases, cases.c.case_id == change.c.case_id)
            .where(change.c.day.between(first.toordinal(), last.toordinal()))
        )
        with reading(self._engine) as connection:
            return [
                (row.shard, shift)
                for row in connection.execute(query)
                for shift in decode_shifts(row.shifts, read_path(row, codes))
            ]

    def dead_letters(self) -> dict[str, int]:
        """How many events each shard has set apart."""
        with reading(self._engine) as connection:
            return dict(Counter(connection.execute(select(dead_letter.c.shard)).scalars()))

    def forget(self) -> None:
        """Empty everything derived; the next owner makes it anew from the log, as another incarnation."""
        with writing(self._engine) as connection:
            for table in DERIVED.sorted_tables:
                if table is not schema_version[DERIVED]:
                    connection.execute(delete(table))


def _chunks(values: Iterable[str]) -> list[list[str]]:
    ordered = sorted(values)
    return [ordered[start : start + _CHUNK] for start in range(0, len(ordered), _CHUNK)]


def _dead_row(letter: DeadLetter) -> dict[str, object]:
    return {"pos": letter.pos, "shard": letter.shard, "seq": letter.seq, "reason": letter.reason, "body": letter.body}
