"""What a person should act on now: overdue cases of class A and B, and places far below their target."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.live.board import WIDEST_RATE_GAP, State
from dashboard.live.facts import Facts
from dashboard.queries.case_row import CaseRow
from dashboard.queries.question import Figures
from pipelines.domain.comparison import SMALL_BASE
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.kpi import RATES_BY_NAME, Basis

ON_TIME = RATES_BY_NAME["on_time_rate"]


@dataclass(frozen=True, slots=True)
class Alarm:
    """One row of the list: a case, or a place by its figures."""

    state: State
    case: CaseRow | None = None
    place: Figures | None = None


@dataclass(frozen=True, slots=True)
class Alarms:
    """How many there are of each state, and the first of them, gravest and oldest first."""

    critical: int
    warning: int
    first: Sequence[Alarm]


def find_alarms(facts: Facts) -> Alarms:
    """All alarms of a moment."""
    grave, urgent = facts.counted.overdue[CaseClass.A], facts.counted.overdue[CaseClass.B]
    slow = sorted((one for one in facts.counted.children if is_slow(one)), key=_on_time)
    rows = [Alarm(State.CRITICAL, case=row) for row in grave]
    rows += [Alarm(State.WARNING, place=one) for one in slow]
    rows += [Alarm(State.WARNING, case=row) for row in urgent]
    counts = {one: own.counts[Basis.STOCK]["overdue"] for one, own in facts.counted.alarming.items()}
    return Alarms(counts[CaseClass.A], counts[CaseClass.B] + len(slow), rows)


def is_slow(figures: Figures) -> bool:
    """Whether the on-time rate lies clearly below its target, over enough cases to say so."""
    rate = figures.rates[ON_TIME.name]
    return rate.d >= SMALL_BASE and _on_time(figures) < (ON_TIME.target or 0) - WIDEST_RATE_GAP


def _on_time(figures: Figures) -> float:
    return figures.rates[ON_TIME.name].value or 0.0


def center_state(facts: Facts, center: Center) -> State:
    """Critical with an overdue case of class A, warning when it is slow."""
    if any(row.center is center for row in facts.counted.overdue[CaseClass.A]):
        return State.CRITICAL
    return State.WARNING if is_slow(facts.counted.centers[center]) else State.NORMAL
