"""A case and its history as SQL rows, and back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from db.codec import decode_events, encode_events, encode_shifts, to_millis
from db.tables import PLACE_COLUMNS, cases
from pipelines.domain.case import Case, CaseFile, CaseStage, Step
from pipelines.domain.deadline import next_turn
from pipelines.domain.kpi import BASES, STORED_PER_BASIS, Basis, bucket
from pipelines.domain.org import OrgTree
from pipelines.domain.standing import LocalDay, due_part, open_part
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
    units = [tree.unit(code) for code in case.path]
    places = {unit.level.value: unit.id for unit in units}
    values = _state(case) | _times(case) | _days(file, local_day) | {name: places.get(name) for name in PLACE_COLUMNS}
    values |= {"case_id": case.case_id, "shard": file.shard, "place": units[-1].id, "moves": file.moves}
    values["day_precise"] = any(event.is_day_precise for event in file.events if event.step is Step.REPORT)
    values["events"] = encode_events(file.events)
    return tuple(values[name] for name in CASE_COLUMNS)


def _state(case: Case) -> dict[str, Any]:
    return {
        "item": case.item,
        "class": case.class_.value,
        "center": case.center.value,
        "channel": case.channel,
        "unit": case.unit,
        "stage": case.stage or 0,
        "open_part": open_part(case),
        "due_part": due_part(case),
        "parked": len(case.parked),
        "simulated": case.simulated,
    }


def _times(case: Case) -> dict[str, int | None]:
    return {
        "reported_at": _millis(case.reported_at),
        "registered_at": _millis(case.registered_at),
        "dispatched_at": _millis(case.reached.get(CaseStage.DISPATCHED)),
        "disposed_at": _millis(case.disposed_at),
        "closed_at": _millis(case.closed_at),
        "voided_at": _millis(case.voided_at),
        "due_at": _millis(case.due_at),
        "turns_at": _millis(next_turn(case)),
    }


def _days(file: CaseFile, local_day: LocalDay) -> dict[str, int | None]:
    case = file.case
    cohort = case.reported_at or min(event.occurred_at for event in file.events)
    is_due = case.due_at is not None and due_part(case) is not None
    due_day = local_day(case.due_at).toordinal() if is_due and case.due_at else None
    return {"cohort_day": local_day(cohort).toordinal(), "due_day": due_day}


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
