"""Everything an export of a place shows, asked within one state of the store."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.address import Address
from dashboard.pages.answers import PlaceAnswers, ask_place, to_question, trend_window
from dashboard.queries.bundle import Queries
from dashboard.queries.case_row import CaseRow, Narrowing
from dashboard.queries.question import Figures, SeriesPoint
from dashboard.wording.words import Language
from pipelines.domain.access import Viewer
from pipelines.domain.kpi import Basis

MOST_CASES = 50_000


@dataclass(frozen=True, slots=True)
class View:
    """The page's answers, the whole trend, all items, and the cases, which are read while they are written."""

    address: Address
    answers: PlaceAnswers
    points: Sequence[SeriesPoint]
    items: Sequence[tuple[str | None, int]]
    cases: Iterable[CaseRow]

    @property
    def language(self) -> Language:
        """The language of all words."""
        return self.address.language

    @property
    def figures(self) -> Figures:
        """The figures of the place itself."""
        return self.answers.figures

    @property
    def is_sliced(self) -> bool:
        """Whether only cases of one item or channel count."""
        return self.address.item is not None or self.address.channel is not None

    @property
    def listed(self) -> int:
        """How many cases the file holds."""
        return min(self.answers.cases.total, MOST_CASES)

    def local(self, at: datetime) -> datetime:
        """An instant by the deployment's clock, as a cell holds it."""
        return at.astimezone(self.answers.zone).replace(tzinfo=None)


def ask_view(queries: Queries, viewer: Viewer, address: Address, now: datetime, zone: ZoneInfo) -> View:
    """The view of an address; errors as `ask_place`. Ask and write within one state of the store."""
    today = queries.figures.today(now)
    question = to_question(address, today)
    if question.period.text == "today":
        question = replace(question, period=replace(question.period, text=today.isoformat()))
    address = replace(address, period=question.period.text, after=())
    answers = ask_place(queries, viewer, address, now, zone, is_wide=True)
    listed, reported = address.listed, answers.figures.counts[Basis.COHORT]["reported"]
    window, step = trend_window(question, today)
    narrowing = Narrowing(address.is_direct, address.part, address.matter)
    return View(
        address,
        answers,
        queries.series.points(viewer, window, step, now),
        queries.cases.top_items(viewer, question, now, reported),
        queries.cases.each(viewer, question, listed.basis, listed.count, now, MOST_CASES, narrowing),
    )
