"""The operators' page: a frame that the live script connects and fills in, in the look of the desk."""

from collections.abc import Sequence
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.live.board import HEALTH, MOST_SOURCES
from dashboard.live.snapshot import Snapshot
from dashboard.views.desk_panel import marks, panel
from dashboard.views.wall_frame import Frame, shape
from dashboard.wording import health

_TOLD = ("age", "age_late", "age_lost", "age_none", "banner", "span")
_PARTS = ("intake", "worker", "dashboard", "redis", "sql", "disk")
GIVEN = marks(data_given="")
"""Marks a name that stands as it was given, in whatever language."""
Facts = Sequence[tuple[str, str]]


def health_view(address: Address, versions: Facts, policy: Component) -> html.Div:
    """Everything below the bar; `versions` are identifiers of words with what stands beside them."""
    frame = Frame(address.language, Snapshot(), health.HEALTH)
    main = html.Div([_log(frame), _sources(frame), policy], className="health-main")
    side = html.Div([_parts(frame), _versions(frame, versions)], className="health-side")
    banner = html.Div(className="health-banner", role="alert", **marks(data_banner=""))
    words = marks(**{f"data_say_{name}": frame.word(name) for name in _TOLD})
    return html.Div(
        [_head(frame), banner, html.Div([main, side], className="health-columns")],
        className="health",
        **marks(data_live=urlencode({"board": HEALTH, "lang": address.language.value}), data_freshness="waiting"),
        **words,
    )


def _head(frame: Frame) -> Component:
    pills = [
        frame.box(f"pill-{state}", [shape(), frame.cell(f"pill-{state}")], f"health-pill health-{state}")
        for state in ("critical", "warning", "stale")
    ]
    quiet = frame.box("quiet", [frame.word("quiet")], "health-pill")
    age = html.Span(className="health-age num", role="status", **marks(data_age="none"))
    title = html.Div(html.Ol(html.Li(html.H1(frame.word("title")))), className="desk-path")
    return html.Div([title, *pills, quiet, age], className="desk-top")


def _log(frame: Frame) -> Component:
    notes: dict[str, Component] = {
        "waiting": frame.span("waiting-for", [frame.word("oldest"), " ", frame.since("waiting")], "health-note"),
        "dead": frame.label("dead_note", "health-note"),
        "parked": frame.cell("parked-cases", "health-note"),
    }
    tiles = []
    for name in ("head", "applied", "waiting", "dead", "parked"):
        label = html.Div([shape(), frame.word(name)], className="health-label")
        content = [label, frame.cell(name, "desk-value num"), *([notes[name]] if name in notes else [])]
        tiles.append(frame.box(name, content, "health-tile", state="normal"))
    return panel(frame.word("log"), frame.word("sum"), html.Div(tiles, className="health-tiles"))


def _sources(frame: Frame) -> Component:
    columns = ("source", "state", "heard", "since", "accepted", "refused")
    head = html.Tr([html.Th(frame.word(name), scope="col", className=f"health-{name}") for name in columns])
    rows = [_source(frame, f"source-{n}") for n in range(MOST_SOURCES)]
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="desk-table health-table")
    none = frame.box("no-sources", [frame.word("no_sources")], "desk-empty")
    more = frame.box("more-sources", [frame.cell("more-sources")], "desk-hint")
    return panel(frame.word("sources"), frame.word("sources_hint"), table, none, more, name="health-panel-sources")


def _source(frame: Frame, key: str) -> Component:
    simulated = frame.span(f"{key}-simulated", [frame.word("simulated")], "desk-tag")
    name = [html.Span(frame.cell(f"{key}-name"), **GIVEN), simulated]
    cells: dict[str, Component] = {
        "state": _word(frame, key),
        "heard": frame.cell(f"{key}-heard", "num"),
        "since": frame.since(key),
        "accepted": frame.cell(f"{key}-accepted", "num"),
        "refused": frame.cell(f"{key}-refused", "num"),
    }
    row: list[Component] = [html.Th(name, scope="row", className="health-source")]
    for column, value in cells.items():
        row.append(html.Td(value, className=f"health-{column}", **marks(data_label=frame.word(column))))
    return html.Tr(row, **marks(data_key=key, data_state="off"))


def _word(frame: Frame, key: str) -> Component:
    return html.Span([shape(), frame.cell(f"{key}-state")], className="health-word")


def _parts(frame: Frame) -> Component:
    """What has to run and to answer, in the order in which one depends on the other."""
    told: dict[str, list[Component | str]] = {
        "worker": [" · ", frame.since("worker")],
        "dashboard": [frame.word("running_for"), " ", frame.since("dashboard")],
    }
    rows = []
    for name in _PARTS:
        detail = html.Div([frame.cell(f"{name}-detail"), *told.get(name, [])], className="health-detail num")
        rows.append(
            frame.box(
                name, [frame.label(name, "health-name"), _word(frame, name), detail], "health-part", state="normal"
            )
        )
    return panel(frame.word("parts"), "", html.Div(rows, className="health-parts"))


def _versions(frame: Frame, versions: Facts) -> Component:
    rows = [html.Div([html.Dt(frame.word(name)), html.Dd(value, **GIVEN)]) for name, value in versions]
    facts = html.Dl(rows, className="desk-facts")
    return panel(frame.word("versions"), "", facts, name="health-panel-versions")
