"""Whether this process is up, and whether it can be relied on."""

import asyncio
from datetime import UTC, datetime

import msgspec
from fastapi import APIRouter, Response

from dashboard.queries.bundle import Queries
from pipelines.domain.access import ALL, Viewer
from pipelines.domain.errors import StoreError

MOST_LAG_SECONDS = 30
_ALL = Viewer("health", frozenset({ALL}))


def health_routes(queries: Queries) -> APIRouter:
    """GET /healthz and /readyz."""
    router = APIRouter()

    @router.get("/healthz")
    async def health() -> Response:
        """Up."""
        return _json(200, {"status": "up"})

    @router.get("/readyz")
    async def ready() -> Response:
        """200 when the stores answer and the worker keeps up, else 503 with the reason."""
        reason = await asyncio.to_thread(reason_not_ready, queries)
        return _json(503, {"status": "not ready", "reason": reason}) if reason else _json(200, {"status": "ready"})

    return router


def reason_not_ready(queries: Queries) -> str | None:
    """Why figures cannot be relied on; None when they can."""
    try:
        lag = queries.figures.lag_seconds(datetime.now(UTC))
    except StoreError as error:
        return str(error)
    if lag is None:
        return "live figures: not written yet; is the worker running?"
    return f"worker: {lag:.0f} s behind; see `threecenter doctor`" if lag > MOST_LAG_SECONDS else None


def _json(status: int, body: object) -> Response:
    return Response(msgspec.json.encode(body), status, media_type="application/json")
