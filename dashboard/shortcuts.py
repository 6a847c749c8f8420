"""Addresses that lead into a view of another page: the start, the duty lists, and where a place is exported."""

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse

SHORTCUTS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "/": ("/overview", {}),
    "/duties": ("/records", {"show": "stock.duty_items"}),
    "/exports": ("/places", {}),
}


def shortcut_routes() -> APIRouter:
    """GET of each leads there, with whatever else was asked."""
    router = APIRouter(include_in_schema=False)
    for path, (to, asked) in SHORTCUTS.items():
        router.add_api_route(path, _leads_to(to, asked))
    return router


def _leads_to(to: str, asked: Mapping[str, str]) -> Callable[[Request], Awaitable[RedirectResponse]]:
    async def lead(request: Request) -> RedirectResponse:
        query = urlencode({**request.query_params, **asked})
        return RedirectResponse(f"{to}?{query}" if query else to)

    return lead
