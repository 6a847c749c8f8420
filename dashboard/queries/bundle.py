"""All queries of one process over one set of stores."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from redis import Redis

from dashboard.queries.cases import CaseQueries
from dashboard.queries.figures import FigureQueries
from dashboard.queries.reach import Reach
from dashboard.queries.readings import Readings, ReadStores
from dashboard.queries.series import SeriesQueries
from dashboard.queries.vitals import VitalQueries
from db.account_store import AccountStore
from db.case_counts import CaseCounts
from db.case_list import CaseList
from db.case_reader import CaseReader
from db.embedded import connect
from db.engine import Database, one_state
from db.event_log import EventLog
from db.history_store import HistoryStore
from db.kpi_store import KpiStore
from db.org_store import OrgStore
from pipelines.domain.settings import Settings


@dataclass(frozen=True, slots=True)
class Queries:
    """Everything a page, an answer or an export may ask; within `one_state()` SQL answers are of one watermark."""

    reach: Reach
    figures: FigureQueries
    series: SeriesQueries
    cases: CaseQueries
    vitals: VitalQueries
    accounts: AccountStore
    one_state: Callable[[], AbstractContextManager[None]]


def open_queries(settings: Settings, database: Database) -> Queries:
    """Queries over the stores of the settings."""
    zone, reach, redis = settings.timezone, Reach(OrgStore(database.log)), connect(settings.redis_url)
    stores = _stores(database, redis, zone)
    figures = FigureQueries(Readings(stores, reach, zone), reach, zone)
    return Queries(
        reach,
        figures,
        SeriesQueries(stores, reach, zone),
        CaseQueries(stores, reach, zone),
        VitalQueries(database, redis, settings.intake_url, zone, datetime.now(UTC), figures.lag_seconds),
        AccountStore(database.log),
        stores.one_state,
    )


def _stores(database: Database, redis: Redis, zone: ZoneInfo) -> ReadStores:
    derived = database.derived
    return ReadStores(
        EventLog(database.log),
        HistoryStore(derived),
        KpiStore(redis),
        CaseCounts(derived),
        CaseList(derived),
        CaseReader(derived),
        partial(one_state, derived),
    )
