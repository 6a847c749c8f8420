"""What a person should act on now: overdue cases of class A and B, and what the rules have raised beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.live.board import MOST_ALARMS, WIDEST_RATE_GAP, State
from dashboard.live.facts import Facts
from dashboard.live.stood import Raised, Stood
from dashboard.queries.case_row import CaseRow
from dashboard.queries.question import Figures
from pipelines.domain.alarm import AlarmState, Severity
from pipelines.domain.comparison import SMALL_BASE
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.kpi import RATES_BY_NAME, Basis

ON_TIME = RATES_BY_NAME["on_time_rate"]
_STATES = {Severity.CRITICAL: State.CRITICAL, Severity.WARNING: State.WARNING}


@dataclass(frozen=True, slots=True)
class Alarm:
    """One row of the list: an overdue case, or what a rule has raised; `owner` has taken it, None while nobody has."""

    state: State
    case: CaseRow | None = None
    raised: Raised | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Alarms:
    """How many there are of each state, how many of them are taken, and the first: the gravest not taken.

    `cleared` are over, and only listed where there is room.
    """

    counts: Mapping[State, int]
    taken: Mapping[State, int]
    first: Sequence[Alarm]
    cleared: Sequence[Alarm] = ()

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def rows(self) -> Sequence[Alarm]:
        """Those that the list has room for."""
        return [*self.first, *self.cleared][:MOST_ALARMS]


def find_alarms(facts: Facts) -> Alarms:
    """All alarms of a moment."""
    rows, numbers = [], {}
    for class_, state in ((CaseClass.A, State.CRITICAL), (CaseClass.B, State.WARNING)):
        listed = facts.counted.overdue[class_]
        calling = [row for row in listed if row.case_id not in facts.alarms.quiet]
        rows += [_of_case(row, state, facts.alarms) for row in calling]
        all_overdue = facts.counted.alarming[class_].counts[Basis.STOCK]["overdue"]
        numbers[state] = all_overdue - (len(listed) - len(calling))
    raised = [_of_rule(one) for one in facts.alarms.raised]
    found = sorted([*raised, *rows], key=lambda one: (one.state is not State.CRITICAL, one.owner is not None))
    return Alarms(
        {state: number + sum(one.state is state for one in raised) for state, number in numbers.items()},
        {state: sum(one.state is state and one.owner is not None for one in found) for state in numbers},
        found,
        [Alarm(State.CLEARED, raised=one) for one in facts.alarms.cleared],
    )


def _of_case(row: CaseRow, state: State, stood: Stood) -> Alarm:
    return Alarm(state, case=row, owner=stood.taken.get(row.case_id))


def _of_rule(one: Raised) -> Alarm:
    is_taken = one.alarm.state is AlarmState.ACKNOWLEDGED
    return Alarm(_STATES[one.alarm.severity], raised=one, owner=(one.alarm.actor or "") if is_taken else None)


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
