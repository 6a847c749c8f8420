"""The same lives told twice: in turn, and in any order, late, with much of it again; nothing may tell them apart."""

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.queries.question import Figures, Question
from db.history_store import HistoryStore
from db.kpi_store import KpiStore
from db.rule_store import RuleStore
from pipelines.domain.calendar import Counting, Limit
from pipelines.domain.case import Case
from pipelines.domain.kpi import Basis
from pipelines.domain.period import Period
from pipelines.domain.rules import DeadlineRule
from pipelines.domain.step import RUNGS, SUPERVISING, SYSTEM_STEPS, CaseStage, Step
from pipelines.domain.workflow import WORKFLOWS, Workflow
from pipelines.intake import sources
from pipelines.registers.workflow_file import example, read_workflow
from pipelines.streams.message import event_body
from pipelines.streams.tick import due_events
from pipelines.token import system_token
from tests.system import ALL_VIEWER, PILOT, PILOT_GRIDS, System

SEED = int(os.environ.get("SEED") or random.randrange(10**6))
START = datetime(2026, 11, 18, 2, tzinfo=UTC)
SPAN = timedelta(hours=60)
NOW = START + SPAN
ROUNDS, LIVES = 4, 40
IN_TURN, IN_ANY_ORDER = 0, 1
"""The communities in which each life is told."""
ITEMS = ("G06", "E06", "V05", "V09")
SOMETHING: dict[Step, tuple[dict[str, Any], ...]] = {
    Step.CLASSIFY: ({"item": "E06"}, {"item": "G06", "condition": "grave"}, {"workflow": "appeal"}, {"class": "C"}),
    Step.REGISTER: ({}, {"condition": "grave"}),
    Step.DISPATCH: ({"unit": "roads"}, {"unit": "parks"}, {"due_at": (START + SPAN / 2).isoformat()}),
    Step.HAND_OVER: ({"center": "grid"}, {"center": "emergency"}, {"center": "governance"}),
    Step.CLOSE: ({}, {"level": "grid"}, {"actor": "li"}),
    Step.CONFIRM: ({}, {"score": 50}, {"score": 100}),
    Step.MERGE: ({"into": "another"},),
    **{step: ({}, {"rung": RUNGS[-1].value}) for step in SUPERVISING},
}
Told = dict[str, Any]


@dataclass(frozen=True)
class City:
    """A deployment with rules and a workflow of its own, and the dice."""

    system: System
    key: str
    dice: random.Random
    workflows: tuple[Workflow, ...]

    def life(self, number: int) -> list[Told]:
        """A report and random steps, mostly of its workflow; few enough instants that some coincide."""
        flow = self.workflows[number % len(self.workflows)]
        own = [step for step in flow.rules if step is not Step.REPORT]
        steps = self.dice.choices(own, k=self.dice.randint(2, 9)) + self.dice.choices(_SENT, k=self.dice.randint(0, 1))
        first = {"workflow": flow.name, "actor": "li", "channel": "hotline"}
        first |= self.dice.choice([{}, {"item": self.dice.choice(ITEMS)}, {"due_at": _at(self.dice.random() * 360)}])
        told = [{"step": "report", "occurred_at": _at(self.dice.randrange(120)), **first}]
        for step in steps:
            at = _at(self.dice.randrange(360))
            told.append({"step": step.value, "occurred_at": at, "note": "because"} | self.dice.choice(_said(step)))
        return told

    def placed(self, lives: list[list[Told]], number: int, community: int) -> list[Told]:
        """The events of lives that begin with a number, in the grids of a community."""
        return [
            one
            | {"case_id": f"{community}-{case}", "event_id": f"{community}-{case}-{n:02}"}
            | {"place": PILOT_GRIDS[community * 10 + case % 10]}
            for case, life in enumerate(lives, start=number)
            for n, one in enumerate(life)
        ]

    def tell(self, events: list[Told], now: datetime) -> None:
        self.system.send(events, self.key)
        self.system.work(now)

    def tell_any_how(self, events: list[Told]) -> None:
        """In any order, in parts with time between them; what was told may be told again, at once or later."""
        self.dice.shuffle(events)
        told = list[Told]()
        for part in range(3):
            fresh = events[part::3]
            again = self.dice.sample(told + fresh, k=len(told + fresh) // 2)
            mixed = [*fresh, *again]
            self.dice.shuffle(mixed)
            now = START + SPAN * (part + 1) / 3
            self.tell(mixed, now)
            self.turn(now)
            told += fresh

    def turn(self, now: datetime) -> None:
        """The clock's own steps, which an event that comes later may have made untimely."""
        assert self.system.worker is not None
        own = [event_body(event) for event in due_events(self.system.worker.turned(now), now)]
        if own:
            self.system.send(own, system_token(self.system.settings.secret))
            self.system.work(now)


def _at(tens: float) -> str:
    return (START + timedelta(minutes=10 * tens)).isoformat()


def _said(step: Step) -> tuple[dict[str, Any], ...]:
    return SOMETHING.get(step, ({},))


_SENT = [step for step in Step if step not in SYSTEM_STEPS]


@pytest.fixture
def city(deployment: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[City]:
    monkeypatch.setattr(sources, "REGISTERS_AGE_SECONDS", -1.0)
    file = tmp_path / "own.yaml"
    file.write_text(example(), encoding="utf-8")
    store, own = RuleStore(deployment.database.log, deployment.settings.timezone), read_workflow(file)
    store.put_workflow(own)
    limits = [Limit(2, Counting.WORKING_DAYS), Limit(5, Counting.WORKING_HOURS), Limit(9, Counting.CONTINUOUS_HOURS)]
    rules = [DeadlineRule(item, limit) for item, limit in zip(ITEMS, limits, strict=False)]
    grave = DeadlineRule("G06", Limit(3, Counting.CONTINUOUS_HOURS), "grave")
    store.put_deadlines([*rules, grave, DeadlineRule("G06", limits[1], stage=CaseStage.DISPATCHED)])
    key = deployment.key(may="send,backfill,confirm")
    yield City(deployment, key, random.Random(SEED), (*WORKFLOWS.values(), own))


def state(city: City, community: int, number: int) -> dict[str, Any]:
    """All facts of a case but its name and its places."""
    case: Case = city.system.queries.cases.case(ALL_VIEWER, f"{community}-{number}").file.case
    parked = [(one.event.step, one.event.occurred_at, one.reason, one.is_early) for one in case.parked]
    apart = {"case_id": "", "path": (), "holders": (), "workflow": case.workflow.name, "parked": parked}
    return case._asdict() | apart


def figures(city: City, community: int, period: Period) -> list[dict[str, Any]]:
    """All counts and durations of a community and of each grid."""
    question = Question(PILOT[community], period)
    whole, parts = city.system.queries.wide.family(ALL_VIEWER, question, NOW)
    return [_counted(one) for one in (whole, *parts)]


def _counted(one: Figures) -> dict[str, Any]:
    return {"counts": one.counts, "durations": one.durations}


def is_live(city: City) -> bool:
    marks = HistoryStore(city.system.database.derived).watermarks()
    found = KpiStore(city.system.redis).read([PILOT[0]], city.system.day(NOW), sorted(marks))
    return found.is_whole and found.watermark == marks


def test_no_order_no_delay_and_no_duplicate_changes_a_case_or_a_count_of_any_workflow(city: City) -> None:
    print(f"SEED={SEED}")
    today, seen = city.system.day(NOW), set[str]()
    whole, now = Period("all", date(2026, 11, 1), date(2026, 12, 31)), Period("today", today, today)
    for number in range(0, ROUNDS * LIVES, LIVES):
        lives = [city.life(number + n) for n in range(LIVES)]
        city.tell(city.placed(lives, number, IN_TURN), NOW)
        city.tell_any_how(city.placed(lives, number, IN_ANY_ORDER))
        city.turn(NOW)
        for case in range(number, number + LIVES):
            kept = state(city, IN_TURN, case)
            assert state(city, IN_ANY_ORDER, case) == kept, case
            seen.add(kept["workflow"])
        assert is_live(city)
        for period in (now, whole):
            assert figures(city, IN_ANY_ORDER, period) == figures(city, IN_TURN, period)
    assert seen == {flow.name for flow in city.workflows}
    reported = figures(city, IN_TURN, whole)[0]["counts"][Basis.COHORT]["reported"]
    assert reported == ROUNDS * LIVES
