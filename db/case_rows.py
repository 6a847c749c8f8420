"""A case and its history as SQL rows, and back."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row

from db.codec import decode_events, encode_events, encode_shifts, to_millis
from db.tables import PLACE_COLUMNS, cases
from pipelines.domain.case import Case, CaseFile, CaseStage, Step
from pipelines.domain.deadline import next_turn
from pipelines.domain.kpi import BASES, STORED_PER_BASIS, Basis
from pipelines.domain.org import OrgTree
from pipelines.domain.standing import LocalDay, due_part, open_part, standing
from pipelines.domain.tally import CaseChange, flow_numbers
from pipelines.domain.workflow import fold

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
    stands = file.stands or standing(case, local_day)
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
        due_part(case),
        len(case.parked),
        *_times(case),
        stands.cohort_day if case.reported_at else local_day(file.events[0].occurred_at).toordinal(),
        stands.due_day or None,
        _millis(next_turn(case)),
        case.simulated,
        any(event.is_day_precise for event in file.events if event.step is Step.REPORT),
        file.moves,
        encode_events(file.events),
    )


def _times(case: Case) -> tuple[int | None, ...]:
    reached = case.reached.get(CaseStage.DISPATCHED)
    instants = (case.reported_at, case.registered_at, reached, case.disposed_at, case.closed_at, case.voided_at)
    return (*map(_millis, instants), _millis(case.due_at))


def _millis(instant: datetime | None) -> int | None:
    return None if instant is None else to_millis(instant)


def change_rows(change: CaseChange) -> list[tuple[Any, ...]]:
    """One row per move, in the order of CHANGE_COLUMNS."""
    rows = []
    for n, move in enumerate(change.moves, start=change.first):
        event, after, at = move.movement.event, move.movement.after, to_millis(move.movement.at)
        is_day_precise = event is not None and event.is_day_precise
        flows = _flow_bits(flow_numbers(move.movement))
        shifts = encode_shifts(move, at)
        rows.append((after.case_id, n, at, move.day, flows, move.stands.pair, is_day_precise, shifts))
    return rows


@cache
def _flow_bits(numbers: tuple[int, ...]) -> int:
    return sum(map(flow_bit, numbers))


def read_path(row: Row[*tuple[Any, ...]], codes: Mapping[int, str]) -> tuple[str, ...]:
    """The path that a case was stamped with when it was reported; `codes` names places by their number."""
    numbers = (row._mapping[name] for name in PLACE_COLUMNS)
    return tuple(codes[number] for number in numbers if number is not None)


def read_file(row: Row[*tuple[Any, ...]]) -> CaseFile:
    """The file of a stored case: its state is the fold of its events."""
    events = decode_events(row.events)
    return CaseFile(fold(events)[-1].after, events, row.shard, row.moves)
