"""What a person should act on now: overdue cases of class A and B, and what the rules have raised beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dashboard.live.board import MOST_ALARMS, MOST_ALIKE, WIDEST_RATE_GAP, State
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
    """One row of the list: an overdue case, or what a rule has raised; `owner` has taken it, None while nobody has.

    Where a rule has raised many warnings, one row tells of them all: they are `alike`, and `raised` is the first.
    """

    state: State
    case: CaseRow | None = None
    raised: Raised | None = None
    owner: str | None = None
    alike: Sequence[Raised] = ()

    @property
    def urgency(self) -> tuple[bool, bool, bool]:
        """What calls stands first: by state, then what nobody has taken, then what stands alone."""
        return self.state is not State.CRITICAL, self.owner is not None, bool(self.alike)


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
    found = [*raised, *rows]
    return Alarms(
        {state: number + sum(one.state is state for one in raised) for state, number in numbers.items()},
        {state: sum(one.state is state and one.owner is not None for one in found) for state in numbers},
        sorted(_together(found), key=lambda one: one.urgency),
        [Alarm(State.CLEARED, raised=one) for one in facts.alarms.cleared],
    )


def _together(alarms: Sequence[Alarm]) -> Iterator[Alarm]:
    """The same with one row for the warnings of a rule once they are many: a flood must not hide what stands alone."""
    floods: dict[str, list[Raised]] = {}
    for one in alarms:
        if one.raised and one.state is State.WARNING and one.owner is None:
            floods.setdefault(one.raised.alarm.rule, []).append(one.raised)
    floods = {rule: held for rule, held in floods.items() if len(held) > MOST_ALIKE}
    drowned = {one.alarm.alarm_id for held in floods.values() for one in held}
    yield from (one for one in alarms if one.raised is None or one.raised.alarm.alarm_id not in drowned)
    yield from (Alarm(State.WARNING, raised=held[0], alike=held) for held in floods.values())


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
