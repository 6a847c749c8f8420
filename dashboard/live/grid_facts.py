"""What only the grid center's board shows, before any language: read beside the rounds, each part at its own pace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dashboard.live.board_grid import DAYS, WEEK, WEEKS
from dashboard.live.channel import View
from dashboard.live.paced import Paced
from dashboard.queries.bundle import Queries
from dashboard.queries.question import Figures, Question, SeriesPoint
from pipelines.domain.duty import Reduction, reductions
from pipelines.domain.event import Center
from pipelines.domain.period import Period, local_day, read_period
from pipelines.domain.staff import StaffPost
from pipelines.domain.unit import OrgLevel, OrgUnit


@dataclass(frozen=True, slots=True)
class Vacant:
    """A grid without a chief, and for how many days; None where nobody ever was."""

    grid: OrgUnit
    days: int | None


@dataclass(frozen=True, slots=True)
class Team:
    """The posts held today, and the grids without a chief, the longest vacant first."""

    posts: Sequence[StaffPost] = ()
    vacant: Sequence[Vacant] = ()


@dataclass(frozen=True, slots=True)
class GridFacts:
    """This month's figures of the place and of the communities below it, and what the registers and patrols say.

    `days` begin on a Monday and end today; `loaded` are the children today, with the cases of all centers.
    Everything is empty until it `is_read`.
    """

    month: Figures | None = None
    communities: Sequence[Figures] = ()
    days: Sequence[SeriesPoint] = ()
    loaded: Sequence[Figures] = ()
    team: Team = Team()
    duties: Sequence[Reduction] = ()
    channels: Sequence[tuple[str | None, int]] = ()
    is_read: bool = False


class GridReader:
    """Reads the facts of one place for one viewer."""

    def __init__(self, queries: Queries, zone: ZoneInfo, view: View) -> None:
        self._queries, self._zone = queries, zone
        self._viewer, self._place = view.viewer, view.place
        self._month = Paced(30, self._read_month)
        self._communities = Paced(60, self._read_communities)
        self._days = Paced(60, self._read_days)
        self._loaded = Paced(20, self._read_loaded)
        self._team = Paced(60, self._read_team)
        self._duties = Paced(60, self._read_duties)
        self._channels = Paced(180, self._read_channels)

    def read(self, now: datetime) -> GridFacts:
        """Everything, again where it is time to; StoreError when no store answers."""
        today = local_day(now, self._zone)
        return GridFacts(
            self._month.at(now, today),
            self._communities.at(now, today),
            self._days.at(now, today),
            self._loaded.at(now, today),
            self._team.at(now, today),
            self._duties.at(now, today),
            self._channels.at(now, today),
            is_read=True,
        )

    def _this_month(self, now: datetime) -> Question:
        today = local_day(now, self._zone)
        return Question(self._place, read_period(f"{today:%Y-%m}", today), Center.GRID)

    def _read_month(self, now: datetime) -> Figures:
        return self._queries.figures.figures(self._viewer, self._this_month(now), now)

    def _read_communities(self, now: datetime) -> Sequence[Figures]:
        """Of a community its grids: there is nothing of its own level below it."""
        level = self._queries.reach.tree.unit(self._place).level
        below = OrgLevel.GRID if level in {OrgLevel.COMMUNITY, OrgLevel.GRID} else OrgLevel.COMMUNITY
        return self._queries.figures.below(self._viewer, self._this_month(now), below, now)

    def _read_days(self, now: datetime) -> Sequence[SeriesPoint]:
        today = local_day(now, self._zone)
        first = today - timedelta(days=today.weekday() + WEEK * (WEEKS - 1))
        question = Question(self._place, Period(f"{first}..{today}", first, today))
        return self._queries.series.points(self._viewer, question, "day", now)[:DAYS]

    def _read_loaded(self, now: datetime) -> Sequence[Figures]:
        question = Question(self._place, read_period("today", local_day(now, self._zone)))
        found = self._queries.figures.children(self._viewer, question, now)
        return [one for one in found if not one.is_direct]

    def _read_team(self, now: datetime) -> Team:
        own, today, units = self._queries.registers, local_day(now, self._zone), self._queries.reach.tree.units
        vacant = own.vacancies(self._viewer, self._place, now).rows
        return Team(
            own.staff(self._viewer, self._place, now).rows,
            [Vacant(units[one.place], _days_since(one.since, today)) for one in vacant],
        )

    def _read_duties(self, now: datetime) -> Sequence[Reduction]:
        found = self._queries.registers.duties(self._viewer, self._place, now)
        return reductions(found.rows, found.day)

    def _read_channels(self, now: datetime) -> Sequence[tuple[str | None, int]]:
        return self._queries.cases.channels(self._viewer, self._this_month(now), now)


def _days_since(since: date | None, today: date) -> int | None:
    return None if since is None else (today - since).days
