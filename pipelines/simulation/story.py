"""The pen that writes a case's life: events one after the other, each at its time and by its people."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TypedDict, Unpack

from pipelines.domain.catalogue import Item
from pipelines.domain.event import CaseClass, CaseEvent, Center
from pipelines.domain.step import Step
from pipelines.domain.workflow import CITY_MANAGEMENT, SIX_STEP
from pipelines.simulation.ground import Spot
from pipelines.simulation.people import crew_member, officer
from pipelines.simulation.reports import DOOR_SERVICE_SHARE, SPOKEN, WITH_RECEIPT, report_note, reporter
from pipelines.simulation.rhythm import is_night
from pipelines.simulation.units import unit_for

LIMIT_HOURS = {CaseClass.A: 2, CaseClass.B: 24, CaseClass.C: 72, CaseClass.D: 120, CaseClass.NONE: 120}
HASTE = {CaseClass.A: 0.3, CaseClass.B: 0.6, CaseClass.C: 1.0, CaseClass.D: 1.2, CaseClass.NONE: 1.2}
AROUND_THE_CLOCK = frozenset({CaseClass.A, CaseClass.B})


@dataclass(frozen=True, slots=True)
class Matter:
    """What a case is about before anything happens; `second` is the local second of the day of its report.

    `into` is the case that tells of the same.
    """

    case_id: str
    receipt: str
    spot: Spot
    item: Item
    channel: str
    reported_at: datetime
    second: float
    into: str | None = None


class Facts(TypedDict, total=False):
    """What a step of the desk may say."""

    item: str
    workflow: str
    condition: str
    center: Center
    level: str
    note: str
    score: int
    into: str


class Story:
    """A life being written; times are seconds since the report and only move forward."""

    def __init__(self, matter: Matter, dice: Random) -> None:
        self.matter, self.dice = matter, dice
        self.limit = LIMIT_HOURS[matter.item.class_] * 3600
        self.haste = HASTE[matter.item.class_]
        self.unit = unit_for(matter.item, matter.spot.area)
        self.elapsed = -1
        self.events: list[CaseEvent] = []

    def report(self) -> None:
        """The first event; a caller's or visitor's item is only known when classified, where cases are.

        It comes with the deadline, but for city management: there the rules give one when the case is registered.
        """
        matter, dice, channel = self.matter, self.dice, self.matter.channel
        is_classified, is_ruled = (matter.item.workflow == name for name in (SIX_STEP.name, CITY_MANAGEMENT.name))
        self.events.append(
            CaseEvent(
                *self._next(Step.REPORT, 0),
                path=matter.spot.path,
                item=None if is_classified and channel in SPOKEN else matter.item.code,
                workflow=None if is_classified else matter.item.workflow,
                channel=channel,
                receipt=matter.receipt if channel in WITH_RECEIPT else None,
                door_service=channel == "window" and dice.random() < DOOR_SERVICE_SHARE,
                due_at=None if is_ruled else matter.reported_at + timedelta(seconds=self.limit),
                actor=reporter(channel, matter.spot.path[-1], matter.spot.area, dice),
                note=report_note(channel, matter.item.name, dice),
            )
        )

    def by_desk(self, step: Step, at: float, **facts: Unpack[Facts]) -> None:
        """A step of the street's desk."""
        path, actor = self.matter.spot.path, officer(self.matter.spot.area, self.dice)
        self.events.append(CaseEvent(*self._next(step, at), path=path, actor=actor, **facts))

    def by_reporter(self, step: Step, at: float, **facts: Unpack[Facts]) -> None:
        """A step of whoever has reported it."""
        path, actor = self.matter.spot.path, self.events[0].actor
        self.events.append(CaseEvent(*self._next(step, at), path=path, actor=actor, **facts))

    def send_to(self, unit: str, at: float) -> None:
        """Dispatch to a unit."""
        path, actor = self.matter.spot.path, officer(self.matter.spot.area, self.dice)
        self.events.append(CaseEvent(*self._next(Step.DISPATCH, at), path=path, unit=unit, actor=actor))

    def by_unit(self, step: Step, at: float, *, unit: str = "", note: str | None = None) -> None:
        """A step of the unit that handles the case."""
        path, unit = self.matter.spot.path, unit or self.unit
        actor = crew_member(unit, self.dice)
        self.events.append(CaseEvent(*self._next(step, at), path=path, unit=unit, actor=actor, note=note))

    def daytime(self, at: float, is_later_fine: bool) -> float:
        """That time, or the nearest waking hours when nobody works through the night for this class."""
        clock = (self.matter.second + at) % 86400
        if not is_night(clock) or self.matter.item.class_ in AROUND_THE_CLOCK:
            return at
        if is_later_fine:
            return at + (7 * 3600 - clock) % 86400 + self.dice.random() * 10_000
        evening = at - (clock - 21 * 3600) % 86400 - self.dice.random() * 10_000
        return evening if evening > self.elapsed else at

    def _next(self, step: Step, at: float) -> tuple[str, str, str, Step, datetime]:
        """What every event begins with: source (the key's, not known here), ids, step and instant; moves the time."""
        self.elapsed = max(self.elapsed + 1, int(at))
        event_id = f"{self.matter.case_id}-{len(self.events) + 1}"
        return "", event_id, self.matter.case_id, step, self.matter.reported_at + timedelta(seconds=self.elapsed)
