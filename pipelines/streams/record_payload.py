"""The shape of records as they are posted: what all have in common, and the values of each type."""

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from pipelines.domain.record import RecordType
from pipelines.streams.payload import INSTANTS, Id, Name, Text

Few = Annotated[int, Meta(ge=1, le=10_000)]
Figure = Annotated[float, Meta(ge=-1e15, le=1e15)]
Category = Literal["full_time", "retired", "coordinator", "temporary"]
DutyKindName = Literal["duty", "assessment", "ledger", "certificate"]


class Patrol(Struct, frozen=True, forbid_unknown_fields=True):
    """A round through a grid."""

    minutes: Annotated[int, Meta(ge=1, le=1440)] | None = None


class Visit(Struct, frozen=True, forbid_unknown_fields=True):
    """Households that somebody called on."""

    households: Few = 1


class Roster(Struct, frozen=True, forbid_unknown_fields=True):
    """One worker's day: on duty at the place, or not."""

    worker: Id
    category: Category
    status: Literal["on", "off"] = "on"


class Inspection(Struct, frozen=True, forbid_unknown_fields=True):
    """A rental home was looked at; a grade, when given, is its grade from now on."""

    rental: Id
    result: Literal["passed", "failed"] = "passed"
    grade: Literal["A", "B", "C"] | None = None


class Duty(Struct, frozen=True, forbid_unknown_fields=True):
    """A duty item was taken off the list, within the named cut."""

    duty: Id
    cut: Name | None = None


class Admission(Struct, frozen=True, forbid_unknown_fields=True):
    """A step of the admission of a new duty item."""

    duty: Id
    action: Literal["propose", "review", "approve", "refuse"]
    kind: DutyKindName | None = None
    name: Name | None = None
    items: Few = 1
    reason: Text | None = None


class Alarm(Struct, frozen=True, forbid_unknown_fields=True):
    """A step in the life of an alarm; raise and clear are the system's own.

    Only a raise says which rule it is (`kind`), what it is about, how grave it is and what was measured.
    """

    alarm_id: Id
    action: Literal["raise", "acknowledge", "shelve", "confirm", "clear"]
    kind: Id | None = None
    reason: Text | None = None
    until: Annotated[str, Meta(max_length=40, examples=INSTANTS)] | None = None
    subject: Annotated[str, Meta(min_length=1, max_length=128)] | None = None
    severity: Literal["critical", "warning"] | None = None
    value: Figure | None = None
    case_id: Id | None = None


class Fact(Struct, frozen=True, forbid_unknown_fields=True):
    """A context fact as it stands from now on; `document` says where it was published."""

    fact: Id
    value: Figure
    base: Figure | None = None
    document: Name | None = None


Values = Patrol | Visit | Roster | Inspection | Duty | Admission | Alarm | Fact
VALUES: Mapping[RecordType, type[Values]] = {
    RecordType.PATROL: Patrol,
    RecordType.VISIT: Visit,
    RecordType.ROSTER: Roster,
    RecordType.INSPECTION: Inspection,
    RecordType.DUTY: Duty,
    RecordType.ADMISSION: Admission,
    RecordType.ALARM: Alarm,
    RecordType.FACT: Fact,
}


class RecordPayload(Struct, frozen=True, forbid_unknown_fields=True):
    """One record as it is posted."""

    event_id: Id
    type: RecordType
    place: Name
    occurred_at: Annotated[str, Meta(min_length=10, max_length=40, examples=INSTANTS)]
    actor: Name | None = None
    values: msgspec.Raw = msgspec.field(default_factory=lambda: msgspec.Raw(b"{}"))


record_decoder = msgspec.json.Decoder(RecordPayload)
values_decoders = {type_: msgspec.json.Decoder(shape) for type_, shape in VALUES.items()}
