"""How long after `run` on a machine with nothing of ours a wall shows the newest weeks of the simulated city, live."""

import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx

from bench.figure import Figure
from db.org_store import OrgStore
from pipelines.deployment import set_up
from pipelines.domain.period import local_day
from pipelines.domain.settings import read_settings
from pipelines.sample import SAMPLE_ROOTS, sample_items
from pipelines.simulation.city import City
from tests.processes import answer_of, environment, free_ports, process, wait_until_up

NEWEST_DAYS, CASES_PER_DAY, SEED = 35, 800, 1
MOST_SECONDS, PATIENCE_SECONDS, LIVE_SECONDS = 60, 600, 6


def measure() -> Iterator[Figure]:
    """Seconds from the start to the first answer, and to all cases of the newest days counted and live."""
    with tempfile.TemporaryDirectory(prefix="threecenter-bench-") as folder:
        days, expected = _expected(Path(folder) / "counted")
        port, intake_port = free_ports(2)
        own = environment(Path(folder) / "home", port, intake_port)
        address = f"http://127.0.0.1:{port}"
        with process("run", own):
            started = time.monotonic()
            wait_until_up(f"{address}/readyz")
            yield Figure("first start: until it answers", time.monotonic() - started, "s")
            read = answer_of(["key", "create", "--name", "bench", "--scope", "ALL", "--may", "read"], own)
            with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {read}"}, timeout=30) as client:
                while not _is_live(client, days, expected):
                    if time.monotonic() - started > PATIENCE_SECONDS:
                        raise TimeoutError(f"first light: not live within {PATIENCE_SECONDS} s")
                    time.sleep(0.5)
            seconds = time.monotonic() - started
    name = f"first start: until the newest {NEWEST_DAYS} days are counted and live"
    yield Figure(name, seconds, "s", most=MOST_SECONDS)


def _expected(home: Path) -> tuple[tuple[date, date], int]:
    """The newest whole days, and how many cases the city reports on them."""
    settings = read_settings({"THREECENTER_HOME": str(home)})
    database = set_up(settings)
    store = OrgStore(database.log)
    city = City(store.tree(), sample_items(store), SEED, CASES_PER_DAY, settings.timezone, SAMPLE_ROOTS)
    database.dispose()
    today = local_day(datetime.now(UTC), settings.timezone)
    days = [today - timedelta(days=back) for back in range(1, NEWEST_DAYS)]
    return (days[-1], days[0]), sum(len(city.cases(day)) for day in days)


def _is_live(client: httpx.Client, days: tuple[date, date], expected: int) -> bool:
    """Whether all of them are counted, and today's figures are seconds old."""
    asked = [{"place": place, "period": f"{days[0]}..{days[1]}"} for place in SAMPLE_ROOTS]
    counted = [client.get("/api/v1/kpi", params=one).json() for one in asked]
    if sum(one["counts"]["cohort"]["reported"] for one in counted) < expected:
        return False
    today = client.get("/api/v1/kpi", params={"place": SAMPLE_ROOTS[0], "period": "today"}).json()
    return bool(today["lag_seconds"] <= LIVE_SECONDS)
