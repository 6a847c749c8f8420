"""Viewer and question -> how disputes, petitions and appeals stand, and what comes back; access first."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.queries.case_row import CaseDetail
from dashboard.queries.cases import CaseQueries
from dashboard.queries.question import Question
from dashboard.queries.reach import Reach
from dashboard.queries.readings import selection
from db.case_predicates import Selection
from db.matter_store import AppealsAt, MatterStore
from pipelines.domain.access import Viewer
from pipelines.domain.matter import AGE_DAYS, LOOP, petition_items
from pipelines.domain.period import local_day
from pipelines.domain.step import CaseStage
from pipelines.domain.unit import OrgUnit


@dataclass(frozen=True, slots=True)
class Backlog:
    """Open disputes and petitions by age, youngest first, and the oldest of both."""

    disputes: Sequence[int]
    petitions: Sequence[int]
    oldest: Sequence[CaseDetail]


@dataclass(frozen=True, slots=True)
class AppealLoop:
    """Appeals reported in a period: how many have reached each step of the loop, and how many stand open at it."""

    reached: Mapping[CaseStage, int]
    waiting: Mapping[CaseStage, int]


@dataclass(frozen=True, slots=True)
class Escalation:
    """A dispute that became a petition, and when."""

    at: datetime
    case: CaseDetail


@dataclass(frozen=True, slots=True)
class Spot:
    """A grid where cases of one item keep coming back, and how many have."""

    place: OrgUnit
    item: str
    n: int


@dataclass(frozen=True, slots=True)
class Recurring:
    """How many cases recurred, and where, most first."""

    total: int
    spots: Sequence[Spot]


class MatterQueries:
    """What the counts do not tell of disputes and petitions, cut to what the viewer may see."""

    def __init__(self, store: MatterStore, cases: CaseQueries, reach: Reach, zone: ZoneInfo) -> None:
        self._store, self._cases, self._reach, self._zone = store, cases, reach, zone

    def backlog(self, viewer: Viewer, question: Question, now: datetime, most: int) -> Backlog:
        """The open ones by age, and so many of the oldest."""
        chosen, today = self._chosen(viewer, question, now), local_day(now, self._zone).toordinal()
        petitions = self._petitions()
        ages = {kind: [0] * (len(AGE_DAYS) + 1) for kind in (False, True)}
        for one in self._store.standing_open(chosen, petitions):
            ages[one.is_petition][bisect_right(AGE_DAYS, today - one.day)] += one.n
        oldest = self._store.oldest_open(chosen, petitions, most)
        return Backlog(ages[False], ages[True], [self._cases.case(viewer, one) for one in oldest])

    def appeals(self, viewer: Viewer, question: Question, now: datetime) -> AppealLoop:
        """The loop of the appeals reported in the period."""
        return _loop(self._store.appeals(self._chosen(viewer, question, now), self._petitions()))

    def disputes_disposed(self, viewer: Viewer, question: Question, now: datetime) -> int:
        """Of the disputes reported in the period, those whose work is done."""
        return self._store.disputes_disposed(self._chosen(viewer, question, now))

    def recurring(self, viewer: Viewer, question: Question, now: datetime, most: int) -> Recurring:
        """Cases of the period that came back to their grid, and so many of the places and items with most of them."""
        found = self._store.recurring(self._chosen(viewer, question, now))
        units, codes = self._reach.tree.units, self._reach.codes
        spots = [Spot(units[codes[one.grid]], one.item, one.n) for one in found[:most]]
        return Recurring(sum(one.n for one in found), spots)

    def last_escalation(self, viewer: Viewer, question: Question, now: datetime) -> Escalation | None:
        """The dispute that became a petition last, of all times; None where none ever has."""
        found = [
            self._cases.case(viewer, one) for one in self._store.last_escalated(self._chosen(viewer, question, now))
        ]
        return max((Escalation(_escalated_at(one), one) for one in found), key=lambda one: one.at, default=None)

    def _chosen(self, viewer: Viewer, question: Question, now: datetime) -> Selection:
        return selection(question, self._reach.unit(viewer, question.place, local_day(now, self._zone)))

    def _petitions(self) -> Sequence[str]:
        return petition_items(self._reach.catalogue)


def _loop(found: Sequence[AppealsAt]) -> AppealLoop:
    reached, waiting = Counter[CaseStage](), Counter[CaseStage]()
    for one in found:
        last = LOOP[bisect_right(LOOP, one.stage) - 1]
        reached.update({step: one.n for step in LOOP if step <= last and _is_own(step, one)})
        waiting[last] += one.n if one.is_open else 0
    return AppealLoop({step: reached[step] for step in LOOP}, {step: waiting[step] for step in LOOP})


def _is_own(step: CaseStage, one: AppealsAt) -> bool:
    """Only the citizen confirms: a case that went on without that has not been confirmed."""
    return one.is_confirmed or step is not CaseStage.CONFIRMED


def _escalated_at(detail: CaseDetail) -> datetime:
    return next(one.at for one in detail.movements if one.after.is_escalated)
