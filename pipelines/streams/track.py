"""Cases and the events of a batch -> CaseChanges: pure, asks the workflow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from pipelines.domain.case import Case, CaseFile
from pipelines.domain.event import CaseEvent
from pipelines.domain.fold import advance, canonical_order, fold
from pipelines.domain.rules import BUILT_IN, Rules
from pipelines.domain.standing import UNSEEN, LocalDay
from pipelines.domain.tally import CaseChange, difference, make_moves

_supersedes = attrgetter("supersedes")


@dataclass(frozen=True, slots=True)
class Poison:
    """An event that no fold can take, with the reason; `index` is its place in the batch."""

    index: int
    reason: str


def track(
    files: Mapping[str, CaseFile],
    batch: Sequence[tuple[str, CaseEvent]],
    local_day: LocalDay,
    rules: Rules = BUILT_IN,
) -> tuple[list[CaseChange], list[Poison]]:
    """Changes in the order of the batch of (shard, event); a deterministic failure is set apart, the rest goes on."""
    latest = dict(files)
    changes, poisons = list[CaseChange](), list[Poison]()
    for index, (shard, event) in enumerate(batch):
        try:
            change = change_of(latest.get(event.case_id), shard, event, local_day, rules)
            if not change.file.case.path:
                raise LookupError(f"case {event.case_id}: no place is known, its first event was set apart")
        except Exception as error:
            poisons.append(Poison(index, f"{type(error).__name__}: {error}"))
            continue
        latest[event.case_id] = change.file
        changes.append(change)
    return changes, poisons


def change_of(file: CaseFile | None, shard: str, event: CaseEvent, local_day: LocalDay, rules: Rules) -> CaseChange:
    """One step when the event comes last, else the case folded anew."""
    if file is None:
        file = CaseFile(Case(event.case_id), (), shard, 0, UNSEEN)
    if file.events and _is_out_of_turn(file, event):
        return _refold(file, event, local_day, rules)
    moves = make_moves(advance(file.case, event, rules), local_day, file.stands)
    last, count = moves[-1], file.moves + len(moves)
    after = CaseFile(last.movement.after, (*file.events, event), file.shard, count, last.stands)
    shifts = last.shifts if len(moves) == 1 else tuple(shift for move in moves for shift in move.shifts)
    return CaseChange(after, file.moves, moves, shifts)


def _is_out_of_turn(file: CaseFile, event: CaseEvent) -> bool:
    last = file.events[-1]
    is_earlier = event.occurred_at <= last.occurred_at and canonical_order(event) < canonical_order(last)
    return is_earlier or event.supersedes is not None or any(map(_supersedes, file.events))


def _refold(file: CaseFile, event: CaseEvent, local_day: LocalDay, rules: Rules) -> CaseChange:
    old = make_moves(fold(file.events, rules), local_day)
    events = tuple(sorted((*file.events, event), key=canonical_order))
    moves = make_moves(fold(events, rules), local_day)
    after = CaseFile(moves[-1].movement.after, events, file.shard, len(moves), moves[-1].stands)
    shifts = difference((one for move in old for one in move.shifts), (one for move in moves for one in move.shifts))
    return CaseChange(after, 0, moves, shifts)
