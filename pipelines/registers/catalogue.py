"""The register of items that can be reported."""

from collections.abc import Iterable, Mapping
from typing import Any

from pipelines.domain.case import CaseClass, Center
from pipelines.domain.catalogue import Item
from pipelines.domain.workflow import WORKFLOWS
from pipelines.registers.column import Column, known, one_of, text
from pipelines.registers.sheet import Fault, Numbered, Sheet, repeated

_COLUMNS = (
    Column("code", "short code of the item, unique", text(32)),
    Column("name", "Chinese name", text(100)),
    Column("name_en", "English name; empty = the Chinese one", text(200), is_required=False),
    Column("center", "governance, emergency or grid", one_of(Center)),
    Column("class", "A, B, C or D", one_of(CaseClass)),
    Column("workflow", "the way its cases go; empty = six_step", known(WORKFLOWS, "workflows"), False, "six_step"),
)


def catalogue_sheet() -> Sheet[Item]:
    """Items by code."""
    return Sheet("catalogue", _COLUMNS, _item, _once)


def _item(cells: Mapping[str, Any]) -> Item:
    name_en = cells["name_en"] or cells["name"]
    return Item(cells["code"], cells["name"], name_en, cells["center"], cells["class"], cells["workflow"])


def _once(rows: Numbered[Item]) -> Iterable[Fault]:
    return repeated(rows, "code", lambda item: item.code)
