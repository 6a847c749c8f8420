"""A deployment at work with a million cases behind it: 13 months from `threecenter simulate`, the rest imported.

A simulated case has all its steps, an imported one its report and its close; both come in through the intake and are
counted by the worker.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import func, select

from bench.counting import Counting, counting
from bench.past_cases import write_past
from db.derived_tables import cases
from db.engine import open_database
from db.event_log import EventLog
from db.org_store import OrgStore
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.period import local_day
from pipelines.domain.settings import Settings
from pipelines.domain.step import CaseStage, Step
from pipelines.domain.unit import OrgLevel
from pipelines.domain.workflow import WORKFLOWS
from pipelines.sample import sample_items
from pipelines.simulate import PROGRESS_FILE
from pipelines.simulation.progress import read_progress
from tests.processes import answer_of, environment, process, wait_until_up

DISTRICT = "440309"
IMPORTED, SIMULATED_PER_DAY, HISTORY_DAYS, LONGEST_SECONDS = 970_000, 100, 395, 3_600


@dataclass(frozen=True, slots=True)
class Years:
    """Where the dashboard answers, the environment of its commands, its local day, and how many cases it holds."""

    address: str
    own: dict[str, str]
    today: date
    cases: int


@contextmanager
def years(imported: int = IMPORTED) -> Iterator[Years]:
    """Intake, worker, simulator and dashboard, once the whole history is counted."""
    with counting(is_peer=False) as ours:
        settings = ours.settings
        own = environment(settings.home, settings.port, settings.intake_port, THREECENTER_REDIS_URL=settings.redis_url)
        with process("simulate", own, "--rate", str(SIMULATED_PER_DAY)):
            _import(settings, own, imported)
            _wait_until_counted(ours)
            with process("dashboard", own):
                address = f"http://127.0.0.1:{settings.port}"
                wait_until_up(f"{address}/readyz", LONGEST_SECONDS)
                today = local_day(datetime.now(UTC), settings.timezone)
                yield Years(address, own, today, _held(settings))


def _import(settings: Settings, own: dict[str, str], rows: int) -> None:
    store, today = OrgStore(open_database(settings.database_url).log), local_day(datetime.now(UTC), settings.timezone)
    below = store.tree().below(DISTRICT, today)
    grids = [unit.code for unit in below if unit.level is OrgLevel.GRID]
    items = _closed_at_once(sample_items(store))
    table, mapping = write_past(Path(settings.home), rows, grids, items, today, settings.timezone)
    answer_of(["import", str(table), "--mapping", str(mapping), "--source", "past", "--simulated"], own)


def _closed_at_once(catalogue: Catalogue) -> list[str]:
    """Items whose cases may close after their report; a lone close would be parked, the case open, and overdue."""
    closes = {name: one.rules[Step.CLOSE] for name, one in WORKFLOWS.items()}
    return sorted(code for code, item in catalogue.items.items() if closes[item.workflow].frm is CaseStage.REPORTED)


def _held(settings: Settings) -> int:
    with open_database(settings.database_url).derived.connect() as connection:
        return connection.execute(select(func.count()).select_from(cases)).scalar_one()


def _wait_until_counted(ours: Counting) -> None:
    log, end = EventLog(open_database(ours.settings.database_url).log), time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < end:
        progress = read_progress(ours.settings.home / PROGRESS_FILE)
        if progress and len(progress.days) >= HISTORY_DAYS and ours.holds(log.heads()):
            return
        time.sleep(1)
    raise TimeoutError(f"the history of {HISTORY_DAYS} days: not counted within {LONGEST_SECONDS} s")
