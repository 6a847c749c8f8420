"""What the changes of a batch come to in SQL: ready rows, in the order of their columns."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from db.case_rows import CASE_COLUMNS, case_row, change_rows
from db.lapse_rows import lapse_rows
from pipelines.domain.lapse import LapseMeter
from pipelines.domain.org import OrgTree
from pipelines.domain.step import Step
from pipelines.domain.tally import CaseChange

Row = tuple[Any, ...]
_COHORT_DAY = CASE_COLUMNS.index("cohort_day")


class CaseRows(NamedTuple):
    """Rows of cases, of their changes and durations.

    `reported` cases are new or folded anew, of `moved` ones the place stands; all older changes and durations of
    `rewritten` cases give way. `simulated` names the shards that simulated ones are in.
    """

    reported: Sequence[Row] = ()
    moved: Sequence[Row] = ()
    changes: Sequence[Row] = ()
    lapses: Sequence[Row] = ()
    rewritten: frozenset[str] = frozenset()
    cohort_days: frozenset[int] = frozenset()
    simulated: frozenset[str] = frozenset()


def case_rows(changes: Sequence[CaseChange], tree: OrgTree, meter: LapseMeter) -> CaseRows:
    """The rows of what stands of the changes."""
    own = _standing(changes)
    rows = {case_id: case_row(made[-1].file, tree, meter.local_day) for case_id, made in own.items()}
    settling = {case_id for case_id, made in own.items() if any(map(_settles, made))}
    return CaseRows(
        [row for case_id, row in rows.items() if case_id in settling],
        [row for case_id, row in rows.items() if case_id not in settling],
        [row for made in own.values() for one in made for row in change_rows(one)],
        lapse_rows(own, meter),
        frozenset(case_id for case_id, made in own.items() if made[0].first == 0 and len(made[0].file.events) > 1),
        frozenset(row[_COHORT_DAY] for row in rows.values()),
        frozenset(made[-1].file.shard for made in own.values() if made[-1].file.case.simulated),
    )


def joined_rows(parts: Sequence[CaseRows]) -> CaseRows:
    """The rows of parts that have no case in common."""
    return CaseRows(
        [row for part in parts for row in part.reported],
        [row for part in parts for row in part.moved],
        [row for part in parts for row in part.changes],
        [row for part in parts for row in part.lapses],
        frozenset().union(*(part.rewritten for part in parts)),
        frozenset().union(*(part.cohort_days for part in parts)),
        frozenset().union(*(part.simulated for part in parts)),
    )


def _standing(changes: Sequence[CaseChange]) -> dict[str, list[CaseChange]]:
    """The changes of each case, without those that a later fold of it has replaced."""
    own: dict[str, list[CaseChange]] = {}
    for one in changes:
        case_id = one.file.case.case_id
        if one.first == 0:
            own[case_id] = [one]
        else:
            own.setdefault(case_id, []).append(one)
    return own


def _settles(change: CaseChange) -> bool:
    """Whether the case is new, reported, or folded anew."""
    return change.first == 0 or change.file.events[-1].step is Step.REPORT
