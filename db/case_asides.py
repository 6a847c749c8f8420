"""Counts that other cases or other days have a say in, straight from the cases: grids reporting, cases recurring."""

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, and_, func, select

from db.case_predicates import Selection, is_counted, where
from db.codec import to_millis
from db.engine import reading
from db.tables import cases
from pipelines.domain.kpi import Basis
from pipelines.domain.org import OrgUnit


@dataclass(frozen=True, slots=True)
class Asides:
    """For one place: the numbers of the grids that reported, and how many cases recurred."""

    grids: Set[int] = frozenset()
    recurring: int = 0


class CaseAsides:
    """Reads them for places of a selection."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(
        self, chosen: Selection, units: Collection[OrgUnit], until: datetime | None = None
    ) -> Mapping[int, Asides]:
        """By the number of each unit, the selection's place or below it: of cases reported by an instant."""
        told = where(chosen, Basis.COHORT)
        if until is not None:
            told = and_(told, cases.c.reported_at <= to_millis(until))
        grids: dict[int, set[int]] = {unit.id: set() for unit in units}
        recurring = dict.fromkeys(grids, 0)
        with reading(self._engine) as connection:
            for level in sorted({unit.level.value for unit in units}):
                _read_level(connection, level, told, grids, recurring)
        return {number: Asides(own, recurring[number]) for number, own in grids.items()}


def _read_level(
    connection: Connection, level: str, told: ColumnElement[bool], grids: dict[int, set[int]], recurring: dict[int, int]
) -> None:
    place = cases.c[level]
    query = select(place, cases.c.grid).where(told, is_counted(Basis.COHORT, "reported"), cases.c.grid.is_not(None))
    for number, grid in connection.execute(query.distinct()):
        if number in grids:
            grids[number].add(grid)
    counted = select(place, func.count()).where(told, is_counted(Basis.COHORT, "recurring")).group_by(place)
    for number, n in connection.execute(counted):
        if number in recurring:
            recurring[number] = n
