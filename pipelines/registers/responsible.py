"""The register of responsible persons: the roster of every unit that the file names, whole."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from pipelines.domain.org import OrgTree
from pipelines.domain.responsible import Duty, Responsible
from pipelines.registers.column import Column, day, known, one_of, text
from pipelines.registers.sheet import CellError, Fault, Numbered, Sheet, repeated


def responsible_sheet(tree: OrgTree) -> Sheet[Responsible]:
    """Rosters of units of any hierarchy."""
    columns = (
        Column("unit", "code of the unit, of any hierarchy", known(tree.units, "places")),
        Column("role", "chief, instructor, liaison, worker or service_team", one_of(Duty)),
        Column("name", "name of the person or team", text(100)),
        Column("phone", "where to reach them; may be empty", text(40), False, ""),
        Column("valid_from", "first day; empty = always", day, False),
        Column("valid_to", "first day no longer; empty = without end", day, False),
    )
    return Sheet("responsible", columns, _responsible, _check)


def _responsible(cells: Mapping[str, Any]) -> Responsible:
    first, end = cells["valid_from"], cells["valid_to"]
    if first and end and end <= first:
        raise CellError("valid_to", f"is not after {first}; it is the first day no longer")
    return Responsible(cells["unit"], cells["role"], cells["name"], cells["phone"], first, end)


def _check(rows: Numbered[Responsible]) -> Iterable[Fault]:
    yield from repeated(rows, "name", lambda one: f"{one.unit} {one.duty} {one.name} {one.valid_from or ''}".strip())
    yield from _chiefs([(number, one) for number, one in rows if one.duty is Duty.CHIEF])


def _chiefs(rows: Numbered[Responsible]) -> Iterator[Fault]:
    """A unit has one chief at a time."""
    ordered = sorted(rows, key=lambda row: (row[1].unit, row[1].valid_from or date.min))
    for (row, one), (number, other) in pairwise(ordered):
        if one.unit == other.unit and one.holds_on(other.valid_from or date.min):
            remedy = f"{one.name} is chief of {one.unit} in row {row} then; end that with valid_to, or begin later"
            yield Fault(number, "valid_from", str(other.valid_from or ""), remedy)
