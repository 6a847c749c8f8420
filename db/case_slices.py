"""Counts of a selection by item or channel, and how long what is open has been so: straight from the cases."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Column, Connection, Engine, select

from db.case_counts import numbers_of, sums_of
from db.case_predicates import Selection, where
from db.count_predicates import is_counted
from db.derived_tables import cases
from db.engine import reading
from db.past_stock import stock_then
from pipelines.domain.kpi import Basis
from pipelines.domain.step import CaseStage

_CHUNK = 500
Found = Mapping[str | None, Mapping[int, int]]
"""Stored counts by number, by the value that the cases have; None for those without one."""


class CaseSlices:
    """Divides a selection by what its cases have."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def by_item(self, chosen: Selection, bases: Collection[Basis]) -> Found:
        """Every stored count of some bases by item."""
        return self._by(chosen, bases, cases.c.item)

    def by_channel(self, chosen: Selection, bases: Collection[Basis]) -> Found:
        """Every stored count of some bases by channel."""
        return self._by(chosen, bases, cases.c.channel)

    def _by(self, chosen: Selection, bases: Collection[Basis], column: Column[str]) -> Found:
        found = defaultdict[str | None, Counter[int]](Counter)
        with reading(self._engine) as connection:
            for basis in {*bases} - {Basis.STOCK} if chosen.until else bases:
                for row in connection.execute(sums_of(chosen, basis, [column])):
                    found[row[-1]].update(numbers_of(basis, row[:-1]))
            is_past = chosen.until is not None and Basis.STOCK in bases
            then = {one.key[1]: one.numbers for one in stock_then(connection, chosen)} if is_past else {}
            for case_id, value in _values(connection, then, column):
                found[value].update(dict.fromkeys(then[case_id], 1))
        return found

    def open_since(self, chosen: Selection) -> list[tuple[CaseStage, int]]:
        """Stage and instant of the report of every case of the selection that is open now."""
        query = select(cases.c.stage, cases.c.reported_at).where(
            where(chosen, Basis.STOCK), is_counted(Basis.STOCK, "open")
        )
        with reading(self._engine) as connection:
            return [(CaseStage(stage), at) for stage, at in connection.execute(query) if stage and at is not None]


def _values(connection: Connection, case_ids: Iterable[str], column: Column[str]) -> Iterable[tuple[str, str | None]]:
    wanted = list(case_ids)
    for start in range(0, len(wanted), _CHUNK):
        query = select(cases.c.case_id, column).where(cases.c.case_id.in_(wanted[start : start + _CHUNK]))
        yield from ((row[0], row[1]) for row in connection.execute(query))
