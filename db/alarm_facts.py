"""What rules of alarms ask of the cases; one query each, by index."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, Engine, func, select

from db.codec import to_millis
from db.derived_tables import PLACE_COLUMNS, cases
from db.engine import reading
from pipelines.domain.event import CaseClass
from pipelines.domain.unit import OrgLevel, OrgUnit

_MINUTE_MILLIS = 60_000


class AlarmFacts:
    """Reads the cases as they stand."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def overdue(self, class_: CaseClass, limit: int) -> list[tuple[str, int]]:
        """Open cases of a class past their deadline with the numbers of their places, the longest first."""
        is_overdue = (cases.c.open_part == "overdue", cases.c["class"] == class_.value)
        query = select(cases.c.case_id, cases.c.place).where(*is_overdue).order_by(cases.c.due_at).limit(limit)
        with reading(self._engine) as connection:
            return [(row.case_id, row.place) for row in connection.execute(query)]

    def reported(self, level: OrgLevel, since: datetime, until: datetime) -> dict[int, int]:
        """By the number of each place of a level: reports within a span of time."""
        return self._counted(level, cases.c.reported_at.between(to_millis(since), to_millis(until)))

    def instant_closes(self, level: OrgLevel, day: date, since: datetime) -> dict[int, int]:
        """By the number of each place of a level: closes of a day, which began at an instant, within a minute."""
        took = cases.c.closed_at - cases.c.reported_at
        days = cases.c.cohort_day.between(day.toordinal() - 1, day.toordinal())
        is_instant = took.between(0, _MINUTE_MILLIS) & ~cases.c.day_precise
        return self._counted(level, days & is_instant & (cases.c.closed_at >= to_millis(since)))

    def reported_under(self, item: str, unit: OrgUnit, day: date) -> int:
        """Reports of a day under an item at or below a place."""
        is_here = (cases.c[unit.level.value] == unit.id, cases.c.cohort_day == day.toordinal(), cases.c.item == item)
        with reading(self._engine) as connection:
            return connection.execute(select(func.count()).where(*is_here)).scalar_one()

    def reported_beside(self, codes: Collection[str], unit: OrgUnit, day: date) -> dict[str, int]:
        """Reports of a day at or below a place by their item, of all items but those of some codes."""
        is_here = (cases.c[unit.level.value] == unit.id, cases.c.cohort_day == day.toordinal())
        query = select(cases.c.item, func.count().label("n")).where(*is_here, cases.c.item.is_not(None))
        with reading(self._engine) as connection:
            rows = connection.execute(query.group_by(cases.c.item))
            return {row.item: row.n for row in rows if row.item not in codes}

    def _counted(self, level: OrgLevel, chosen: ColumnElement[bool]) -> dict[int, int]:
        """Where a level is missing, the next one below stands in for it."""
        place = func.coalesce(*(cases.c[name] for name in PLACE_COLUMNS[PLACE_COLUMNS.index(level.value) :]), None)
        query = select(place.label("place"), func.count().label("n")).where(chosen, place.is_not(None)).group_by(place)
        with reading(self._engine) as connection:
            return {row.place: row.n for row in connection.execute(query)}
