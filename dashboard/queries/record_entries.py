"""What the registers hold of what rows of a list name: the worker of a roster, the home, the duty, the group."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from dashboard.queries.record_rows import RecordRow
from dashboard.queries.registers import RegisterStores
from pipelines.domain.context import ResidentGroup
from pipelines.domain.duty import DutyKind
from pipelines.domain.record_counts import TYPES
from pipelines.domain.register_counts import Held, Home, Registers
from pipelines.domain.responsible import Duty, Responsible
from pipelines.domain.staff import StaffPost

_DUTIES = tuple(f"{kind}_" for kind in DutyKind)


class EntryQueries:
    """Looks up what stands in the registers, for rows that a viewer has been shown."""

    def __init__(self, stores: RegisterStores) -> None:
        self._stores = stores

    def of(self, count: str, rows: Sequence[RecordRow]) -> list[Held | None]:
        """For each row of a count's list the entry that held on its day, else the last one; None without any."""
        named = [_named(row) for row in rows]
        wanted, found = set(named), defaultdict[str, list[Held]](list)
        if wanted - {None}:
            for code, entry in _entries(self._stores.figures.registers(), count, max(row.day for row in rows)):
                if code in wanted:
                    found[code].append(entry)
        return [_fitting(found, code, row.day) for code, row in zip(named, rows, strict=True)]


def _named(row: RecordRow) -> str | None:
    """What a row is about, by its code."""
    values: Mapping[str, str] = row.record.values if row.record else {}
    return row.subject or values.get("worker") or values.get("rental")


def _entries(registers: Registers, count: str, day: date) -> Iterable[tuple[str, Held]]:
    """The entries that a count's rows may name, by code; chiefs by their grid."""
    if count.startswith("grids"):
        yield from ((one.place, one) for one in registers.posts if one.is_chief)
        yield from ((one.unit, one) for one in registers.rosters if one.duty is Duty.CHIEF)
    elif count.startswith(("rentals", "inspections")):
        yield from ((one.rental.code, one) for one in registers.homes)
    elif count.startswith("groups"):
        yield from ((one.versions[0].code, one.on(day)) for one in registers.groups)
    elif count.startswith(_DUTIES):
        yield from ((one.code, one) for one in registers.duties)
    elif count in TYPES:
        yield from ((one.code, one) for one in registers.posts)


def _fitting(found: Mapping[str, Sequence[Held]], code: str | None, day: date) -> Held | None:
    own = sorted(found.get(code or "", ()), key=_begin)
    begun = [one for one in own if _begin(one) <= day]
    return next((one for one in reversed(begun) if _holds(one, day)), begun[-1] if begun else None)


def _begin(entry: Held) -> date:
    if isinstance(entry, Home):
        return entry.rental.valid_from
    if isinstance(entry, ResidentGroup):
        return entry.filed_on
    return entry.begin if isinstance(entry, Responsible) else entry.valid_from


def _holds(entry: Held, day: date) -> bool:
    if isinstance(entry, Home):
        return entry.rental.is_let_on(day)
    return entry.holds_on(day) if isinstance(entry, StaffPost | Responsible) else True
