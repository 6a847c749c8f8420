"""The dashboard's application: the only place where things are wired."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import UTC, datetime

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from starlette.responses import RedirectResponse

from dashboard.api.routes import api_routes
from dashboard.callbacks import register
from dashboard.exports.routes import export_routes
from dashboard.faults import FaultLog
from dashboard.gate import Gate, Sessions
from dashboard.geometry import geometry_routes
from dashboard.health import health_routes
from dashboard.live.hub import Hub
from dashboard.live.routes import live_routes
from dashboard.page import create_dash
from dashboard.queries.bundle import open_queries
from dashboard.shell import make_layout
from dashboard.signin import signin_routes
from dashboard.static import serve_static
from db.engine import open_database
from db.schema import check_schema
from pipelines.domain.settings import Settings

SMALLEST_COMPRESSED_BYTES = 1000


def create_app(settings: Settings) -> Gate:
    """Everything the dashboard serves, behind its gate."""
    database = open_database(settings.database_url)
    check_schema(database)
    queries = open_queries(settings, database)
    hub = Hub(queries, settings.timezone, lambda: datetime.now(UTC))
    sessions = Sessions(queries.accounts, settings.secret)
    server = FastAPI(title="threecenter figures", version="1", lifespan=_lifespan(hub))
    server.add_middleware(FaultLog)
    server.add_middleware(GZipMiddleware, minimum_size=SMALLEST_COMPRESSED_BYTES, compresslevel=6)
    for router in (api_routes(queries), health_routes(queries), geometry_routes(queries)):
        server.include_router(router)
    server.include_router(export_routes(queries, settings.timezone))
    server.include_router(signin_routes(queries.accounts, sessions))
    server.routes.extend(live_routes(hub))
    server.add_api_route("/", _home, include_in_schema=False)
    dash = create_dash(server)
    dash.layout = make_layout()
    register(dash, queries, settings)
    return Gate(serve_static(server), sessions)


async def _home() -> RedirectResponse:
    return RedirectResponse("/wall/overview")


def _lifespan(hub: Hub) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_server: FastAPI) -> AsyncIterator[None]:
        looking = asyncio.create_task(hub.run())
        yield
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking

    return lifespan
