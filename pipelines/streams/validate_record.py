"""Payload -> Record, or Rejection: pure; every fault names its field and value."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import msgspec

from pipelines.domain.access import SYSTEM, Key, Permission
from pipelines.domain.record import Record, RecordType
from pipelines.streams.allowed import way_out
from pipelines.streams.record_payload import VALUES, RecordPayload, Values, record_decoder, values_decoders
from pipelines.streams.rejection import RejectedError, Rejection, misshapen, unusable
from pipelines.streams.stamp import Deployment, check_time, read_instant, stamped_places

SYSTEM_ACTIONS = frozenset({"raise", "clear"})
"""What only the system does with an alarm."""
_NEEDED: Mapping[tuple[RecordType, str], tuple[str, ...]] = {
    (RecordType.ALARM, "raise"): ("kind",),
    (RecordType.ALARM, "acknowledge"): ("reason",),
    (RecordType.ALARM, "shelve"): ("reason", "until"),
    (RecordType.ADMISSION, "propose"): ("kind", "name"),
    (RecordType.ADMISSION, "refuse"): ("reason",),
}


def decode_record(raw: bytes | msgspec.Raw) -> tuple[RecordPayload, Values]:
    """The payload of one record's JSON and its values; RejectedError INVALID with the field that is wrong."""
    try:
        payload = record_decoder.decode(raw)
    except msgspec.ValidationError as error:
        raise RejectedError(misshapen(str(error), bytes(raw), RecordPayload)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RejectedError(Rejection(422, "NOT_JSON", f"body: not JSON ({error}); send one record object")) from None
    try:
        return payload, values_decoders[payload.type].decode(payload.values)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        found = misshapen(str(error), bytes(payload.values), VALUES[payload.type], SYSTEM_ACTIONS)
        raise RejectedError(_within_values(found)) from None


def _within_values(found: Rejection) -> Rejection:
    field = f"values.{found.field}" if found.field else "values"
    return replace(found, field=field, message=f"{field}: {found.message.partition(': ')[2]}")


def validate_record(payload: RecordPayload, values: Values, key: Key, deployment: Deployment, now: datetime) -> Record:
    """The record as the log keeps it; RejectedError says which field cannot be used and what would be right."""
    _check_right(payload, values, key)
    occurred_at, is_day = read_instant(payload.occurred_at, "occurred_at", deployment.timezone)
    check_time(occurred_at, key, now, payload.occurred_at)
    _check_needed(payload, values)
    until = getattr(values, "until", None)
    if until is not None:
        read_instant(until, "values.until", deployment.timezone)
    return Record(
        key.name,
        payload.event_id,
        payload.type,
        occurred_at,
        stamped_places(payload.place, key, deployment, occurred_at)[0],
        msgspec.to_builtins(values),
        payload.actor,
        is_day,
        key.is_simulated,
    )


def _check_right(payload: RecordPayload, values: Values, key: Key) -> None:
    if key.name == SYSTEM:
        return
    action = getattr(values, "action", None)
    if payload.type is RecordType.ALARM and action in SYSTEM_ACTIONS:
        message = f"values.action: {action} is the system's own; send acknowledge, shelve or confirm"
        raise RejectedError(Rejection(403, "STEP_FORBIDDEN", message, "values.action", action))
    if Permission.SEND not in key.may:
        message = f"type: key {key.name} may not send {payload.type}; it needs --may {Permission.SEND}"
        raise RejectedError(Rejection(403, "STEP_FORBIDDEN", message, "type", payload.type))


def _check_needed(payload: RecordPayload, values: Values) -> None:
    action = getattr(values, "action", "")
    for name in _NEEDED.get((payload.type, action), ()):
        if not (getattr(values, name) or "").strip():
            right = way_out(type(values), name, SYSTEM_ACTIONS)
            raise unusable(f"values.{name}", getattr(values, name), f"is required on {action}; {right}")
