"""Events of one case for tests of the domain."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pipelines.domain.case import Case
from pipelines.domain.event import CaseEvent
from pipelines.domain.fold import fold
from pipelines.domain.step import Step

START = datetime(2026, 11, 21, 1, tzinfo=UTC)
PATH = ("1403", "140303", "140303007", "140303007001", "140303007001001")


def minutes(n: float) -> datetime:
    return START + timedelta(minutes=n)


def event(step: Step, at: float, name: str | None = None, **facts: Any) -> CaseEvent:
    path = PATH if step is Step.REPORT else ()
    return CaseEvent("tester", name or f"{step}-{at}", "c1", step, minutes(at), path=path, **facts)


def life(*steps: Step, **facts: Any) -> list[CaseEvent]:
    """A report with the facts, and the steps after it, a minute apart."""
    later = (event(step, n) for n, step in enumerate(steps, start=1))
    return [event(Step.REPORT, 0, **facts), *later]


def final(events: list[CaseEvent]) -> Case:
    return fold(events)[-1].after
