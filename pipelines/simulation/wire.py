"""Case events and records as the intake reads them: JSON bodies cut to the size of one request."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pipelines.domain.event import CaseEvent
from pipelines.domain.record import Record

MOST_EVENTS = 1_000
LARGEST_BODY = 240_000
OPTIONAL = (
    "item", "condition", "center", "workflow", "channel", "receipt", "level", "actor", "unit", "score", "note", "into",
)  # fmt: skip
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


@dataclass(frozen=True, slots=True)
class Batch:
    """One request: its body in UTF-8, how many entries it holds, and what the intake calls them."""

    body: bytes
    count: int
    name: str = "events"


def to_wire(event: CaseEvent, zone: ZoneInfo) -> dict[str, object]:
    """The fields of one event, times with the offset of the zone; what is not known is left out."""
    wire: dict[str, object] = {
        "event_id": event.event_id,
        "case_id": event.case_id,
        "step": event.step.value,
        "occurred_at": _text(event.occurred_at, zone),
        "place": event.path[-1],
    }
    for name in OPTIONAL:
        value = getattr(event, name)
        if value is not None:
            wire[name] = value
    if event.due_at is not None:
        wire["due_at"] = _text(event.due_at, zone)
    if event.door_service:
        wire["door_service"] = True
    return wire


def record_to_wire(record: Record, zone: ZoneInfo) -> dict[str, object]:
    """The fields of one record; values that are not known are left out."""
    wire: dict[str, object] = {
        "event_id": record.event_id,
        "type": record.type.value,
        "occurred_at": _text(record.occurred_at, zone),
        "place": record.path[-1],
        "values": {name: value for name, value in record.values.items() if value is not None},
    }
    return wire if record.actor is None else wire | {"actor": record.actor}


def batches(events: Iterable[CaseEvent], zone: ZoneInfo) -> Iterator[Batch]:
    """Requests of at most MOST_EVENTS events and LARGEST_BODY bytes, in the order given."""
    return _cut((to_wire(event, zone) for event in events), "events")


def record_batches(records: Iterable[Record], zone: ZoneInfo) -> Iterator[Batch]:
    """The same for records."""
    return _cut((record_to_wire(record, zone) for record in records), "records")


def _cut(wires: Iterable[dict[str, object]], name: str) -> Iterator[Batch]:
    held: list[bytes] = []
    size = 0
    for wire in wires:
        text = _encode(wire).encode()
        if held and (len(held) == MOST_EVENTS or size + len(text) > LARGEST_BODY):
            yield _batch(held, name)
            held, size = [], 0
        held.append(text)
        size += len(text) + 1
    if held:
        yield _batch(held, name)


def _batch(texts: list[bytes], name: str) -> Batch:
    return Batch(b'{"%s":[' % name.encode() + b",".join(texts) + b"]}", len(texts), name)


def _text(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat()
