"""The register of posts: who works where, in which category, and who answers for each grid."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from pipelines.domain.org import OrgTree
from pipelines.domain.responsible import Responsible, rivals
from pipelines.domain.staff import StaffCategory, StaffPost, second_chiefs
from pipelines.domain.unit import OrgLevel
from pipelines.registers.column import Column, day, flag, known, text, worded
from pipelines.registers.sheet import CellError, Fault, Numbered, Sheet, repeated

CATEGORIES = {
    "在职专职": StaffCategory.FULL_TIME,
    "退休专职": StaffCategory.RETIRED,
    "综合协管员": StaffCategory.COORDINATOR,
    "其它临聘": StaffCategory.TEMPORARY,
}


def staff_sheet(
    tree: OrgTree, kept: Collection[StaffPost] = (), rosters: Collection[Responsible] = ()
) -> Sheet[StaffPost]:
    """Posts at the places of a tree; `kept` are those of the register, which hold on where the file is silent.

    `rosters` are the responsible persons of units: their chief of a base grid is the one of the staff.
    """
    of_grids = [one for one in rosters if one.unit in tree.units and tree.unit(one.unit).is_base_grid]

    def make(cells: Mapping[str, Any]) -> StaffPost:
        return _post(cells, tree)

    def check(rows: Numbered[StaffPost]) -> Iterable[Fault]:
        return [*repeated(rows, "code", lambda post: post.key), *_chiefs(rows, kept), *_others(rows, of_grids)]

    columns = (
        Column("code", "number of the person", text(64)),
        Column("name", "name of the person", text(100)),
        Column("category", "在职专职, 退休专职, 综合协管员 or 其它临聘", worded(CATEGORIES)),
        Column("place", "code of the place of the post", known(tree.units, "places")),
        Column("chief", "yes for the one accountable chief of a grid", flag, is_required=False, default=False),
        Column("valid_from", "first day of the post", day),
        Column("valid_to", "first day without it; empty = open", day, is_required=False),
    )
    return Sheet("staff", columns, make, check)


def _post(cells: Mapping[str, Any], tree: OrgTree) -> StaffPost:
    begin, end = cells["valid_from"], cells["valid_to"]
    if end is not None and end <= begin:
        raise CellError("valid_to", "is not after valid_from; write the first day without the post")
    if cells["chief"] and tree.unit(cells["place"]).level is not OrgLevel.GRID:
        raise CellError("chief", "belongs to a grid only; write no, or the code of a grid")
    return StaffPost(cells["code"], cells["name"], cells["category"], cells["place"], begin, cells["chief"], end)


def _chiefs(rows: Numbered[StaffPost], kept: Collection[StaffPost]) -> Iterator[Fault]:
    numbers = {post.key: number for number, post in rows}
    posts = {post.key: post for post in (*kept, *(post for _, post in rows))}
    for later, earlier in second_chiefs(posts.values()):
        wrong, other = (later, earlier) if later.key in numbers else (earlier, later)
        if wrong.key in numbers:
            held = f"{other.place} has {other.name} ({other.code}) as its chief from {other.valid_from}"
            yield Fault(numbers[wrong.key], "chief", wrong.code, f"{held}; a grid has one chief a day, end one of them")


def _others(rows: Numbered[StaffPost], rosters: Collection[Responsible]) -> Iterator[Fault]:
    """A base grid has one chief at a time, whichever register says so."""
    numbers = {post.key: number for number, post in rows}
    for one, post in rivals(rosters, (post for _, post in rows)):
        held = f"{one.unit} has {one.name} as its chief in the register of responsible persons"
        remedy = f"{held}; a grid has one chief a day, end one of them"
        yield Fault(numbers[post.key], "chief", post.code, remedy)
