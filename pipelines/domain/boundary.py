"""Boundary changes: what moved into a place or out of it, and what of it stands there today."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.domain.org import OrgTree
from pipelines.domain.unit import Hierarchy, OrgLink, OrgUnit

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Mark:
    """The day from which on units stand in a place, or do not any more."""

    day: date
    gained: tuple[OrgUnit, ...]
    lost: tuple[OrgUnit, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """How today's set of places below a unit differs from those that it was ever counted over.

    `gained` stand there on `today` and have stood elsewhere; `lost` have stood there and do not today.
    """

    gained: tuple[OrgUnit, ...]
    lost: tuple[OrgUnit, ...]
    today: date


def is_fixed(tree: OrgTree, child: OrgUnit, parent: str) -> bool:
    """Whether whatever is counted in the child has always been counted in the parent."""
    return [*tree.links(child.code, child.kind)] == [OrgLink(child.code, parent)]


def marks(tree: OrgTree, code: str, first: date, last: date) -> list[Mark]:
    """The boundary changes of a place on days of a span, oldest first; the first day of all records is none."""
    days = sorted({day for link in _dated(tree) for day in _ends(link) if first <= day <= last})
    found = [Mark(day, *_crossing(tree, code, day)) for day in days]
    return [mark for mark in found if mark.gained or mark.lost]


def _crossing(tree: OrgTree, code: str, day: date) -> tuple[tuple[OrgUnit, ...], tuple[OrgUnit, ...]]:
    """Units whose own link begins or ends on the day, if that takes them into the place or out of it."""
    moved = sorted({link.child for link in _dated(tree) if day in _ends(link)} - {code})
    before, after = (
        {one for one in moved if tree.stands_on(one, when) and tree.is_within(one, [code], when)}
        for when in (day - _ONE_DAY, day)
    )
    return tuple(tree.units[one] for one in sorted(after - before)), tuple(
        tree.units[one] for one in sorted(before - after)
    )


def ground(tree: OrgTree, code: str, today: date) -> Ground | None:
    """What comparisons must take in and leave out to be about today's set of places; None when nothing ever moved.

    What stood in a unit of another hierarchy before that was known is not counted there, so all of it is `gained`.
    """
    here = {unit.code for unit in tree.below(code, today)} - {code}
    days = {when for link in _dated(tree) for day in _ends(link) for when in (day - _ONE_DAY, day)}
    others = [{unit.code for unit in tree.below(code, day)} for day in days]
    always = here.intersection(*others) if tree.unit(code).kind is Hierarchy.BASE else set()
    gained, lost = here - always, set[str]().union(*others) - here - {code}
    if not gained and not lost:
        return None
    came, went = (tuple(tree.units[one] for one in sorted(codes)) for codes in (gained, lost))
    return Ground(came, went, today)


def weights(tree: OrgTree, code: str, ground: Ground, day: date) -> dict[str, int]:
    """How often what places have counted along their paths on a day makes up a base place on its ground of today.

    What a moved unit has at itself is what it counted less what its children did.
    """
    found = Counter({code: 1})
    for sign, units, was_here in ((1, ground.gained, False), (-1, ground.lost, True)):
        for unit in units:
            if unit.kind is Hierarchy.BASE and tree.is_within(unit.code, [code], day) is was_here:
                found[unit.code] += sign
                found.subtract({child.code: sign for child in tree.children(unit.code, day)})
    return {one: n for one, n in found.items() if n}


def _dated(tree: OrgTree) -> Iterator[OrgLink]:
    return (link for link in tree.all_links() if link.valid_from or link.valid_to)


def _ends(link: OrgLink) -> list[date]:
    """The days on which a link begins and is over."""
    return [day for day in (link.valid_from, link.valid_to) if day is not None]
