"""Counts that other cases or other days have a say in, straight from the cases: grids reporting, cases recurring."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Engine, Select, and_, func, select

from db.case_predicates import Selection, part_columns, part_of, where
from db.codec import to_millis
from db.count_predicates import is_counted
from db.derived_tables import cases
from db.engine import reading
from pipelines.domain.kpi import Basis
from pipelines.domain.unit import OrgUnit


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
        columns, below = part_columns(chosen, units), {unit.id for unit in units if unit != chosen.unit}
        places = [cases.c[name] for name in columns]
        grids, recurring = defaultdict[int | None, set[int]](set), Counter[int | None]()
        with reading(self._engine) as connection:
            for *found, grid in connection.execute(_grids(places, told)):
                for number in (chosen.unit.id, part_of(found, below)):
                    grids[number].add(grid)
            for *found, n in connection.execute(_recurring(places, told)):
                for number in (chosen.unit.id, part_of(found, below)):
                    recurring[number] += n
        return {unit.id: Asides(grids[unit.id], recurring[unit.id]) for unit in units}


def _grids(places: Sequence[Column[int]], told: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    is_reported = is_counted(Basis.COHORT, "reported")
    return select(*places, cases.c.grid).where(told, is_reported, cases.c.grid.is_not(None)).distinct()


def _recurring(places: Sequence[Column[int]], told: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return select(*places, func.count()).where(told, is_counted(Basis.COHORT, "recurring")).group_by(*places)
