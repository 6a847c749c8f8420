"""The shape of what senders post, decoded and bounded in one pass."""

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from pipelines.domain.step import RungName, Step

INSTANTS = ["2026-11-21T16:32:08+08:00"]
_NO_NUL = r"^[^\x00]*$"  # a PostgreSQL column cannot hold it
Id = Annotated[str, Meta(min_length=1, max_length=64, pattern=_NO_NUL)]
Name = Annotated[str, Meta(max_length=200, pattern=_NO_NUL)]
Text = Annotated[str, Meta(max_length=2000)]
Channel = Literal["patrol", "hotline", "window", "app", "sensor", "inspection", "other"]
ResolvedAt = Literal["grid", "community", "subdistrict", "district"]


class Location(Struct, frozen=True, forbid_unknown_fields=True):
    """Where it is, in the named coordinate system."""

    lon: Annotated[float, Meta(ge=-180, le=180)]
    lat: Annotated[float, Meta(ge=-90, le=90)]
    crs: Name


class Payload(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, rename={"class_": "class"}):
    """One event as it is posted; every limit stands in its type."""

    event_id: Id
    case_id: Id
    step: Step
    occurred_at: Annotated[str, Meta(min_length=10, max_length=40, examples=INSTANTS)]
    place: Name | None = None
    item: Id | None = None
    condition: Name | None = None
    class_: Literal["A", "B", "C", "D"] | None = None
    center: Literal["governance", "emergency", "grid"] | None = None
    workflow: Id | None = None
    channel: Channel | None = None
    receipt: Name | None = None
    door_service: bool = False
    level: ResolvedAt | None = None
    due_at: Annotated[str, Meta(max_length=40, examples=INSTANTS)] | None = None
    actor: Name | None = None
    unit: Name | None = None
    location: Location | None = None
    score: Literal[0, 50, 80, 100] | None = None
    note: Text | None = None
    media: Annotated[tuple[Name, ...], Meta(max_length=50)] = ()
    into: Id | None = None
    supersedes: Id | None = None
    rung: RungName | None = None
    reply_by: Annotated[str, Meta(max_length=40, examples=INSTANTS)] | None = None


class Batch(Struct, frozen=True, forbid_unknown_fields=True):
    """Several events that go in together."""

    events: list[msgspec.Raw]


class RecordBatch(Struct, frozen=True, forbid_unknown_fields=True):
    """Several records that go in together."""

    records: list[msgspec.Raw]


payload_decoder = msgspec.json.Decoder(Payload)
payload_encoder = msgspec.json.Encoder(order="deterministic")
batch_decoders: Mapping[str, msgspec.json.Decoder[Batch] | msgspec.json.Decoder[RecordBatch]] = {
    "events": msgspec.json.Decoder(Batch),
    "records": msgspec.json.Decoder(RecordBatch),
}
"""By the name of the list that a batch holds."""
