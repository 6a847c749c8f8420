"""Redis and history from the log: everything derived is forgotten and made anew."""

from datetime import UTC, datetime

from rich.console import Console
from rich.progress import Progress

from db.case_store import CaseStore
from db.embedded import connect
from db.engine import Database
from db.event_log import EventLog
from pipelines.domain.errors import StoreError
from pipelines.domain.settings import Settings
from pipelines.worker.folding import folding_apart
from pipelines.worker.handle import Worker


def rebuild_all(settings: Settings, database: Database, console: Console) -> None:
    """Forget the derived side and fold the whole log again; a running worker is fenced off."""
    CaseStore(database.derived).forget()
    with folding_apart(settings, database) as folding, Progress(console=console) as progress:
        redis = connect(settings.redis_url)
        worker = Worker(database, redis, settings.timezone, folding, datetime.now(UTC))
        task = progress.add_task("rebuilding", total=sum(EventLog(database.log).heads().values()))
        while n := worker.step(datetime.now(UTC)):
            progress.advance(task, n)
    try:
        worker.flush()
    except StoreError as error:
        console.print(f"{error}: the worker writes them when it starts")
