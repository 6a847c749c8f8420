"""Bytes that the stores keep: event bodies and shifts, and times as epoch milliseconds."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import get_type_hints

import msgspec
from msgspec.structs import astuple

from pipelines.domain.event import CaseEvent
from pipelines.domain.record import Entry, Record
from pipelines.domain.tally import Days, Move, Shift

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_DAY_MILLIS = timedelta(days=1) // _MILLISECOND
_RECORD_NAMES = tuple(field.name for field in fields(Record) if field.name != "values")


class _CaseOnly(msgspec.Struct, gc=False):
    case_id: str


_Body = msgspec.defstruct(
    "_Body",
    [
        (name, type_, CaseEvent._field_defaults[name]) if name in CaseEvent._field_defaults else (name, type_)
        for name, type_ in get_type_hints(CaseEvent).items()
    ],
    omit_defaults=True,
    gc=False,
)
"""An event in the form in which it is kept: without what stands at its default."""
_bodies = msgspec.msgpack.Decoder(list[_Body])  # type: ignore[valid-type]
_body = msgspec.json.Decoder(_Body)
_case = msgspec.json.Decoder(_CaseOnly)
_record = msgspec.json.Decoder(Record)
_RECORD = b'{"values":'
"""How every record begins, and no event."""
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


def encode_entry(entry: Entry) -> bytes:
    """One entry as JSON; an event without fields left at their default, a record with its values first."""
    if isinstance(entry, Record):
        own = {name: getattr(entry, name) for name in _RECORD_NAMES}
        return msgspec.json.encode({"values": entry.values} | own)
    return msgspec.json.encode(_Body(*entry))


def is_record(body: bytes) -> bool:
    """Whether the body of an entry is a record's: told by its first bytes."""
    return body.startswith(_RECORD)


def decode_entry(body: bytes) -> Entry:
    """The event or record of a JSON body."""
    return decode_record(body) if is_record(body) else decode_event(body)


def case_id_of(body: bytes) -> str:
    """The case of an entry's JSON body without reading the rest; empty for a record."""
    return "" if is_record(body) else _case.decode(body).case_id


def decode_event(body: bytes) -> CaseEvent:
    """The event of a JSON body."""
    return CaseEvent._make(astuple(_body.decode(body)))


def decode_record(body: bytes) -> Record:
    """The record of a JSON body."""
    return _record.decode(body)


def encode_events(events: tuple[CaseEvent, ...]) -> bytes:
    """All events of a case, compact."""
    return msgspec.msgpack.encode([_Body(*event) for event in events])


def decode_events(body: bytes) -> tuple[CaseEvent, ...]:
    """The events of a case."""
    return tuple(CaseEvent._make(astuple(one)) for one in _bodies.decode(body))


def encode_shifts(move: Move, at: int) -> bytes:
    """The shifts of a move with its instant, epoch milliseconds, and its local day.

    Their places stand with them while no report has settled them.
    """
    is_settled, places = move.movement.after.stage is not None, move.movement.after.places
    kept = [
        (days.cohort, days.due, None if is_settled and own == places else own, cells)
        for _, own, days, cells in move.shifts
    ]
    return msgspec.msgpack.encode((at, move.day, kept))


def decode_shifts(body: bytes, places: tuple[str, ...]) -> list[Shift]:
    """The shifts of one change of a case whose report is counted in the places."""
    at, day, kept = _shifts.decode(body)
    return [Shift(to_instant(at), own or places, Days(cohort, due, day), cells) for cohort, due, own, cells in kept]
