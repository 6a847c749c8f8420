"""Viewer and place -> rows of the registers, as the records have changed them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from dashboard.queries.reach import Reach
from db.codec import to_instant, to_millis
from db.feed_store import SLOT_MILLIS, FeedStore
from db.history_store import HistoryStore
from db.record_figures import RecordFigures
from db.record_reader import RecordReader
from db.register_store import RegisterStore
from pipelines.domain.access import Viewer
from pipelines.domain.context import ContextFact, GroupFile, SourceSystem, newest
from pipelines.domain.duty import DutyEntry
from pipelines.domain.errors import AccessError
from pipelines.domain.period import local_day
from pipelines.domain.record import RecordType
from pipelines.domain.register_counts import Home
from pipelines.domain.responsible import led_on
from pipelines.domain.staff import StaffPost, Vacancy, vacancies

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class RegisterRows(Generic[Row]):
    """Rows at or below a place on a day, at one watermark of the records that have changed them."""

    place: str
    day: date
    watermark: Mapping[str, int]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class HeardSource:
    """A sending system, when it was last heard, and whether that is longer ago than it should be."""

    source: SourceSystem
    heard_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class RegisterStores:
    """What the rows are read from; within `one_state()` records and watermark are of one state."""

    rows: RegisterStore
    records: RecordReader
    figures: RecordFigures
    history: HistoryStore
    feeds: FeedStore
    one_state: Callable[[], AbstractContextManager[None]]


class RegisterQueries:
    """Rows of registers, cut to what the viewer may see."""

    def __init__(self, stores: RegisterStores, reach: Reach, zone: ZoneInfo) -> None:
        self._stores, self._reach, self._zone = stores, reach, zone

    def staff(self, viewer: Viewer, place: str, now: datetime) -> RegisterRows[StaffPost]:
        """Posts that are held today."""
        day = local_day(now, self._zone)

        def held() -> Iterable[tuple[str, StaffPost]]:
            posts = self._stores.figures.registers().posts
            return ((post.place, post) for post in posts if post.holds_on(day))

        return self._answer(viewer, place, day, held)

    def vacancies(self, viewer: Viewer, place: str, now: datetime) -> RegisterRows[Vacancy]:
        """Base grids without a chief today, the longest vacant first."""
        day = local_day(now, self._zone)

        def vacant() -> Iterable[tuple[str, Vacancy]]:
            below, registers = self._reach.tree.below(place, day), self._stores.figures.registers()
            led = led_on(registers.rosters, registers.posts, day)
            grids = [one.code for one in below if one.is_base_grid and one.code not in led]
            return ((one.place, one) for one in vacancies(registers.posts, grids, day))

        return self._answer(viewer, place, day, vacant)

    def duties(self, viewer: Viewer, place: str, now: datetime) -> RegisterRows[DutyEntry]:
        """Entries of duty lists, those that were cut or are not admitted too."""

        def entries() -> Iterable[tuple[str, DutyEntry]]:
            return ((entry.place, entry) for entry in self._stores.figures.registers().duties)

        return self._answer(viewer, place, local_day(now, self._zone), entries)

    def rentals(self, viewer: Viewer, place: str, now: datetime) -> RegisterRows[Home]:
        """Rental homes that are let today."""
        day = local_day(now, self._zone)

        def let() -> Iterable[tuple[str, Home]]:
            homes = self._stores.figures.registers().homes
            return ((home.rental.place, home) for home in homes if home.rental.is_let_on(day))

        return self._answer(viewer, place, day, let)

    def groups(self, viewer: Viewer, place: str, now: datetime) -> RegisterRows[GroupFile]:
        """Residents' groups with their changes, those that have ended too."""
        day = local_day(now, self._zone)

        def groups() -> Iterable[tuple[str, GroupFile]]:
            return ((file.on(day).place, file) for file in self._stores.figures.registers().groups)

        return self._answer(viewer, place, day, groups)

    def facts(self, viewer: Viewer, place: str, now: datetime) -> RegisterRows[ContextFact]:
        """The newest of each fact about each place."""
        day = local_day(now, self._zone)

        def facts() -> Iterable[tuple[str, ContextFact]]:
            records = self._stores.records.of_types([RecordType.FACT], day.toordinal())
            kept = newest(self._stores.rows.rows(ContextFact), records, lambda at: local_day(at, self._zone), day)
            return ((fact.place, fact) for fact in kept)

        return self._answer(viewer, place, day, facts)

    def sources(self, viewer: Viewer, now: datetime) -> list[HeardSource]:
        """The sending systems of the register; for viewers of the whole deployment only."""
        if not viewer.sees_all:
            raise AccessError(f"sources: not in the scope of {viewer.name}; ask the operator")
        heard = {feed.source: feed.heard_at for feed in self._stores.feeds.read(to_millis(now) // SLOT_MILLIS)}
        return [_heard(one, heard.get(one.code), now) for one in self._stores.rows.rows(SourceSystem)]

    def _answer(
        self, viewer: Viewer, place: str, day: date, read: Callable[[], Iterable[tuple[str, Row]]]
    ) -> RegisterRows[Row]:
        unit = self._reach.unit(viewer, place, day)
        tree, shards = self._reach.tree, self._reach.shards(unit.code)
        with self._stores.one_state():
            marks = self._stores.history.watermarks()
            rows = [row for code, row in read() if code in tree.units and unit.code in tree.path(code, day)]
        return RegisterRows(unit.code, day, {one: seq for one, seq in marks.items() if one in shards}, rows)


def _heard(source: SourceSystem, heard_at: int | None, now: datetime) -> HeardSource:
    at = None if heard_at is None else to_instant(heard_at)
    return HeardSource(source, at, at is None or now - at > timedelta(minutes=source.expected_minutes))
