"""What records count for: each by its local day, for every place on its path; and all counts beside those of cases."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pipelines.domain.duty import DutyKind
from pipelines.domain.housing import RentalGrade, RentalType, Result
from pipelines.domain.kpi import Basis, Counts
from pipelines.domain.org import OrgTree
from pipelines.domain.record import Record, RecordType, in_order
from pipelines.domain.staff import StaffCategory
from pipelines.domain.standing import LocalDay

ON_DUTY = {category.value: f"on_duty_{category}" for category in StaffCategory}
RECORD_FLOWS = (
    "patrols",
    "grid_days_patrolled",
    "households_visited",
    "inspections_done",
    *ON_DUTY.values(),
    "inspections_failed",
)
"""Stored counts of records by their number; new ones go to the end."""
_SHOWN = tuple(name for name in RECORD_FLOWS if name not in ON_DUTY.values())
_NUMBERS = {name: number for number, name in enumerate(RECORD_FLOWS)}
WORKERS = {category: f"workers_{category}" for category in StaffCategory}
WORKER_DAYS = {category: f"worker_days_{category}" for category in StaffCategory}
RENTALS = {(kind, grade): f"rentals_{kind}_{grade.lower()}" for kind in RentalType for grade in RentalGrade}
GROUPS = {status: f"groups_{status}" for status in ("filed", "approved", "renewal_due")}
RECORD_COUNTS: Mapping[Basis, tuple[str, ...]] = {
    Basis.COHORT: (),
    Basis.DUE: ("inspections_falling_due", "inspections_on_time"),
    Basis.FLOW: (*_SHOWN, "inspections_passed", "grid_days_due", "worker_days", *WORKER_DAYS.values()),
    Basis.STOCK: (
        "open_weighted",
        "grids_with_chief",
        "grids_vacant",
        "workers_on_duty",
        *WORKERS.values(),
        *(f"{kind}_{what}" for kind in DutyKind for what in ("items", "baseline")),
        "duty_removed",
        "rentals",
        *RENTALS.values(),
        "inspections_due",
        "inspections_overdue",
        "groups",
        *GROUPS.values(),
        "alarms_open",
    ),
}
"""Counts of records and registers by basis; they know no center, class, item or channel."""
_ASIDE = ("open_weighted", "workers_on_duty", *WORKERS.values(), "alarms_open")
REGISTERED = tuple(name for name in RECORD_COUNTS[Basis.STOCK] if name not in _ASIDE)
"""Stock that the registers tell of any day."""

Tally = Counter[tuple[tuple[str, ...], int, int]]
"""(path, day as ordinal, number) -> n."""

_NAMES: Mapping[str, tuple[str, ...]] = {
    "worker_days": tuple(ON_DUTY.values()),
    "workers_on_duty": tuple(ON_DUTY.values()),
    **{names[one]: (ON_DUTY[one],) for names in (WORKERS, WORKER_DAYS) for one in StaffCategory},
}
TYPES: Mapping[str, RecordType] = {
    "patrols": RecordType.PATROL,
    "grid_days_patrolled": RecordType.PATROL,
    "households_visited": RecordType.VISIT,
    **dict.fromkeys(("inspections_done", "inspections_passed", "inspections_failed"), RecordType.INSPECTION),
    **dict.fromkeys(_NAMES, RecordType.ROSTER),
}
"""The counts that are listed by records, with the type of these."""
RECORDS_LISTED: Mapping[Basis, tuple[str, ...]] = {
    **RECORD_COUNTS,
    Basis.STOCK: ("grids", *REGISTERED, *(name for name in RECORD_COUNTS[Basis.STOCK] if name in TYPES)),
}
"""The counts of records and registers that can be listed one by one."""
STANDING_FOR: Mapping[str, tuple[str, ...]] = {"grids": ("grids_with_chief", "grids_vacant")}
"""Stock that the registers tell in parts."""
BY_CATEGORY: Mapping[tuple[Basis, str], Mapping[StaffCategory, str]] = {
    (Basis.FLOW, "worker_days"): WORKER_DAYS,
    (Basis.STOCK, "workers_on_duty"): WORKERS,
}
"""Counts of workers that have one of their own for each category."""


class Worth(NamedTuple):
    """That a record counts so many times under a stored count, on its local day, an ordinal."""

    record: Record
    day: int
    name: str
    n: int = 1


def tally(records: Iterable[Record], tree: OrgTree, local_day: LocalDay) -> Tally:
    """The counts of the records of one sheet, the same in whatever order they came."""
    found = Tally()
    for record, day, name, n in worths(records, tree, local_day):
        found[record.path, day, _NUMBERS[name]] += n
    return found


def worths(records: Iterable[Record], tree: OrgTree, local_day: LocalDay) -> Iterator[Worth]:
    """What each record of one sheet counts for."""
    rosters, patrolled = list[Record](), set[int]()
    for one in sorted(records, key=in_order):
        day = local_day(one.occurred_at).toordinal()
        if one.type is RecordType.PATROL:
            yield Worth(one, day, "patrols")
            if day not in patrolled and tree.unit(one.path[-1]).is_base_grid:
                yield Worth(one, day, "grid_days_patrolled")
            patrolled.add(day)
        elif one.type is RecordType.VISIT:
            yield Worth(one, day, "households_visited", one.values["households"])
        elif one.type is RecordType.INSPECTION:
            yield Worth(one, day, "inspections_done")
            if one.values.get("result") == Result.FAILED:
                yield Worth(one, day, "inspections_failed")
        elif one.type is RecordType.ROSTER:
            rosters.append(one)
    if rosters and rosters[-1].values["status"] != "off":
        last = rosters[-1]
        yield Worth(last, local_day(last.occurred_at).toordinal(), ON_DUTY[last.values["category"]])


def is_behind(count: str, worth: Worth) -> bool:
    """Whether a record's worth is part of a count that is listed by records."""
    if count == "inspections_passed":
        return worth.name == "inspections_done" and worth.record.values.get("result") != Result.FAILED
    return worth.name in _NAMES.get(count, (count,))


def stored_behind(count: str, stored: Mapping[str, int]) -> int:
    """How much a count that is listed by records makes of stored counts."""
    if count == "inspections_passed":
        return stored.get("inspections_done", 0) - stored.get("inspections_failed", 0)
    return sum(stored.get(name, 0) for name in _NAMES.get(count, (count,)))


def flows(stored: Mapping[str, int], grid_days_due: int) -> dict[str, int]:
    """The flow counts of a place from its stored counts of the days."""
    own = {name: stored.get(name, 0) for name in _SHOWN}
    return own | {
        "inspections_passed": own["inspections_done"] - own["inspections_failed"],
        "grid_days_due": grid_days_due,
        "worker_days": sum(stored.get(name, 0) for name in ON_DUTY.values()),
        **{WORKER_DAYS[category]: stored.get(ON_DUTY[category], 0) for category in StaffCategory},
    }


def workers(stored: Mapping[str, int]) -> dict[str, int]:
    """Workers on duty from the stored counts of one day."""
    own = {WORKERS[category]: stored.get(ON_DUTY[category], 0) for category in StaffCategory}
    return {"workers_on_duty": sum(own.values())} | own


def joined(counts: Counts, own: Counts, open_weighted: int) -> Counts:
    """Counts of cases with those of records and registers beside them."""
    stock = {**counts[Basis.STOCK], **own[Basis.STOCK], "open_weighted": open_weighted}
    return {basis: {**counts[basis], **own.get(basis, {})} for basis in counts} | {Basis.STOCK: stock}
