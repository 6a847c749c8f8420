"""Everything one board of a place shows, before any language: read from the queries, each part at its own pace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from dashboard.live.board import NEWEST, TURN_SECONDS
from dashboard.live.paced import Paced
from dashboard.live.past import Past, Reader, centers_of
from dashboard.live.stood import Stood, read_stood
from dashboard.queries.bundle import Queries
from dashboard.queries.case_row import CaseRow
from dashboard.queries.question import Figures, Question
from pipelines.domain.access import Viewer
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.kpi import Basis
from pipelines.domain.period import local_day, read_period
from pipelines.domain.ranking import Ranking
from pipelines.domain.unit import OrgLevel

ALARMING = (CaseClass.A, CaseClass.B)
MOST_OVERDUE = 200


@dataclass(frozen=True, slots=True)
class Counted:
    """What follows from the counts alone: read again when a watermark has moved.

    `own` are the place's figures as earlier ones are compared with them: on the same set of places.
    """

    own: Figures
    alarming: Mapping[CaseClass, Figures]
    centers: Mapping[Center, Figures]
    children: Sequence[Figures]
    shaded: Sequence[Figures]
    overdue: Mapping[CaseClass, Sequence[CaseRow]]


@dataclass(frozen=True, slots=True)
class Facts:
    """One moment of a board; `shaded` are the places that the map colours, `rhythm` reports by slot of today."""

    place: Figures
    counted: Counted
    newest: Sequence[CaseRow]
    alarms: Stood
    rhythm: Mapping[int, int]
    past: Past
    ranking: Ranking
    now: datetime

    @property
    def turn(self) -> int:
        """Which of the rows that take turns stand now."""
        return int(self.now.timestamp()) // TURN_SECONDS


class Collector:
    """Reads the facts of one place, or a center's share of them, for one viewer, and keeps what changes slowly."""

    def __init__(
        self, queries: Queries, zone: ZoneInfo, viewer: Viewer, place: str, center: Center | None = None
    ) -> None:
        self._queries = queries
        self._zone = zone
        self._viewer = viewer
        self._place = place
        self._center = center
        reader = Reader(queries, zone, viewer, place, center)
        self._newest = Paced(4, self._read_newest)
        self._stood = Paced(10, self._read_stood)
        self._rhythm = Paced(5, reader.rhythm)
        self._bases = Paced(60, reader.bases)
        self._trend = Paced(900, reader.trend)
        self._usual = Paced(3600, reader.usual)
        self._past = Past()
        self._listed = {one: Paced(10, partial(self._read_overdue, one)) for one in ALARMING}
        self._counted: tuple[object, Counted] | None = None

    def collect(self, now: datetime) -> Facts:
        """The facts at this moment; StoreError when no store answers, AccessError outside the scope."""
        today = local_day(now, self._zone)
        questions = [self._question(today), *self._kinds(today)]
        place, *kinds = self._queries.figures.kinds(self._viewer, questions, now)
        mark = (today, place.freshness.watermark, place.counts)
        if self._counted is None or self._counted[0] != mark:
            self._counted = (mark, self._read_counted(place, kinds, today, now))
        return Facts(
            place,
            self._counted[1],
            self._newest.at(now, today),
            self._stood.at(now, today),
            self._rhythm.at(now, today),
            self._past,
            self._queries.policies.ranking(),
            now,
        )

    def catch_up(self, now: datetime) -> None:
        """Read what today is compared with, where it is time to; slow, so that no moment waits for it."""
        today = local_day(now, self._zone)
        self._past = Past(self._bases.at(now, today), self._trend.at(now, today), self._usual.at(now, today))

    def _question(self, today: date, center: Center | None = None, class_: CaseClass | None = None) -> Question:
        return Question(self._place, read_period("today", today), center or self._center, class_)

    def _kinds(self, today: date) -> Sequence[Question]:
        """Today in each alarming class, and at each center where all of them are shown."""
        classes = [self._question(today, class_=one) for one in ALARMING]
        return [*classes, *(self._question(today, center) for center in centers_of(self._center))]

    def _read_counted(self, place: Figures, kinds: Sequence[Figures], today: date, now: datetime) -> Counted:
        figures, question, unit = self._queries.figures, self._question(today), place.unit
        shaded = OrgLevel.GRID if unit.level in {OrgLevel.COMMUNITY, OrgLevel.GRID} else OrgLevel.COMMUNITY
        alarming = dict(zip(ALARMING, kinds[: len(ALARMING)], strict=True))
        return Counted(
            figures.comparable(self._viewer, question, place, now),
            alarming,
            dict(zip(centers_of(self._center), kinds[len(ALARMING) :], strict=True)),
            [one for one in figures.children(self._viewer, question, now) if not one.is_direct],
            figures.below(self._viewer, question, shaded, now),
            {one: self._overdue(one, own, today, now) for one, own in alarming.items()},
        )

    def _overdue(self, class_: CaseClass, figures: Figures, today: date, now: datetime) -> Sequence[CaseRow]:
        """Listed again when their number changes; none are asked for when there are none."""
        n = figures.counts[Basis.STOCK]["overdue"]
        return self._listed[class_].at(now, (today, n)) if n else ()

    def _read_overdue(self, class_: CaseClass, now: datetime) -> Sequence[CaseRow]:
        """Open cases past their deadline, the longest first."""
        question = self._question(local_day(now, self._zone), class_=class_)
        found = self._queries.cases.behind(self._viewer, question, Basis.STOCK, "overdue", now, MOST_OVERDUE)
        return sorted(found.rows, key=lambda row: row.due_at or row.at)

    def _read_stood(self, now: datetime) -> Stood:
        return read_stood(self._queries, self._viewer, self._place, self._center, now)

    def _read_newest(self, now: datetime) -> Sequence[CaseRow]:
        return self._queries.cases.newest(self._viewer, self._place, now, NEWEST, self._center)
