"""Rows a second of `threecenter import`, from its start to the last receipt; the peer fills one table with pandas."""

import gzip
import itertools
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from sqlalchemy import create_engine

from bench.figure import Figure
from tests.processes import ROOT, answer_of, environment, free_ports
from tests.system import redis_server

FILE = ROOT / "tests" / "data" / "nyc_council_cases_2015_2019.csv.gz"
MAPPING = ROOT / "db" / "seed" / "mappings" / "nyc_council_cases.yaml"
ROWS, GATE = 100_000, 5_000


def measure() -> Iterator[Figure]:
    """Rows of New York's cases a second, each a report and mostly a close."""
    with tempfile.TemporaryDirectory() as folder, redis_server() as redis_url:
        home = Path(folder)
        file = _first_rows(home / "cases.csv.gz")
        own = environment(
            home, *free_ports(2), THREECENTER_REDIS_URL=redis_url, THREECENTER_TIMEZONE="America/New_York"
        )
        answer_of(["db", "create"], own)
        seconds = _seconds(own, file)
        yield Figure("import: rows validated and accepted on disk", ROWS / seconds, "rows/s", least=GATE)
        yield Figure("peer: pandas read_csv and to_sql", ROWS / _peer_seconds(home, file), "rows/s")


def _first_rows(file: Path) -> Path:
    with gzip.open(FILE, "rb") as whole, gzip.open(file, "wb", compresslevel=1) as part:
        part.writelines(itertools.islice(whole, ROWS + 1))
    return file


def _seconds(own: dict[str, str], file: Path) -> float:
    started = time.monotonic()
    answer_of(["import", str(file), "--mapping", str(MAPPING), "--source", "nyc"], own, code=1)
    return time.monotonic() - started


def _peer_seconds(home: Path, file: Path) -> float:
    started = time.monotonic()
    engine = create_engine(f"sqlite:///{home / 'peer.db'}")
    pd.read_csv(file, dtype=str).to_sql("cases", engine, index=False)
    engine.dispose()
    return time.monotonic() - started
