"""Why something does not go in: its field, its value, and the way out."""

import re
from collections.abc import Set
from dataclasses import dataclass

import msgspec

from pipelines.domain.errors import ThreeCenterError
from pipelines.streams.allowed import way_out

_SHOWN = 80
_REGEX = re.compile(r"matching regex .*")  # the only one there is keeps NUL out


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


def misshapen(message: str, raw: bytes, shape: type[msgspec.Struct], reserved: Set[str] = frozenset()) -> Rejection:
    """The refusal of what does not fit a shape: the field and its value dug out for the sender, and what would fit.

    msgspec says `Expected …, got … - at `$.field``; no sender is offered the reserved words.
    """
    match = re.search(r"`\$\.?([^`]*)`", message) or re.search(r"(?:field|required field) `([^`]+)`", message)
    field = match.group(1) if match else None
    fault = _REGEX.sub("without NUL characters", message.split(" - at ", maxsplit=1)[0])
    try:
        value = msgspec.json.decode(raw).get((field or "").split("[")[0].split(".")[0])
    except (msgspec.DecodeError, AttributeError, RecursionError):
        value = None
    shown = None if value is None else str(value)[:_SHOWN]
    said = f"{field or 'body'}: {fault}; {way_out(shape, field, reserved)}"
    return Rejection(422, "INVALID", said, field, shown)
