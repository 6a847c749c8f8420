"""Durations as SQL rows."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select, tuple_

from db.codec import to_millis
from db.derived_tables import cases, change, lapse
from pipelines.domain.case import Movement
from pipelines.domain.kpi.durations import bin_of
from pipelines.domain.lapse import Lapse, LapseMeter
from pipelines.domain.tally import CaseChange

LAPSE_COLUMNS = tuple(column.name for column in lapse.columns)


def lapse_rows(changes: Mapping[str, Sequence[CaseChange]], meter: LapseMeter) -> list[tuple[Any, ...]]:
    """Rows of the standing changes of cases, in the order of LAPSE_COLUMNS."""
    rows = list[tuple[Any, ...]]()
    for made in changes.values():
        for one in made:
            for n, move in enumerate(one.moves, start=one.first):
                found = meter.lapses(move.movement)
                if found:
                    rows += (_row(one.file.shard, n, move.movement, lapse) for lapse in found)
    return rows


def _row(shard: str, n: int, movement: Movement, one: Lapse) -> tuple[Any, ...]:
    key = (shard, one.day, movement.after.case_id, n, one.number, one.n, to_millis(movement.at), one.pair)
    working = (None, None) if one.working is None else (bin_of(one.working), one.working)
    return *key, bin_of(one.seconds), one.seconds, *working


def of_cases(case_ids: Collection[str]) -> ColumnElement[bool]:
    """The rows of cases: each lies on a day on which its case has changed."""
    days = select(cases.c.shard, change.c.day, change.c.case_id).join(change, change.c.case_id == cases.c.case_id)
    return tuple_(lapse.c.shard, lapse.c.day, lapse.c.case_id).in_(days.where(cases.c.case_id.in_(case_ids)))
