"""The register of responsible persons: the roster of every unit that the file names, whole."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from pipelines.domain.org import OrgTree
from pipelines.domain.responsible import Duty, Responsible, rivals
from pipelines.domain.staff import StaffPost
from pipelines.registers.column import Column, day, known, one_of, text
from pipelines.registers.sheet import CellError, Fault, Numbered, Sheet, repeated


def responsible_sheet(tree: OrgTree, posts: Collection[StaffPost] = ()) -> Sheet[Responsible]:
    """Rosters of units of any hierarchy; `posts` are those of the staff, whose chiefs answer for base grids."""
    of_grids = [post for post in posts if post.place in tree.units and tree.unit(post.place).is_base_grid]

    def check(rows: Numbered[Responsible]) -> Iterable[Fault]:
        yield from repeated(rows, "name", _told)
        chiefs = [(number, one) for number, one in rows if one.duty is Duty.CHIEF]
        yield from _chiefs(chiefs)
        yield from _chiefs_of_staff(chiefs, of_grids)

    columns = (
        Column("unit", "code of the unit, of any hierarchy", known(tree.units, "places")),
        Column("role", "chief, instructor, liaison, worker or service_team", one_of(Duty)),
        Column("name", "name of the person or team; the chief of a base grid is the one of the staff", text(100)),
        Column("phone", "where to reach them; may be empty", text(40), False, ""),
        Column("valid_from", "first day; empty = always", day, False),
        Column("valid_to", "first day no longer; empty = without end", day, False),
    )
    return Sheet("responsible", columns, _responsible, check)


def _responsible(cells: Mapping[str, Any]) -> Responsible:
    first, end = cells["valid_from"], cells["valid_to"]
    if first and end and end <= first:
        raise CellError("valid_to", f"is not after {first}; it is the first day no longer")
    return Responsible(cells["unit"], cells["role"], cells["name"], cells["phone"], first, end)


def _told(one: Responsible) -> str:
    return f"{one.unit} {one.duty} {one.name} {one.valid_from or ''}".strip()


def _chiefs(rows: Numbered[Responsible]) -> Iterator[Fault]:
    """A unit has one chief at a time."""
    longest: dict[str, tuple[int, Responsible]] = {}
    for number, one in sorted(rows, key=lambda row: (row[1].unit, row[1].begin)):
        row, before = longest.get(one.unit, (number, None))
        if before and before.holds_on(one.begin):
            remedy = f"{before.name} is chief of {one.unit} in row {row} then; end that with valid_to, or begin later"
            yield Fault(number, "valid_from", str(one.valid_from or ""), remedy)
        if not before or one.end > before.end:
            longest[one.unit] = number, one


def _chiefs_of_staff(rows: Numbered[Responsible], posts: Collection[StaffPost]) -> Iterator[Fault]:
    """A base grid has one chief at a time, whichever register says so."""
    numbers = {_told(one): number for number, one in rows}
    for one, post in rivals((one for _, one in rows), posts):
        held = f"{one.unit} has {post.name} ({post.code}) as its chief from {post.valid_from} in the register of staff"
        remedy = f"{held}; a grid has one chief a day: name that one, give this one another role, or end one of them"
        yield Fault(numbers[_told(one)], "name", one.name, remedy)
