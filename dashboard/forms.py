"""What a plain form sends, and where it may lead back to."""

from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.requests import Request

MOST_BYTES = 8192


async def form_of(request: Request) -> Mapping[str, str]:
    """The fields of a form by name, each once."""
    found = parse_qs((await request.body())[:MOST_BYTES].decode("utf-8", "replace"))
    return {name: values[0] for name, values in found.items()}


def own_address(address: str) -> str:
    """Only an address of ours may be gone to; the start for any other."""
    is_own = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_own else "/"
