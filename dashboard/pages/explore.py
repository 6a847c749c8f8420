"""The page that slices a figure: by what, at which places, over what time; and the cases behind every number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.address import Address, Listed
from dashboard.address_reading import read_listed
from dashboard.pages.answers import Around, ask_around, to_question, trend_window
from dashboard.queries.bundle import Queries
from dashboard.queries.case_row import WHOLE, Narrowing
from dashboard.queries.question import Figures, Question
from dashboard.views.desk_lines import DASHES
from pipelines.domain.access import Viewer
from pipelines.domain.catalogue import Item
from pipelines.domain.errors import QuestionError
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.kpi import LISTED
from pipelines.domain.kpi.catalogue import Entry
from pipelines.domain.kpi.durations import Distributions
from pipelines.domain.measure import MEASURES, Ages, Dimension, Slice, counts_of, dimensions, has_records, is_of_records
from pipelines.domain.ranking import Ranking
from pipelines.domain.step import CaseStage
from pipelines.domain.unit import OrgUnit

MOST_PLACES = len(DASHES)
FIRST = "on_time_rate"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is sliced, by what, and which of its counts of cases is listed for which row; None if it has none."""

    question: Question
    entry: Entry
    by: Dimension
    beside: tuple[str, ...]
    listed: Listed | None
    cell: str

    @property
    def chosen(self) -> tuple[Question, Narrowing]:
        """The question of the row whose cases are listed; QuestionError for a row that there cannot be."""
        if not self.cell or self.by is Dimension.TIME:
            return self.question, WHOLE
        if self.by is Dimension.PLACE:
            is_own = self.cell == self.question.place
            return self.question, Narrowing(is_direct=True) if is_own else Narrowing(part=self.cell)
        return _narrowed(self.question, self.by, self.cell), WHOLE


def _narrowed(question: Question, by: Dimension, cell: str) -> Question:
    try:
        if by is Dimension.CLASS:
            return replace(question, class_=CaseClass(cell))
        if by is Dimension.CENTER:
            return replace(question, center=Center(cell))
    except ValueError:
        raise QuestionError(f"cell '{cell[:40]}': no {by}; take it out of the address") from None
    return replace(question, item=cell) if by is Dimension.ITEM else replace(question, channel=cell)


def read_asked(address: Address, today: date) -> Asked:
    """What the address asks for; QuestionError names what cannot be."""
    question = to_question(address, today)
    entry = MEASURES.get(address.asked("measure") or FIRST)
    if entry is None:
        raise QuestionError(f"measure '{address.asked('measure')[:40]}': not one that can be sliced; see /definitions")
    if has_records(entry):
        question = replace(question, center=None, class_=None, item=None, channel=None)
    may, text = dimensions(entry, question.is_sliced), address.asked("by") or Dimension.PLACE
    if text not in may:
        raise QuestionError(f"by '{text[:40]}': {entry.identifier} can be divided by {', '.join(may)}")
    listed = _read_shown(address, entry)
    beside = tuple(dict.fromkeys(one for one in address.asked("beside").split(".") if one))[: MOST_PLACES - 1]
    return Asked(question, entry, Dimension(text), beside, listed, address.asked("cell"))


def _read_shown(address: Address, entry: Entry) -> Listed | None:
    """The count whose cases are listed; of records alone there are none."""
    made = counts_of(entry)
    of_cases = [Listed(*one) for one in made if not is_of_records(*one)]
    if not address.asked("show") and made:
        return of_cases[0] if of_cases else None
    listed = read_listed(address.asked("show"))
    if listed.count not in LISTED[listed.basis]:
        raise QuestionError(f"show '{str(listed)[:40]}': no such count; take it out of the address")
    return listed


@dataclass(frozen=True, slots=True)
class ExploreAnswers:
    """All answers of the page at one instant; `lines` are slices over time by place, `rows` those of all else."""

    now: datetime
    zone: ZoneInfo
    asked: Asked
    around: Around
    figures: Figures
    durations: Distributions
    rows: Sequence[Slice]
    lines: Sequence[tuple[OrgUnit, Sequence[Slice]]]
    ages: Mapping[CaseStage, Ages]
    total: int
    items: Mapping[str, Item]
    ranking: Ranking


def ask_explore(queries: Queries, viewer: Viewer, address: Address, now: datetime, zone: ZoneInfo) -> ExploreAnswers:
    """AccessError, UnknownPlaceError, PeriodError or QuestionError when the address asks for what there is not."""
    today = queries.figures.today(now)
    queries.reach.unit(viewer, address.key, today)
    asked = read_asked(address, today)
    slices, question, is_timed = queries.slices, asked.question, asked.by is Dimension.TIME
    with queries.one_state():
        figures, durations = slices.whole(viewer, question, now)
        return ExploreAnswers(
            now=now,
            zone=zone,
            asked=asked,
            around=ask_around(queries, viewer, address.key, today, address.hierarchy),
            figures=figures,
            durations=durations,
            rows=() if is_timed else slices.rows(viewer, question, asked.entry, asked.by, now),
            lines=_ask_lines(queries, viewer, asked, today, now) if is_timed else (),
            ages=slices.ages(viewer, question, now) if question.period.last >= today else {},
            total=_ask_total(queries, viewer, asked, now),
            items=queries.reach.catalogue.items,
            ranking=queries.policies.ranking(),
        )


def _ask_total(queries: Queries, viewer: Viewer, asked: Asked, now: datetime) -> int:
    if asked.listed is None:
        return 0
    question, narrowing = asked.chosen
    return queries.cases.behind(viewer, question, asked.listed.basis, asked.listed.count, now, 1, None, narrowing).total


def _ask_lines(
    queries: Queries, viewer: Viewer, asked: Asked, today: date, now: datetime
) -> list[tuple[OrgUnit, Sequence[Slice]]]:
    """The page's own place first, then those beside it; each must lie in the viewer's scope."""
    window, step = trend_window(asked.question, today)
    found = list[tuple[OrgUnit, Sequence[Slice]]]()
    for code in dict.fromkeys((asked.question.place, *asked.beside)):
        unit = queries.reach.unit(viewer, code, today)
        own = replace(window, place=code)
        found.append((unit, queries.slices.over_time(viewer, own, asked.entry, step, now)))
    return found


def ask_rows(queries: Queries, viewer: Viewer, address: Address, now: datetime, start: int, end: int) -> list[Any]:
    """The cases from one place of the list to another, newest first; without a place those where the viewer starts."""
    today = queries.figures.today(now)
    tops = [] if address.key else queries.reach.tops(viewer, today)
    asked = read_asked(replace(address, key=tops[0].code) if tops else address, today)
    if asked.listed is None:
        return []
    question, narrowing = asked.chosen
    listed = (asked.listed.basis, asked.listed.count)
    return list(islice(queries.cases.each(viewer, question, *listed, now, end, narrowing), start, end))
