"""The durations that a step of a case ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from pipelines.domain.case import Case, Mark, Movement
from pipelines.domain.kpi import bucket
from pipelines.domain.kpi.durations import DURATION_NUMBERS
from pipelines.domain.standing import LocalDay
from pipelines.domain.step import CaseStage, Step
from pipelines.domain.work_clock import WorkClock

_SECOND = timedelta(seconds=1)
_DAY_SECONDS = 86_400
_WORK_DONE = frozenset({Step.DISPOSE, Step.RESOLVE})
_ENDS = _WORK_DONE | {Step.DISPATCH, Step.ARRIVE, Step.CLOSE}


class Lapse(NamedTuple):
    """A length of time that counts once more (n = 1) on a day, or no more (-1); no working time for whole days."""

    number: int
    day: int
    pair: int
    n: int
    seconds: int
    working: int | None


class _Wait(NamedTuple):
    """The waiting time of a dispatched case so far, and the pair it counts for."""

    pair: int
    start: Mark
    end: Mark


@dataclass(frozen=True, slots=True)
class LapseMeter:
    """Measures in local days and in working time."""

    local_day: LocalDay
    clock: WorkClock

    def lapses(self, movement: Movement) -> list[Lapse]:
        """The durations that end with a movement, and the waiting time that a later dispatch takes back."""
        before, after = movement.before, movement.after
        if movement.is_parked or after.stage is None:
            return []
        found = self._ending(movement) if movement.step in _ENDS else []
        if before.handed_over is not None and after.handed_over is not before.handed_over:
            found.append(self._transfer(before.handed_over, movement))
        return found if _waits_alike(before, after) else [*found, *self._waits(before, after)]

    def _ending(self, movement: Movement) -> list[Lapse]:
        pair, end = bucket(movement.after.center, movement.after.class_), _end(movement)
        return [self._lapse(name, start, end, pair, 1) for name, start in _ended(movement)]

    def _transfer(self, start: Mark, movement: Movement) -> Lapse:
        """It counts for the center that it waited for, which may have handed it on."""
        pair = bucket(movement.before.center, movement.after.class_)
        return self._lapse("hand_over_wait", start, _end(movement), pair, 1)

    def _waits(self, before: Case, after: Case) -> Iterator[Lapse]:
        was, waits = _wait(before), _wait(after)
        for sign, wait in ((-1, was), (1, waits)) if was != waits else ():
            if wait is not None:
                yield self._lapse("front_wait", wait.start, wait.end, wait.pair, sign)

    def _lapse(self, name: str, start: Mark, end: Mark, pair: int, n: int) -> Lapse:
        number, day = DURATION_NUMBERS[name], self.local_day(end.at).toordinal()
        if start.is_day or end.is_day:
            days = day - self.local_day(start.at).toordinal()
            return Lapse(number, day, pair, n, days * _DAY_SECONDS, None)
        seconds = (end.at - start.at) // _SECOND
        return Lapse(number, day, pair, n, seconds, self.clock.seconds(start.at, end.at))


def _end(movement: Movement) -> Mark:
    return Mark(movement.at, movement.event is not None and movement.event.is_day_precise)


def _ended(movement: Movement) -> Iterator[tuple[str, Mark]]:
    """Names and starts of what ends with a step; a close without a dispose is the end of the work too."""
    before, after, step = movement.before, movement.after, movement.step
    report, dispatch = _mark(after, CaseStage.REPORTED), _mark(before, CaseStage.DISPATCHED)
    if report is None:
        return
    if step is Step.DISPATCH and before.first_dispatched_at is None:
        yield "report_to_dispatch", report
    if step is Step.ARRIVE and not before.has_arrived:
        yield "report_to_arrive", report
    if step in _WORK_DONE or (step is Step.CLOSE and before.disposed_at is None):
        yield "report_to_dispose", report
        if dispatch is not None:
            yield "back_work", dispatch
    if step is Step.CLOSE:
        yield "report_to_close", report


def _waits_alike(before: Case, after: Case) -> bool:
    """Whether nothing has moved that the waiting time is made of: told without making it, for most steps."""
    was, now = before.reached, after.reached
    dispatched = now.get(CaseStage.DISPATCHED)
    if was.get(CaseStage.DISPATCHED) is not dispatched:
        return False
    is_same_pair = before.class_ is after.class_ and before.center is after.center
    is_same_start = was.get(CaseStage.REPORTED) is now.get(CaseStage.REPORTED) and before.by_day == after.by_day
    return dispatched is None or (is_same_pair and is_same_start)


def _wait(case: Case) -> _Wait | None:
    report, dispatch = _mark(case, CaseStage.REPORTED), _mark(case, CaseStage.DISPATCHED)
    if report is None or dispatch is None:
        return None
    return _Wait(bucket(case.center, case.class_), report, dispatch)


def _mark(case: Case, stage: CaseStage) -> Mark | None:
    at = case.reached.get(stage)
    return None if at is None else Mark(at, stage in case.by_day)
