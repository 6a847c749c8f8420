"""What records count for: each by its local day, for every place on its path; and all counts beside those of cases."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pipelines.domain.duty import DutyKind
from pipelines.domain.housing import RentalGrade, RentalType
from pipelines.domain.kpi import Basis, Counts
from pipelines.domain.org import OrgTree
from pipelines.domain.record import Record, RecordType, in_order
from pipelines.domain.staff import StaffCategory
from pipelines.domain.standing import LocalDay
from pipelines.domain.unit import OrgLevel

ON_DUTY = {category.value: f"on_duty_{category}" for category in StaffCategory}
RECORD_FLOWS = ("patrols", "grid_days_patrolled", "households_visited", "inspections_done", *ON_DUTY.values())
"""Stored counts of records by their number; new ones go to the end."""
_NUMBERS = {name: number for number, name in enumerate(RECORD_FLOWS)}
WORKERS = {category: f"workers_{category}" for category in StaffCategory}
RENTALS = {(kind, grade): f"rentals_{kind}_{grade.lower()}" for kind in RentalType for grade in RentalGrade}
RECORD_COUNTS: Mapping[Basis, tuple[str, ...]] = {
    Basis.COHORT: (),
    Basis.DUE: ("inspections_falling_due", "inspections_on_time"),
    Basis.FLOW: (*RECORD_FLOWS[:4], "grid_days_due", "worker_days"),
    Basis.STOCK: (
        "open_weighted",
        "grids_with_chief",
        "workers_on_duty",
        *WORKERS.values(),
        *(f"{kind}_{what}" for kind in DutyKind for what in ("items", "baseline")),
        "duty_removed",
        "rentals",
        *RENTALS.values(),
        "inspections_due",
        "inspections_overdue",
        "alarms_open",
    ),
}
"""Counts of records and registers by basis; they know no center, class, item or channel."""

Tally = Counter[tuple[tuple[str, ...], int, int]]
"""(path, day as ordinal, number) -> n."""


def tally(records: Iterable[Record], tree: OrgTree, local_day: LocalDay) -> Tally:
    """The counts of the records of one sheet, the same in whatever order they came."""
    found, rosters, patrolled = Tally(), list[Record](), dict[int, Record]()
    for one in sorted(records, key=in_order):
        day = local_day(one.occurred_at).toordinal()
        if one.type is RecordType.PATROL:
            found[one.path, day, _NUMBERS["patrols"]] += 1
            patrolled.setdefault(day, one)
        elif one.type is RecordType.VISIT:
            found[one.path, day, _NUMBERS["households_visited"]] += one.values["households"]
        elif one.type is RecordType.INSPECTION:
            found[one.path, day, _NUMBERS["inspections_done"]] += 1
        elif one.type is RecordType.ROSTER:
            rosters.append(one)
    for day, first in patrolled.items():
        if tree.unit(first.path[-1]).level is OrgLevel.GRID:
            found[first.path, day, _NUMBERS["grid_days_patrolled"]] += 1
    return found + _on_duty(rosters, local_day)


def _on_duty(rosters: Sequence[Record], local_day: LocalDay) -> Tally:
    """One worker's day: the last row of it says where, and whether at all."""
    if not rosters or rosters[-1].values["status"] == "off":
        return Tally()
    last = rosters[-1]
    number = _NUMBERS[ON_DUTY[last.values["category"]]]
    return Tally({(last.path, local_day(last.occurred_at).toordinal(), number): 1})


def flows(stored: Mapping[str, int], grid_days_due: int) -> dict[str, int]:
    """The flow counts of a place from its stored counts of the days."""
    own = {name: stored.get(name, 0) for name in RECORD_FLOWS[:4]}
    return own | {"grid_days_due": grid_days_due, "worker_days": sum(stored.get(name, 0) for name in ON_DUTY.values())}


def workers(stored: Mapping[str, int]) -> dict[str, int]:
    """Workers on duty from the stored counts of one day."""
    own = {WORKERS[category]: stored.get(ON_DUTY[category], 0) for category in StaffCategory}
    return {"workers_on_duty": sum(own.values())} | own


def joined(counts: Counts, own: Counts, open_weighted: int) -> Counts:
    """Counts of cases with those of records and registers beside them."""
    stock = {**counts[Basis.STOCK], **own[Basis.STOCK], "open_weighted": open_weighted}
    return {basis: {**counts[basis], **own.get(basis, {})} for basis in counts} | {Basis.STOCK: stock}
