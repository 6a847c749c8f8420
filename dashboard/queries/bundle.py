"""All queries of one process over one set of stores."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial

from dashboard.queries.cases import CaseQueries
from dashboard.queries.figures import FigureQueries, ReadStores
from dashboard.queries.reach import Reach
from db.account_store import AccountStore
from db.case_list import CaseList
from db.case_store import CaseStore
from db.embedded import connect
from db.engine import Database, one_state
from db.event_log import EventLog
from db.history_store import HistoryStore
from db.kpi_store import KpiStore
from db.org_store import OrgStore
from pipelines.domain.period import local_day
from pipelines.domain.settings import Settings


@dataclass(frozen=True, slots=True)
class Queries:
    """Everything a page, an answer or an export may ask; within `one_state()` SQL answers are of one watermark."""

    reach: Reach
    figures: FigureQueries
    cases: CaseQueries
    accounts: AccountStore
    one_state: Callable[[], AbstractContextManager[None]]


def open_queries(settings: Settings, database: Database) -> Queries:
    """Queries over the stores of the settings."""
    log, lists = EventLog(database.log), CaseList(database.derived)
    reach = Reach(OrgStore(database.log))
    stores = ReadStores(log, HistoryStore(database.derived), KpiStore(connect(settings.redis_url)), lists)
    store = CaseStore(database.derived, lambda instant: local_day(instant, settings.timezone))
    return Queries(
        reach,
        FigureQueries(stores, reach, settings.timezone),
        CaseQueries(lists, store, reach, settings.timezone),
        AccountStore(database.log),
        partial(one_state, database.derived),
    )
