"""Redis and history from the log: everything derived is forgotten and made anew."""

from datetime import UTC, date, datetime

from rich.console import Console
from rich.progress import Progress

from db.case_store import CaseStore
from db.embedded import connect
from db.engine import Database
from db.event_log import EventLog
from db.kpi_store import KpiStore
from db.org_store import OrgStore
from db.record_reader import RecordReader
from db.rule_store import RuleStore
from pipelines.domain.errors import StoreError
from pipelines.domain.period import local_day
from pipelines.domain.settings import Settings
from pipelines.worker.handle import Stores, Worker


def rebuild_all(settings: Settings, database: Database, console: Console) -> None:
    """Forget the derived side and fold the whole log again; a running worker is fenced off."""

    def day_of(instant: datetime) -> date:
        return local_day(instant, settings.timezone)

    rules = RuleStore(database.log, settings.timezone).rules
    log, cases = EventLog(database.log), CaseStore(database.derived, day_of, rules)
    cases.forget()
    kpi, org = KpiStore(connect(settings.redis_url)), OrgStore(database.log)
    stores = Stores(log, cases, kpi, org, RecordReader(database.derived))
    worker = Worker(stores, day_of, settings.timezone, datetime.now(UTC))
    with Progress(console=console) as progress:
        task = progress.add_task("rebuilding", total=sum(log.heads().values()))
        while n := worker.step(datetime.now(UTC)):
            progress.advance(task, n)
    try:
        worker.flush()
    except StoreError as error:
        console.print(f"{error}: the worker writes them when it starts")
