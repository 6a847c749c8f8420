"""What a person should act on now: overdue cases of class A and B, and what the rules have raised beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.live.board import WIDEST_RATE_GAP, State
from dashboard.live.facts import Facts, Raised
from dashboard.queries.case_row import CaseRow
from dashboard.queries.question import Figures
from pipelines.domain.alarm import Severity
from pipelines.domain.comparison import SMALL_BASE
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.kpi import RATES_BY_NAME, Basis

ON_TIME = RATES_BY_NAME["on_time_rate"]
_STATES = {Severity.CRITICAL: State.CRITICAL, Severity.WARNING: State.WARNING}


@dataclass(frozen=True, slots=True)
class Alarm:
    """One row of the list: an overdue case, or what a rule has raised."""

    state: State
    case: CaseRow | None = None
    raised: Raised | None = None


@dataclass(frozen=True, slots=True)
class Alarms:
    """How many there are of each state, and the first of them, gravest and oldest first."""

    critical: int
    warning: int
    first: Sequence[Alarm]


def find_alarms(facts: Facts) -> Alarms:
    """All alarms of a moment."""
    grave, urgent = facts.counted.overdue[CaseClass.A], facts.counted.overdue[CaseClass.B]
    rows = [Alarm(State.CRITICAL, case=row) for row in grave]
    rows += [Alarm(_STATES[one.alarm.severity], raised=one) for one in facts.raised]
    rows += [Alarm(State.WARNING, case=row) for row in urgent]
    counts = {one: own.counts[Basis.STOCK]["overdue"] for one, own in facts.counted.alarming.items()}
    critical = sum(one.alarm.severity is Severity.CRITICAL for one in facts.raised)
    warning = len(facts.raised) - critical
    return Alarms(counts[CaseClass.A] + critical, counts[CaseClass.B] + warning, _gravest_first(rows))


def _gravest_first(rows: Sequence[Alarm]) -> Sequence[Alarm]:
    return sorted(rows, key=lambda one: one.state is not State.CRITICAL)


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
