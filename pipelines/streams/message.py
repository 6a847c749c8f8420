"""The system's own events and records as the intake takes them."""

from typing import Any

from pipelines.domain.event import CaseEvent
from pipelines.domain.record import Record

Body = dict[str, Any]


def event_body(event: CaseEvent) -> Body:
    """An event of the system as it is posted."""
    body = {
        "event_id": event.event_id,
        "case_id": event.case_id,
        "step": event.step.value,
        "occurred_at": event.occurred_at.isoformat(),
    }
    if event.rung is not None and event.reply_by is not None:
        body |= {"rung": event.rung.value, "reply_by": event.reply_by.isoformat()}
    return body


def record_body(record: Record) -> Body:
    """A record of the system as it is posted."""
    actor = {} if record.actor is None else {"actor": record.actor}
    return {
        **actor,
        "event_id": record.event_id,
        "type": record.type.value,
        "place": record.path[-1],
        "occurred_at": record.occurred_at.isoformat(),
        "values": {name: value for name, value in record.values.items() if value is not None},
    }
