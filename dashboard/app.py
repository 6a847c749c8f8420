"""The dashboard's application: the only place where things are wired."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

import httpx
from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware

from dashboard.action_routes import action_routes
from dashboard.actions import SENDING_SECONDS, Actions
from dashboard.api.registers import register_routes
from dashboard.api.routes import api_routes
from dashboard.callbacks import register
from dashboard.exports.routes import export_routes
from dashboard.faults import FaultLog
from dashboard.gate import Gate, Sessions
from dashboard.geometry import geometry_routes
from dashboard.health import health_routes
from dashboard.keeping_routes import keeping_routes
from dashboard.live.hub import Hub
from dashboard.live.routes import live_routes
from dashboard.metrics import tell_dashboard
from dashboard.page import create_dash
from dashboard.queries.bundle import open_queries
from dashboard.shell import make_layout
from dashboard.shortcuts import shortcut_routes
from dashboard.signin import signin_routes
from dashboard.static import serve_static
from dashboard.warm import warm
from db.engine import open_database
from db.schema import check_schema
from pipelines.domain.errors import ThreeCenterError
from pipelines.domain.settings import Settings
from pipelines.metrics import metrics_route

SMALLEST_COMPRESSED_BYTES = 1000
_log = logging.getLogger(__name__)


def create_app(settings: Settings) -> Gate:
    """Everything the dashboard serves, behind its gate."""
    database = open_database(settings.database_url)
    check_schema(database)
    queries = open_queries(settings, database)
    hub = Hub(queries, settings.timezone, lambda: datetime.now(UTC))
    sessions = Sessions(queries.accounts, settings.secret)
    life = _lifespan(hub, settings.timezone)
    # FastAPI's own pages of the description load their scripts from a foreign host.
    server = FastAPI(title="threecenter figures", version="1", docs_url=None, redoc_url=None, lifespan=life)
    server.add_middleware(FaultLog)
    server.add_middleware(GZipMiddleware, minimum_size=SMALLEST_COMPRESSED_BYTES, compresslevel=6)
    for routes in (api_routes, register_routes, health_routes, geometry_routes, keeping_routes):
        server.include_router(routes(queries))
    server.include_router(export_routes(queries, settings.timezone))
    server.include_router(signin_routes(queries.accounts, sessions))
    intake = httpx.Client(base_url=settings.intake_url, timeout=SENDING_SECONDS, trust_env=False)
    server.include_router(action_routes(Actions(queries.alarms, intake, settings.secret)))
    server.routes.extend(live_routes(hub))
    server.include_router(shortcut_routes())
    server.add_api_route("/metrics", metrics_route(partial(tell_dashboard, queries, hub.screens)))
    dash = create_dash(server)
    dash.layout = make_layout()
    register(dash, queries, settings)
    return Gate(serve_static(server), sessions)


def _lifespan(hub: Hub, zone: ZoneInfo) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_server: FastAPI) -> AsyncIterator[None]:
        looking = asyncio.create_task(hub.run())
        warming = asyncio.create_task(_warm(hub, zone))
        yield
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking
        await warming

    return lifespan


async def _warm(hub: Hub, zone: ZoneInfo) -> None:
    """Beside the first requests; they do without it when it fails."""
    try:
        await asyncio.to_thread(warm, hub.queries, hub.now(), zone)
    except Exception as fault:
        _log.warning("reading ahead: %s", fault, exc_info=not isinstance(fault, ThreeCenterError))
