"""What a plain form sends, and where it may lead back to."""

from collections.abc import Mapping
from urllib.parse import parse_qs, parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse

MOST_BYTES = 8192


async def form_of(request: Request) -> Mapping[str, str]:
    """The fields of a form by name, each once."""
    found = parse_qs((await request.body())[:MOST_BYTES].decode("utf-8", "replace"))
    return {name: values[0] for name, values in found.items()}


def back_from(form: Mapping[str, str], name: str, said: str) -> RedirectResponse:
    """To the page that the form stands on, with what came of it under a name."""
    path, _, query = own_address(form.get("back", "/")).partition("?")
    kept = [pair for pair in parse_qsl(query) if pair[0] != name]
    return RedirectResponse(f"{path}?{urlencode([*kept, (name, said)])}", 303)


def own_address(address: str) -> str:
    """Only an address of ours may be gone to; the start for any other."""
    is_own = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_own else "/"
