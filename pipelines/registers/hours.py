"""The register of working hours: the windows of a working day, such as a morning and an afternoon."""

from collections.abc import Iterable, Mapping
from datetime import time
from itertools import pairwise
from typing import Any

from pipelines.domain.calendar import Window
from pipelines.registers.column import Column
from pipelines.registers.sheet import CellError, Fault, Numbered, Sheet


def hours_sheet() -> Sheet[Window]:
    """All windows of a working day, in order; the file replaces those known so far."""
    columns = (
        Column("opens", "when work begins, as 08:30", _clock),
        Column("closes", "when it ends, later that day", _clock),
    )
    return Sheet("hours", columns, _window, _in_order)


def _clock(cell: str) -> time:
    try:
        return time.fromisoformat(cell).replace(tzinfo=None)
    except ValueError:
        raise ValueError("is no time of day; write it as 08:30") from None


def _window(cells: Mapping[str, Any]) -> Window:
    if cells["closes"] <= cells["opens"]:
        raise CellError("closes", "is not after it opens; give a later time")
    return cells["opens"], cells["closes"]


def _in_order(rows: Numbered[Window]) -> Iterable[Fault]:
    if not rows:
        yield Fault(2, "opens", "", "is missing; a working day needs one window at least")
    for (_, (_, closed)), (number, (opens, _)) in pairwise(rows):
        if opens <= closed:
            yield Fault(number, "opens", f"{opens:%H:%M}", f"is not after {closed:%H:%M}; put the windows in order")
