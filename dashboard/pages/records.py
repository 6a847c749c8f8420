"""What the page of records asks: the figures of a place, and the rows behind one of their counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.address import Address, Listed
from dashboard.address_reading import read_listed
from dashboard.queries.bundle import Queries
from dashboard.queries.question import Figures, Question
from dashboard.queries.record_rows import RecordRow
from dashboard.views.desk_records import PAGE_ROWS, Line, RecordList
from dashboard.wording.record_told import entry_name, entry_told, record_told
from dashboard.wording.words import Language
from pipelines.domain.access import Viewer
from pipelines.domain.errors import QuestionError
from pipelines.domain.period import read_period
from pipelines.domain.record_counts import RECORDS_LISTED
from pipelines.domain.register_counts import Held
from pipelines.domain.unit import Hierarchy, OrgUnit


@dataclass(frozen=True, slots=True)
class RecordAnswers:
    """The figures of a place with the places around it; `rows` are None where nothing is, or can be, listed."""

    now: datetime
    zone: ZoneInfo
    figures: Figures
    rows: RecordList | None
    trail: Sequence[OrgUnit]
    children: Sequence[OrgUnit]

    @property
    def is_kept(self) -> bool:
        """Whether records are counted at the place at all: they know no units of other hierarchies."""
        return self.figures.unit.kind is Hierarchy.BASE


def ask_records(queries: Queries, viewer: Viewer, address: Address, now: datetime, zone: ZoneInfo) -> RecordAnswers:
    """AccessError, UnknownPlaceError, PeriodError or QuestionError when the address asks for what there is not."""
    today = queries.figures.today(now)
    queries.reach.unit(viewer, address.key, today)
    question = Question(address.key, read_period(address.period or f"{today:%Y-%m}", today))
    listed = to_listed(address)
    with queries.one_state():
        figures = queries.figures.figures(viewer, question, now)
        is_told = listed is not None and figures.unit.kind is Hierarchy.BASE
        return RecordAnswers(
            now=now,
            zone=zone,
            figures=figures,
            rows=_ask_rows(queries, viewer, question, listed, address, now, zone) if listed and is_told else None,
            trail=queries.reach.trail(viewer, address.key, today),
            children=queries.reach.children(viewer, address.key, today),
        )


def to_listed(address: Address) -> Listed | None:
    """The count whose rows are asked for; None for one that has no list."""
    try:
        listed = read_listed(address.asked("show"))
    except QuestionError:
        return None
    return listed if listed.count in RECORDS_LISTED[listed.basis] else None


def _ask_rows(
    queries: Queries,
    viewer: Viewer,
    question: Question,
    listed: Listed,
    address: Address,
    now: datetime,
    zone: ZoneInfo,
) -> RecordList:
    cursor = address.after[-1] if address.after else None
    found = queries.records.behind(viewer, question, listed.basis, listed.count, now, PAGE_ROWS, cursor)
    entries, tree = queries.entries.of(listed.count, found.rows), queries.reach.tree
    lines = [
        _line(row, entry, listed.count, [tree.unit(one) for one in tree.path(row.place, row.day)], address.language)
        for row, entry in zip(found.rows, entries, strict=True)
    ]
    return RecordList(listed, lines, found.total, found.next, zone)


def _line(row: RecordRow, entry: Held | None, count: str, path: Sequence[OrgUnit], language: Language) -> Line:
    one, name = row.record, entry_name(entry, row.day)
    if one is None:
        code = "" if row.subject == row.place else row.subject or ""
        return Line(row.day, None, path, name or code, entry_told(entry, count, row.day, language), row.n)
    subject = name or one.values.get("worker") or one.values.get("rental") or one.actor or ""
    at = None if one.is_day_precise else one.occurred_at
    return Line(row.day, at, path, subject, record_told(one, language), row.n, one.source, one.simulated)
