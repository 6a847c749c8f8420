"""Bytes that the stores keep: event bodies and entries, and times as epoch milliseconds."""

from dataclasses import MISSING, fields
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from typing import Any

import msgspec

from pipelines.domain.case import CaseEvent
from pipelines.domain.tally import Cell, Entry

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_NAMES = tuple(field.name for field in fields(CaseEvent))
_values = attrgetter(*_NAMES)
_Body = msgspec.defstruct(
    "_Body",
    [
        (field.name, Any) if field.default is MISSING else (field.name, Any, field.default)
        for field in fields(CaseEvent)
    ],
    omit_defaults=True,
)
_events = msgspec.msgpack.Decoder(list[CaseEvent])
_event = msgspec.json.Decoder(CaseEvent)
_entries = msgspec.msgpack.Decoder(list[tuple[int, int, int, int, int]])


def to_millis(instant: datetime) -> int:
    """UTC epoch milliseconds of an aware instant."""
    return (instant - _EPOCH) // _MILLISECOND


def to_instant(millis: int) -> datetime:
    """The instant of UTC epoch milliseconds."""
    return _EPOCH + millis * _MILLISECOND


def _compact(event: CaseEvent) -> msgspec.Struct:
    """The same fields as a Struct, which leaves out what stands at its default."""
    return _Body(*_values(event))


def encode_event(event: CaseEvent) -> bytes:
    """One event as JSON, without fields left at their default."""
    return msgspec.json.encode(_compact(event))


def decode_event(body: bytes) -> CaseEvent:
    """The event of a JSON body."""
    return _event.decode(body)


def encode_events(events: tuple[CaseEvent, ...]) -> bytes:
    """All events of a case, compact."""
    return msgspec.msgpack.encode([_compact(event) for event in events])


def decode_events(body: bytes) -> tuple[CaseEvent, ...]:
    """The events of a case."""
    return tuple(_events.decode(body))


def encode_entries(entries: tuple[Entry, ...]) -> bytes:
    """Entries as tuples of integers; day 0 is none."""
    return msgspec.msgpack.encode(
        [
            (to_millis(entry.at), entry.cell.number, entry.cell.bucket, _ordinal(entry.cell.day), entry.delta)
            for entry in entries
        ]
    )


def decode_entries(body: bytes, path: tuple[str, ...]) -> list[Entry]:
    """The entries of one change of a case that is counted along the path."""
    return [
        Entry(to_instant(at), Cell(number, pair, date.fromordinal(day) if day else None), delta, path)
        for at, number, pair, day, delta in _entries.decode(body)
    ]


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
