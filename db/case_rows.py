"""A case and its history as SQL rows, and back."""

import math
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Row

from db.codec import decode_events, encode_events, encode_shifts, to_millis
from db.derived_tables import HOLDER_COLUMNS, LEVEL_COLUMNS, PLACE_COLUMNS, cases
from pipelines.domain.case import Case, CaseFile
from pipelines.domain.deadline import next_turn
from pipelines.domain.fold import fold
from pipelines.domain.kpi import BASES, STORED, STORED_PER_BASIS, Basis
from pipelines.domain.ladder import next_rung
from pipelines.domain.milestone import flow_numbers
from pipelines.domain.org import OrgTree
from pipelines.domain.rules import Rules
from pipelines.domain.standing import LocalDay, due_part, open_part, standing
from pipelines.domain.step import CaseStage, Step
from pipelines.domain.tally import CaseChange
from pipelines.domain.unit import Hierarchy, OrgUnit

_DEGREE_METRES = 111_195.0
CASE_COLUMNS = tuple(column.name for column in cases.columns)
# Forgotten with their tree: a process may see many.
_PLACES_OF: WeakKeyDictionary[OrgTree, dict[tuple[tuple[str, ...], ...], tuple[int | None, ...]]] = WeakKeyDictionary()
CHANGE_COLUMNS = ("case_id", "n", "at", "day", "flows", "bucket", "day_precise", "shifts")


def bit(basis: Basis, name: str) -> int:
    """The bit of a stored count in a case's `cohort` or `stock`, or in a change's `flows`."""
    return 1 << STORED[basis].index(name)


@cache
def _bits(basis: Basis, numbers: Collection[int]) -> int:
    first = BASES.index(basis) * STORED_PER_BASIS
    return sum(1 << number - first for number in numbers if first <= number < first + STORED_PER_BASIS)


def case_row(file: CaseFile, tree: OrgTree, local_day: LocalDay) -> tuple[Any, ...]:
    """The row of a case, in the order of CASE_COLUMNS."""
    case = file.case
    stands = file.stands or standing(case, local_day)
    return (
        case.case_id,
        file.shard,
        *_where(case.path, case.holders, tree),
        *_kind(case),
        open_part(case),
        due_part(case),
        len(case.parked),
        _bits(Basis.COHORT, stands.numbers),
        _bits(Basis.STOCK, stands.numbers) or None,
        *_times(case),
        stands.cohort_day if case.reported_at else local_day(file.events[0].occurred_at).toordinal(),
        stands.due_day or None,
        _millis(next_turn(case)),
        *_ladder(case),
        case.simulated,
        any(event.is_day_precise for event in file.events if event.step is Step.REPORT),
        *_spot(case),
        file.moves,
        encode_events(file.events),
    )


def _kind(case: Case) -> tuple[Any, ...]:
    """Item, class, center, channel, the unit that works on it, and its stage."""
    return case.item, case.class_.value, case.center.value, case.channel, case.unit, case.stage or 0


def _where(path: tuple[str, ...], holders: tuple[str, ...], tree: OrgTree) -> tuple[int | None, ...]:
    """The numbers of its place, and of each unit that it counts in."""
    known = _PLACES_OF.setdefault(tree, {})
    found = known.get((path, holders))
    if found is None:
        units = {place_column(unit): unit.id for unit in map(tree.unit, path + holders)}
        found = known[path, holders] = (tree.unit(path[-1]).id, *(units.get(name) for name in PLACE_COLUMNS))
    return found


def _spot(case: Case) -> tuple[str | None, float | None, float | None, float | None]:
    """Coordinate system, longitude, metres north of the equator, and what a degree of longitude measures there."""
    if case.location is None:
        return None, None, None, None
    lon, lat, crs = case.location
    return crs, lon, lat * _DEGREE_METRES, math.cos(math.radians(lat)) * _DEGREE_METRES


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


def change_rows(change: CaseChange) -> list[tuple[Any, ...]]:
    """One row per move, in the order of CHANGE_COLUMNS."""
    rows = []
    for n, move in enumerate(change.moves, start=change.first):
        event, after, at = move.movement.event, move.movement.after, to_millis(move.movement.at)
        is_day_precise = event is not None and event.is_day_precise
        flows = _bits(Basis.FLOW, flow_numbers(move.movement))
        shifts = encode_shifts(move, at)
        rows.append((after.case_id, n, at, move.day, flows, move.stands.pair, is_day_precise, shifts))
    return rows


def place_column(unit: OrgUnit) -> str:
    """The column of `cases` that holds the number of a unit."""
    return unit.level.value if unit.kind is Hierarchy.BASE else unit.kind.value


def read_path(row: Row[*tuple[Any, ...]], codes: Mapping[int, str]) -> tuple[str, ...]:
    """The path that a case was stamped with when it was reported; `codes` names places by their number."""
    return _named(row, LEVEL_COLUMNS, codes)


def read_holders(row: Row[*tuple[Any, ...]], codes: Mapping[int, str]) -> tuple[str, ...]:
    """The units of other hierarchies that it was stamped with."""
    return _named(row, HOLDER_COLUMNS, codes)


def read_places(row: Row[*tuple[Any, ...]], codes: Mapping[int, str]) -> tuple[str, ...]:
    """All places that a case is counted in."""
    return _named(row, PLACE_COLUMNS, codes)


def _named(row: Row[*tuple[Any, ...]], columns: Iterable[str], codes: Mapping[int, str]) -> tuple[str, ...]:
    numbers = (row._mapping[name] for name in columns)
    return tuple(codes[number] for number in numbers if number is not None)


def read_file(row: Row[*tuple[Any, ...]], rules: Rules) -> CaseFile:
    """The file of a stored case: its state is the fold of its events."""
    events = decode_events(row.events)
    return CaseFile(fold(events, rules)[-1].after, events, row.shard, row.moves)
