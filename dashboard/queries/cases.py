"""Viewer and question -> the cases behind a count, one case with its timeline, and the newest reports."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from dashboard.queries.case_row import WHOLE, CaseDetail, CaseRow, CaseRows, Narrowing, UnknownCaseError
from dashboard.queries.cursor import read_cursor, write_cursor
from dashboard.queries.merged import parent_of, without_foreign
from dashboard.queries.question import Figures, Question
from dashboard.queries.reach import Reach
from dashboard.queries.read_stores import ReadStores
from dashboard.queries.readings import selection
from db.case_predicates import Selection
from db.case_rows import read_holders, read_path
from db.codec import to_instant
from db.matter_predicates import ChosenMatter
from pipelines.domain.access import Viewer, may_view
from pipelines.domain.errors import QuestionError
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.fold import fold
from pipelines.domain.kpi import LISTED, Basis
from pipelines.domain.matter import petition_items
from pipelines.domain.period import local_day, period_end
from pipelines.domain.step import CaseStage
from pipelines.domain.unit import OrgUnit

MOST_ROWS = 200
ROWS_AT_ONCE = 5000


class CaseQueries:
    """Lists of cases and single ones, cut to the viewer's scope."""

    def __init__(self, stores: ReadStores, reach: Reach, zone: ZoneInfo) -> None:
        self._lists = stores.lists
        self._counts = stores.counts
        self._files = stores.files
        self._one_state = stores.one_state
        self._reach = reach
        self._zone = zone

    def behind(
        self,
        viewer: Viewer,
        question: Question,
        basis: Basis,
        count: str,
        now: datetime,
        limit: int = 50,
        cursor: str | None = None,
        narrowing: Narrowing = WHOLE,
        figures: Figures | None = None,
    ) -> CaseRows:
        """The cases behind one count, newest first; QuestionError for a count that does not exist.

        `figures` are those of the question: at the same watermark they tell how many cases there are.
        """
        chosen = self._chosen(viewer, question, basis, count, now, narrowing)
        with self._one_state():
            page = self._lists.page(chosen, basis, count, min(limit, MOST_ROWS), read_cursor(cursor))
            shards = self._reach.shards(question.place)
            mark = {shard: seq for shard, seq in page.watermark.items() if shard in shards}
            is_told = figures is not None and figures.freshness.watermark == mark and narrowing == WHOLE
            told = figures.counts[basis].get(count) if figures and is_told else None
            total = self._lists.total(chosen, basis, count) if told is None else told
        return CaseRows(total, [self._row(viewer, row) for row in page.rows], write_cursor(page.next), mark)

    def each(
        self,
        viewer: Viewer,
        question: Question,
        basis: Basis,
        count: str,
        now: datetime,
        most: int,
        narrowing: Narrowing = WHOLE,
    ) -> Iterator[CaseRow]:
        """The newest cases behind one count, at most so many, never more than a few thousand in memory."""
        chosen, after = self._chosen(viewer, question, basis, count, now, narrowing), None
        for start in range(0, most, ROWS_AT_ONCE):
            page = self._lists.page(chosen, basis, count, min(ROWS_AT_ONCE, most - start), after)
            yield from (self._row(viewer, row) for row in page.rows)
            after = page.next
            if after is None:
                return

    def _chosen(
        self, viewer: Viewer, question: Question, basis: Basis, count: str, now: datetime, narrowing: Narrowing
    ) -> Selection:
        if count not in LISTED[basis]:
            raise QuestionError(f"count '{count[:40]}': not one of {basis}; use one of {', '.join(LISTED[basis])}")
        unit = self._reach.unit(viewer, question.place, local_day(now, self._zone))
        until = period_end(question.period, self._zone)
        chosen = replace(selection(question, unit), until=until if until <= now else None)
        if narrowing.matter:
            if basis is Basis.STOCK and chosen.until:
                raise QuestionError("matter: known of what stands open now; take a period that is not over")
            petitions = petition_items(self._reach.catalogue)
            chosen = replace(chosen, matter=ChosenMatter(narrowing.matter, petitions, local_day(now, self._zone)))
        return self._narrowed(chosen, question, narrowing)

    def _narrowed(self, chosen: Selection, question: Question, narrowing: Narrowing) -> Selection:
        """Only what no place below counts, or what one of them counts here."""
        below = self._reach.tree.ever_below(question.place, question.hierarchy)
        if narrowing.part:
            part = next((unit for unit in below if unit.code == narrowing.part), None)
            if part is None:
                fault = f"never stood directly below {question.place}"
                raise QuestionError(f"part '{narrowing.part[:40]}': {fault}; take one of its children")
            return replace(chosen, unit=part, within=chosen.unit)
        if not narrowing.is_direct:
            return chosen
        others = tuple(unit for unit in below if unit.kind is not chosen.unit.kind)
        return replace(chosen, apart_from=others) if others else replace(chosen, is_direct=True)

    def newest(
        self, viewer: Viewer, place: str, now: datetime, limit: int, center: Center | None = None
    ) -> Sequence[CaseRow]:
        """The newest reports at or below a place."""
        unit = self._reach.unit(viewer, place, local_day(now, self._zone))
        return [self._row(viewer, row) for row in self._lists.newest(unit, limit, center)]

    def rhythm(
        self,
        viewer: Viewer,
        place: str,
        since: datetime,
        until: datetime,
        minutes: int,
        center: Center | None = None,
    ) -> dict[int, int]:
        """Reports at or below a place by slot of so many minutes from `since`; slots without any are left out."""
        unit = self._reach.unit(viewer, place, local_day(until, self._zone))
        return self._counts.reports_by_slot(unit, since, until, minutes, center)

    def top_items(self, viewer: Viewer, question: Question, now: datetime, limit: int) -> list[tuple[str | None, int]]:
        """Items of the cases reported in the period, most frequent first; None for cases without item."""
        unit = self._reach.unit(viewer, question.place, local_day(now, self._zone))
        return self._counts.top_items(selection(question, unit), limit)

    def channels(self, viewer: Viewer, question: Question, now: datetime) -> list[tuple[str | None, int]]:
        """How the cases reported in the period came in, most frequent first; None where nobody says."""
        unit = self._reach.unit(viewer, question.place, local_day(now, self._zone))
        return self._counts.channels(selection(question, unit))

    def case(self, viewer: Viewer, case_id: str) -> CaseDetail:
        """A case with its movements; UnknownCaseError when there is none in the viewer's scope."""
        file = self._files.files([case_id]).get(case_id)
        if file is None or not may_view(viewer, file.case.places):
            raise UnknownCaseError(
                f"case {case_id[:64]}: not known, or not in the scope of {viewer.name}; check its number"
            )
        units = tuple(self._reach.tree.unit(code) for code in file.case.path)
        movements = fold(file.events, self._files.rules())
        parent = parent_of(self._files, viewer, file.case)
        shown = file._replace(case=without_foreign(self._files, viewer, file.case))
        shard = file.shard if self._reach.sees_shard(viewer, file.shard) else None
        return CaseDetail(shown, _visible(viewer, units, file.case.holders), movements, parent, shard)

    def _row(self, viewer: Viewer, row: Row[*tuple[Any, ...]]) -> CaseRow:
        path, holders = (read(row, self._reach.codes) for read in (read_path, read_holders))
        reported_at, disposed_at, closed_at, voided_at, due_at = _times(row)
        return CaseRow(
            case_id=row.case_id,
            path=_visible(viewer, tuple(self._reach.tree.units[code] for code in path), holders),
            item=row.item,
            class_=CaseClass(row._mapping["class"]),
            center=Center(row.center),
            channel=row.channel,
            unit=row.unit,
            stage=CaseStage(row.stage) if row.stage else None,
            open_part=row.open_part,
            due_part=row.due_part,
            reported_at=reported_at,
            disposed_at=disposed_at,
            closed_at=closed_at,
            voided_at=voided_at,
            due_at=due_at,
            is_simulated=row.simulated,
            at=to_instant(row.at),
        )


def _times(row: Row[*tuple[Any, ...]]) -> list[datetime | None]:
    times = (row.reported_at, row.disposed_at, row.closed_at, row.voided_at, row.due_at)
    return [None if value is None else to_instant(value) for value in times]


def _visible(viewer: Viewer, units: tuple[OrgUnit, ...], holders: tuple[str, ...]) -> tuple[OrgUnit, ...]:
    """The end of a path from the viewer's scope on; who only sees a unit of another hierarchy sees the place itself."""
    codes = [unit.code for unit in units]
    seen = tuple(unit for n, unit in enumerate(units) if may_view(viewer, codes[: n + 1]))
    return seen or (units[-1:] if may_view(viewer, holders) else ())
