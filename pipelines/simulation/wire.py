"""Case events as the intake reads them: JSON bodies cut to the size of one request."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pipelines.domain.case import CaseEvent

MOST_EVENTS = 1_000
LARGEST_BODY = 240_000
OPTIONAL = (
    "item", "condition", "center", "workflow", "channel", "receipt", "level", "actor", "unit", "score", "note", "into",
)  # fmt: skip
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


@dataclass(frozen=True, slots=True)
class Batch:
    """One request: its body in UTF-8 and how many events it holds."""

    body: bytes
    count: int


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


def batches(events: Iterable[CaseEvent], zone: ZoneInfo) -> Iterator[Batch]:
    """Requests of at most MOST_EVENTS events and LARGEST_BODY bytes, in the order given."""
    held: list[bytes] = []
    size = 0
    for event in events:
        text = _encode(to_wire(event, zone)).encode()
        if held and (len(held) == MOST_EVENTS or size + len(text) > LARGEST_BODY):
            yield _batch(held)
            held, size = [], 0
        held.append(text)
        size += len(text) + 1
    if held:
        yield _batch(held)


def _batch(texts: list[bytes]) -> Batch:
    return Batch(b'{"events":[' + b",".join(texts) + b"]}", len(texts))


def _text(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat()
