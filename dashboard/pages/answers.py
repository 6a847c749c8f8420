"""Everything a place page shows, asked in one go: each question passes the viewer's scope."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from dashboard.address import Address
from dashboard.queries.bundle import Queries
from dashboard.queries.case_row import CaseRows, Narrowing
from dashboard.queries.figures import FigureQueries
from dashboard.queries.question import Figures, Question
from dashboard.queries.wide import WideQueries
from dashboard.views.desk_cases import PAGE_ROWS
from dashboard.views.desk_findings import Line, Trend
from pipelines.domain.access import Viewer
from pipelines.domain.catalogue import Item
from pipelines.domain.comparison import Comparison, Earlier, earlier
from pipelines.domain.event import CaseClass
from pipelines.domain.kpi import Basis
from pipelines.domain.period import Period, read_period
from pipelines.domain.ranking import Ranking
from pipelines.domain.responsible import Responsible
from pipelines.domain.unit import Hierarchy, OrgUnit

TOP_ITEMS = 6
SHORTEST_TREND_DAYS = 14
LONGEST_DAILY_DAYS = 92
SHOWN = frozenset({Basis.COHORT, Basis.DUE, Basis.STOCK})
SHOWN_OF_CHILDREN = frozenset({Basis.DUE, Basis.STOCK})
LINES = (CaseClass.A, CaseClass.B, CaseClass.C, CaseClass.D)


@dataclass(frozen=True, slots=True)
class Around:
    """Where a place stands: the path to it from the scope's top, its siblings, children, and what each of those holds.

    `hierarchies` are those that have units at or below it: by which it may be divided.
    """

    trail: Sequence[OrgUnit]
    siblings: Sequence[OrgUnit]
    children: Sequence[OrgUnit]
    held: Mapping[str, Sequence[OrgUnit]]
    hierarchies: Sequence[Hierarchy]


@dataclass(frozen=True, slots=True)
class PlaceAnswers:
    """All answers of a place page at one instant."""

    viewer: Viewer
    now: datetime
    zone: ZoneInfo
    around: Around
    figures: Figures
    earlier: Mapping[Comparison, Earlier]
    children: Sequence[Figures]
    trend: Trend
    top_items: Sequence[tuple[str | None, int]]
    cases: CaseRows
    items: Mapping[str, Item]
    roster: Sequence[Responsible]
    ranking: Ranking

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.astimezone(self.zone).date()


def ask_place(
    queries: Queries, viewer: Viewer, address: Address, now: datetime, zone: ZoneInfo, is_wide: bool = False
) -> PlaceAnswers:
    """What a page shows, or with all that is counted; AccessError, PeriodError, QuestionError or UnknownPlaceError."""
    source = queries.wide if is_wide else queries.figures
    today = queries.figures.today(now)
    queries.reach.unit(viewer, address.key, today)
    question = to_question(address, today) if is_wide else _of_page(address, today)
    with queries.one_state():
        figures, children = _ask_family(queries, viewer, question, now, is_wide)
        return PlaceAnswers(
            viewer=viewer,
            now=now,
            zone=zone,
            around=ask_around(queries, viewer, address.key, today, address.hierarchy),
            figures=figures,
            earlier=_ask_earlier(source, viewer, question, figures, now, zone),
            children=children,
            trend=_ask_trend(queries, viewer, question, now),
            top_items=queries.cases.top_items(viewer, question, now, TOP_ITEMS),
            cases=_ask_cases(queries, viewer, question, address, figures, now),
            items=queries.reach.catalogue.items,
            roster=queries.rosters.of(viewer, address.key, today),
            ranking=queries.policies.ranking(),
        )


def _ask_family(
    queries: Queries, viewer: Viewer, question: Question, now: datetime, is_wide: bool
) -> tuple[Figures, Sequence[Figures]]:
    if is_wide:
        return queries.wide.family(viewer, question, now)
    return queries.figures.family(viewer, question, now, SHOWN_OF_CHILDREN)


def _of_page(address: Address, today: date) -> Question:
    """The question without what the page does not show."""
    return replace(to_question(address, today), bases=SHOWN | {address.listed.basis}, has_records=False)


def to_question(address: Address, today: date) -> Question:
    """The question of an address; without a period it is about this month."""
    period = read_period(address.period or f"{today:%Y-%m}", today)
    narrowed = (address.center, address.class_, address.item, address.channel)
    return Question(address.key, period, *narrowed, address.hierarchy)


def ask_around(queries: Queries, viewer: Viewer, code: str, day: date, hierarchy: Hierarchy) -> Around:
    """The places around one in a hierarchy, cut to the scope."""
    trail = queries.reach.trail(viewer, code, day, hierarchy)
    above = trail[-2].code if len(trail) > 1 else None
    siblings = queries.reach.children(viewer, above, day, hierarchy) if above else []
    children = queries.reach.children(viewer, code, day, hierarchy)
    held = {child.code: queries.reach.children(viewer, child.code, day) for child in children}
    return Around(trail, siblings, children, held, queries.reach.tree.hierarchies(code, day))


def _ask_earlier(
    source: FigureQueries | WideQueries,
    viewer: Viewer,
    question: Question,
    found: Figures,
    now: datetime,
    zone: ZoneInfo,
) -> dict[Comparison, Earlier]:
    """Both comparisons; a slice by item or channel has no base. The bases of a year are one and the same."""
    as_of, own = found.freshness.as_of.astimezone(zone), source.comparable(viewer, question, found, now)
    asked = {kind: earlier(question.period, as_of, kind) for kind in Comparison}

    @cache
    def counted(period: Period, moment: datetime) -> Figures | None:
        return _ask_base(source, viewer, replace(question, period=period), moment, as_of)

    def compared(period: Period, moment: datetime) -> Earlier:
        base = None if question.is_sliced else counted(period, moment)
        counts, durations = (base.counts, base.durations) if base else (None, None)
        return Earlier(counts, period, own.counts, own.durations, durations)

    return {kind: compared(period, moment) for kind, (period, moment) in asked.items()}


def _ask_base(
    source: FigureQueries | WideQueries, viewer: Viewer, question: Question, moment: datetime, now: datetime
) -> Figures | None:
    """Figures as they stood at a moment of the past; what was never counted is no base."""
    found = source.past(viewer, question, moment, now)
    return found if found.has_cases else None


def trend_window(question: Question, today: date) -> tuple[Question, str]:
    """The same question about the days of the trend, and its step: days, or months when there are many days."""
    last = min(question.period.last, today)
    first = min(question.period.first, last - timedelta(days=SHORTEST_TREND_DAYS - 1))
    step = "day" if (last - first).days < LONGEST_DAILY_DAYS else "month"
    return replace(question, period=Period(f"{first}..{last}", first, last)), step


def _ask_trend(queries: Queries, viewer: Viewer, question: Question, now: datetime) -> Trend:
    """Reports by day, by month when there are many days; a short period is shown within its last 14 days."""
    today = queries.figures.today(now)
    window, step = trend_window(question, today)
    reports = queries.series.reports(viewer, window, step, now)
    if question.class_ is None and question.is_sliced:
        lines = [Line(CaseClass.NONE, tuple(reports.total))]
    else:
        classes = LINES if question.class_ is None else (question.class_,)
        lines = [Line(one, tuple(reports.by_class[one])) for one in classes]
    marks = tuple(queries.series.marks(window, now))
    return Trend(tuple(reports.at), tuple(lines), window.period.last == today, marks)


def _ask_cases(
    queries: Queries, viewer: Viewer, question: Question, address: Address, figures: Figures, now: datetime
) -> CaseRows:
    listed, cursor = address.listed, address.after[-1] if address.after else None
    asked = (viewer, question, listed.basis, listed.count, now, PAGE_ROWS, cursor)
    return queries.cases.behind(*asked, Narrowing(address.is_direct, address.part, address.matter), figures)
