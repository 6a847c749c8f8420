"""Walls in a real browser over a hub whose worker the test holds, with a clock that the test moves."""

import asyncio
import shutil
import threading
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Page, sync_playwright

from dashboard.callbacks import register
from dashboard.geometry import geometry_routes
from dashboard.live.routes import live_routes
from dashboard.page import create_dash
from dashboard.shell import make_layout
from dashboard.static import serve_static
from dashboard.viewer import set_viewer
from tests.dashboard.live.city import City
from tests.processes import free_ports
from tests.system import ALL_VIEWER

CLOCK = "window.shift = 0; window.threecenterClock = () => Date.now() + window.shift;"


def application(city: City) -> object:
    """The pages with their live routes, for a viewer who sees all."""

    @asynccontextmanager
    async def lifespan(_server: FastAPI):
        looking = asyncio.create_task(city.hub.run())
        yield
        looking.cancel()

    server = FastAPI(lifespan=lifespan)
    server.include_router(geometry_routes(city.system.queries))
    server.routes.extend(live_routes(city.hub))
    dash = create_dash(server)
    dash.layout = make_layout()
    register(dash, city.system.queries, city.system.settings)
    inner = serve_static(server)

    async def gate(scope, receive, send):
        set_viewer(ALL_VIEWER)
        await inner(scope, receive, send)

    return gate


class Started(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = threading.Event()

    async def startup(self, sockets=None) -> None:
        await super().startup(sockets)
        self.listens.set()


@contextmanager
def served(city: City, port: int) -> Iterator[None]:
    """The application on a port, until the end of the block."""
    server = Started(uvicorn.Config(application(city), port=port, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert server.listens.wait(30)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def screen(city: City) -> Iterator[tuple[Page, int]]:
    """A page of a browser that may open the wall, and the port it is to be served on."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.add_init_script(CLOCK)
        yield page, free_ports(1)[0]
        browser.close()
