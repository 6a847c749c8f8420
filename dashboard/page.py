"""The HTML that every Dash page starts from: our files only, nothing inline."""

from collections.abc import Sequence
from typing import Any

from dash import Dash

from dashboard.address import Page, scripts_of
from dashboard.static import static_address
from dashboard.wording.wall import wall_word
from dashboard.wording.words import read_language

WALL_PREFIX = "/wall/"
_SHEETS = ("bootstrap.min.css", "fonts.css", "theme.css")
_LIVE = ("plain.js", "clock.js", "charts.js", "map-room.js", "map.js", "replay.js", "live.js")
_PARTS = ("board.css", "replay.css", "board-governance.css", "board-emergency.css", "board-grid.css")
_WALL = (
    (*_PARTS, "wall.css", "wall-modules.css", "wall-far.css", "board-phone.css"),
    ("screen.js", *_LIVE, "playlist.js", "tone.js"),
)
_BOARD = (("desk.css", *_PARTS, "board-desk.css", "board-phone.css"), ("desk.js", *_LIVE))
_DESK = (
    ("desk.css", "desk-pages.css", "health.css"),
    ("plotly-cartesian.min.js", "plain.js", "desk.js", "clock.js", "live.js"),
)
_UNUSED = ("/dash/dash_table/",)
_GRID_ONLY = ("/dash_ag_grid/",)
_DESK_ONLY = ("/dash_bootstrap_components/",)

# Dash looks for its start inside the page; ours stands in a file, so that no script is inline.
_START = f'<script id="_dash-renderer" src="{static_address("start.js")}" data-does="new DashRenderer"></script>'


class PageDash(Dash):
    """Dash whose index depends on the address: a wall loads no charting library, a title has a language."""

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]  # noqa: ANN401
        """The page around Dash's own parts."""
        request = self.backend.request_adapter()
        is_wall = request.path.startswith(WALL_PREFIX)
        title = wall_word("title", read_language(request.args.get("lang")))
        kind = scripts_of(_page(request.path))
        sheets, scripts = _WALL if is_wall else _BOARD if kind == "board" else _DESK
        links = "".join(f'<link rel="stylesheet" href="{static_address(name)}">' for name in (*_SHEETS, *sheets))
        loads = "".join(f'<script src="{static_address(name)}"></script>' for name in scripts)
        unused = _UNUSED + _DESK_ONLY if is_wall else _UNUSED
        dash = _needed(parts["scripts"], unused if kind == "grid" and not is_wall else (*unused, *_GRID_ONLY))
        words = static_address("noto-sans-sc-words.woff2")
        return (
            f'<!DOCTYPE html><html data-theme="{"dark" if is_wall else "light"}" lang="zh-CN"><head>'
            f'<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<link rel="icon" href="data:,"><title>{title}</title><script src="{static_address("boot.js")}"></script>'
            f'<link rel="preload" href="{words}" as="font" type="font/woff2" crossorigin>{links}</head>'
            f'<body class="{"wall" if is_wall else "desk"}">{parts["app_entry"]}<footer>{parts["config"]}{loads}'
            f"{dash}{_START}</footer></body></html>"
        )


def _page(path: str) -> Page:
    name = path.strip("/").partition("/")[0]
    return Page(name) if name in set(Page) else Page.NONE


def _needed(scripts: str, unused: Sequence[str]) -> str:
    """Dash loads every component library there is; the script tags of those that a page needs."""
    return "".join(tag for tag in scripts.splitlines() if not any(name in tag for name in unused))


def create_dash(server: object) -> PageDash:
    """The Dash application on a FastAPI server, without its own assets folder and websocket."""
    app = PageDash(
        __name__,
        server=server,  # type: ignore[arg-type]
        assets_folder="",
        include_assets_files=False,
        suppress_callback_exceptions=True,
        update_title="",
        add_log_handler=False,
    )
    app.backend.websocket_capability = False
    return app
