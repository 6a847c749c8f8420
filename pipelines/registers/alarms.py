"""The rules of alarms: what is watched where, from when on it is wrong, and for how long it must be."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any

from pipelines.domain.alarm import Severity
from pipelines.domain.alarm_rule import BY_PLACE, AlarmRule, Condition, Span
from pipelines.domain.event import CaseClass
from pipelines.domain.kpi import RATES_BY_NAME, STORED, Basis, Kind
from pipelines.domain.load import LOAD
from pipelines.domain.org import OrgTree
from pipelines.domain.record_counts import RECORD_COUNTS
from pipelines.domain.unit import Hierarchy, OrgLevel
from pipelines.registers.column import Column, flag, known, number, one_of, text, whole
from pipelines.registers.sheet import HEADER, CellError, Fault, Numbered, Sheet, repeated

LONGEST_NAME = 30
MOST_MINUTES = 7 * 24 * 60
_OF: Mapping[Condition, tuple[str, Collection[str]]] = {
    Condition.RATE: ("rate of the catalogue", (*RATES_BY_NAME, LOAD)),
    Condition.CHANGE: ("rate that is compared", tuple(RATES_BY_NAME)),
    Condition.TREND: ("flow count", (*STORED[Basis.FLOW], *RECORD_COUNTS[Basis.FLOW])),
    Condition.OVERDUE: ("class", tuple(one for one in CaseClass if one is not CaseClass.NONE)),
}
"""What a rule of a condition may be about; the others need nothing said."""
_WHOLE_DAYS = ", ".join(one for one in Span if one is not Span.TODAY)
_OVER_DAYS = frozenset({Condition.RATE, Condition.CHANGE})
_MADE_OF_MANY = frozenset({*_OVER_DAYS, Condition.TREND, Condition.INSTANT_CLOSES})
_ONE_BY_ONE = frozenset({Condition.OVERDUE, Condition.VACANCY})


class Direction(StrEnum):
    """On which side of its border a value is wrong."""

    ABOVE = "above"
    BELOW = "below"


def alarms_sheet(tree: OrgTree) -> Sheet[AlarmRule]:
    """All rules: the file replaces those known so far."""
    base = [unit.code for unit in tree.units.values() if unit.kind is Hierarchy.BASE]
    columns = (
        Column("name", f"what alarms of it are called, unique; up to {LONGEST_NAME} letters, digits and _", _name),
        Column("severity", ", ".join(Severity), one_of(Severity)),
        Column("condition", ", ".join(Condition), one_of(Condition)),
        Column("of", f"a rate or {LOAD}; for trend a flow count, for overdue a class; else empty", text(64), False, ""),
        Column("place", "code of a place; empty = everywhere", known(base, "base places"), is_required=False),
        Column("level", "every place of that level, at or below place; empty = place itself", one_of(OrgLevel), False),
        Column("span", f"days of a rate: {', '.join(Span)}; empty = today", one_of(Span), False, Span.TODAY),
        Column("direction", "above or below: on which side of raise_at a value is wrong", one_of(Direction)),
        Column("raise_at", "a share as 0.9; the change of a share in points, of another rate in percent", number),
        Column("clear_at", "where it is right again: further back than raise_at", number),
        Column("minutes", "how long it must last; empty = 0", whole(0, MOST_MINUTES), False, 0),
        Column("least", "what a rate or trend must be made of at least; empty = 1", whole(1, 1_000_000), False, 1),
        Column("month_end", "yes = looks only at the last day of a month; empty = no", flag, False, default=False),
    )
    return Sheet("alarms", columns, _rule, _between)


def _name(cell: str) -> str:
    if len(cell) > LONGEST_NAME or not cell.replace("_", "").isalnum():
        raise ValueError(f"is no name; use up to {LONGEST_NAME} letters, digits and _")
    return cell


def _rule(cells: Mapping[str, Any]) -> AlarmRule:
    _check_subject(cells)
    _check_place(cells)
    _check_borders(cells)
    return AlarmRule(
        name=cells["name"],
        condition=cells["condition"],
        severity=cells["severity"],
        raise_at=cells["raise_at"],
        clear_at=cells["clear_at"],
        lasting=timedelta(minutes=cells["minutes"]),
        level=cells["level"],
        of=cells["of"],
        least=cells["least"],
        is_of_period_end=cells["month_end"],
        place=cells["place"],
        span=cells["span"],
    )


def _check_subject(cells: Mapping[str, Any]) -> None:
    condition = cells["condition"]
    what, allowed = _OF.get(condition, ("", ()))
    if cells["of"] not in (allowed or ("",)):
        fault = (
            f"is no {what}; use one of {', '.join(allowed)}" if allowed else f"says nothing of {condition}; empty it"
        )
        raise CellError("of", fault)
    if cells["span"] is not Span.TODAY and condition not in _OVER_DAYS:
        raise CellError("span", f"says nothing of {condition}; empty it")
    if cells["span"] is Span.TODAY and condition is Condition.CHANGE:
        raise CellError("span", f"is not over; compare whole days: {_WHOLE_DAYS}")
    if cells["least"] > 1 and condition not in _MADE_OF_MANY:
        raise CellError("least", f"says nothing of {condition}; empty it")


def _check_place(cells: Mapping[str, Any]) -> None:
    is_by_place = cells["condition"] in BY_PLACE
    if is_by_place and not cells["level"] and not cells["place"]:
        raise CellError("level", f"is empty; name one of {', '.join(OrgLevel)}, or a place")
    if cells["level"] and not is_by_place:
        raise CellError("level", f"says nothing of {cells['condition']}, which finds its places itself; empty it")


def _check_borders(cells: Mapping[str, Any]) -> None:
    condition, raise_at, clear_at = cells["condition"], cells["raise_at"], cells["clear_at"]
    is_low = cells["direction"] is Direction.BELOW
    if is_low and condition not in _OVER_DAYS:
        raise CellError("direction", f"can only be {Direction.ABOVE} for {condition}")
    if raise_at == clear_at or is_low != (raise_at < clear_at):
        side = "above" if is_low else "below"
        raise CellError("clear_at", f"is not {side} {raise_at:g}; a value at the border would raise and clear in turn")
    if _is_share(condition, cells["of"]):
        for column in ("raise_at", "clear_at"):
            if not 0 <= cells[column] <= 1:
                raise CellError(column, "is no share; write 90 % as 0.9")
    if condition in _ONE_BY_ONE and not 0 <= clear_at < raise_at <= 1:
        raise CellError("raise_at", f"does not fit: each {condition} is told of by itself; raise at 1, clear at 0")


def _is_share(condition: Condition, of: str) -> bool:
    if condition is Condition.RATE:
        return of != LOAD and RATES_BY_NAME[of].kind is Kind.SHARE
    return condition is Condition.INSTANT_CLOSES


def _between(rows: Numbered[AlarmRule]) -> Iterable[Fault]:
    if not rows:
        yield Fault(HEADER + 1, "name", "", "is missing; a file holds all rules, and needs one at least")
    yield from repeated(rows, "name", lambda rule: rule.name)
