"""What the intake says: receipts, and errors with field, value, reason and the way out."""

from collections.abc import Mapping, Sequence

import msgspec
from fastapi import Response

from db.event_batch import Receipt, Refusal
from pipelines.domain.access import Key
from pipelines.domain.record import Entry, Record
from pipelines.streams.rejection import Rejection

_encoder = msgspec.json.Encoder()


def json_response(status: int, body: object, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer."""
    return Response(_encoder.encode(body), status, headers, "application/json")


def receipts_response(receipts: Sequence[Receipt]) -> Response:
    """202 with one receipt per event, in their order."""
    return json_response(202, {"receipts": [_receipt(receipt) for receipt in receipts]})


def rejected(rejection: Rejection, headers: Mapping[str, str] | None = None) -> Response:
    """The error body of a rejection."""
    error = {
        "code": rejection.code,
        "message": rejection.message,
        "field": rejection.field,
        "value": rejection.value,
        "index": rejection.index,
    }
    return json_response(rejection.status, {"error": error}, headers)


_REPLACING = {
    "UNKNOWN_EVENT": "was never sent by this key; send it first, or without `supersedes`",
    "CANNOT_REPLACE": "cannot be replaced by this: name the same case_id, its place, and a report for a report",
}


def refused(refusal: Refusal, event: Entry, key: Key) -> Response:
    """The error body of what the log refused; a record belongs to no case, only its id can be in the way."""
    if refusal.code == "CONFLICT" or isinstance(event, Record):
        message = f"event_id: {event.event_id} of {key.name} is known with another body; use a new event_id"
        answer = {"code": "CONFLICT", "message": message, "field": "event_id", "value": event.event_id}
        old = {"receipt": _receipt(refusal.receipt)} if refusal.receipt else {}
        return json_response(409, {"error": answer | {"index": refusal.index}} | old)
    if refusal.code == "UNKNOWN_CASE":
        message = f"case_id: nobody has reported {event.case_id}; send again later, or name its place"
        return rejected(Rejection(422, "UNKNOWN_CASE", message, "case_id", event.case_id, refusal.index))
    if refusal.code in _REPLACING:
        message = f"supersedes: {event.supersedes} {_REPLACING[refusal.code]}"
        return rejected(Rejection(422, refusal.code, message, "supersedes", event.supersedes, refusal.index))
    message = f"case_id: {event.case_id} lies outside the scope of key {key.name}; use a key for its place"
    return rejected(Rejection(403, "OUT_OF_SCOPE", message, "case_id", event.case_id, refusal.index))


def _receipt(receipt: Receipt) -> dict[str, object]:
    status = "duplicate" if receipt.is_duplicate else "accepted"
    return {"event_id": receipt.event_id, "shard": receipt.shard, "seq": receipt.seq, "status": status}
