"""An alarm is the fold of its records, whatever the order in which they came."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.domain.alarm import Alarm, AlarmState, Severity, alarm_of
from pipelines.domain.record import Record, RecordType

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
PATH = ("140303", "140303001")


def record(action: str, minutes: float, actor: str | None = None, **values: object) -> Record:
    given = {"alarm_id": "burst:x:0", "action": action, "kind": None, "reason": None, "until": None} | values
    source = "system" if action in ("raise", "clear") else "desk"
    return Record(source, action, RecordType.ALARM, NOW + timedelta(minutes=minutes), PATH, given, actor)


RAISED = record("raise", 0, kind="burst", severity="critical", subject="140303001", value=24.0)
LIFE = (
    RAISED,
    record("shelve", 5, "王", reason="等雨停", until=(NOW + timedelta(minutes=30)).isoformat()),
    record("acknowledge", 10, "李", reason="已派人"),
    record("clear", 60),
    record("confirm", 70, "李"),
)


def state(*records: Record) -> AlarmState | None:
    found = alarm_of(records)
    return found and found.state


def test_a_life_leads_from_raise_to_confirmation() -> None:
    states = [state(*LIFE[:n]) for n in range(len(LIFE) + 1)]
    assert states == [
        None,
        *(AlarmState(word) for word in ["raised", "shelved", "acknowledged", "cleared", "confirmed"]),
    ]


def test_who_speaks_for_another_place_has_no_say_in_an_alarm() -> None:
    said = record("acknowledge", 10, "李", reason="已派人")
    assert state(RAISED, replace(said, path=("140303", "140303003"))) is AlarmState.RAISED
    assert state(RAISED, replace(said, path=("140303",))) is AlarmState.ACKNOWLEDGED


def test_every_order_of_arrival_ends_in_the_same_alarm() -> None:
    assert len({alarm_of(order) for order in itertools.permutations(LIFE)}) == 1


def test_an_acknowledgement_says_who_and_why_and_a_clear_keeps_it() -> None:
    found = alarm_of((*LIFE[:1], *LIFE[2:4]))
    assert isinstance(found, Alarm)
    assert (found.actor, found.reason, found.rule, found.severity) == ("李", "已派人", "burst", Severity.CRITICAL)
    assert (found.raised_at, found.cleared_at) == (NOW, NOW + timedelta(minutes=60))
    assert not found.is_open


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ((RAISED, record("confirm", 1)), AlarmState.RAISED),
        ((RAISED, record("clear", 1), record("acknowledge", 2)), AlarmState.CLEARED),
        ((RAISED, record("acknowledge", -1)), AlarmState.RAISED),
        ((record("acknowledge", 1),), None),
    ],
)
def test_what_fits_no_step_changes_nothing(records: tuple[Record, ...], expected: AlarmState | None) -> None:
    assert state(*records) == expected


def test_a_shelved_alarm_is_raised_again_when_its_time_is_over() -> None:
    found = alarm_of(LIFE[:2])
    assert found is not None
    assert found.state_at(NOW + timedelta(minutes=29)) is AlarmState.SHELVED
    assert found.state_at(NOW + timedelta(minutes=30)) is AlarmState.RAISED
