"""How much one request may carry: 256 KiB, 1,000 events, 16 levels deep."""

import msgspec
from fastapi import Request

from pipelines.streams.payload import batch_decoders
from pipelines.streams.rejection import RejectedError, Rejection

MOST_BYTES = 256 * 1024
MOST_EVENTS = 1000
MOST_DEPTH = 16


async def read_body(request: Request) -> bytes:
    """The body; RejectedError TOO_LARGE as soon as it passes the limit."""
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MOST_BYTES:
            raise _too_large(f"body: over {MOST_BYTES} bytes; send it in smaller parts")
        chunks.append(chunk)
    return b"".join(chunks)


def split(body: bytes, name: str) -> list[bytes | msgspec.Raw]:
    """The raw entries of a body: itself, or those under the name of a batch."""
    if not _is_batch(body, name):
        return [body]
    try:
        found: list[msgspec.Raw] = getattr(batch_decoders[name].decode(body), name)
    except msgspec.ValidationError as error:
        raise RejectedError(Rejection(422, "INVALID", f"{name}: {error}; send a list of {name}", name)) from None
    if len(found) > MOST_EVENTS:
        raise _too_large(f"{name}: {len(found)} of them; send at most {MOST_EVENTS} at once")
    if not found:
        raise RejectedError(Rejection(422, "INVALID", f"{name}: empty; send at least one of them", name))
    return list(found)


def _is_batch(body: bytes, name: str) -> bool:
    try:
        found = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    except msgspec.ValidationError:
        return False
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RejectedError(Rejection(422, "NOT_JSON", f"body: not JSON ({error}); send one event object")) from None
    return name in found


def is_too_deep(body: bytes) -> bool:
    """Whether a body that could not be understood is nested too deeply; sound events never are."""
    return _depth(body) > MOST_DEPTH


def _depth(body: bytes) -> int:
    deepest = depth = 0
    in_text = is_escaped = False
    for byte in body:
        if in_text:
            in_text = is_escaped or byte != 0x22
            is_escaped = not is_escaped and byte == 0x5C
        elif byte == 0x22:
            in_text = True
        elif byte in b"{[":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"}]":
            depth -= 1
    return deepest


def too_deep() -> Rejection:
    """The refusal of such a body."""
    return Rejection(413, "TOO_LARGE", f"body: nested deeper than {MOST_DEPTH} levels; send plain events", "body")


def _too_large(message: str) -> RejectedError:
    return RejectedError(Rejection(413, "TOO_LARGE", message, "body"))
