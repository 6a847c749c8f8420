"""A case and its history as SQL rows, and back."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row

from db.codec import decode_events, encode_events, encode_shifts, to_millis
from db.tables import PLACE_COLUMNS, cases
from pipelines.domain.case import Case, CaseFile
from pipelines.domain.deadline import next_turn
from pipelines.domain.fold import fold
from pipelines.domain.kpi import BASES, STORED_PER_BASIS, Basis, bucket
from pipelines.domain.ladder import next_rung
from pipelines.domain.org import OrgTree
from pipelines.domain.standing import LocalDay, due_part, open_part, standing
from pipelines.domain.step import CaseStage, Step
from pipelines.domain.tally import CaseChange, flow_numbers

CASE_COLUMNS = tuple(column.name for column in cases.columns)
CHANGE_COLUMNS = ("case_id", "n", "at", "day", "flows", "bucket", "day_precise", "shifts")
_FLOW_BASE = BASES.index(Basis.FLOW) * STORED_PER_BASIS


def flow_bit(number: int) -> int:
    """The bit of a flow count in a change's `flows`."""
    return 1 << (number - _FLOW_BASE)


def case_row(file: CaseFile, tree: OrgTree, local_day: LocalDay) -> tuple[Any, ...]:
    """The row of a case, in the order of CASE_COLUMNS."""
    case = file.case
    units = {unit.level.value: unit.id for unit in map(tree.unit, case.path)}
    due, first = due_part(case), case.reported_at or min(event.occurred_at for event in file.events)
    return (
        case.case_id,
        file.shard,
        tree.unit(case.path[-1]).id,
        *(units.get(name) for name in PLACE_COLUMNS),
        case.item,
        case.class_.value,
        case.center.value,
        case.channel,
        case.unit,
        case.stage or 0,
        open_part(case),
        due,
        len(case.parked),
        _cohort_bits(standing(case, local_day).numbers),
        *_times(case),
        local_day(first).toordinal(),
        local_day(case.due_at).toordinal() if due and case.due_at else None,
        _millis(next_turn(case)),
        *_ladder(case),
        case.simulated,
        any(event.is_day_precise for event in file.events if event.step is Step.REPORT),
        file.moves,
        encode_events(file.events),
    )


@cache
def _cohort_bits(numbers: frozenset[int]) -> int:
    return sum(1 << number for number in numbers if number < STORED_PER_BASIS)


def _times(case: Case) -> tuple[int | None, ...]:
    reached = case.reached.get(CaseStage.DISPATCHED)
    instants = (case.reported_at, case.registered_at, reached, case.disposed_at, case.closed_at, case.voided_at)
    return (*map(_millis, instants), _millis(case.due_at))


def _ladder(case: Case) -> tuple[int | str | None, ...]:
    """When it comes to its next rung, its own rung, and when the reply is due."""
    found = next_rung(case)
    return _millis(found[0]) if found else None, case.rung and case.rung.value, _millis(case.reply_by)


def _millis(instant: datetime | None) -> int | None:
    return None if instant is None else to_millis(instant)


def change_rows(change: CaseChange, local_day: LocalDay) -> list[tuple[Any, ...]]:
    """One row per move, in the order of CHANGE_COLUMNS."""
    rows = []
    for n, move in enumerate(change.moves, start=change.first):
        after, at = move.movement.after, move.movement.at
        flows = sum(flow_bit(number) for number in flow_numbers(move.movement))
        day = local_day(at).toordinal()
        key = (after.case_id, n, to_millis(at), day, flows)
        event, pair = move.movement.event, bucket(after.center, after.class_)
        rows.append((*key, pair, event is not None and event.is_day_precise, encode_shifts(move, day)))
    return rows


def read_path(row: Row[*tuple[Any, ...]], codes: Mapping[int, str]) -> tuple[str, ...]:
    """The path that a case was stamped with when it was reported; `codes` names places by their number."""
    numbers = (row._mapping[name] for name in PLACE_COLUMNS)
    return tuple(codes[number] for number in numbers if number is not None)


def read_file(row: Row[*tuple[Any, ...]]) -> CaseFile:
    """The file of a stored case: its state is the fold of its events."""
    events = decode_events(row.events)
    return CaseFile(fold(events)[-1].after, events, row.shard, row.moves)
