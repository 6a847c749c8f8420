"""How supervision ended, counted by rung from the cases."""

from datetime import datetime

from sqlalchemy import ColumnElement, Engine, case, func, select

from db.codec import to_millis
from db.derived_tables import cases
from db.engine import reading
from pipelines.domain.ladder import Replies
from pipelines.domain.step import RungName
from pipelines.domain.unit import OrgUnit


class SupervisionReader:
    """Cases by the highest rung they have come to."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def replies(self, unit: OrgUnit, now: datetime) -> dict[RungName, Replies]:
        """Of the cases at or below a place that are neither voided nor merged: how their last supervision ended."""
        c = cases.c
        ended = func.coalesce(c.disposed_at, to_millis(now))
        in_time = c.disposed_at.is_not(None) & (c.disposed_at <= c.reply_by)
        late = ended > c.reply_by
        is_here = (c.rung.is_not(None), c[unit.level.value] == unit.id, c.stage > 0, c.voided_at.is_(None))
        is_judged = c.open_part.is_not(None) | c.disposed_at.is_not(None)
        query = select(c.rung, _sum(in_time), _sum(late), _sum(~in_time & ~late)).where(*is_here, is_judged)
        with reading(self._engine) as connection:
            return {
                RungName(rung): Replies(*map(int, sums)) for rung, *sums in connection.execute(query.group_by(c.rung))
            }


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
