"""The map of open cases with its legend, and the ranking beside it."""

from dash import html
from dash.development.base_component import Component

from dashboard.live.board import DENSITY_BREAKS, MOST_RANKED
from dashboard.views.wall_frame import Frame, attributes, shape


def wall_map(frame: Frame, board: str, place: str) -> Component:
    """One panel; the map's areas are reachable through the ranking's links."""
    return html.Section([_map(frame, board, place), _ranking(frame)], className="wall-map panel")


def _map(frame: Frame, board: str, place: str) -> Component:
    drawing = html.Div(className="map", role="group", **attributes(data_map=place, aria_label=frame.word("map_text")))
    head = [html.H2(frame.word("map")), html.Div(frame.word("map_unit"), className="note"), _legend(board)]
    schematic = html.Div(frame.word("schematic"), className="note schematic")
    return html.Div([html.Div(head, className="map-head"), drawing, schematic], className="map-side")


def _legend(board: str) -> Component:
    steps = [
        html.Span(html.Span(f"{least:g}", className="num"), className="legend-step", **attributes(data_shade=str(n)))
        for n, least in enumerate((0, *DENSITY_BREAKS[board]), start=1)
    ]
    return html.Div(steps, className="legend", **attributes(aria_hidden="true"))


def _ranking(frame: Frame) -> Component:
    title = html.H2(frame.cell("rank-title"))
    head = html.Div([title, frame.cell("rank-told", "note")], className="panel-head")
    rows = [_row(frame, n) for n in range(MOST_RANKED)]
    more = frame.box("rank-more", [frame.cell("rank-more")], "note more")
    return frame.box("rank", [head, html.Div(rows, className="rank-rows"), more], "ranking")


def _row(frame: Frame, n: int) -> Component:
    key = f"rank-{n}"
    top = [
        frame.cell(f"{key}-rank", "order num"),
        frame.cell(f"{key}-name", "name"),
        frame.cell(f"{key}-gap", "gap num"),
        frame.cell(f"{key}-open", "value num"),
    ]
    below = [
        html.Span([shape(), frame.word("on_time_short"), " ", frame.cell(f"{key}-rate", "num")], className="on-time"),
        html.Span([frame.word("overdue_short"), " ", frame.cell(f"{key}-overdue", "num")]),
    ]
    mark = frame.box(f"{key}-middle", [frame.bar(f"{key}-middle", "tick")], "between")
    track = frame.box(f"{key}-track", [frame.bar(key, "fill"), mark], "track")
    content = [html.Div(top, className="rank-top"), track, html.Div(below, className="note rank-below")]
    return frame.link(key, content, "rank-row")
