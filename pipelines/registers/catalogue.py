"""The register of items that can be reported."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from pipelines.domain.catalogue import ABCD_ITEMS, NOTHING, Catalogue, Hazard, Item, catalogue_of
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.load import WEIGHTS
from pipelines.domain.unit import OrgLevel
from pipelines.domain.workflow import WORKFLOWS
from pipelines.registers.class_weights import weight_faults
from pipelines.registers.column import Column, day, flag, known, one_of, text, whole
from pipelines.registers.sheet import HEADER, CellError, Fault, Numbered, Sheet, repeated

_HAZARD = f"no, yes, or ABCD = of the list of four classes, of which a file holds all {ABCD_ITEMS} or none; empty = no"

_WEIGHT = "1 to 100, how much a case weighs in the load of its handlers, one for all items of a class; empty = "
_WEIGHT += ", ".join(f"{class_} {weight}" for class_, weight in WEIGHTS.items())


def catalogue_sheet(workflows: Collection[str] = WORKFLOWS, kept: Catalogue = NOTHING) -> Sheet[Item]:
    """Items by code; a file with an item marked ABCD declares itself the list of hazards, and must hold it whole.

    `kept` is the catalogue that the file's rows come to stand in.
    """

    def check(rows: Numbered[Item]) -> Iterable[Fault]:
        return [*_between(rows), *weight_faults(rows, kept)]

    columns = (
        Column("code", "short code of the item, unique", text(32)),
        Column("name", "Chinese name", text(100)),
        Column("name_en", "English name; empty = the Chinese one", text(200), is_required=False),
        Column("center", "governance, emergency or grid", one_of(Center)),
        Column("class", "A, B, C or D", one_of(CaseClass)),
        Column("workflow", "the way its cases go; empty = six_step", known(workflows, "workflows"), False, "six_step"),
        Column("hazard", _HAZARD, one_of(Hazard), False, Hazard.NO),
        Column("weight", _WEIGHT, whole(1, 100), False),
        Column("owner_level", "the one level that owns it; a hazard needs one", _one_level, is_required=False),
        Column("valid_from", "first day of this version; empty = it was always so", day, is_required=False),
        Column("sample", "yes for an item of a sample, which is nobody's catalogue; empty = no", flag, False, False),
    )
    return Sheet("catalogue", columns, _item, check)


def read_catalogue(file: Path) -> Catalogue:
    """The catalogue that one file holds; FaultyFileError names every fault in it."""
    return catalogue_of(catalogue_sheet().load(file))


def _one_level(cell: str) -> OrgLevel:
    try:
        return OrgLevel(cell)
    except ValueError:
        raise ValueError(f"is not exactly one level; name one of {', '.join(OrgLevel)}") from None


def _item(cells: Mapping[str, Any]) -> Item:
    if cells["hazard"] is not Hazard.NO:
        _check_hazard(cells)
    return Item(
        code=cells["code"],
        name=cells["name"],
        name_en=cells["name_en"] or cells["name"],
        center=cells["center"],
        class_=cells["class"],
        workflow=cells["workflow"],
        hazard=cells["hazard"],
        weight=cells["weight"] or WEIGHTS[cells["class"]],
        owner_level=cells["owner_level"] or OrgLevel.SUBDISTRICT,
        valid_from=cells["valid_from"],
        is_sample=cells["sample"],
    )


def _check_hazard(cells: Mapping[str, Any]) -> None:
    if cells["class"] is CaseClass.NONE:
        raise CellError("class", "is no class of hazards; use A, B, C or D")
    if cells["owner_level"] is None:
        raise CellError("owner_level", f"is empty; a hazard has exactly one owner: name one of {', '.join(OrgLevel)}")


def _between(rows: Numbered[Item]) -> Iterable[Fault]:
    yield from repeated(rows, "code", lambda item: item.code)
    hazards = [item.hazard for _, item in rows if item.is_hazard]
    if Hazard.ABCD in hazards and len(hazards) != ABCD_ITEMS:
        remedy = f"{len(hazards)} hazards stand in the file; the ABCD list has exactly {ABCD_ITEMS}: add or remove some"
        yield Fault(HEADER, "hazard", Hazard.ABCD, remedy)
