"""The register of deadlines: how long a case of an item may take, by filing condition and stage."""

from collections.abc import Iterable, Mapping
from typing import Any

from pipelines.domain.calendar import Counting, Limit
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.rules import DeadlineRule
from pipelines.domain.step import CaseStage
from pipelines.domain.workflow import Workflows
from pipelines.registers.column import Column, known, one_of, text
from pipelines.registers.sheet import CellError, Fault, Numbered, Sheet, repeated

MOST = 1000
_BY_DAY = (Counting.WORKING_DAYS, Counting.NATURAL_DAYS)


def deadlines_sheet(catalogue: Catalogue, workflows: Workflows) -> Sheet[DeadlineRule]:
    """Rules of items in the catalogue; the rules of an item that stands in the file replace its earlier ones."""

    def rule(cells: Mapping[str, Any]) -> DeadlineRule:
        if cells["counting"] in _BY_DAY and not cells["amount"].is_integer():
            raise CellError("amount", f"is not whole; {cells['counting']} are counted whole")
        item, stage = catalogue.items[cells["item"]], cells["stage"]
        stages = workflows[item.workflow].stages[1:]
        if stage is not None and stage not in stages:
            names = ", ".join(one.name.lower() for one in stages)
            raise CellError("stage", f"is no stage that {item.workflow} leads to; use one of {names}")
        return DeadlineRule(item.code, Limit(cells["amount"], cells["counting"]), cells["condition"], stage)

    columns = (
        Column("item", "code of an item in the catalogue", known(catalogue.items, "items")),
        Column("condition", "filing condition; empty = any that no other rule names", text(200), is_required=False),
        Column("stage", "stage to reach in that time; empty = the work must be done", _stage, is_required=False),
        Column("amount", f"how many, above 0 and at most {MOST}; days are whole", _amount),
        Column("counting", ", ".join(Counting), one_of(Counting)),
    )
    return Sheet("deadlines", columns, rule, _once)


def _amount(cell: str) -> float:
    try:
        amount = float(cell)
    except ValueError:
        amount = 0
    if not 0 < amount <= MOST:
        raise ValueError(f"is no amount; write a number above 0 and at most {MOST}")
    return amount


def _stage(cell: str) -> CaseStage:
    found = {stage.name.lower(): stage for stage in CaseStage}
    if cell not in found:
        raise ValueError(f"is unknown; use one of {', '.join(found)}")
    return found[cell]


def _once(rows: Numbered[DeadlineRule]) -> Iterable[Fault]:
    return repeated(rows, "item", lambda rule: " ".join(map(str, (rule.item, rule.condition or "", rule.stage or ""))))
