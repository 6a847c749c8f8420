"""A real city's file through the command line: every figure equals an independent count, to the unit."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from dashboard.queries.question import Figures, Question
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.kpi import Basis
from pipelines.domain.period import read_period
from tests.processes import ROOT, environment, free_ports
from tests.system import ALL_VIEWER, System, system

FILE = ROOT / "tests" / "data" / "nyc_council_cases_2015_2019.csv.gz"
STEM = FILE.name.removesuffix(".csv.gz")
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
def rows() -> pd.DataFrame:
    """The file's rows, numbered as a spreadsheet shows them."""
    read = pd.read_csv(FILE, dtype=str, keep_default_na=False)
    return read.set_index(read.index + 2)


@pytest.fixture(scope="module")
def frame(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.drop_duplicates("unique_key", keep="first")


def _figures(imported: Imported, place: str, period: str, **filters: Any) -> Figures:
    now = datetime.now(UTC)
    asked = Question(place, read_period(period, imported.system.day(now)), **filters)
    return imported.system.queries.figures.figures(ALL_VIEWER, asked, now)


def _boroughs(imported: Imported) -> dict[str, str]:
    """The code of each borough by its name in the file; what stands in none has a place of its own."""
    tree = imported.system.queries.reach.tree
    units = tree.children("us-nyc", datetime.now(UTC).date())
    return {"" if unit.code.endswith("unlocated") else unit.name: unit.code for unit in units}


def _by_borough_and_year(rows: pd.DataFrame) -> dict[tuple[str, int], int]:
    found = rows.groupby(["borough", rows.opendate.str[:4].astype(int)]).size()
    return {(borough, int(year)): int(n) for (borough, year), n in found.items()}


def test_the_file_goes_in_but_for_its_repeated_keys(imported: Imported) -> None:
    assert imported.exit_code == 1, imported.summary
    assert "233331 rows read: 233238 cases in, 93 rows rejected" in imported.summary


def test_the_rejected_rows_are_the_repeated_keys_of_each_borough_and_year(
    imported: Imported, rows: pd.DataFrame
) -> None:
    rejects = pd.read_csv(imported.system.settings.home / f"{STEM}.rejects.csv", dtype=str, encoding="utf-8-sig")
    left_out = rows.loc[rejects["row"].astype(int)]
    repeated = rows[rows.duplicated("unique_key")]
    assert set(rejects["column"]) == {"unique_key"}
    assert list(rejects["value"]) == list(left_out.unique_key)
    assert _by_borough_and_year(left_out) == _by_borough_and_year(repeated)
    assert sorted(left_out.index) == list(repeated.index)
    there, boroughs = _by_borough_and_year(rows), _boroughs(imported)
    assert set(there) == {(borough, year) for borough in boroughs for year in YEARS}
    for (borough, year), n in there.items():
        went_in = _figures(imported, boroughs[borough], str(year)).counts[Basis.COHORT]["reported"]
        assert went_in == n - _by_borough_and_year(repeated).get((borough, year), 0), (borough, year)


def test_a_case_without_a_type_belongs_to_no_center_and_no_class(imported: Imported, frame: pd.DataFrame) -> None:
    untyped = frame[frame.complaint_type == ""]
    for borough, code in _boroughs(imported).items():
        own = untyped[untyped.borough == borough]
        for filters in ({"center": Center.NONE}, {"class_": CaseClass.NONE}):
            counts = _figures(imported, code, "2015..2019", **filters).counts[Basis.COHORT]
            assert (counts["reported"], counts["closed"]) == (len(own), int((own.closedate != "").sum())), borough


def test_reported_and_closed_per_borough_and_year_equal_a_count_with_pandas(
    imported: Imported, frame: pd.DataFrame
) -> None:
    boroughs = _boroughs(imported)
    for borough, own in frame.groupby("borough"):
        code = boroughs[borough]
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
