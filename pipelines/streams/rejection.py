"""Why something does not go in: its field, its value, and the way out."""

import re
from dataclasses import dataclass

import msgspec

from pipelines.domain.errors import ThreeCenterError

_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why an event does not go in: HTTP status, code, message with the way out, the field and its value."""

    status: int
    code: str
    message: str
    field: str | None = None
    value: str | None = None
    index: int | None = None


class RejectedError(ThreeCenterError):
    """Carries a Rejection out of the checks."""

    def __init__(self, rejection: Rejection) -> None:
        super().__init__(rejection.message)
        self.rejection = rejection


def unusable(field: str, value: object, fault: str) -> RejectedError:
    """The refusal of one field's value."""
    shown = None if value is None else str(value)[:_SHOWN]
    return RejectedError(Rejection(422, "INVALID", f"{field}: {fault}", field, shown))


def misshapen(message: str, raw: bytes) -> Rejection:
    """The refusal of a shape, with the field and its value dug out for the sender.

    msgspec says `Expected …, got … - at `$.field``.
    """
    match = re.search(r"`\$\.?([^`]*)`", message) or re.search(r"(?:field|required field) `([^`]+)`", message)
    field = match.group(1) if match else None
    fault = message.split(" - at ", maxsplit=1)[0]
    try:
        value = msgspec.json.decode(raw).get((field or "").split("[")[0].split(".")[0])
    except (msgspec.DecodeError, AttributeError, RecursionError):
        value = None
    shown = None if value is None else str(value)[:_SHOWN]
    return Rejection(422, "INVALID", f"{field or 'body'}: {fault}", field, shown)
