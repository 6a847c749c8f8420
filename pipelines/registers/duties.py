"""The register of duty lists: what each unit must do, and what was cut."""

from collections.abc import Iterable, Mapping
from typing import Any

from pipelines.domain.duty import DutyEntry, DutyKind
from pipelines.domain.org import OrgTree
from pipelines.registers.column import Column, day, flag, known, text, whole, worded
from pipelines.registers.sheet import CellError, Fault, Numbered, Sheet, repeated

KINDS = {
    "职责事项": DutyKind.DUTY,
    "考核评比": DutyKind.ASSESSMENT,
    "台账报表": DutyKind.LEDGER,
    "证明盖章": DutyKind.CERTIFICATE,
}


def duties_sheet(tree: OrgTree) -> Sheet[DutyEntry]:
    """Entries by code."""
    columns = (
        Column("code", "code of the entry, unique", text(64)),
        Column("place", "code of the unit that has the duty", known(tree.units, "places")),
        Column("kind", "职责事项, 考核评比, 台账报表 or 证明盖章", worded(KINDS)),
        Column("name", "what is to be done", text(200)),
        Column("items", "how many items the entry stands for; empty = 1", whole(1, 10_000), False, 1),
        Column("baseline", "yes when it was there when the counting began; empty = yes", flag, False, default=True),
        Column("at_least", "yes when there were at least so many", flag, False, default=False),
        Column("valid_from", "first day on the list", day),
        Column("valid_to", "first day without it; empty = it stands", day, is_required=False),
        Column("cut", "what took it off the list; empty = not itemised", text(100), False, ""),
    )
    return Sheet("duties", columns, _entry, _once)


def _entry(cells: Mapping[str, Any]) -> DutyEntry:
    begin, end = cells["valid_from"], cells["valid_to"]
    if end is not None and end <= begin:
        raise CellError("valid_to", "is not after valid_from; write the first day without the entry")
    if cells["cut"] and end is None:
        raise CellError("cut", "needs the day of the cut; fill in valid_to")
    return DutyEntry(
        cells["code"],
        cells["place"],
        cells["kind"],
        cells["name"],
        begin,
        cells["items"],
        cells["baseline"],
        cells["at_least"],
        end,
        cells["cut"],
    )


def _once(rows: Numbered[DutyEntry]) -> Iterable[Fault]:
    return repeated(rows, "code", lambda entry: entry.code)
