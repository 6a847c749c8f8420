"""What would be wrong with the tree that a places file makes: units that hold places which do not lie where they do."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from pipelines.domain.new_place import NewPlace
from pipelines.domain.org import OrgTree
from pipelines.domain.unit import Hierarchy, OrgLink
from pipelines.registers.place_links import links_with
from pipelines.registers.place_units import units_with
from pipelines.registers.sheet import Fault, Numbered

_EARLIEST = date(1, 1, 2)


def tree_faults(rows: Numbered[NewPlace], tree: OrgTree) -> Iterator[Fault]:
    """Places that a unit of another hierarchy holds on a day on which it lies elsewhere, or another one holds them."""
    links = links_with(rows, tree)
    made = OrgTree(units_with(rows, tree).values(), links)
    ends = {day for link in links for day in (link.valid_from, link.valid_to) if day}
    days = sorted({_EARLIEST} | ends | {day - timedelta(days=1) for day in ends})
    for link in links:
        if made.units[link.parent].kind is not Hierarchy.BASE:
            told = next(filter(None, (_fault(made, link, day) for day in days if link.holds_on(day))), None)
            if told:
                number, row = _cause(rows, link, made.path(link.child, days[-1]))
                yield Fault(number, "parent", row.parent or "", f"{link.parent} holds {link.child}, {told}")


def _cause(rows: Numbered[NewPlace], link: OrgLink, path: Collection[str]) -> tuple[int, NewPlace]:
    """The row of the link, else one about what it joins or lies in, else the first."""
    about = ((number, row) for number, row in rows if row.code in path or row.code == link.parent)
    return next(((number, row) for number, row in rows if row.link == link), next(about, rows[0]))


def _fault(tree: OrgTree, link: OrgLink, day: date) -> str | None:
    """Why a unit cannot hold the place on a day."""
    path, above = tree.path(link.child, day), tree.parent(link.parent, day)
    if above is None:
        return f"but has no parent on {day}; give both links the same days"
    if above not in path:
        return f"which does not lie in {above}, where {link.parent} hangs, on {day}; end that link before"
    kind = tree.units[link.parent].kind
    held = [one for one in path[:-1] for other in tree.links(one, kind) if other.holds_on(day)]
    if held and tree.units[link.child].kind is Hierarchy.BASE:
        return f"which lies in {held[0]}, and a {kind} holds that already on {day}; hold one of the two"
    return None
