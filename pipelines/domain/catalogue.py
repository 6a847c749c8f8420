"""Items that can be reported, with the class, center and workflow each brings along."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipelines.domain.case import CaseClass, Center
from pipelines.domain.errors import RegisterError


@dataclass(frozen=True, slots=True)
class Item:
    """One reportable matter 小类."""

    code: str
    name: str
    name_en: str
    center: Center
    class_: CaseClass
    workflow: str = "six_step"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Items by code."""

    items: Mapping[str, Item]


def read_catalogue(rows: Iterable[Mapping[str, str]], workflows: Iterable[str]) -> Catalogue:
    """Items from rows code,name,name_en,center,class,workflow; RegisterError names the line that is wrong."""
    items: dict[str, Item] = {}
    for line, row in enumerate(rows, start=2):
        item = _item(line, row, set(workflows))
        if item.code in items:
            raise RegisterError(f"catalogue line {line}: item {item.code} stands twice; keep one")
        items[item.code] = item
    return Catalogue(items)


def _item(line: int, row: Mapping[str, str], workflows: set[str]) -> Item:
    for column in ("code", "name", "center", "class"):
        if not (row.get(column) or "").strip():
            raise RegisterError(f"catalogue line {line}: {column} is empty; fill it in")
    center, class_, workflow = row["center"], row["class"], row.get("workflow") or "six_step"
    for column, value, known in (
        ("center", center, set(Center)),
        ("class", class_, set(CaseClass)),
        ("workflow", workflow, workflows),
    ):
        if value not in known:
            raise RegisterError(f"catalogue line {line}: {column} '{value}' is unknown; use one of {sorted(known)}")
    name = row["name"].strip()
    return Item(row["code"].strip(), name, row.get("name_en") or name, Center(center), CaseClass(class_), workflow)
