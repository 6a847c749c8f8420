"""A deployment at work with 13 months behind it, as `threecenter simulate` makes them."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bench.counting import Counting, counting
from db.engine import open_database
from db.event_log import EventLog
from pipelines.domain.period import local_day
from pipelines.simulate import PROGRESS_FILE
from pipelines.simulation.progress import read_progress
from tests.processes import environment, process, wait_until_up

CASES_PER_DAY, HISTORY_DAYS, LONGEST_SECONDS = 100, 395, 900


@dataclass(frozen=True, slots=True)
class Years:
    """Where the dashboard answers, the environment of its commands, and its local day."""

    address: str
    own: dict[str, str]
    today: date


@contextmanager
def years() -> Iterator[Years]:
    """Intake, worker, simulator and dashboard, once the whole history is counted."""
    with counting(is_peer=False) as ours:
        settings = ours.settings
        own = environment(settings.home, settings.port, settings.intake_port, THREECENTER_REDIS_URL=settings.redis_url)
        with process("simulate", own, "--rate", str(CASES_PER_DAY)):
            _wait_until_counted(ours)
            with process("dashboard", own):
                address = f"http://127.0.0.1:{settings.port}"
                wait_until_up(f"{address}/readyz")
                yield Years(address, own, local_day(datetime.now(UTC), settings.timezone))


def _wait_until_counted(ours: Counting) -> None:
    log, end = EventLog(open_database(ours.settings.database_url).log), time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < end:
        progress = read_progress(ours.settings.home / PROGRESS_FILE)
        if progress and len(progress.days) >= HISTORY_DAYS and ours.holds(log.heads()):
            return
        time.sleep(1)
    raise TimeoutError(f"the history of {HISTORY_DAYS} days: not counted within {LONGEST_SECONDS} s")
