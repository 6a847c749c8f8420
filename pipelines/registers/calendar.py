"""The register of days that are not what their weekday says: holidays, and 调休 days worked instead."""

from collections.abc import Iterable
from enum import StrEnum

from pipelines.domain.calendar import SpecialDay
from pipelines.registers.column import Column, day, one_of, text
from pipelines.registers.sheet import Fault, Numbered, Sheet, repeated


class Kind(StrEnum):
    """What a day is, whatever its weekday."""

    OFF = "off"
    WORKED = "worked"


def calendar_sheet() -> Sheet[SpecialDay]:
    """Special days; a day in the file replaces what was known of it."""
    columns = (
        Column("day", "the day, as 2026-10-01", day),
        Column("kind", "off = a day off, worked = a weekend day on which people work", one_of(Kind)),
        Column("name", "what it is, for people to read", text(100), is_required=False),
    )
    return Sheet("calendar", columns, lambda cells: SpecialDay(cells["day"], cells["kind"] is Kind.WORKED), _once)


def _once(rows: Numbered[SpecialDay]) -> Iterable[Fault]:
    return repeated(rows, "day", lambda one: one.day.isoformat())
