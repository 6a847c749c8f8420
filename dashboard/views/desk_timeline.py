"""A case from report to archive: its six milestones, and every movement in order, the parked ones too."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import html

from dashboard.views.desk_panel import panel, shape
from dashboard.wording.desk import say
from dashboard.wording.desk_case import CASE, PARKED_EARLY, PARKED_MISFIT, RUNGS
from dashboard.wording.kpi import CENTERS, LEVELS, STAGES
from dashboard.wording.steps import STEPS
from dashboard.wording.times import day_time, span
from dashboard.wording.words import Language, find
from pipelines.domain.case import Case, Movement
from pipelines.domain.event import CaseEvent
from pipelines.domain.step import SYSTEM_STEPS, TURNS_BACK, CaseStage, Step
from pipelines.domain.workflow import WORKFLOWS

_NEEDS_REASON = frozenset({Step.SEND_BACK, Step.REWORK, Step.EXEMPT, Step.VOID})
_STEP_TO = {rule.to: step for one in WORKFLOWS.values() for step, rule in one.rules.items() if step not in TURNS_BACK}
_SYSTEM_SHAPES = {Step.BECAME_DUE_SOON: "warning", Step.BECAME_OVERDUE: "critical"}


def milestones(case: Case, zone: ZoneInfo, language: Language) -> html.Section:
    """The stages of its workflow with the time each was reached; one without was left out or is still to come.

    Dispatch stands within the disposal, as one of the six steps.
    """
    stages = [stage for stage in case.workflow.stages if stage is not CaseStage.DISPATCHED]
    steps = [_milestone(case, stage, zone, language) for stage in stages]
    return panel(say(CASE, "milestones", language), "", html.Ol(steps, className="desk-steps"), name="desk-milestones")


def _milestone(case: Case, stage: CaseStage, zone: ZoneInfo, language: Language) -> html.Li:
    at = case.reached.get(stage)
    is_past = case.stage is not None and case.stage >= stage
    wanted = None if is_past else case.stage_due.get(stage)
    missing = say(CASE, "skipped" if is_past else "waiting", language)
    missing += f" · {say(CASE, 'wanted', language, day_time(wanted, zone))}" if wanted else ""
    lines: list[Any] = [
        html.Span(find(STEPS, _STEP_TO[stage], language), className="desk-step-name"),
        html.Span(day_time(at, zone) if at else missing, className="num" if at else "desk-hint"),
    ]
    sent = case.reached.get(CaseStage.DISPATCHED)
    if stage is CaseStage.DISPOSED and sent is not None:
        lines.append(html.Span(say(CASE, "dispatched", language, day_time(sent, zone)), className="num desk-hint"))
    name = "desk-step" + " desk-step-done" * is_past + " desk-step-here" * (case.stage is stage)
    return html.Li(lines, className=name)


def timeline(movements: Sequence[Movement], zone: ZoneInfo, language: Language) -> html.Section:
    """Every movement, the first one on top."""
    before = [None, *(one.at for one in movements[:-1])]
    rows = [_entry(one, at, zone, language) for one, at in zip(movements, before, strict=True)]
    hint = say(CASE, "entries", language, len(rows))
    return panel(say(CASE, "timeline", language), hint, html.Ol(rows, className="desk-timeline"), name="desk-history")


def _entry(movement: Movement, before: datetime | None, zone: ZoneInfo, language: Language) -> html.Li:
    is_system = movement.step in SYSTEM_STEPS
    state = _SYSTEM_SHAPES.get(movement.step)
    words: list[Any] = [shape(state, language), " "] if state else []
    title = html.Div([*words, html.Strong(find(STEPS, movement.step, language)), *_target(movement, language)])
    details = html.Div([html.Div(line) for line in _lines(movement, zone, language, is_system)], className="desk-hint")
    name = "desk-entry" + " desk-entry-system" * is_system + " desk-entry-parked" * movement.is_parked
    at = html.Time(_when(movement, zone, language), dateTime=movement.at.isoformat(), className="num")
    gap = html.Span(_gap(movement, before, language), className="desk-entry-gap num")
    return html.Li([at, gap, html.Div([title, details], className="desk-entry-body")], className=name)


def _gap(movement: Movement, before: datetime | None, language: Language) -> str:
    """How long nothing had happened; nothing where only days are known."""
    if before is None or (movement.event is not None and movement.event.is_day_precise):
        return ""
    return say(CASE, "after", language, span((movement.at - before).total_seconds(), language))


def _when(movement: Movement, zone: ZoneInfo, language: Language) -> str:
    if movement.event is not None and movement.event.is_day_precise:
        return f"{movement.at.astimezone(zone):%Y-%m-%d} {say(CASE, 'day_only', language)}"
    return day_time(movement.at, zone)


def _target(movement: Movement, language: Language) -> list[Any]:
    """What the step led to: the unit or center it went to, the level of the resolution, that it is parked."""
    event, parts = movement.event, list[Any]()
    if movement.is_parked:
        parts.append(html.Span(say(CASE, "parked_word", language), className="desk-tag"))
    if event is not None and movement.step is Step.DISPATCH and event.unit:
        parts.append(f" {say(CASE, 'to_unit', language, event.unit)}")
    if event is not None and movement.step is Step.HAND_OVER and event.center:
        parts.append(f" {say(CASE, 'to_center', language, find(CENTERS, event.center, language))}")
    if event is not None and event.rung and event.step is Step.SUPERVISE:
        parts.append(f" {find(RUNGS, event.rung, language)}")
    if event is not None and event.level:
        parts.append(f" {say(CASE, 'level', language)} {find(LEVELS, event.level, language)}")
    before, after = movement.before.stage, movement.after.stage
    if movement.step in _NEEDS_REASON and before is not None and after is not None and after < before:
        names = (find(STAGES, stage.name, language) for stage in (before, after))
        parts.append(f" {' → '.join(names)}")
    return parts


def _lines(movement: Movement, zone: ZoneInfo, language: Language, is_system: bool) -> list[str]:
    event = movement.event
    if is_system or event is None:
        return [say(CASE, "system", language)]
    who = " · ".join(part for part in (event.actor, event.unit if movement.step is not Step.DISPATCH else None) if part)
    lines = [*([who] if who else []), *_transfer(movement, event, language)]
    if event.reply_by is not None:
        lines.append(say(CASE, "reply_by", language, day_time(event.reply_by, zone)))
    if event.note:
        lines.append(say(CASE, "why", language, event.note) if movement.step in _NEEDS_REASON else event.note)
    return [*lines, *_parked(movement, language)]


def _transfer(movement: Movement, event: CaseEvent, language: Language) -> list[str]:
    """How long its center had taken to take it over; nothing where only days are known."""
    start = movement.before.handed_over
    if start is None or movement.after.handed_over is start or start.is_day or event.is_day_precise:
        return []
    return [say(CASE, "taken_over", language, span((movement.at - start.at).total_seconds(), language))]


def _parked(movement: Movement, language: Language) -> list[str]:
    """Why a step could not be taken; the store's own words follow the plain ones."""
    if not movement.is_parked or not movement.after.parked:
        return []
    parked = movement.after.parked[-1]
    reason = (PARKED_EARLY if parked.is_early else PARKED_MISFIT).on(language)
    return [say(CASE, "parked", language, f"{reason} ({parked.reason})")]
