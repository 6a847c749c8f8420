"""A real city's file through the command line: every figure equals an independent count, to the unit."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from dashboard.queries.question import Figures, Question
from pipelines.domain.kpi import Basis
from pipelines.domain.period import read_period
from tests.processes import ROOT, environment, free_ports
from tests.system import ALL_VIEWER, System, system

FILE = ROOT / "tests" / "data" / "nyc_council_cases_2015_2019.csv.gz"
MAPPING = ROOT / "db" / "seed" / "mappings" / "nyc_council_cases.yaml"
YEARS = range(2015, 2020)


@dataclass
class Imported:
    system: System
    summary: str
    exit_code: int


def _import(home: Path, redis_url: str) -> tuple[int, str]:
    port, intake_port = free_ports(2)
    own = environment(home, port, intake_port, THREECENTER_TIMEZONE="America/New_York", THREECENTER_REDIS_URL=redis_url)
    command = [sys.executable, "-m", "threecenter", "import", str(home / FILE.name), "--mapping", str(MAPPING)]
    done = subprocess.run(command, env=own | {"COLUMNS": "200"}, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory, redis_url: str) -> Iterator[Imported]:
    home = tmp_path_factory.mktemp("nyc")
    (home / FILE.name).write_bytes(FILE.read_bytes())
    with system(home, redis_url, timezone=ZoneInfo("America/New_York")) as made:
        code, output = _import(home, redis_url)
        made.work()
        yield Imported(made, output, code)


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    read = pd.read_csv(FILE, dtype=str, keep_default_na=False)
    return read.drop_duplicates("unique_key", keep="first")


def _figures(imported: Imported, place: str, period: str) -> Figures:
    now = datetime.now(UTC)
    asked = Question(place, read_period(period, imported.system.day(now)))
    return imported.system.queries.figures.figures(ALL_VIEWER, asked, now)


def _boroughs(imported: Imported) -> dict[str, str]:
    tree = imported.system.queries.reach.tree
    return {unit.name: unit.code for unit in tree.children("us-nyc", datetime.now(UTC).date())}


def test_the_file_goes_in_but_for_its_repeated_keys(imported: Imported) -> None:
    assert imported.exit_code == 1, imported.summary
    assert "233331 rows read: 233238 cases in, 93 rows rejected" in imported.summary


def test_reported_and_closed_per_borough_and_year_equal_a_count_with_pandas(
    imported: Imported, frame: pd.DataFrame
) -> None:
    boroughs = _boroughs(imported)
    for borough, own in frame.groupby("borough"):
        code = boroughs[borough] if borough else next(c for c in boroughs.values() if c.endswith("unlocated"))
        for year in YEARS:
            rows = own[own.opendate.str.startswith(str(year))]
            counts = _figures(imported, code, str(year)).counts
            assert counts[Basis.COHORT]["reported"] == len(rows), (borough, year)
            assert counts[Basis.COHORT]["closed"] == int((rows.closedate != "").sum()), (borough, year)
            closed_in_year = own[own.closedate.str.startswith(str(year))]
            assert counts[Basis.FLOW]["closed"] == len(closed_in_year), (borough, year)


def test_the_city_equals_the_sum_of_its_boroughs(imported: Imported, frame: pd.DataFrame) -> None:
    figures = _figures(imported, "us-nyc", "2015..2019")
    parts = [_figures(imported, code, "2015..2019") for code in _boroughs(imported).values()]
    assert figures.counts[Basis.COHORT]["reported"] == len(frame)
    for basis, own in figures.counts.items():
        for name, n in own.items():
            assert n == sum(part.counts[basis][name] for part in parts), (basis, name)


def test_the_stock_at_the_end_of_a_past_year_is_what_was_open_then(imported: Imported, frame: pd.DataFrame) -> None:
    open_then = frame[(frame.opendate <= "2017-12-31") & ((frame.closedate == "") | (frame.closedate > "2017-12-31"))]
    assert _figures(imported, "us-nyc", "2017").counts[Basis.STOCK]["open"] == len(open_then)


def test_the_same_file_twice_changes_nothing(imported: Imported, frame: pd.DataFrame) -> None:
    before = imported.system.log().last_pos()
    code, output = _import(imported.system.settings.home, imported.system.settings.redis_url)
    assert code == 1, output
    events = len(frame) + int((frame.closedate != "").sum())
    assert f"0 events new, {events} known" in output
    assert imported.system.log().last_pos() == before
