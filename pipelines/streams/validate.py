"""Payload -> CaseEvent, or Rejection: pure; stamps the path of the place and what the item brings along."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from pipelines.domain.access import ALL, SYSTEM, Key, Permission
from pipelines.domain.catalogue import Catalogue, Item
from pipelines.domain.deadline import STARTS_CLOCK
from pipelines.domain.errors import ThreeCenterError
from pipelines.domain.event import CaseClass, CaseEvent, Center
from pipelines.domain.org import Hierarchy, OrgTree
from pipelines.domain.rules import BUILT_IN, Rules
from pipelines.domain.step import SUPERVISING, SYSTEM_STEPS, Step
from pipelines.streams.payload import Payload, payload_decoder

OLDEST = timedelta(days=35)
AHEAD = timedelta(minutes=5)
NEEDS_NOTE = frozenset({Step.SEND_BACK, Step.REWORK, Step.EXEMPT, Step.VOID})
EARLIEST_YEAR, LATEST_YEAR = 1900, 2999
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SHOWN = 80
Path = tuple[str, ...]
_AS_SENT = (
    "event_id", "case_id", "step", "item", "condition", "channel", "receipt", "door_service", "level", "actor", "unit",
    "score", "note", "media", "into", "supersedes", "rung",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why an event does not go in: HTTP status, code, message with the way out, the field and its value."""

    status: int
    code: str
    message: str
    field: str | None = None
    value: str | None = None
    index: int | None = None


class RejectedError(ThreeCenterError):
    """Carries a Rejection out of the checks."""

    def __init__(self, rejection: Rejection) -> None:
        super().__init__(rejection.message)
        self.rejection = rejection


@dataclass(frozen=True, slots=True)
class Deployment:
    """What validation needs to know: places, items, local time, and by which rules cases go now."""

    tree: OrgTree
    catalogue: Catalogue
    timezone: ZoneInfo
    rules: Rules = BUILT_IN


def decode(raw: bytes | msgspec.Raw) -> Payload:
    """The payload of one event's JSON; RejectedError INVALID with the field that is wrong."""
    try:
        return payload_decoder.decode(raw)
    except msgspec.ValidationError as error:
        raise RejectedError(misshapen(str(error), bytes(raw))) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RejectedError(Rejection(422, "NOT_JSON", f"body: not JSON ({error}); send one event object")) from None


def validate(payload: Payload, key: Key, deployment: Deployment, now: datetime) -> CaseEvent:
    """The event as the log keeps it; RejectedError says which field cannot be used and what would be right."""
    _check_right(payload, key)
    occurred_at, is_day = read_instant(payload.occurred_at, "occurred_at", deployment.timezone)
    check_time(occurred_at, key, now, payload.occurred_at)
    if payload.step in NEEDS_NOTE and not (payload.note or "").strip():
        raise unusable("note", payload.note, f"is required on {payload.step}; say why")
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
        **{name: getattr(payload, name) for name in _AS_SENT},
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


def read_instant(text: str, field: str, zone: ZoneInfo) -> tuple[datetime, bool]:
    """The instant of a text, and whether only its day is known; RejectedError when it is neither."""
    try:
        if _DAY.fullmatch(text) and EARLIEST_YEAR <= int(text[:4]) <= LATEST_YEAR:
            return datetime.combine(date.fromisoformat(text), time(12), zone).astimezone(UTC), True
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is not None and EARLIEST_YEAR <= instant.year <= LATEST_YEAR:
            return instant.astimezone(UTC), False
    except (ValueError, OverflowError):
        pass
    raise unusable(field, text, "is not RFC 3339 with an offset, nor a date; send e.g. 2026-11-21T16:32:08+08:00")


def check_time(occurred_at: datetime, key: Key, now: datetime, text: str) -> None:
    """RejectedError when it is too old or ahead of its time for the key."""
    if Permission.BACKFILL in key.may:
        return
    if occurred_at < now - OLDEST:
        message = f"occurred_at: more than {OLDEST.days} days ago; send it with a key that may backfill"
        raise RejectedError(Rejection(422, "TOO_OLD", message, "occurred_at", text))
    if occurred_at > now + AHEAD:
        message = "occurred_at: more than 5 minutes ahead; check the sender's clock"
        raise RejectedError(Rejection(422, "FUTURE_TIME", message, "occurred_at", text))


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


def stamped_places(place: str, key: Key, deployment: Deployment, occurred_at: datetime) -> tuple[Path, Path]:
    """The path to a place on the local day of an instant, and the units of other hierarchies that it stood in.

    RejectedError where it did not stand, or where the key may not send for it.
    """
    tree, day = deployment.tree, occurred_at.astimezone(deployment.timezone).date()
    _check_place(place, tree, day)
    path, holders = tree.path(place, day), tree.holders(place, day)
    if key.scope != ALL and key.scope not in path + holders:
        message = f"place: outside the scope {key.scope} of key {key.name}; use a key for this place"
        raise RejectedError(Rejection(403, "OUT_OF_SCOPE", message, "place", place))
    return path, holders


def _check_place(code: str, tree: OrgTree, day: date) -> None:
    unit = tree.units.get(code)
    if unit is None:
        raise unusable("place", code, "is not in the register; see GET /api/v1/places")
    if unit.kind is not Hierarchy.BASE:
        raise unusable("place", code, f"is a {unit.kind}; send the grid's code, or a base place above it")
    if not tree.stands_on(code, day):
        raise unusable("place", code, f"has no parent on {day}; send the place that it belonged to on that day")


def _item(payload: Payload, deployment: Deployment, occurred_at: datetime) -> Item | None:
    if payload.item is None:
        return None
    newest = deployment.catalogue.items.get(payload.item)
    if newest is None:
        raise unusable("item", payload.item, "is not in the catalogue; see GET /api/v1/items")
    if newest.valid_from is None:
        return newest
    day = occurred_at.astimezone(deployment.timezone).date()
    item = deployment.catalogue.on(payload.item, day)
    if item is None:
        raise unusable("item", payload.item, f"is not yet in the catalogue on {day}; send one that is valid that day")
    return item


def _workflow(payload: Payload, deployment: Deployment) -> str | None:
    known = deployment.rules.workflows
    if payload.workflow is not None and payload.workflow not in known:
        raise unusable("workflow", payload.workflow, f"is unknown; use one of {sorted(known)}")
    return payload.workflow


def unusable(field: str, value: object, fault: str) -> RejectedError:
    """The refusal of one field's value."""
    shown = None if value is None else str(value)[:_SHOWN]
    return RejectedError(Rejection(422, "INVALID", f"{field}: {fault}", field, shown))


def misshapen(message: str, raw: bytes) -> Rejection:
    """The refusal of a shape, with the field and its value dug out for the sender.

    msgspec says `Expected …, got … - at `$.field``.
    """
    match = re.search(r"`\$\.?([^`]*)`", message) or re.search(r"(?:field|required field) `([^`]+)`", message)
    field = match.group(1) if match else None
    fault = message.split(" - at ", maxsplit=1)[0]
    try:
        value = msgspec.json.decode(raw).get((field or "").split("[")[0].split(".")[0])
    except (msgspec.DecodeError, AttributeError, RecursionError):
        value = None
    shown = None if value is None else str(value)[:_SHOWN]
    return Rejection(422, "INVALID", f"{field or 'body'}: {fault}", field, shown)
