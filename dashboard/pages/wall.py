"""The wall of an address: its frame, which the live script connects and fills in, or a notice why there is none."""

from datetime import datetime
from urllib.parse import parse_qs

from dash import html
from dash.development.base_component import Component

from dashboard.centers.boards import COLUMNS, wall
from dashboard.live.board import OVERVIEW
from dashboard.page import WALL_PREFIX
from dashboard.pages.notices import notice_of
from dashboard.queries.bundle import Queries
from dashboard.views.wall_notice import wall_notice
from dashboard.wording.words import Language, read_language
from pipelines.domain.access import Viewer
from pipelines.domain.errors import ThreeCenterError

WAY_OUT = f"{WALL_PREFIX}{OVERVIEW}"


def wall_page(queries: Queries, viewer: Viewer, pathname: str, search: str, now: datetime) -> Component:
    """The frame for the place that the address names, else for the viewer's first."""
    asked = {name: values[0] for name, values in parse_qs(search.lstrip("?")).items()}
    language = read_language(asked.get("lang"))
    return html.Main(_shown(queries, viewer, pathname, asked.get("place", ""), language, now))


def _shown(queries: Queries, viewer: Viewer, pathname: str, place: str, language: Language, now: datetime) -> Component:
    board = pathname.removeprefix(WALL_PREFIX)
    if board not in COLUMNS:
        return wall_notice("not_found", pathname, WAY_OUT, language)
    today = queries.figures.today(now)
    tops = queries.reach.tops(viewer, today)
    if not tops:
        return wall_notice("empty_scope", "", "", language)
    try:
        return wall(board, queries.reach.unit(viewer, place or tops[0].code, today).code, language)
    except ThreeCenterError as error:
        return wall_notice(notice_of(error), place, WAY_OUT, language)
