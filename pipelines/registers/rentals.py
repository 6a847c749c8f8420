"""The register of rental homes and their schedule of inspections."""

from collections.abc import Iterable, Mapping
from typing import Any

from pipelines.domain.housing import Rental, RentalGrade, RentalType
from pipelines.domain.org import OrgTree
from pipelines.registers.column import Column, day, known, one_of, text, whole, worded
from pipelines.registers.sheet import CellError, Fault, Numbered, Sheet, repeated

TYPES = {
    "整租": RentalType.WHOLE,
    "合租": RentalType.SHARED,
    "集体宿舍": RentalType.DORMITORY,
    "商住混用": RentalType.MIXED_USE,
}


def rentals_sheet(tree: OrgTree) -> Sheet[Rental]:
    """Homes by code and first day; a row with a later first day ends the one before."""
    columns = (
        Column("code", "code of the home", text(64)),
        Column("place", "code of the grid or place it stands in", known(tree.units, "places")),
        Column("type", "整租, 合租, 集体宿舍 or 商住混用", worded(TYPES)),
        Column("grade", "A, B or C; C needs the most watching", one_of(RentalGrade)),
        Column("every_days", "days from one inspection to the next", whole(1, 3650)),
        Column("first_due", "day by which the first inspection is due", day),
        Column(
            "valid_from", "first day on which the row holds; another than before makes it the home's next version", day
        ),
        Column("valid_to", "first day no longer let; empty = open", day, is_required=False),
    )
    return Sheet("rentals", columns, _rental, _once)


def _rental(cells: Mapping[str, Any]) -> Rental:
    begin, end, due = cells["valid_from"], cells["valid_to"], cells["first_due"]
    if end is not None and end <= begin:
        raise CellError("valid_to", "is not after valid_from; write the first day it is no longer let")
    if due < begin:
        raise CellError("first_due", "is before valid_from; write a day on which the home is in the register")
    return Rental(cells["code"], cells["place"], cells["type"], cells["grade"], cells["every_days"], due, begin, end)


def _once(rows: Numbered[Rental]) -> Iterable[Fault]:
    return repeated(rows, "code", lambda rental: rental.key)
