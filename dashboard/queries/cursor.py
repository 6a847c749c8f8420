"""Where the next page of a list begins, as an opaque text."""

import base64

import msgspec

from pipelines.domain.errors import QuestionError


def write_cursor(position: tuple[int, str, int] | None) -> str | None:
    """The text of a position; None at the end of the list."""
    return None if position is None else base64.urlsafe_b64encode(msgspec.json.encode(position)).decode()


def read_cursor(text: str | None) -> tuple[int, str, int] | None:
    """The position of a text; QuestionError for one that is not ours."""
    if not text:
        return None
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(text), type=tuple[int, str, int])
    except (ValueError, msgspec.MsgspecError):
        raise QuestionError("cursor: not one of ours; start without it") from None
