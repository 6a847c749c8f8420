"""Rented homes and what comes back, on the governance center's board."""

from dash import html
from dash.development.base_component import Component

from dashboard.live.board_governance import ALL, GRADES, MOST_SPOTS, TYPES
from dashboard.views.governance_panel import head, rate_label
from dashboard.views.wall_frame import Children, Frame, shape


def homes(frame: Frame) -> Component:
    """A table of types and grades, and the inspections below it."""
    titles = [html.Span(), *(html.Span(_grade(frame, grade), className="label") for grade in GRADES)]
    table = [html.Div(titles, className="cols titles"), *(_row(frame, kind) for kind in TYPES)]
    note = html.Span(frame.word("homes_note"), className="note")
    overdue = frame.box(
        "inspections_overdue",
        [
            html.Span([shape(), frame.word("inspections_overdue")], className="label"),
            frame.listed("inspections_overdue", "num strong"),
        ],
        "fact",
        "normal",
    )
    rate = [
        rate_label(frame, "inspection_rate", "inspection_rate"),
        frame.listed("inspection_rate", "num strong"),
        frame.listed("inspection_rate-of", "num note"),
    ]
    due = [frame.label("inspections_due"), frame.listed("inspections_due", "num strong")]
    facts = [html.Div(due, className="fact"), overdue, html.Div(rate, className="fact wide")]
    return html.Section(
        [head(frame, "homes", [note]), html.Div(table, className="sheet"), html.Div(facts, className="facts")],
        className="panel homes",
    )


def _grade(frame: Frame, grade: str) -> str:
    return frame.word(ALL) if grade == ALL else frame.word("grade").format(grade)


def _row(frame: Frame, kind: str) -> Component:
    cells: Children = [frame.listed(f"homes-{kind}-{grade}", "num") for grade in GRADES]
    return html.Div([frame.label(kind), *cells], className="cols sum" if kind == ALL else "cols")


def recurring(frame: Frame) -> Component:
    """How much comes back, and where most."""
    note = html.Span(frame.word("recurring_note"), className="note")
    rate = [
        rate_label(frame, "recurrence_rate", "recurrence_rate"),
        frame.cell("recurring-rate", "num strong"),
        frame.cell("recurring-of", "num note"),
    ]
    rows = [_spot(frame, n) for n in range(MOST_SPOTS)]
    quiet = frame.box("no-recurring", [frame.word("no_recurring")], "note none")
    return html.Section(
        [
            head(frame, "recurring", [note], "recurring_means"),
            frame.link("recurring", rate, "rate"),
            html.Div([quiet, *rows], className="lines"),
        ],
        className="panel recurring",
    )


def _spot(frame: Frame, n: int) -> Component:
    key = f"spot-{n}"
    what = html.Span([frame.cell(f"{key}-title", "what"), frame.cell(f"{key}-where", "note where")], className="names")
    return frame.link(key, [what, frame.cell(f"{key}-n", "num days")], "line")
