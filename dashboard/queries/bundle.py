"""All queries of one process over one set of stores."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from redis import Redis

from dashboard.queries.alarms import AlarmQueries
from dashboard.queries.cases import CaseQueries
from dashboard.queries.figures import FigureQueries
from dashboard.queries.matters import MatterQueries
from dashboard.queries.own_views import OwnViews
from dashboard.queries.policies import Policies
from dashboard.queries.reach import Reach
from dashboard.queries.read_stores import ReadStores
from dashboard.queries.readings import Readings
from dashboard.queries.record_entries import EntryQueries
from dashboard.queries.record_rows import RecordQueries
from dashboard.queries.registers import RegisterQueries, RegisterStores
from dashboard.queries.rosters import RosterQueries
from dashboard.queries.series import SeriesQueries
from dashboard.queries.slices import SliceQueries
from dashboard.queries.vitals import VitalQueries
from dashboard.queries.wide import WideQueries
from db.account_store import AccountStore
from db.alarm_store import AlarmReader
from db.case_asides import CaseAsides
from db.case_counts import CaseCounts
from db.case_list import CaseList
from db.case_reader import CaseReader
from db.case_slices import CaseSlices
from db.embedded import connect
from db.engine import Database, one_state
from db.event_log import EventLog
from db.feed_store import FeedStore
from db.history_store import HistoryStore
from db.history_sums import HistorySums
from db.kpi_store import KpiStore, LiveCounts, NoLiveCounts
from db.lapse_store import LapseStore
from db.matter_store import MatterStore
from db.org_store import OrgStore
from db.past_rows import Then
from db.past_state import past_state
from db.policy_store import PolicyStore
from db.record_figures import RecordFigures
from db.record_reader import RecordReader
from db.register_store import RegisterStore
from db.responsible_store import ResponsibleStore
from db.rule_store import RuleStore
from db.supervision_store import SupervisionReader
from db.view_store import ViewStore
from pipelines.domain.period import local_day
from pipelines.domain.settings import Settings


@dataclass(frozen=True, slots=True)
class Queries:
    """Everything a page, an answer or an export may ask; within `one_state()` SQL answers are of one watermark."""

    reach: Reach
    figures: FigureQueries
    wide: WideQueries
    series: SeriesQueries
    cases: CaseQueries
    rosters: RosterQueries
    vitals: VitalQueries
    registers: RegisterQueries
    records: RecordQueries
    entries: EntryQueries
    alarms: AlarmQueries
    matters: MatterQueries
    slices: SliceQueries
    accounts: AccountStore
    policies: Policies
    views: OwnViews
    one_state: Callable[[], AbstractContextManager[None]]
    at: Callable[[datetime], AbstractContextManager["Queries"]]
    """The same as everything stood at an instant of the past, for the thread that asks, until it leaves."""


def open_queries(settings: Settings, database: Database) -> Queries:
    """Queries over the stores of the settings."""
    redis, history = connect(settings.redis_url), HistoryStore(database.derived)
    return _queries(settings, database, Reach(OrgStore(database.log)), redis, (KpiStore(redis), history))


@contextmanager
def _at(settings: Settings, database: Database, reach: Reach, redis: Redis, instant: datetime) -> Iterator[Queries]:
    """Over stores that have kept nothing of another instant; what is live has no part in it."""
    zone = settings.timezone
    rules = RuleStore(database.log, zone).rules()
    with past_state(database.derived, Then(instant, reach.tree, rules, partial(local_day, zone=zone))):
        history = HistoryStore(database.derived, HistorySums(most_blocks=0))
        yield _queries(settings, database, reach, redis, (NoLiveCounts(), history))


_Counts = tuple[LiveCounts, HistoryStore]


def _queries(settings: Settings, database: Database, reach: Reach, redis: Redis, counts: _Counts) -> Queries:
    zone, derived = settings.timezone, database.derived
    rows, rosters = RegisterStore(database.log), ResponsibleStore(database.log)
    records = RecordFigures(RecordReader(derived), AlarmReader(derived), rows, rosters, reach, zone)
    stores = _stores(database, counts, zone, records)
    registers = _register_stores(database, stores)
    figures = FigureQueries(Readings(stores, reach, zone), reach, zone)
    cases = CaseQueries(stores, reach, zone)
    series = SeriesQueries(stores, reach, zone)
    return Queries(
        reach,
        figures,
        WideQueries(figures, stores, reach),
        series,
        cases,
        RosterQueries(rosters, reach),
        VitalQueries(database, redis, settings.intake_url, zone, datetime.now(UTC), figures.lag_seconds),
        *_of_registers(registers, reach, zone),
        AlarmQueries(AlarmReader(derived), SupervisionReader(derived), rows, reach, zone),
        MatterQueries(MatterStore(derived), cases, reach, zone),
        SliceQueries(CaseSlices(derived), stores, figures, series, reach, zone),
        *_of_people(database),
        stores.one_state,
        partial(_at, settings, database, reach, redis),
    )


def _of_registers(
    registers: RegisterStores, reach: Reach, zone: ZoneInfo
) -> tuple[RegisterQueries, RecordQueries, EntryQueries]:
    return RegisterQueries(registers, reach, zone), RecordQueries(registers, reach, zone), EntryQueries(registers)


def _of_people(database: Database) -> tuple[AccountStore, Policies, OwnViews]:
    return AccountStore(database.log), Policies(PolicyStore(database.log)), OwnViews(ViewStore(database.log))


def _register_stores(database: Database, stores: ReadStores) -> RegisterStores:
    rows, records, feeds = RegisterStore(database.log), RecordReader(database.derived), FeedStore(database.log)
    return RegisterStores(rows, records, stores.records, stores.history, feeds, stores.one_state)


def _stores(database: Database, counts: _Counts, zone: ZoneInfo, records: RecordFigures) -> ReadStores:
    derived, (live, history) = database.derived, counts
    return ReadStores(
        EventLog(database.log),
        history,
        live,
        CaseCounts(derived),
        CaseList(derived),
        CaseReader(derived, RuleStore(database.log, zone).rules),
        LapseStore(derived),
        CaseAsides(derived),
        records,
        partial(one_state, derived),
    )
