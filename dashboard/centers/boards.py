"""The boards as walls and as desk pages: the same parts, in the frame of a screen or of a page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.centers.emergency import emergency
from dashboard.centers.governance import governance
from dashboard.centers.grid import grid
from dashboard.centers.overview import overview
from dashboard.live.board import OVERVIEW, STRIPS
from dashboard.live.snapshot import Snapshot
from dashboard.views.replay import replay_bar, replay_entry
from dashboard.views.wall_events import wall_events
from dashboard.views.wall_frame import Frame, attributes
from dashboard.views.wall_header import desk_head, wall_banner, wall_header
from dashboard.views.wall_kpis import wall_kpis
from dashboard.wording.words import Language
from pipelines.domain.event import Center

COLUMNS: Mapping[str, Callable[[Frame, str], Sequence[Component]]] = {
    OVERVIEW: overview,
    Center.GOVERNANCE: governance,
    Center.EMERGENCY: emergency,
    Center.GRID: grid,
}
_TOLD = ("age", "age_late", "age_lost", "age_none", "banner")


def wall(board: str, place: str, language: Language, first: Snapshot | None = None) -> Component:
    """The frame of `/wall/BOARD` for a place; the live script connects it and fills it in."""
    frame = Frame(language, first or Snapshot())
    canvas = html.Div([wall_header(frame), *_rows(frame, board, place)], className="wall-canvas")
    parts = [replay_bar(language), wall_banner(), canvas]
    return html.Div(parts, id="wall", className=f"board board-{board}", **_live(frame, board, place))


def desk_board(board: str, place: str, language: Language, picker: Component) -> Component:
    """The same board in a desk page, under a head with the place picker."""
    frame = Frame(language, Snapshot())
    rows = html.Div(_rows(frame, board, place), className="board-rows")
    name = f"board board-desk board-{board}"
    head = desk_head(frame, replay_entry(language), picker)
    return html.Div([replay_bar(language), wall_banner(), head, rows], className=name, **_live(frame, board, place))


def _rows(frame: Frame, board: str, place: str) -> Sequence[Component]:
    columns = html.Div(list(COLUMNS[board](frame, place)), className="wall-main")
    return [wall_kpis(frame, STRIPS[board]), columns, wall_events(frame)]


def _live(frame: Frame, board: str, place: str) -> dict[str, Any]:
    """What the live script reads: the view to watch, and the words in which it tells the age of the figures."""
    query = urlencode({"board": board, "place": place, "lang": frame.language.value})
    words = {f"data_say_{name}": frame.word(name) for name in _TOLD}
    return {"lang": frame.language.tag, **attributes(data_live=query, data_freshness="waiting", **words)}
