"""What only the emergency center's board shows, before any language; every part is slow, and read beside the rounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.live.channel import View
from dashboard.live.paced import Paced
from dashboard.queries.bundle import Queries
from dashboard.queries.case_row import CaseRow
from dashboard.queries.question import Figures, Question
from pipelines.domain.comparison import Comparison, earlier
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.kpi import Basis
from pipelines.domain.kpi.durations import Distributions
from pipelines.domain.period import Period, local_day, read_period

CLASSES = (CaseClass.A, CaseClass.B, CaseClass.C, CaseClass.D)
MOST_READ = 200
Items = Sequence[tuple[str | None, int]]


@dataclass(frozen=True, slots=True)
class Hazards:
    """Hazards of a month by class, the items of those that are open now, and every open case of class A."""

    period: Period
    by_class: Mapping[CaseClass, Figures]
    items: Mapping[CaseClass, Items]
    grave: Sequence[CaseRow]
    n_grave: int


@dataclass(frozen=True, slots=True)
class Handling:
    """The year so far as it stands, comparable with last year's, and last year's; how long things took in the month."""

    year: Figures
    comparable: Figures
    last_year: Figures | None
    durations: Distributions
    before: Distributions


@dataclass(frozen=True, slots=True)
class EmergencyFacts:
    """All that has been read so far; `running` are open cases of class A and B, the first to fall due first."""

    hazards: Hazards | None = None
    handling: Handling | None = None
    running: Sequence[CaseRow] = ()


class EmergencyReader:
    """Reads the parts of one place for one viewer, each at its own pace."""

    def __init__(self, queries: Queries, zone: ZoneInfo, view: View) -> None:
        self._queries, self._zone, self._view = queries, zone, view
        self._hazards = Paced(10, self._read_hazards)
        self._running = Paced(5, self._read_running)
        self._handling = Paced(300, self._read_handling)

    def read(self, now: datetime) -> EmergencyFacts:
        """Everything, where it is time to."""
        today = local_day(now, self._zone)
        parts = self._hazards.at(now, today), self._handling.at(now, today), self._running.at(now, today)
        return EmergencyFacts(*parts)

    def _question(self, now: datetime, form: str, class_: CaseClass | None = None) -> Question:
        """Of the month or year, `form`, that the day is in."""
        today = local_day(now, self._zone)
        return Question(self._view.place, read_period(today.strftime(form), today), Center.EMERGENCY, class_)

    def _read_hazards(self, now: datetime) -> Hazards:
        whole = self._question(now, "%Y-%m")
        questions = [replace(whole, class_=one) for one in CLASSES]
        with self._queries.one_state():
            found = self._queries.figures.kinds(self._view.viewer, questions, now)
            items = self._queries.wide.stock_items(self._view.viewer, whole, "hazards_open", now)
            n_grave = found[0].counts[Basis.STOCK]["open"]
            grave = self._open(now, CaseClass.A, "open") if n_grave else ()
        by_class = dict(zip(CLASSES, found, strict=True))
        sorts = {one: [(item, n) for class_, item, n in items if class_ is one] for one in CLASSES}
        return Hazards(whole.period, by_class, sorts, grave, n_grave)

    def _read_running(self, now: datetime) -> Sequence[CaseRow]:
        """Of class A all that is not disposed of; of B what will soon be due, and what has a deadline at all."""
        grave = [row for row in self._open(now, CaseClass.A, "open") if row.open_part != "awaiting_close"]
        parts = ("due_soon", "on_schedule")
        return [*grave, *(row for part in parts for row in self._open(now, CaseClass.B, part))]

    def _open(self, now: datetime, class_: CaseClass, count: str) -> Sequence[CaseRow]:
        """Open cases of a class, the first to fall due first; those without a deadline last."""
        question = self._question(now, "%Y-%m-%d", class_)
        found = self._queries.cases.behind(self._view.viewer, question, Basis.STOCK, count, now, MOST_READ)
        return sorted(found.rows, key=lambda row: (row.due_at is None, row.due_at or row.at))

    def _read_handling(self, now: datetime) -> Handling:
        figures, viewer = self._queries.figures, self._view.viewer
        year, month = self._question(now, "%Y"), self._question(now, "%Y-%m")
        found = figures.figures(viewer, year, now)
        base = figures.earlier(viewer, year, found, Comparison.YEAR_ON_YEAR, now)
        period, until = earlier(month.period, now.astimezone(self._zone), Comparison.YEAR_ON_YEAR)
        return Handling(
            found,
            figures.comparable(viewer, year, found, now),
            base if base.has_cases else None,
            self._queries.wide.durations(viewer, month, now),
            self._queries.wide.durations(viewer, replace(month, period=period), now, until),
        )
