"""Everything one board of a place shows, before any language: read from the queries, each part at its own pace."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from dashboard.live.board import CENTERS, NEWEST
from dashboard.live.past import Bases, Reader
from dashboard.queries.bundle import Queries
from dashboard.queries.cases import CaseRow, CaseRows
from dashboard.queries.question import Figures, Question
from pipelines.domain.access import Viewer
from pipelines.domain.case import CaseClass, Center
from pipelines.domain.kpi import Basis
from pipelines.domain.org import OrgLevel, OrgUnit
from pipelines.domain.period import local_day, read_period

T = TypeVar("T")
ALARMING = (CaseClass.A, CaseClass.B)
MOST_OVERDUE = 200


class Paced(Generic[T]):
    """A part that is read again only after a while, and when the local day has changed."""

    def __init__(self, seconds: float, read: Callable[[datetime], T]) -> None:
        self._every = timedelta(seconds=seconds)
        self._read = read
        self._held: tuple[datetime, date, T] | None = None

    def at(self, now: datetime, today: date) -> T:
        """The part as it stands, or as it stood a little while ago."""
        if self._held is None or self._held[1] != today or not timedelta() <= now - self._held[0] < self._every:
            self._held = (now, today, self._read(now))
        return self._held[2]


@dataclass(frozen=True, slots=True)
class Counted:
    """What follows from the counts alone: read again when a watermark has moved."""

    class_a: Figures
    centers: Mapping[Center, Figures]
    children: Sequence[Figures]
    shaded: Sequence[Figures]
    overdue: Mapping[CaseClass, CaseRows]


@dataclass(frozen=True, slots=True)
class Facts:
    """One moment of a board; `shaded` are the places that the map colours, `rhythm` reports by slot of today."""

    place: Figures
    counted: Counted
    newest: Sequence[CaseRow]
    rhythm: Mapping[int, int]
    usual: Sequence[Mapping[int, int]]
    bases: Bases
    trend: Sequence[Figures | None]
    now: datetime


class Collector:
    """Reads the facts of one place for one viewer, and keeps what changes slowly."""

    def __init__(self, queries: Queries, zone: ZoneInfo, viewer: Viewer, place: str) -> None:
        self._queries = queries
        self._zone = zone
        self._viewer = viewer
        self._place = place
        past = Reader(queries, zone, viewer, place)
        self._newest = Paced(4, self._read_newest)
        self._rhythm = Paced(5, past.rhythm)
        self._bases = Paced(60, past.bases)
        self._trend = Paced(900, past.trend)
        self._usual = Paced(3600, past.usual)
        self._counted: tuple[object, Counted] | None = None

    def collect(self, now: datetime) -> Facts:
        """The facts at this moment; StoreError when no store answers, AccessError outside the scope."""
        today = local_day(now, self._zone)
        place = self._queries.figures.figures(self._viewer, self._question(today), now)
        mark = (today, place.freshness.watermark, place.counts)
        if self._counted is None or self._counted[0] != mark:
            self._counted = (mark, self._read_counted(place.unit, today, now))
        return Facts(
            place,
            self._counted[1],
            self._newest.at(now, today),
            self._rhythm.at(now, today),
            self._usual.at(now, today),
            self._bases.at(now, today),
            self._trend.at(now, today),
            now,
        )

    def _question(self, today: date, center: Center | None = None, class_: CaseClass | None = None) -> Question:
        return Question(self._place, read_period("today", today), center, class_)

    def _read_counted(self, unit: OrgUnit, today: date, now: datetime) -> Counted:
        figures, question = self._queries.figures, self._question(today)
        shaded = OrgLevel.GRID if unit.level in {OrgLevel.COMMUNITY, OrgLevel.GRID} else OrgLevel.COMMUNITY
        return Counted(
            figures.figures(self._viewer, replace(question, class_=CaseClass.A), now),
            {one: figures.figures(self._viewer, replace(question, center=one), now) for one in CENTERS},
            [one for one in figures.children(self._viewer, question, now) if not one.is_direct],
            figures.below(self._viewer, question, shaded, now),
            {one: self._read_overdue(replace(question, class_=one), now) for one in ALARMING},
        )

    def _read_overdue(self, question: Question, now: datetime) -> CaseRows:
        """Open cases past their deadline, the longest first."""
        found = self._queries.cases.behind(self._viewer, question, Basis.STOCK, "overdue", now, MOST_OVERDUE)
        return replace(found, rows=sorted(found.rows, key=lambda row: row.due_at or row.at))

    def _read_newest(self, now: datetime) -> Sequence[CaseRow]:
        return self._queries.cases.newest(self._viewer, self._place, now, NEWEST)
