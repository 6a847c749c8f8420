"""The address in, the page out; the viewer is asked anew for every call, the queries run beside the event loop."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import Dash, Input, Output, State, no_update
from dash.development.base_component import Component

from dashboard.address_reading import read_address, read_looks
from dashboard.ids import LOCATION, MAP_ASKED, MAP_DETAIL, PAGE, PICKED, PICKER
from dashboard.page import WALL_PREFIX
from dashboard.pages.choose import desk_page, found_places
from dashboard.pages.detail import detailed_map
from dashboard.pages.plain import lightened
from dashboard.pages.wall import wall_page
from dashboard.queries.bundle import Queries
from dashboard.viewer import current_viewer
from pipelines.domain.errors import QuestionError
from pipelines.domain.settings import Settings


def register(app: Dash, queries: Queries, settings: Settings) -> None:
    """Show the page of an address with its map; find and open places."""
    _show_pages(app, queries, settings.timezone)
    _pick_places(app, queries)


def _show_pages(app: Dash, queries: Queries, zone: ZoneInfo) -> None:
    @app.callback(Output(PAGE, "children"), Input(LOCATION, "pathname"), Input(LOCATION, "search"))
    async def show(pathname: str | None, search: str | None) -> Any:  # noqa: ANN401
        viewer, now = current_viewer(), datetime.now(UTC)
        if pathname and pathname.startswith(WALL_PREFIX):
            return await asyncio.to_thread(_wall, queries, viewer, pathname, search or "", now)
        return await asyncio.to_thread(_desk, queries, viewer, pathname or "/", search or "", now, zone)

    @app.callback(Output(MAP_DETAIL, "children"), Input(MAP_ASKED, "data"))
    async def detail(asked: str | None) -> Any:  # noqa: ANN401
        return await asyncio.to_thread(detailed_map, queries, current_viewer(), asked or "", datetime.now(UTC))


def _wall(*asked: Any) -> Component:  # noqa: ANN401
    return lightened(wall_page(*asked))


def _desk(*asked: Any) -> Component:  # noqa: ANN401
    return lightened(desk_page(*asked))


def _pick_places(app: Dash, queries: Queries) -> None:
    @app.callback(
        Output(PICKER, "options"), Input(PICKER, "search_value"), State(LOCATION, "search"), prevent_initial_call=True
    )
    async def find(text: str | None, search: str | None) -> Any:  # noqa: ANN401
        if not text:
            return no_update
        now = datetime.now(UTC)
        return await asyncio.to_thread(found_places, queries, current_viewer(), text, search or "", now)

    @app.callback(
        Output(PICKED, "href"), Input(PICKER, "value"), State(LOCATION, "pathname"), State(LOCATION, "search"),
        prevent_initial_call=True,
    )  # fmt: skip
    async def go(code: str | None, pathname: str | None, search: str | None) -> Any:  # noqa: ANN401
        if not code:
            return no_update
        return to_place(code, pathname or "", search or "")


def to_place(code: str, pathname: str, search: str) -> str:
    """The same view at another place; the plain place where the address cannot be read."""
    try:
        return read_address(pathname, search).at_place(code).href
    except QuestionError:
        return read_looks(pathname, search).at_place(code).href
