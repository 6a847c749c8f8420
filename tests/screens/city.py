"""A simulated deployment in the middle of an afternoon, with a past to compare with and a few alarms."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from db.engine import open_database
from db.org_store import OrgStore
from pipelines.commands.samples import load_sample_registers
from pipelines.domain.period import local_day
from pipelines.domain.settings import read_settings
from pipelines.sample import SAMPLE_ROOTS, sample_items
from pipelines.simulate import PROGRESS_FILE
from pipelines.simulation.city import City
from pipelines.simulation.progress import Progress, read_progress, write_progress
from tests.faults.harness import wait_for
from tests.processes import environment, free_ports, process, wait_until_up
from tests.screens import stories

SEED, CASES_A_DAY, HISTORY_DAYS = 1, 800, 395
NEWEST_DAYS, DAYS_AROUND_LAST_YEAR = 8 * 7 + 1, 35
HOUR = 16
LONGEST_SECONDS = 1800


@dataclass(frozen=True)
class Shown:
    """A deployment that can be looked at."""

    address: str
    password: str
    today: date


def afternoon(now: datetime) -> str:
    """The time zone in which it is about four: walls are dimmed at night, and half a day is worth seeing."""
    ahead = (HOUR - now.hour + 11) % 24 - 11
    return f"Etc/GMT{-ahead:+d}"


@contextmanager
def busy_city(home: Path) -> Iterator[Shown]:
    """The whole product at work under a folder, until the end of the block."""
    now, (port, intake_port) = datetime.now(UTC), free_ports(2)
    own = environment(home, port, intake_port, THREECENTER_TIMEZONE=afternoon(now))
    address, intake = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{intake_port}"
    with process("run", own, "--empty"):
        wait_until_up(f"{intake}/healthz")
        days = plan(home, own, now)
        with process("simulate", own, "--seed", str(SEED), "--rate", str(CASES_A_DAY)):
            wait_for(lambda: _has_done(home, days), LONGEST_SECONDS)
            post(intake, (home / "simulator-key").read_text(encoding="utf-8"), stories.events(datetime.now(UTC)))
            wait_until_up(f"{address}/readyz", LONGEST_SECONDS)
            yield Shown(address, (home / "demo-password").read_text(encoding="utf-8"), max(days))


def plan(home: Path, own: dict[str, str], now: datetime) -> frozenset[date]:
    """Tell the simulator's journal that all days are done but those that a picture is compared with."""
    settings = read_settings(own)
    database = open_database(settings.database_url)
    store = OrgStore(database.log)
    load_sample_registers(database)
    city = City(store.tree(), sample_items(store), SEED, CASES_A_DAY, settings.timezone, SAMPLE_ROOTS)
    database.dispose()
    today = local_day(now, settings.timezone)
    days = [today - timedelta(days=n) for n in range(HISTORY_DAYS)]
    wanted = frozenset(days[:NEWEST_DAYS] + days[-DAYS_AROUND_LAST_YEAR:])
    write_progress(home / PROGRESS_FILE, Progress(city.mark(today), SEED, today, now, frozenset(days) - wanted))
    return wanted


def _has_done(home: Path, days: frozenset[date]) -> bool:
    progress = read_progress(home / PROGRESS_FILE)
    return progress is not None and days <= progress.days


def post(intake: str, key: str, told: list[dict[str, Any]]) -> None:
    """Send events, all of which must be taken."""
    headers = {"Authorization": f"Bearer {key}"}
    httpx.post(f"{intake}/api/v1/events", json={"events": told}, headers=headers, timeout=60).raise_for_status()
