"""What the governance center's board shows of disputes, petitions and appeals: read beside the rounds."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dashboard.live.board_governance import MOST_OLDEST, MOST_SPOTS
from dashboard.live.channel import View
from dashboard.live.paced import Paced
from dashboard.queries.bundle import Queries
from dashboard.queries.matters import AppealLoop, Backlog, Escalation, Recurring
from dashboard.queries.question import Figures, Question
from pipelines.domain.access import Viewer
from pipelines.domain.event import Center
from pipelines.domain.kpi import Basis, Ratio
from pipelines.domain.period import Period, local_day, read_period

RECURRING_DAYS = 30


@dataclass(frozen=True, slots=True)
class Month:
    """What was reported this month: all figures, the loop of the appeals, and the disputes whose work is done."""

    figures: Figures
    appeals: AppealLoop
    disputes_disposed: int


@dataclass(frozen=True, slots=True)
class Comeback:
    """What has come back in the last days, as a share of what was reported in them."""

    period: Period
    found: Recurring
    rate: Ratio


@dataclass(frozen=True, slots=True)
class Matters:
    """All of it; `today` are the appeals reported today."""

    backlog: Backlog
    today: AppealLoop
    month: Month
    year: Figures
    escalation: Escalation | None
    comeback: Comeback


class MatterReader:
    """Reads them for one viewer and place, each at its own pace."""

    def __init__(self, queries: Queries, zone: ZoneInfo, view: View) -> None:
        self._queries, self._zone, self._place = queries, zone, view.place
        self._viewer: Viewer = view.viewer
        self._backlog = Paced(20, self._read_backlog)
        self._today = Paced(20, self._read_today)
        self._month = Paced(60, self._read_month)
        self._year = Paced(300, self._read_year)
        self._escalation = Paced(60, self._read_escalation)
        self._comeback = Paced(300, self._read_comeback)

    def read(self, now: datetime) -> Matters:
        """All of it, as it stands or as it stood a little while ago."""
        today = local_day(now, self._zone)
        return Matters(
            self._backlog.at(now, today),
            self._today.at(now, today),
            self._month.at(now, today),
            self._year.at(now, today),
            self._escalation.at(now, today),
            self._comeback.at(now, today),
        )

    def _question(self, period: str, today: date) -> Question:
        return Question(self._place, read_period(period, today), Center.GOVERNANCE)

    def _read_backlog(self, now: datetime) -> Backlog:
        question = self._question("today", local_day(now, self._zone))
        return self._queries.matters.backlog(self._viewer, question, now, MOST_OLDEST)

    def _read_today(self, now: datetime) -> AppealLoop:
        question = self._question("today", local_day(now, self._zone))
        return self._queries.matters.appeals(self._viewer, question, now)

    def _read_month(self, now: datetime) -> Month:
        today, matters = local_day(now, self._zone), self._queries.matters
        question = self._question(f"{today:%Y-%m}", today)
        with self._queries.one_state():
            return Month(
                self._queries.figures.figures(self._viewer, question, now),
                matters.appeals(self._viewer, question, now),
                matters.disputes_disposed(self._viewer, question, now),
            )

    def _read_year(self, now: datetime) -> Figures:
        today = local_day(now, self._zone)
        return self._queries.figures.figures(self._viewer, self._question(f"{today:%Y}", today), now)

    def _read_escalation(self, now: datetime) -> Escalation | None:
        question = self._question("today", local_day(now, self._zone))
        return self._queries.matters.last_escalation(self._viewer, question, now)

    def _read_comeback(self, now: datetime) -> Comeback:
        today = local_day(now, self._zone)
        question = self._question(f"{today - timedelta(days=RECURRING_DAYS - 1)}..{today}", today)
        with self._queries.one_state():
            figures = self._queries.figures.figures(self._viewer, question, now)
            found = self._queries.matters.recurring(self._viewer, question, now, MOST_SPOTS)
        return Comeback(question.period, found, Ratio(found.total, figures.counts[Basis.COHORT]["valid"]))
