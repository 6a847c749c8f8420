"""What one request carries, read and validated as a whole: case events, or records."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from db.event_batch import Submission
from pipelines.domain.access import ALL, Key
from pipelines.domain.record import Entry
from pipelines.streams.payload import payload_encoder
from pipelines.streams.rejection import RejectedError
from pipelines.streams.stamp import Deployment
from pipelines.streams.validate import decode, validate
from pipelines.streams.validate_record import decode_record, validate_record

Raw = bytes | msgspec.Raw


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry: what a batch of them is called, and how one is read to the entry and its digest."""

    name: str
    read: Callable[[Raw, Key, Deployment, datetime], tuple[Entry, bytes]]


def _event(raw: Raw, key: Key, deployment: Deployment, now: datetime) -> tuple[Entry, bytes]:
    payload = decode(raw)
    return validate(payload, key, deployment, now), _digest(payload)


def _record(raw: Raw, key: Key, deployment: Deployment, now: datetime) -> tuple[Entry, bytes]:
    payload, values = decode_record(raw)
    digest = _digest(msgspec.structs.replace(payload, values=values))
    return validate_record(payload, values, key, deployment, now), digest


EVENTS, RECORDS = Kind("events", _event), Kind("records", _record)


def submission(raws: Sequence[Raw], kind: Kind, key: Key, deployment: Deployment, now: datetime) -> Submission:
    """All entries of a request; RejectedError with the index of the first that cannot be used."""
    entries, digests = list[Entry](), list[bytes]()
    for index, raw in enumerate(raws):
        try:
            entry, digest = kind.read(raw, key, deployment, now)
        except RejectedError as error:
            raise RejectedError(replace(error.rejection, index=index)) from None
        entries.append(entry)
        digests.append(digest)
    tree, today = deployment.tree, now.astimezone(deployment.timezone).date()
    scopes = [] if key.scope == ALL else [key.scope]
    return Submission(
        tuple(entries), tuple(digests), tree.shard, lambda place: not scopes or tree.is_within(place, scopes, today)
    )


def _digest(payload: msgspec.Struct) -> bytes:
    return hashlib.blake2b(payload_encoder.encode(payload), digest_size=16).digest()
