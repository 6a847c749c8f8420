"""Hazards by class: a line for each, below class A its open cases, below the others their largest items."""

from dash import html
from dash.development.base_component import Component

from dashboard.live.board import HAZARD_COUNTS, MOST_GRAVE, MOST_ITEMS
from dashboard.views.wall_frame import Frame, attributes, shape
from dashboard.wording import kpi
from dashboard.wording.words import find
from pipelines.domain.event import CaseClass

CLASSES = (CaseClass.A, CaseClass.B, CaseClass.C, CaseClass.D)


def emergency_hazards(frame: Frame) -> Component:
    """One panel, read from class A down."""
    heads = [html.Span(frame.word(name), className="note") for name in HAZARD_COUNTS]
    title = html.H2(frame.word("hazards"), title=frame.word("hazards_told"))
    head = html.Div([title, *heads], className="hazard-line hazard-head")
    classes = [html.Div(_class(frame, one), className="hazard-class") for one in CLASSES]
    return html.Section([head, *classes], className="panel hazards")


def _class(frame: Frame, class_: CaseClass) -> list[Component]:
    name = find(kpi.CLASSES, class_, frame.language)
    chip = html.Span(class_.value, className="letter num", title=name, **attributes(data_class=class_.value))
    counts = [_count(frame, f"hazard-{class_}-{one}", one) for one in HAZARD_COUNTS]
    return [html.Div([html.Span(chip), *counts], className="hazard-line"), *_below(frame, class_)]


def _count(frame: Frame, key: str, name: str) -> Component:
    return frame.link(key, [frame.cell(key)], f"num count {name}")


def _below(frame: Frame, class_: CaseClass) -> list[Component]:
    if class_ is not CaseClass.A:
        return [_item(frame, f"hazard-{class_}-{n}") for n in range(MOST_ITEMS)]
    more = frame.link("grave-more", [frame.cell("grave-more")], "hazard-item note")
    return [*(_grave(frame, f"grave-{n}") for n in range(MOST_GRAVE)), more]


def _item(frame: Frame, key: str) -> Component:
    return frame.link(key, [frame.cell(f"{key}-name", "name"), frame.cell(f"{key}-open", "num")], "hazard-item")


def _grave(frame: Frame, key: str) -> Component:
    what = html.Span([frame.cell(f"{key}-name"), " · ", frame.cell(f"{key}-place")], className="name")
    return frame.link(key, [shape(), what, frame.cell(f"{key}-fact", "fact num")], "hazard-item")
