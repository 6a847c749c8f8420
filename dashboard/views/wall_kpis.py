"""The strip of figures over a board."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.live.board import Kpi
from dashboard.views.wall_frame import Frame, shape

LABELS = {"reported": "reported_today"}


def wall_kpis(frame: Frame, strip: Sequence[Kpi]) -> Component:
    """Each with its unit, comparison and course."""
    return html.Section([_card(frame, kpi) for kpi in strip], className="wall-kpis panel")


def _card(frame: Frame, kpi: Kpi) -> Component:
    key = f"kpi-{kpi.name}"
    head = [shape(), frame.label(LABELS.get(kpi.name, kpi.name)), frame.chart(key, "spark", "spark")]
    value = [frame.listed(key, "value num"), frame.cell(f"{key}-unit", "unit"), *_class_a(frame, kpi)]
    compared = [_compared(frame, key, one) for one in ("previous", "last_year")]
    return frame.box(
        key,
        [
            html.Div(head, className="kpi-head"),
            html.Div(value, className="kpi-value"),
            html.Div(compared, className="kpi-compare"),
        ],
        "kpi",
        "normal",
    )


def _class_a(frame: Frame, kpi: Kpi) -> list[Component]:
    if not kpi.has_class_a:
        return []
    key = f"kpi-{kpi.name}-a"
    return [frame.span(key, [shape(), frame.word("class_a"), " ", frame.listed(key, "num")], "class-a")]


def _compared(frame: Frame, key: str, with_what: str) -> Component:
    name = f"{key}-{with_what}"
    return frame.span(name, [frame.word(with_what), " ", frame.cell(name, "num")], f"compared {with_what}")
