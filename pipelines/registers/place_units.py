"""What is wrong with the units of a places file, before any link is looked at."""

from collections.abc import Iterator

from pipelines.domain.new_place import NewPlace
from pipelines.domain.org import OrgTree
from pipelines.domain.unit import Hierarchy, OrgUnit
from pipelines.registers.sheet import Fault, Numbered

_SAME = ("level", "kind", "name")


def units_with(rows: Numbered[NewPlace], tree: OrgTree) -> dict[str, OrgUnit]:
    """The units of the tree with those of the file; new ones have no number yet."""
    new = {row.code: OrgUnit(0, row.code, row.level, row.name, row.name_en, row.kind) for _, row in rows}
    return tree.units | new


def unit_faults(rows: Numbered[NewPlace], tree: OrgTree) -> Iterator[Fault]:
    """Rows that contradict each other or the register, or name a parent that cannot be one."""
    units, first = units_with(rows, tree), dict[str, tuple[int, NewPlace]]()
    stated = dict[tuple[object, ...], int]()
    for number, row in rows:
        earlier, same = first.setdefault(row.code, (number, row))
        for column in _SAME:
            if getattr(same, column) != getattr(row, column):
                yield Fault(
                    number, column, getattr(row, column), f"row {earlier} says {getattr(same, column)}; keep one"
                )
        yield from _against_register(number, row, tree)
        key = (row.code, row.parent, row.valid_from)
        if stated.setdefault(key, number) != number:
            yield Fault(number, "code", row.code, f"stands in row {stated[key]} with the same parent and day; keep one")
        if row.parent is not None:
            yield from _parent(number, row, row.parent, units)


def _against_register(number: int, row: NewPlace, tree: OrgTree) -> Iterator[Fault]:
    known = tree.units.get(row.code)
    for column in ("level", "kind") if known else ():
        held = getattr(known, column)
        if held is not getattr(row, column):
            remedy = f"is {held} in the register, where cases are counted by it; keep that, or take a new code"
            yield Fault(number, column, getattr(row, column), remedy)


def _parent(number: int, row: NewPlace, parent: str, units: dict[str, OrgUnit]) -> Iterator[Fault]:
    above, own = units.get(parent), units[row.code]
    if above is None:
        remedy = "is neither in the register nor in this file; add its row or correct the code"
        yield Fault(number, "parent", parent, remedy)
    elif Hierarchy.BASE not in {above.kind, own.kind}:
        remedy = f"is a {above.kind}; a {own.kind} hangs below a base place, and holds base places"
        yield Fault(number, "parent", parent, remedy)
    elif above.rank >= own.rank:
        remedy = f"is a {above.level}, which cannot stand above a {own.level}; name a wider place"
        yield Fault(number, "parent", parent, remedy)
