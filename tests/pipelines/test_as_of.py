"""Figures are never said to be younger than what is counted in them, clocks that have turned among it."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from dashboard.queries.question import Question
from pipelines.domain.event import CaseEvent
from pipelines.domain.period import read_period
from pipelines.streams.message import event_body
from pipelines.token import system_token
from pipelines.worker import process
from pipelines.worker.process import Rounds
from tests.system import ALL_VIEWER, PILOT_GRIDS, System, hours

Post = Callable[[Sequence[CaseEvent]], None]


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


def seconds(n: float) -> timedelta:
    return timedelta(seconds=n)


def rounds_of(deployment: System, now: datetime, post: Post) -> Rounds:
    deployment.worker = deployment.new_worker(now)
    return Rounds(deployment.worker, post, lambda _now: None)


def age(deployment: System, now: datetime, period: str = "today") -> int:
    """In whole seconds."""
    today = deployment.day(now)
    question = Question(PILOT_GRIDS[0], read_period(period.replace("month", f"{today:%Y-%m}"), today))
    return round(deployment.queries.figures.figures(ALL_VIEWER, question, now).freshness.lag_seconds)


def report(deployment: System, name: str, at: datetime, due_at: datetime) -> None:
    event = deployment.event(name, "report", at, place=PILOT_GRIDS[0], due_at=due_at.isoformat())
    deployment.send([event], deployment.key())


def test_while_turned_clocks_cannot_be_told_the_figures_grow_old(deployment: System, now: datetime) -> None:
    is_away = True

    def post(events: Sequence[CaseEvent]) -> None:
        if is_away:
            raise httpx.ConnectError("the intake is away")
        deployment.send([event_body(event) for event in events], system_token(deployment.settings.secret))

    report(deployment, "c1", now, now + seconds(60))
    rounds = rounds_of(deployment, now, post)
    rounds.round(now)
    for after in (61, 65, 69):
        rounds.round(now + seconds(after))
    assert age(deployment, now + seconds(69)) == 69
    is_away = False
    for after in (71, 73):
        rounds.round(now + seconds(after))
    assert age(deployment, now + seconds(73)) == 2


def test_a_worker_that_starts_late_says_since_when_no_clock_was_looked_at(deployment: System, now: datetime) -> None:
    report(deployment, "c1", now, now + seconds(60))
    deployment.work(now)
    rounds_of(deployment, now + hours(2), lambda _events: None).round(now + hours(2))
    due_soon = 0.8 * 60
    assert age(deployment, now + hours(2)) == 2 * 3600 - due_soon


def test_more_turned_clocks_than_are_told_at_once_keep_the_age(
    deployment: System, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "AT_ONCE", 1)
    rounds = rounds_of(deployment, now, lambda _events: None)
    rounds.round(now)
    report(deployment, "c1", now, now + seconds(1))
    for after in (10, 12, 14):
        rounds.round(now + seconds(after))
    assert age(deployment, now + seconds(14)) == 14


@pytest.mark.parametrize("period", ["today", "month"])
def test_the_past_of_a_case_that_comes_in_late_makes_no_figure_old(
    deployment: System, now: datetime, period: str
) -> None:
    rounds = rounds_of(deployment, now, lambda _events: None)
    rounds.round(now)
    report(deployment, "c1", now - hours(60), now - hours(30))
    for after in (2, 4):
        rounds.round(now + seconds(after))
    assert age(deployment, now + seconds(4), period) == 2
