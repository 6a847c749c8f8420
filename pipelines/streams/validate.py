"""Payload -> CaseEvent, or Rejection: pure; stamps the path of the place and what the item brings along."""

from datetime import datetime
from operator import attrgetter

import msgspec

from pipelines.domain.access import SYSTEM, Key, Permission
from pipelines.domain.catalogue import Item
from pipelines.domain.deadline import STARTS_CLOCK
from pipelines.domain.event import CaseClass, CaseEvent, Center
from pipelines.domain.period import local_day
from pipelines.domain.step import SUPERVISING, SYSTEM_STEPS, Step
from pipelines.streams.payload import Payload, payload_decoder
from pipelines.streams.rejection import RejectedError, Rejection, misshapen, unusable
from pipelines.streams.stamp import Deployment, Path, check_time, read_instant, stamped_places

NEEDS_NOTE = frozenset({Step.SEND_BACK, Step.REWORK, Step.EXEMPT, Step.VOID})
_AS_SENT = (
    "event_id", "case_id", "step", "item", "condition", "channel", "receipt", "door_service", "level", "actor", "unit",
    "score", "note", "media", "into", "supersedes", "rung",
)  # fmt: skip
_as_sent = attrgetter(*_AS_SENT)


def decode(raw: bytes | msgspec.Raw) -> Payload:
    """The payload of one event's JSON; RejectedError INVALID with the field that is wrong."""
    try:
        return payload_decoder.decode(raw)
    except msgspec.ValidationError as error:
        raise RejectedError(misshapen(str(error), bytes(raw), Payload, SYSTEM_STEPS)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RejectedError(Rejection(422, "NOT_JSON", f"body: not JSON ({error}); send one event object")) from None


def validate(payload: Payload, key: Key, deployment: Deployment, now: datetime) -> CaseEvent:
    """The event as the log keeps it; RejectedError says which field cannot be used and what would be right."""
    _check_right(payload, key)
    occurred_at, is_day = read_instant(payload.occurred_at, "occurred_at", deployment.timezone)
    check_time(occurred_at, key, now, payload.occurred_at)
    if payload.step in NEEDS_NOTE and not (payload.note or "").strip():
        raise unusable("note", payload.note, f"is required on {payload.step}; say why")
    if payload.step is Step.HAND_OVER and payload.center is None:
        raise unusable("center", None, "is required on hand_over; name the center that takes it over")
    _check_parent(payload)
    _check_rung(payload)
    return _event(payload, key, deployment, occurred_at, is_day)


def _event(payload: Payload, key: Key, deployment: Deployment, occurred_at: datetime, is_day: bool) -> CaseEvent:
    item = _item(payload, deployment, occurred_at)
    reply_by = read_instant(payload.reply_by, "reply_by", deployment.timezone)[0] if payload.reply_by else None
    due_at = read_instant(payload.due_at, "due_at", deployment.timezone)[0] if payload.due_at else None
    where, (path, holders) = payload.location, _places(payload, key, deployment, occurred_at)
    return CaseEvent(
        source=key.name,
        occurred_at=occurred_at,
        is_day_precise=is_day,
        path=path,
        holders=holders,
        class_=CaseClass(payload.class_) if payload.class_ else (item.class_ if item else None),
        center=Center(payload.center) if payload.center else (item.center if item else None),
        workflow=_workflow(payload, deployment) or (item.workflow if item else None),
        due_at=due_at,
        reply_by=reply_by,
        location=(where.lon, where.lat, where.crs) if where else None,
        simulated=key.is_simulated,
        is_hazard=item is not None and item.is_hazard,
        book=deployment.rules.newest if _may_move_deadline(payload) else None,
        **dict(zip(_AS_SENT, _as_sent(payload), strict=True)),
    )


def _may_move_deadline(payload: Payload) -> bool:
    return payload.step in STARTS_CLOCK or payload.item is not None or payload.condition is not None


def _check_right(payload: Payload, key: Key) -> None:
    step = payload.step
    if key.name == SYSTEM:
        return
    if step in SYSTEM_STEPS:
        message = f"step: {step} is the system's own; leave it to the deadlines"
        raise RejectedError(Rejection(403, "STEP_FORBIDDEN", message, "step", step))
    if Permission.SEND not in key.may or (step is Step.CONFIRM and Permission.CONFIRM not in key.may):
        wanted = Permission.CONFIRM if step is Step.CONFIRM else Permission.SEND
        message = f"step: key {key.name} may not send {step}; it needs --may {wanted}"
        raise RejectedError(Rejection(403, "STEP_FORBIDDEN", message, "step", step))


def _check_parent(payload: Payload) -> None:
    if (payload.step is Step.MERGE) is not (payload.into is not None):
        raise unusable("into", payload.into, "belongs to merge, and only there; name the case that this one goes into")
    if payload.into == payload.case_id:
        raise unusable("into", payload.into, "is the case itself; name the case that this one goes into")


def _check_rung(payload: Payload) -> None:
    for field in ("rung", "reply_by"):
        if getattr(payload, field) is not None and payload.step not in SUPERVISING:
            raise unusable(field, getattr(payload, field), "belongs to urge and supervise only; leave it out")


def _places(payload: Payload, key: Key, deployment: Deployment, occurred_at: datetime) -> tuple[Path, Path]:
    """The path of the place on that day, and the units of other hierarchies that it stood in."""
    if payload.place is None:
        if payload.step is Step.REPORT:
            raise unusable("place", None, "is required on report; send the grid's code, or a place above it")
        return (), ()
    return stamped_places(payload.place, key, deployment, occurred_at)


def _item(payload: Payload, deployment: Deployment, occurred_at: datetime) -> Item | None:
    if payload.item is None:
        return None
    newest = deployment.catalogue.items.get(payload.item)
    if newest is None:
        raise unusable("item", payload.item, "is not in the catalogue; see GET /api/v1/items")
    if newest.valid_from is None:
        return newest
    day = local_day(occurred_at, deployment.timezone)
    item = deployment.catalogue.on(payload.item, day)
    if item is None:
        raise unusable("item", payload.item, f"is not yet in the catalogue on {day}; send one that is valid that day")
    return item


def _workflow(payload: Payload, deployment: Deployment) -> str | None:
    known = deployment.rules.workflows
    if payload.workflow is not None and payload.workflow not in known:
        raise unusable("workflow", payload.workflow, f"is unknown; use one of {sorted(known)}")
    return payload.workflow
