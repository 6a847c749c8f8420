"""Cases, changes and watermarks as others may read them; the worker's CaseStore writes them."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Column, Engine, or_, select

from db.case_rows import read_file, read_places
from db.codec import decode_shifts, to_millis
from db.derived_tables import PLACE_COLUMNS, cases, change, dead_letter, owner, watermark
from db.engine import reading
from pipelines.domain.case import CaseFile
from pipelines.domain.rules import BUILT_IN, Rules
from pipelines.domain.tally import Shift

_CHUNK = 500
AT_ONCE = 1000
"""How many cases are told of at a time whose moment has come."""


@dataclass(frozen=True, slots=True)
class Ownership:
    """One worker's hold: a later epoch ends an earlier one; the incarnation changes when everything is made anew."""

    incarnation: str
    epoch: int
    pos: int


class CaseReader:
    """The derived side of SQL, read only; `rules` gives what its cases go by."""

    def __init__(self, engine: Engine, rules: Callable[[], Rules] = lambda: BUILT_IN) -> None:
        self._engine = engine
        self.rules = rules

    def files(self, case_ids: Iterable[str]) -> dict[str, CaseFile]:
        """The files of those cases that exist."""
        rules = self.rules()
        with reading(self._engine) as connection:
            return {
                row.case_id: read_file(row, rules)
                for chunk in chunked(case_ids)
                for row in connection.execute(select(cases).where(cases.c.case_id.in_(chunk)))
            }

    def turned(self, now: datetime, limit: int = AT_ONCE) -> list[str]:
        """Cases whose clock has turned by now, oldest first."""
        return self._due(cases.c.turns_at, now, limit)

    def climbing(self, now: datetime, limit: int = AT_ONCE) -> list[str]:
        """Cases that have come to their next rung of supervision by now, oldest first."""
        return self._due(cases.c.climbs_at, now, limit)

    def _due(self, column: Column[int], now: datetime, limit: int) -> list[str]:
        query = select(cases.c.case_id).where(column <= to_millis(now)).order_by(column).limit(limit)
        with reading(self._engine) as connection:
            return list(connection.execute(query).scalars())

    def watermarks(self) -> dict[str, int]:
        """The last applied number by shard."""
        with reading(self._engine) as connection:
            return {row.shard: row.seq for row in connection.execute(select(watermark))}

    def ownership(self) -> Ownership | None:
        """Who owns the store; None before the first worker."""
        with reading(self._engine) as connection:
            row = connection.execute(select(owner)).first()
        return Ownership(row.incarnation, row.epoch, row.pos) if row else None

    def living(self, first: date, last: date, shards: Collection[str] | None = None) -> list[CaseFile]:
        """Files of all cases that are in stock, or counted in the cohort or by deadline on one of the days."""
        day, due = cases.c.cohort_day, cases.c.due_day
        span = (first.toordinal(), last.toordinal())
        query = select(cases).where(or_(cases.c.stock.is_not(None), day.between(*span), due.between(*span)))
        query = query if shards is None else query.where(cases.c.shard.in_(shards))
        rules = self.rules()
        with reading(self._engine) as connection:
            return [read_file(row, rules) for row in connection.execute(query)]

    def shifts(
        self, first: date, last: date, codes: Mapping[int, str], shards: Collection[str] | None = None
    ) -> list[tuple[str, Shift]]:
        """All shifts made on the days, with their shards; `codes` by a place's number."""
        query = (
            select(cases.c.shard, *(cases.c[name] for name in PLACE_COLUMNS), change.c.shifts)
            .join(cases, cases.c.case_id == change.c.case_id)
            .where(change.c.day.between(first.toordinal(), last.toordinal()))
        )
        query = query if shards is None else query.where(cases.c.shard.in_(shards))
        with reading(self._engine) as connection:
            return [
                (row.shard, shift)
                for row in connection.execute(query)
                for shift in decode_shifts(row.shifts, read_places(row, codes))
            ]

    def dead_letters(self) -> dict[str, int]:
        """How many events each shard has set apart."""
        with reading(self._engine) as connection:
            return dict(Counter(connection.execute(select(dead_letter.c.shard)).scalars()))


def chunked(values: Iterable[str]) -> list[list[str]]:
    """The values in order, so many as one query takes at once."""
    ordered = sorted(values)
    return [ordered[start : start + _CHUNK] for start in range(0, len(ordered), _CHUNK)]
