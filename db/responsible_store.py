"""Rosters of responsible persons: those of a unit are read on a day, and replaced whole."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Engine, Row, delete, insert, select

from db.engine import reading, writing
from db.log_tables import responsible
from db.org_store import grow_version
from pipelines.domain.responsible import Duty, Responsible

_DUTIES = list(Duty)


class ResponsibleStore:
    """The rosters of all units."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, unit: str, day: date) -> list[Responsible]:
        """The roster of a unit on a day, the most accountable first."""
        query = select(responsible).where(responsible.c.unit == unit)
        with reading(self._engine) as connection:
            found = [_read(row) for row in connection.execute(query)]
        return sorted((one for one in found if one.holds_on(day)), key=lambda one: (_DUTIES.index(one.duty), one.name))

    def rows(self) -> list[Responsible]:
        """The rosters of all units, of all days."""
        with reading(self._engine) as connection:
            return [_read(row) for row in connection.execute(select(responsible).order_by(*responsible.primary_key))]

    def put(self, rosters: Sequence[Responsible]) -> None:
        """Replace the rosters of the units that are named."""
        units = sorted({one.unit for one in rosters})
        with writing(self._engine) as connection:
            for unit in units:
                connection.execute(delete(responsible).where(responsible.c.unit == unit))
            if rosters:
                connection.execute(insert(responsible), [_row(one) for one in rosters])
            grow_version(connection)


def _read(row: Row[*tuple[Any, ...]]) -> Responsible:
    first, end = (date.fromordinal(day) if day else None for day in (row.valid_from, row.valid_to))
    return Responsible(row.unit, Duty(row.duty), row.name, row.phone, first, end)


def _row(one: Responsible) -> dict[str, object]:
    first, end = one.valid_from.toordinal() if one.valid_from else 0, one.valid_to.toordinal() if one.valid_to else None
    kept = {"unit": one.unit, "duty": one.duty.value, "name": one.name, "phone": one.phone}
    return kept | {"valid_from": first, "valid_to": end}
