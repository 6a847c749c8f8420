"""Viewer and intent -> a record to the intake in the viewer's name; access first, and nothing is written here."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx

from dashboard.queries.alarms import AlarmQueries
from pipelines.domain.access import SYSTEM, Viewer, may_answer_alarms
from pipelines.domain.alarm import SHELVE_HOURS, Alarm, answers
from pipelines.domain.errors import AccessError, ChangedError, QuestionError, SendError
from pipelines.domain.record import Record, RecordType
from pipelines.streams.message import record_body
from pipelines.token import system_token

MOST_REASON = 500
SENDING_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class AlarmAnswer:
    """What somebody says to an alarm; `hours` is how long a shelved one is quiet."""

    alarm_id: str
    action: str
    reason: str
    hours: int = SHELVE_HOURS[0]


class Actions:
    """What a viewer may do; it takes effect when the worker has taken it up."""

    def __init__(self, alarms: AlarmQueries, intake: httpx.Client, secret: str) -> None:
        self._alarms = alarms
        self._intake = intake
        self._secret = secret

    def answer_alarm(self, viewer: Viewer, answer: AlarmAnswer, now: datetime) -> Alarm:
        """The alarm as it was before; AccessError, QuestionError, ChangedError or SendError when it is not answered."""
        if not may_answer_alarms(viewer):
            raise AccessError(f"alarm {answer.alarm_id[:64]}: a {viewer.role} may not answer it; ask the duty officer")
        found = self._alarms.alarm(viewer, answer.alarm_id)
        _check(answer)
        if answer.action not in answers(found.state_at(now)):
            raise ChangedError(f"alarm {found.alarm_id}: is {found.state} now; look at it again")
        self._send(_record(found, answer, viewer, now))
        return found

    def is_taken_up(self, viewer: Viewer, before: Alarm) -> bool:
        """Whether the worker has changed the alarm since."""
        return self._alarms.alarm(viewer, before.alarm_id) != before

    def _send(self, record: Record) -> None:
        headers = {"Authorization": f"Bearer {system_token(self._secret)}"}
        body = {"records": [record_body(record)]}
        try:
            answer = self._intake.post("/api/v1/records", json=body, headers=headers)
        except httpx.HTTPError as error:
            raise SendError(
                f"intake {self._intake.base_url}: does not answer ({error}); try again in a moment"
            ) from error
        if answer.status_code == httpx.codes.CONFLICT:
            raise ChangedError(f"record {record.event_id}: somebody has answered this alarm already; look at it again")
        if answer.status_code != httpx.codes.ACCEPTED:
            raise SendError(f"intake {self._intake.base_url}: {answer.status_code}; try again, or see its log")


def _check(answer: AlarmAnswer) -> None:
    if not answer.reason.strip():
        raise QuestionError("reason: is required; say why")
    if len(answer.reason) > MOST_REASON:
        raise QuestionError(f"reason: longer than {MOST_REASON} signs; say it shorter")
    if answer.hours not in SHELVE_HOURS:
        raise QuestionError(f"hours '{answer.hours}': not known; use one of {', '.join(map(str, SHELVE_HOURS))}")


def _record(alarm: Alarm, answer: AlarmAnswer, viewer: Viewer, now: datetime) -> Record:
    """Its number tells one answer to one state: whoever comes second with another is told so."""
    said = f"{alarm.alarm_id}|{alarm.state}|{alarm.changed_at.isoformat()}"
    number = f"desk-{hashlib.blake2b(said.encode(), digest_size=16).hexdigest()}"
    values: dict[str, Any] = {"alarm_id": alarm.alarm_id, "action": answer.action, "reason": answer.reason.strip()}
    values |= _until(answer, now)
    return Record(SYSTEM, number, RecordType.ALARM, now, alarm.path, values, viewer.name)


def _until(answer: AlarmAnswer, now: datetime) -> Mapping[str, str]:
    return {"until": (now + timedelta(hours=answer.hours)).isoformat()} if answer.action == "shelve" else {}
