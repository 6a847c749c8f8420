"""What comparisons take into a place, and leave out of it, so that its ground of today is counted on both sides."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from sqlalchemy import ColumnElement, Connection, or_, select

from db.case_predicates import by_column, column_of, reported_at_any
from db.codec import decode_shifts
from db.day_blocks import Days, Numbers
from db.derived_tables import cases, change
from db.history_sums import NOTHING
from pipelines.domain.boundary import Ground
from pipelines.domain.tally import CELLS_PER_PAIR, entries
from pipelines.domain.unit import OrgUnit


def read_moved(connection: Connection, unit: OrgUnit, ground: Ground, days: Days, until: int | None) -> Numbers:
    """(cell, n) of what was reported at gained places while they stood elsewhere, less what was at those lost.

    `until` is the instant of the past (epoch ms) that is asked about; stock is that of the last day, if it comes first.
    """
    column, sums = column_of(unit), Counter[int]()
    is_elsewhere = or_(column.is_(None), column != unit.id)
    for sign, units, condition in ((1, ground.gained, is_elsewhere), (-1, ground.lost, column == unit.id)):
        for body in _shifts(connection, units, condition, until):
            for cell, n in _counted(body, days):
                sums[cell] += sign * n
    return np.array(list(sums.items()), np.int64).reshape(-1, 2) if sums else NOTHING


def _shifts(
    connection: Connection, units: Sequence[OrgUnit], condition: ColumnElement[bool], until: int | None
) -> Iterator[bytes]:
    """The changes of cases reported at one of the units; level by level, so that an index finds them."""
    query = select(change.c.shifts).join(cases, cases.c.case_id == change.c.case_id).where(condition)
    if until is not None:
        query = query.where(change.c.at <= until)
    for level in by_column(units):
        yield from connection.execute(query.where(reported_at_any(level))).scalars()


def _counted(body: bytes, days: Days) -> Iterator[tuple[int, int]]:
    first, last = days
    for shift in decode_shifts(body, ()):
        for pair, number, day, n in entries(shift):
            if first <= day <= last or (day == 0 and shift.days.change <= last):
                yield pair * CELLS_PER_PAIR + number, n
