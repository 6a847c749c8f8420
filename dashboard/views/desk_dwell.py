"""Where the time of a case went: one bar from report to deadline or present, and the same as a table."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import html

from dashboard.views.desk_panel import marks, panel, shape
from dashboard.wording.desk import say
from dashboard.wording.desk_case import AWAITED, CASE
from dashboard.wording.numbers import MISSING
from dashboard.wording.times import day_time, span
from dashboard.wording.words import Language, find
from pipelines.domain.case import Case
from pipelines.domain.dwell import Stay
from pipelines.domain.step import CaseStage

_SHADES = {
    CaseStage.ACCEPTED: CaseStage.CLASSIFIED,
    CaseStage.REGISTERED: CaseStage.REPORTED,
    CaseStage.VERIFIED: CaseStage.FEEDBACK_GIVEN,
    CaseStage.RESOLVED: CaseStage.DISPOSED,
    CaseStage.CONFIRMED: CaseStage.FEEDBACK_GIVEN,
}
"""Five shades serve all workflows; stages that follow one another differ."""
COLUMNS = ("stay", "unit", "from", "length", "of_limit", "late")


def dwell_panel(case: Case, found: Sequence[Stay], zone: ZoneInfo, language: Language) -> html.Section:
    """The bar with the deadline on it, and a row for every stay."""
    total = sum(stay.seconds for stay in found)
    hint = say(CASE, "dwell_hint", language, span(total, language))
    return panel(
        say(CASE, "dwell", language),
        hint,
        _bar(case, found, zone, language),
        _table(case, found, zone, language),
        name="desk-dwell",
    )


def _bar(case: Case, found: Sequence[Stay], zone: ZoneInfo, language: Language) -> html.Div:
    start, last, due_at = found[0].since, found[-1].until, case.due_at
    end = last if due_at is None else max(last, due_at)
    whole = (end - start).total_seconds() or 1.0

    def at(instant: datetime) -> str:
        return f"{min(max((instant - start).total_seconds() / whole, 0), 1) * 100:.2f}%"

    parts: list[Any] = [
        html.Span(
            className=f"desk-stay {_shade(stay.stage)}",
            title=f"{_awaited(case, stay, language)} {span(stay.seconds, language)}",
            style={"left": at(stay.since), "right": f"calc(100% - {at(stay.until)})"},
        )
        for stay in found
    ]
    if due_at is not None:
        late = html.Span(className="desk-late", style={"left": at(due_at), "right": f"calc(100% - {at(last)})"})
        label = html.Span(say(CASE, "due", language, day_time(due_at, zone)), className="num")
        parts += [late] * (last > due_at) + [html.Span(label, className="desk-due", style={"left": at(due_at)})]
    return html.Div(parts, role="img", className="desk-stays", **marks(aria_label=say(CASE, "dwell_text", language)))


def _table(case: Case, found: Sequence[Stay], zone: ZoneInfo, language: Language) -> html.Table:
    head = html.Tr([html.Th(say(CASE, name, language), scope="col") for name in COLUMNS])
    limit = _limit_seconds(case)
    rows = [_row(case, stay, limit, zone, language) for stay in found]
    return html.Table([html.Thead(head), html.Tbody(rows)], className="desk-table desk-stay-table")


def _limit_seconds(case: Case) -> float | None:
    """From the start of the clock to the deadline."""
    start = case.registered_at or case.reported_at
    return None if case.due_at is None or start is None else (case.due_at - start).total_seconds()


def _awaited(case: Case, stay: Stay, language: Language) -> str:
    """What the case waited for: the next stage of its workflow."""
    following = next(stage for stage in case.workflow.stages if stage > stay.stage)
    return find(AWAITED, following.name, language)


def _shade(stage: CaseStage) -> str:
    return f"desk-stay-{_SHADES.get(stage, stage).name.lower()}"


def _row(case: Case, stay: Stay, limit: float | None, zone: ZoneInfo, language: Language) -> html.Tr:
    late = stay.late_seconds(case.due_at)
    name = html.Span(className=f"desk-swatch {_shade(stay.stage)}", **marks(aria_hidden="true"))
    return html.Tr(
        [
            html.Th([name, _awaited(case, stay, language)], scope="row"),
            html.Td(stay.unit or MISSING),
            html.Td(day_time(stay.since, zone), className="num"),
            html.Td(span(stay.seconds, language), className="num desk-number"),
            html.Td(f"{stay.seconds / limit:.1%}" if limit else MISSING, className="num desk-number"),
            html.Td(_late(late, language), className="num desk-number"),
        ]
    )


def _late(seconds: float, language: Language) -> str | html.Span:
    if not seconds:
        return MISSING
    return html.Span([shape("critical", language), f" {span(seconds, language)}"], className="desk-critical")
