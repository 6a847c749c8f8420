"""What no count tells of disputes and petitions: how long they stand open, how far appeals have come, what recurs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, and_, case, func, or_, select

from db.case_predicates import Selection, where
from db.count_predicates import is_counted
from db.derived_tables import cases, history
from db.engine import reading
from db.matter_predicates import IS_CONFIRMED, IS_DISPUTE, is_petition
from pipelines.domain.kpi import BASES, Basis, count_number
from pipelines.domain.step import CaseStage
from pipelines.domain.unit import OrgUnit

_COHORT = BASES.index(Basis.COHORT)
_ESCALATED = count_number(Basis.COHORT, "disputes_escalated")


@dataclass(frozen=True, slots=True)
class StandingOpen:
    """How many disputes or petitions that were reported on a day (ordinal) are open."""

    is_petition: bool
    day: int
    n: int


@dataclass(frozen=True, slots=True)
class AppealsAt:
    """How many petitions stand at a stage, open or not, with the citizen's own confirmation or without."""

    stage: CaseStage
    is_confirmed: bool
    is_open: bool
    n: int


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How many cases of an item recurred at a grid, by the store's number of the grid."""

    grid: int
    item: str
    n: int


class MatterStore:
    """Reads disputes and petitions of places; selections are of the governance center."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def standing_open(self, chosen: Selection, petitions: Collection[str]) -> list[StandingOpen]:
        """The open ones by the day of their report, oldest first."""
        is_petition, day = case((IS_DISPUTE, 0), else_=1), cases.c.cohort_day
        query = select(is_petition, day, func.count()).where(_open(chosen, petitions))
        return [
            StandingOpen(bool(kind), on, n)
            for kind, on, n in self._rows(query.group_by(is_petition, day).order_by(day, is_petition))
        ]

    def oldest_open(self, chosen: Selection, petitions: Collection[str], limit: int) -> list[str]:
        """The cases that have been open longest."""
        query = select(cases.c.case_id).where(_open(chosen, petitions))
        order = (cases.c.cohort_day, cases.c.reported_at, cases.c.case_id)
        return [row.case_id for row in self._rows(query.order_by(*order).limit(limit))]

    def appeals(self, chosen: Selection, petitions: Collection[str]) -> list[AppealsAt]:
        """Petitions reported on the days of the selection, by where they stand now."""
        is_confirmed = case((IS_CONFIRMED, 1), else_=0)
        is_open = case((cases.c.open_part.is_not(None), 1), else_=0)
        keys = (cases.c.stage, is_confirmed, is_open)
        told = and_(where(chosen, Basis.COHORT), is_counted(Basis.COHORT, "reported"), is_petition(petitions))
        return [
            AppealsAt(CaseStage(stage), bool(confirmed), bool(stands_open), n)
            for stage, confirmed, stands_open, n in self._rows(select(*keys, func.count()).where(told).group_by(*keys))
        ]

    def disputes_disposed(self, chosen: Selection) -> int:
        """Disputes reported on the days of the selection whose work is done."""
        told = and_(where(chosen, Basis.COHORT), IS_DISPUTE, is_counted(Basis.COHORT, "disposed"))
        return int(self._rows(select(func.count()).where(told))[0][0])

    def recurring(self, chosen: Selection) -> list[Recurrence]:
        """Recurring cases reported on the days of the selection by grid and item, most first."""
        keys, n = (cases.c.grid, cases.c.item), func.count()
        told = and_(where(chosen, Basis.COHORT), is_counted(Basis.COHORT, "recurring"))
        query = select(*keys, n).where(told).group_by(*keys).order_by(n.desc(), *keys)
        return [Recurrence(*row) for row in self._rows(query)]

    def last_escalated(self, chosen: Selection) -> list[str]:
        """The disputes that may have become a petition last: those reported on the day that such a one was.

        The history tells that day: it has a row for every day on which something changed, and few of this count.
        """
        with reading(self._engine) as connection:
            day = _day_of_last_escalated(connection, chosen.unit)
            if day is None:
                return []
            on = date.fromordinal(day)
            told = and_(where(replace(chosen, first=on, last=on), Basis.COHORT), IS_DISPUTE)
            query = select(cases.c.case_id).where(told, is_counted(Basis.COHORT, "disputes_escalated"))
            return [row.case_id for row in connection.execute(query.order_by(cases.c.case_id))]

    def _rows(self, query: Select[*tuple[Any, ...]]) -> Sequence[Any]:
        with reading(self._engine) as connection:
            return connection.execute(query).all()


def _open(chosen: Selection, petitions: Collection[str]) -> ColumnElement[bool]:
    is_matter = or_(IS_DISPUTE, is_petition(petitions))
    return and_(where(chosen, Basis.STOCK), is_counted(Basis.STOCK, "open"), is_matter)


def _day_of_last_escalated(connection: Connection, unit: OrgUnit) -> int | None:
    """The day of the report; of those that still count as escalated, the one that came to be so last."""
    day, turned, n = history.c.day, history.c.change_day, func.sum(history.c.n)
    of_place = and_(history.c.place == unit.id, history.c.basis == _COHORT, history.c.number == _ESCALATED)
    standing = select(day).where(of_place).group_by(day).having(n > 0)
    query = select(day).where(of_place, day.in_(standing)).group_by(day, turned).having(n > 0)
    return connection.execute(query.order_by(turned.desc(), day.desc()).limit(1)).scalar_one_or_none()
