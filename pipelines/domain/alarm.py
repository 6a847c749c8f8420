"""Alarms: raised and cleared by the system; acknowledged, shelved and confirmed by people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from pipelines.domain.record import Record, in_order


class Severity(StrEnum):
    """How soon somebody must act."""

    CRITICAL = "critical"
    WARNING = "warning"


class AlarmState(StrEnum):
    """Where an alarm stands; a cleared one waits to be confirmed."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    SHELVED = "shelved"
    CLEARED = "cleared"
    CONFIRMED = "confirmed"


OPEN_STATES = frozenset({AlarmState.RAISED, AlarmState.ACKNOWLEDGED, AlarmState.SHELVED})


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm from its raise to its end; `subject` is the place, case, source or duty that it is about.

    `actor` and `reason` are those of the last person who dealt with it; a shelved one is quiet `until` then.
    """

    alarm_id: str
    rule: str
    subject: str
    severity: Severity
    path: tuple[str, ...]
    raised_at: datetime
    changed_at: datetime
    value: float = 0.0
    case_id: str | None = None
    state: AlarmState = AlarmState.RAISED
    actor: str | None = None
    reason: str | None = None
    until: datetime | None = None
    cleared_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether what it tells of still stands."""
        return self.state in OPEN_STATES

    def state_at(self, now: datetime) -> AlarmState:
        """Its state at an instant: once the time of shelving is over, it is raised again."""
        is_over = self.state is AlarmState.SHELVED and self.until is not None and self.until <= now
        return AlarmState.RAISED if is_over else self.state


_STEPS: Mapping[str, tuple[frozenset[AlarmState], AlarmState]] = {
    "acknowledge": (frozenset({AlarmState.RAISED, AlarmState.SHELVED}), AlarmState.ACKNOWLEDGED),
    "shelve": (OPEN_STATES, AlarmState.SHELVED),
    "clear": (OPEN_STATES, AlarmState.CLEARED),
    "confirm": (frozenset({AlarmState.CLEARED}), AlarmState.CONFIRMED),
}
"""By action: where the alarm must stand, and where it stands then."""


ANSWERS = ("acknowledge", "shelve", "confirm")
"""What people do with an alarm."""
SHELVE_HOURS = (1, 4, 24, 72)
"""For how long a person may put one off."""


def answers(state: AlarmState) -> tuple[str, ...]:
    """What people may do with an alarm that stands so."""
    return tuple(action for action in ANSWERS if state in _STEPS[action][0])


def alarm_of(records: Iterable[Record]) -> Alarm | None:
    """The alarm that its records tell of, the same in whatever order they came; None while nobody has raised it.

    What fits no step, as an acknowledgement of what is cleared, changes nothing.
    """
    found: Alarm | None = None
    for record in sorted(records, key=in_order):
        if found is not None:
            found = _after(found, record)
        elif record.values["action"] == "raise":
            found = _raised(record)
    return found


def _raised(record: Record) -> Alarm:
    values = record.values
    return Alarm(
        alarm_id=values["alarm_id"],
        rule=values["kind"],
        subject=values.get("subject") or record.path[-1],
        severity=Severity(values.get("severity") or Severity.WARNING),
        path=record.path,
        raised_at=record.occurred_at,
        changed_at=record.occurred_at,
        value=values.get("value") or 0.0,
        case_id=values.get("case_id"),
    )


def _after(alarm: Alarm, record: Record) -> Alarm:
    before, state = _STEPS.get(record.values["action"], (frozenset[AlarmState](), alarm.state))
    if alarm.state not in before or not _is_near(alarm, record):
        return alarm
    moved = replace(alarm, state=state, changed_at=record.occurred_at, until=_until(record))
    if state is AlarmState.CLEARED:
        return replace(moved, cleared_at=record.occurred_at)
    return replace(moved, actor=record.actor or record.source, reason=record.values.get("reason"))


def _is_near(alarm: Alarm, record: Record) -> bool:
    """Whether the record names a place of the alarm's path: who may speak for another place only has no say in it."""
    return record.path[-1] in alarm.path


def _until(record: Record) -> datetime | None:
    text = record.values.get("until")
    return datetime.fromisoformat(text) if text else None
