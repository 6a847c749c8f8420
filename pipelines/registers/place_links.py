"""What is wrong with the days of the links of a places file: two parents on one day, days without any."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from pipelines.domain.new_place import NewPlace
from pipelines.domain.org import OrgTree
from pipelines.domain.unit import Hierarchy, OrgLink, OrgUnit
from pipelines.registers.place_units import units_with
from pipelines.registers.sheet import Fault, Numbered

Reported = Callable[[OrgUnit, date, date], int]
"""How many cases were reported at or below a unit from a day on, until before another."""
Rows = Mapping[tuple[str, str, date | None], int]


def rows_of(rows: Numbered[NewPlace]) -> Rows:
    """The row of each link that the file states, by child, parent and first day."""
    return {_key(row.link): number for number, row in rows if row.link}


def links_with(rows: Numbered[NewPlace], tree: OrgTree) -> list[OrgLink]:
    """The links of the tree, with those of the file in their place or beside them."""
    stated = {_key(row.link): row.link for _, row in rows if row.link}
    return list(({_key(link): link for link in tree.all_links()} | stated).values())


def _key(link: OrgLink) -> tuple[str, str, date | None]:
    return link.child, link.parent, link.valid_from


def link_faults(rows: Numbered[NewPlace], tree: OrgTree, reported: Reported) -> Iterator[Fault]:
    """Faults between the links of each child that the file is about, in each of its hierarchies."""
    units, stated = units_with(rows, tree), rows_of(rows)
    own = {row.code: number for number, row in rows}
    found: dict[tuple[str, Hierarchy], list[OrgLink]] = defaultdict(list)
    for link in links_with(rows, tree):
        if link.child in own and link.parent in units:
            ends = units[link.child].kind, units[link.parent].kind
            found[link.child, next((kind for kind in ends if kind is not Hierarchy.BASE), Hierarchy.BASE)].append(link)
    for (child, kind), links in found.items():
        ordered = sorted(links, key=lambda link: link.valid_from or date.min)
        yield from _overlaps(ordered, stated)
        if kind is units[child].kind and child in tree.units:
            if not tree.links(child, kind):
                yield from _late(tree.units[child], ordered[0], own[child], reported)
            yield from _gaps(tree.units[child], ordered, stated, own[child], reported)


def _overlaps(links: Sequence[OrgLink], stated: Rows) -> Iterator[Fault]:
    for one, other in pairwise(links):
        end = other.valid_from or date.min
        if one.valid_to is not None and one.valid_to <= end:
            continue
        told = f"{one.child} stands under {one.parent} until {one.valid_to or 'further notice'}"
        row = stated.get(_key(other))
        if row is not None:
            remedy = f"{told}; end that with valid_to in a row of its own, or begin later"
            yield Fault(row, "valid_from", str(other.valid_from or ""), remedy)
        elif _key(one) in stated:
            remedy = f"{told}, but under {other.parent} from {other.valid_from} on; end it then"
            yield Fault(stated[_key(one)], "valid_to", str(one.valid_to or ""), remedy)


def _late(unit: OrgUnit, first: OrgLink, row: int, reported: Reported) -> Iterator[Fault]:
    """A former root with cases must say since when it has a parent: they are not counted there."""
    cases = 0 if first.valid_from else reported(unit, date.min, date.max)
    if cases:
        told = f"is empty, but {unit.code} has had {cases} cases outside {first.parent}; say since when it stands there"
        yield Fault(row, "valid_from", "", told)


def _gaps(unit: OrgUnit, links: Sequence[OrgLink], stated: Rows, row: int, reported: Reported) -> Iterator[Fault]:
    """Days without a parent on which there are cases; what comes before the first one was a root."""
    ends = [date.min, *(link.valid_to or date.max for link in links)]
    starts = [*(link.valid_from or date.min for link in links), date.max]
    for n, (end, start) in enumerate(zip(ends, starts, strict=True)):
        cases = reported(unit, end, start) if n and end < start else 0
        if cases:
            told = f"leaves {unit.code} without a parent from {end} on, when it has {cases} cases"
            at = stated.get(_key(links[n - 1]), row)
            yield Fault(at, "valid_to", str(end), f"{told}; name its parent for these days")
