"""Where this month's cases were resolved, and how they came in: bars of parts of a whole."""

from dash import html
from dash.development.base_component import Component

from dashboard.live.board_grid import MOST_CHANNELS, RUNGS
from dashboard.views.wall_frame import Frame, attributes
from dashboard.wording.definitions import rate_definition
from dashboard.wording.kpi import count_label
from pipelines.domain.kpi import RATES_BY_NAME, Basis


def grid_ladder(frame: Frame) -> Component:
    """Grid, community, subdistrict, district: the lower a case is resolved, the better."""
    head = html.Div([html.H2(frame.word("ladder")), _within(frame)], className="panel-head")
    spot = [frame.cell("spot", "value num"), frame.label("spot", "note"), frame.cell("spot-fraction", "note num")]
    headline = html.A(spot, className="headline", **attributes(data_link="ladder"))
    rows = [_part(frame, f"rung-{rung}", frame.label(f"rung_{rung}")) for rung in RUNGS]
    names = ("on_the_spot_rate", "within_subdistrict_rate")
    told = "\n".join(rate_definition(RATES_BY_NAME[name], frame.language) for name in names)
    return html.Section([head, headline, html.Div(rows, className="parts")], className="grid-ladder panel", title=told)


def _within(frame: Frame) -> Component:
    return html.Span([frame.word("within"), " ", frame.listed("within", "num")], className="note within")


def grid_channels(frame: Frame) -> Component:
    """Patrol, hotline, window, … as shares of all reports."""
    head = html.Div([html.H2(frame.word("channels")), frame.listed("channels-n", "note")], className="panel-head")
    rows = [_channel(frame, f"channel-{n}") for n in range(MOST_CHANNELS)]
    none = frame.box("no-channels", [frame.word("no_channels")], "note nothing")
    told = count_label(Basis.COHORT, "reported", frame.language)
    return html.Section([head, none, html.Div(rows, className="parts")], className="grid-channels panel", title=told)


def _channel(frame: Frame, key: str) -> Component:
    return frame.box(key, [_part(frame, key, frame.cell(f"{key}-name", "label"))])


def _part(frame: Frame, key: str, label: Component) -> Component:
    track = html.Span(frame.bar(key, "fill"), className="track")
    content = [label, track, frame.cell(f"{key}-n", "num count"), frame.cell(f"{key}-share", "num share")]
    return html.A(content, className="part", **attributes(data_link=key))
