"""The grid of cases asks for the rows it is about to show; the address says which, the viewer is asked anew."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import Dash, Input, Output, State, no_update

from dashboard.address_reading import read_address
from dashboard.ids import CASES_GRID, LOCATION
from dashboard.pages.explore import ask_rows
from dashboard.pages.place import list_row
from dashboard.queries.bundle import Queries
from dashboard.viewer import current_viewer
from dashboard.views.desk_cases import Listing
from dashboard.views.desk_grid import BLOCK_ROWS, MOST_ROWS, grid_rows
from pipelines.domain.access import Viewer
from pipelines.domain.errors import ThreeCenterError
from pipelines.domain.settings import Settings

Rows = dict[str, Any]


def register(app: Dash, queries: Queries, settings: Settings) -> None:
    """Answer the grid."""

    @app.callback(
        Output(CASES_GRID, "getRowsResponse"),
        Input(CASES_GRID, "getRowsRequest"),
        State(LOCATION, "pathname"),
        State(LOCATION, "search"),
        prevent_initial_call=True,
    )
    async def rows(asked: Rows | None, pathname: str | None, search: str | None) -> Any:  # noqa: ANN401
        if not asked:
            return no_update
        viewer, where = current_viewer(), (pathname or "", search or "")
        return await asyncio.to_thread(
            block, queries, viewer, *where, int(asked["startRow"]), datetime.now(UTC), settings.timezone
        )


def block(
    queries: Queries, viewer: Viewer, pathname: str, search: str, start: int, now: datetime, zone: ZoneInfo
) -> Rows:
    """One block of rows from `start` on, and how many there are once the last one is among them; none on a fault."""
    end = min(max(start, 0) + BLOCK_ROWS, MOST_ROWS)
    try:
        address = read_address(pathname, search)
        found = ask_rows(queries, viewer, address, now, max(start, 0), end)
    except ThreeCenterError:
        return {"rowData": [], "rowCount": 0}
    listing = Listing([list_row(one) for one in found], 0, None, now, zone, queries.reach.catalogue.items)
    is_last = len(found) < BLOCK_ROWS or end == MOST_ROWS
    return {"rowData": grid_rows(address, listing), "rowCount": max(start, 0) + len(found) if is_last else None}
