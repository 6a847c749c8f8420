"""Disputes and petitions on the governance center's board: as they stand, as backlog, as a loop, without escalation."""

from dash import html
from dash.development.base_component import Component

from dashboard.live.board_governance import AGES, KINDS, MOST_OLDEST, PERIODS
from dashboard.views.governance_panel import head, rate_label, told
from dashboard.views.wall_frame import Children, Frame, shape
from pipelines.domain.matter import LOOP
from pipelines.domain.step import CaseStage


def matters(frame: Frame) -> Component:
    """A table of both: today's, open by age, resolved of this month's."""
    titles = [html.Span(), html.Span(), *(frame.label(kind) for kind in KINDS)]
    today = [frame.label("matters_today"), html.Span(), *(frame.listed(f"{kind}-today", "num") for kind in KINDS)]
    opened = [frame.label("matters_open"), html.Span(), *(frame.listed(f"{kind}-open", "num strong") for kind in KINDS)]
    done = [told(frame, "matters_done", "done_means"), html.Span(), *(_done(frame, kind) for kind in KINDS)]
    ages = [frame.box(f"age-{n}", _age(frame, n), "cols age", "on") for n in AGES]
    rows = [_row(titles, "titles"), _row(today), _row(opened, "opened"), *ages, _row(done, "done")]
    return html.Section(
        [head(frame, "matters", means="matters_means"), html.Div(rows, className="sheet")], className="panel matters"
    )


def _row(cells: Children, name: str = "") -> Component:
    return html.Div(cells, className=f"cols {name}".rstrip())


def _age(frame: Frame, n: int) -> Children:
    label = html.Span([shape(), frame.word(f"age_{n}")], className="label")
    bar = html.Div(frame.bar(f"age-{n}", "fill"), className="track")
    return [label, bar, *(frame.listed(f"{kind}-age-{n}", "num") for kind in KINDS)]


def _done(frame: Frame, kind: str) -> Component:
    return html.Span(
        [frame.listed(f"{kind}-done", "num strong"), frame.listed(f"{kind}-done-of", "num note")], className="made-of"
    )


def backlog(frame: Frame) -> Component:
    """The petition backlog, and below it what has been open longest."""
    left = frame.link(
        "backlog-left", [frame.cell("backlog-left", "value num"), frame.label("backlog_left", "unit")], "counted"
    )
    resolved = frame.link(
        "backlog-resolved", [frame.label("backlog_resolved"), " ", frame.cell("backlog-resolved", "num")], "counted"
    )
    label = rate_label(frame, "petition_resolution", "petition_resolution")
    rate: Children = [label, " ", frame.listed("backlog-rate", "num strong")]
    facts = html.Div([resolved, html.Span([*rate])], className="beside")
    rows = [_oldest(frame, n) for n in range(MOST_OLDEST)]
    quiet = frame.box("no-oldest", [frame.word("no_oldest")], "note none")
    parts = [
        head(frame, "backlog", [frame.listed("backlog-of", "num note")]),
        html.Div([left, facts], className="headline"),
        html.Div(frame.bar("backlog", "fill"), className="track"),
        html.H3(frame.word("oldest")),
        html.Div([quiet, *rows], className="lines"),
    ]
    return html.Section(parts, className="panel backlog")


def _oldest(frame: Frame, n: int) -> Component:
    key = f"oldest-{n}"
    what = html.Span([frame.cell(f"{key}-title", "what"), frame.cell(f"{key}-where", "note where")], className="names")
    return frame.link(key, [what, frame.cell(f"{key}-days", "num days")], "line")


def loop(frame: Frame) -> Component:
    """Five steps, each with a bar of those that have reached it; the fourth is the citizen's own."""
    note = html.Span(frame.word("loop_note"), className="note")
    rate = [
        rate_label(frame, "citizen_confirmed_rate", "citizen_confirmed_rate"),
        frame.listed("loop-rate", "num strong"),
        frame.listed("loop-rate-of", "num note"),
    ]
    own = html.Div(frame.word("confirm_own"), className="note own")
    return html.Section(
        [
            head(frame, "loop", [note], "loop_means"),
            html.Div([_step(frame, step) for step in LOOP], className="steps"),
            html.Div([html.Div(rate, className="rate"), own], className="foot"),
        ],
        className="panel loop",
    )


def _step(frame: Frame, step: CaseStage) -> Component:
    key = f"loop-{step}"
    bar = html.Div(frame.bar(key, "fill"), className="track")
    numbers = [frame.listed(key, "num strong"), frame.listed(f"{key}-waiting", "num note")]
    classes = "step citizen" if step is CaseStage.CONFIRMED else "step"
    return frame.box(key, [frame.label(f"loop_{step}"), bar, *numbers], classes)


def zero(frame: Frame) -> Component:
    """The days without a dispute that became a petition, the last one, and the shares."""
    days = [
        shape(),
        frame.cell("zero-days", "value num"),
        frame.label("zero_days", "unit"),
        frame.cell("zero-text", "note"),
    ]
    about = [frame.cell("zero-when", "num"), frame.cell("zero-where", "where"), frame.cell("zero-title", "what")]
    last = frame.link("zero-last", [frame.label("zero_last"), html.Span(about, className="about")], "last")
    rates = [_escalation(frame, period) for period in PERIODS]
    panel = [head(frame, "zero"), html.Div(days, className="days"), last, html.Div(rates, className="rates")]
    return frame.box("zero", panel, "panel zero", "normal")


def _escalation(frame: Frame, period: str) -> Component:
    key = f"zero-{period}"
    cells = [
        rate_label(frame, f"escalation_{period}", "dispute_escalation"),
        frame.cell(key, "num strong"),
        frame.cell(f"{key}-of", "num note"),
    ]
    return frame.link(key, cells, "rate")
