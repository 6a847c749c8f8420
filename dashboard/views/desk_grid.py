"""The cases behind a number as a grid that asks the server for the rows it shows."""

import re
from datetime import datetime
from typing import Any

import dash_ag_grid as dag
from dash import html

from dashboard.address import Address, Listed
from dashboard.ids import CASES_GRID
from dashboard.views.desk_cases import Listing, Row, place_words, state_word
from dashboard.views.desk_panel import marks, panel
from dashboard.wording.desk import CASES, item_name, say
from dashboard.wording.desk_explore import EXPLORE
from dashboard.wording.kpi import CHANNELS, count_label
from dashboard.wording.numbers import MISSING
from dashboard.wording.times import day_time, time_left
from dashboard.wording.words import Language

BLOCK_ROWS = 50
MOST_ROWS = 5_000
COLUMNS = {
    "number": 210,
    "at": 160,
    "class": 80,
    "item": 200,
    "place": 220,
    "channel": 120,
    "state": 120,
    "deadline": 160,
}
"""The columns and how wide they begin, in pixels."""
_SIGNS = re.compile(r"([^0-9A-Za-z])")


def grid_panel(address: Address, listed: Listed, name: str, total: int) -> html.Section:
    """The grid without rows: it asks for them, a block at a time, when it is shown."""
    language = address.language
    label = f"{name} {count_label(listed.basis, listed.count, language)}".strip()
    hint = say(EXPLORE, "listed_hint", language, label, f"{total:,}")
    if total > MOST_ROWS:
        hint += f" · {say(EXPLORE, 'listed_most', language, f'{MOST_ROWS:,}')}"
    box = html.Div(_grid(language), **marks(aria_label=label, role="group"))
    return panel(say(EXPLORE, "listed", language), hint, box, name="desk-cases", anchor="cases")


def _grid(language: Language) -> dag.AgGrid:
    columns = [{"field": one, "headerName": say(CASES, one, language), "width": w} for one, w in COLUMNS.items()]
    columns[0] |= {"cellRenderer": "markdown", "pinned": None}
    words = {"noRowsToShow": say(CASES, "none", language), "loadingOoo": say(EXPLORE, "loading", language)}
    return dag.AgGrid(
        id=CASES_GRID,
        columnDefs=columns,
        columnSize="responsiveSizeToFit",
        defaultColDef={"sortable": False, "resizable": True, "suppressMovable": True},
        rowModelType="infinite",
        dashGridOptions={
            "cacheBlockSize": BLOCK_ROWS,
            "maxConcurrentDatasourceRequests": 1,
            "rowHeight": 36,
            "headerHeight": 36,
            "localeText": words,
        },
        style={"height": "480px"},
        className="desk-grid",
    )


def grid_rows(address: Address, listing: Listing) -> list[dict[str, Any]]:
    """Rows as the grid takes them, its columns by name."""
    return [_cells(address, row, listing) for row in listing.rows]


def _cells(address: Address, row: Row, listing: Listing) -> dict[str, Any]:
    language = address.language
    channel = CHANNELS[row.channel].on(language) if row.channel and row.channel in CHANNELS else row.channel
    return {
        "number": f"[{_plain(row.case_id)}]({address.at_case(row.case_id).href})",
        "at": day_time(row.at, listing.zone),
        "class": row.class_.value if row.class_.value != "none" else MISSING,
        "item": item_name(listing.items, row.item, language),
        "place": place_words(row.path, address.key, language),
        "channel": channel or MISSING,
        "state": state_word(row, language),
        "deadline": _left(row, listing.now, address),
    }


def _plain(text: str) -> str:
    """Signs that would mean something to the grid's Markdown stand for themselves."""
    return _SIGNS.sub(r"\\\1", text)


def _left(row: Row, now: datetime, address: Address) -> str:
    """Time left or overdue, in words; a dash for what no clock runs for."""
    if row.open_part not in {"overdue", "due_soon", "on_schedule"} or row.due_at is None:
        return MISSING
    shape = {"overdue": "◆ ", "due_soon": "▲ "}.get(row.open_part, "")
    return shape + time_left(row.due_at, now, address.language)
