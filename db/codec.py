"""Bytes that the stores keep: event bodies and shifts, and times as epoch milliseconds."""

from dataclasses import MISSING, fields
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any

import msgspec

from pipelines.domain.case import CaseEvent
from pipelines.domain.tally import Days, Move, Shift

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_DAY_MILLIS = timedelta(days=1) // _MILLISECOND
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
_Kept = tuple[int, int, tuple[str, ...] | None, tuple[tuple[int, int], ...]]
_shifts = msgspec.msgpack.Decoder(tuple[int, int, list[_Kept]])


def to_millis(instant: datetime) -> int:
    """UTC epoch milliseconds of an aware instant."""
    return (instant - _EPOCH) // _MILLISECOND


def to_instant(millis: int) -> datetime:
    """The instant of UTC epoch milliseconds."""
    return _EPOCH + millis * _MILLISECOND


def utc_day(millis: int) -> int:
    """The UTC day of epoch milliseconds, as an ordinal; the local day of any zone is at most one off."""
    return millis // _DAY_MILLIS + _EPOCH.toordinal()


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


def encode_shifts(move: Move, day: int) -> bytes:
    """The shifts of a move on a local day; their places stand with them while no report has settled them."""
    is_settled, places = move.movement.after.stage is not None, move.movement.after.places
    kept = [
        (days.cohort, days.due, None if is_settled and own == places else own, cells)
        for _, own, days, cells in move.shifts
    ]
    return msgspec.msgpack.encode((to_millis(move.movement.at), day, kept))


def decode_shifts(body: bytes, places: tuple[str, ...]) -> list[Shift]:
    """The shifts of one change of a case whose report is counted in the places."""
    at, day, kept = _shifts.decode(body)
    return [Shift(to_instant(at), own or places, Days(cohort, due, day), cells) for cohort, due, own, cells in kept]
