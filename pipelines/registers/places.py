"""The register of places: units with dated parents, in every hierarchy."""

from collections.abc import Iterable, Mapping
from typing import Any

from pipelines.domain.new_place import NewPlace
from pipelines.domain.org import OrgTree
from pipelines.domain.unit import Hierarchy, OrgLevel
from pipelines.registers.column import Column, day, one_of, text
from pipelines.registers.place_links import Reported, link_faults
from pipelines.registers.place_tree import tree_faults
from pipelines.registers.place_units import unit_faults
from pipelines.registers.sheet import CellError, Fault, Numbered, Sheet

_COLUMNS = (
    Column("code", "code of the place, unique; a place with several parents has a row for each", text(64)),
    Column("level", "province, city, district, subdistrict, community or grid", one_of(OrgLevel)),
    Column("name", "Chinese name", text(100)),
    Column("parent", "code of the place above, or of the unit that holds it; empty = a root", text(64), False),
    Column("kind", "base, party_grid, block or zone; empty = base", one_of(Hierarchy), False, Hierarchy.BASE),
    Column("valid_from", "first day under this parent; empty = always", day, False),
    Column("valid_to", "first day no longer under it; empty = without end", day, False),
    Column("name_en", "English name; empty = the Chinese one", text(200), False, ""),
)


def places_sheet(tree: OrgTree, reported: Reported) -> Sheet[NewPlace]:
    """Places that go into a tree; `reported` tells how many cases a place of it has had."""

    def check(rows: Numbered[NewPlace]) -> Iterable[Fault]:
        faults = [*unit_faults(rows, tree), *link_faults(rows, tree, reported)] if rows else []
        return faults or tree_faults(rows, tree)

    return Sheet("places", _COLUMNS, _place, check)


def _place(cells: Mapping[str, Any]) -> NewPlace:
    found = NewPlace(**cells)
    if found.kind is not Hierarchy.BASE and found.parent is None:
        raise CellError("parent", f"is empty; a {found.kind} hangs below a base place: name it")
    if found.valid_from and found.valid_to and found.valid_to <= found.valid_from:
        raise CellError("valid_to", f"is not after {found.valid_from}; it is the first day no longer under the parent")
    if found.parent is None and (found.valid_from or found.valid_to):
        raise CellError("parent", "is empty, but there are days; name the parent that they are about")
    return found
