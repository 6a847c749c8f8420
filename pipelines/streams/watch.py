"""Rules, readings and open alarms -> what to raise and what to clear: pure."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from pipelines.domain.access import SYSTEM
from pipelines.domain.alarm import Alarm
from pipelines.domain.alarm_rule import AlarmRule, Reading
from pipelines.domain.record import Record, RecordType

_MILLISECOND = timedelta(milliseconds=1)


class Watched(NamedTuple):
    """What a rule is about to watch: one alarm at most is open of it."""

    rule: str
    subject: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to raise and to clear now, and since when each change that has not lasted long enough is waiting."""

    to_raise: Sequence[tuple[AlarmRule, Reading]]
    to_clear: Sequence[Alarm]
    waiting: Mapping[Watched, datetime]


def judge(
    measured: Iterable[tuple[AlarmRule, Sequence[Reading]]],
    open_alarms: Iterable[Alarm],
    waiting: Mapping[Watched, datetime],
    now: datetime,
) -> Verdict:
    """Each rule against what was measured for it; a subject without a reading is as it should be.

    What a rule has raised that is watched no more is cleared at once.
    """
    standing, measured = {Watched(alarm.rule, alarm.subject): alarm for alarm in open_alarms}, list(measured)
    turning, names = _turning(measured, standing), {rule.name for rule, _ in measured}
    since = {watched: waiting.get(watched, now) for watched in turning}
    due = sorted(watched for watched, (rule, _) in turning.items() if now - since[watched] >= rule.lasting)
    to_raise = [
        (rule, one)
        for watched in due
        for rule, one in [turning[watched]]
        if one is not None and watched not in standing
    ]
    to_clear = [standing[watched] for watched in due if watched in standing]
    to_clear += [alarm for watched, alarm in standing.items() if watched.rule not in names]
    return Verdict(to_raise, to_clear, {watched: at for watched, at in since.items() if watched not in due})


def _turning(
    measured: Iterable[tuple[AlarmRule, Sequence[Reading]]], standing: Collection[Watched]
) -> dict[Watched, tuple[AlarmRule, Reading | None]]:
    """What would turn now, were it not for how long it must last."""
    turning = dict[Watched, tuple[AlarmRule, Reading | None]]()
    for rule, readings in measured:
        found = {Watched(rule.name, one.subject): one for one in readings}
        own = found.keys() | {watched for watched in standing if watched.rule == rule.name}
        turning |= {
            watched: (rule, found.get(watched))
            for watched in own
            if _turns(rule, found.get(watched), watched in standing)
        }
    return turning


def _turns(rule: AlarmRule, reading: Reading | None, is_open: bool) -> bool:
    if reading is None:
        return is_open
    return rule.is_right(reading.value) if is_open else rule.is_wrong(reading.value)


def alarm_records(
    verdict: Verdict, earlier: Mapping[Watched, int], paths: Mapping[str, tuple[str, ...]], now: datetime
) -> list[Record]:
    """The records that raise and clear; `earlier` counts the alarms there have been before.

    An id comes from rule, subject and number: whoever says the same again says it under the same id.
    """
    raised = [
        _raise(rule, one, earlier.get(Watched(rule.name, one.subject), 0), paths[one.place], now)
        for rule, one in verdict.to_raise
    ]
    return raised + [_clear(alarm, now) for alarm in verdict.to_clear]


def _raise(rule: AlarmRule, reading: Reading, n: int, path: tuple[str, ...], now: datetime) -> Record:
    digest = hashlib.blake2b(reading.subject.encode(), digest_size=10).hexdigest()
    alarm_id = f"{rule.name}:{digest}:{n}"
    values = {"alarm_id": alarm_id, "action": "raise", "kind": rule.name, "subject": reading.subject}
    measured = {"severity": rule.severity.value, "value": reading.value, "case_id": reading.case_id}
    return Record(SYSTEM, f"raise:{alarm_id}", RecordType.ALARM, now, path, values | measured)


def _clear(alarm: Alarm, now: datetime) -> Record:
    """Behind all that was said of the alarm, even by a clock that was ahead: else it would change nothing."""
    values = {"alarm_id": alarm.alarm_id, "action": "clear"}
    at = max(now, alarm.changed_at + _MILLISECOND)
    return Record(SYSTEM, f"clear:{alarm.alarm_id}", RecordType.ALARM, at, alarm.path, values)
