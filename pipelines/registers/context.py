"""The registers beside the figures: residents' groups, sending systems, context facts."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pipelines.domain.context import ContextFact, ResidentGroup, SourceSystem
from pipelines.domain.org import OrgTree
from pipelines.registers.column import Column, day, known, number, text, whole
from pipelines.registers.sheet import CellError, Fault, Numbered, Sheet, repeated


def groups_sheet(tree: OrgTree) -> Sheet[ResidentGroup]:
    """Groups by code and the day of each change: a row with another day leaves the earlier ones as they are."""
    columns = (
        Column("code", "code of the group", text(64)),
        Column("place", "code of the community it is filed with", known(tree.units, "places")),
        Column("name", "name of the group", text(100)),
        Column("leader", "name of its leader", text(100)),
        Column("filed_on", "day it was filed with the community", day),
        Column("approved_on", "day the street approved it; empty = not yet", day, is_required=False),
        Column("renewal_due", "day by which to renew; empty = a year after approval", day, is_required=False),
        Column("ended_on", "day it ended; empty = it goes on", day, is_required=False),
        Column("valid_from", "day from which the row holds; empty = the latest of its other days", day, False),
    )
    return Sheet("groups", columns, _group, lambda rows: repeated(rows, "code", lambda group: group.key))


def _group(cells: Mapping[str, Any]) -> ResidentGroup:
    filed, approved, renewal = cells["filed_on"], cells["approved_on"], cells["renewal_due"]
    if approved is not None and approved < filed:
        raise CellError("approved_on", "is before filed_on; a group is filed first")
    if renewal is not None and (approved is None or renewal <= approved):
        raise CellError("renewal_due", "is not after approved_on; write a later day, or none")
    if cells["valid_from"] is not None and cells["valid_from"] < filed:
        raise CellError("valid_from", "is before filed_on; a group is filed first")
    due = renewal or (_a_year_after(approved) if approved else None)
    names = (cells["code"], cells["place"], cells["name"], cells["leader"])
    return ResidentGroup(*names, filed, approved, due, cells["ended_on"], cells["valid_from"])


def _a_year_after(day_: date) -> date:
    return day_.replace(year=day_.year + 1, day=28 if (day_.month, day_.day) == (2, 29) else day_.day)


def sources_sheet() -> Sheet[SourceSystem]:
    """Sending systems by the name of their key."""
    columns = (
        Column("code", "name of the key with which it sends", text(64)),
        Column("name", "what the system is called", text(100)),
        Column("expected_minutes", "longest silence, in minutes, that is no reason to ask", whole(1, 100_000)),
    )

    def make(cells: Mapping[str, Any]) -> SourceSystem:
        return SourceSystem(cells["code"], cells["name"], cells["expected_minutes"])

    return Sheet("sources", columns, make, lambda rows: repeated(rows, "code", lambda source: source.code))


def facts_sheet(tree: OrgTree) -> Sheet[ContextFact]:
    """Facts by code, place and day."""
    columns = (
        Column("code", "code of the fact, such as organisations", text(64)),
        Column("place", "code of the place it is about", known(tree.units, "places")),
        Column("name", "what the fact is called", text(100)),
        Column("value", "the figure", number),
        Column("base", "what it is compared with; empty = nothing", number, is_required=False),
        Column("day", "day for which it was published", day),
        Column("source", "where it was published", text(200)),
    )
    return Sheet("facts", columns, _fact, _facts_once)


def _fact(cells: Mapping[str, Any]) -> ContextFact:
    own = (cells["code"], cells["place"], cells["name"], cells["value"], cells["day"], cells["source"])
    return ContextFact(*own, cells["base"])


def _facts_once(rows: Numbered[ContextFact]) -> Iterable[Fault]:
    return repeated(rows, "code", lambda fact: fact.key)
