import csv
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.org import OrgTree
from pipelines.domain.unit import OrgLevel, OrgLink, OrgUnit
from pipelines.registers.catalogue import read_catalogue
from pipelines.simulation.city import City, Life
from tests.pipelines.simulation.intake_double import IntakeDouble

SEED_FILES = Path(__file__).parents[3] / "db" / "seed"
ZONE = ZoneInfo("Asia/Shanghai")


def read_tree() -> OrgTree:
    with (SEED_FILES / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    units = [
        OrgUnit(number, row["code"], OrgLevel(row["level"]), row["name"], row["name_en"])
        for number, row in enumerate(rows)
    ]
    return OrgTree(units, [OrgLink(row["code"], row["parent"]) for row in rows if row["parent"]])


def read_items(name: str = "catalogue.csv") -> Catalogue:
    return read_catalogue(SEED_FILES / name)


def every(lives: dict[date, list[Life]]) -> list[Life]:
    return [life for cases in lives.values() for life in cases]


@pytest.fixture(scope="session")
def tree() -> OrgTree:
    return read_tree()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read_items()


@pytest.fixture(scope="session")
def found(tree: OrgTree, catalogue: Catalogue) -> Callable[..., City]:
    """Found a city: found(seed=1, cases_per_day=800, zone=ZONE, roots=None)."""
    return partial(_found, tree, catalogue)


def _found(tree: OrgTree, catalogue: Catalogue, seed=1, cases_per_day=800, zone=ZONE, roots=None) -> City:
    return City(tree, catalogue, seed, cases_per_day, zone, roots)


@pytest.fixture(scope="session")
def lives(found) -> dict[date, list[Life]]:
    """The lives of six whole weeks around the day of which the rate speaks."""
    city = found()
    days = [date(2026, 6, 8) + timedelta(days=number) for number in range(42)]
    print("seed", city.seed)
    return {day: city.cases(day) for day in days}


@pytest.fixture
def intake() -> Iterator[IntakeDouble]:
    with IntakeDouble() as double:
        yield double
