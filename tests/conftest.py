"""Fixtures that every test may ask for."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.engine import open_database
from db.org_store import OrgStore
from db.schema import create_schema
from pipelines.sample import load_sample
from tests.postgres import Postgres, postgres_server
from tests.system import System, redis_server, system


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the groups in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of a file run in one process, for its fixtures; so do all journeys, which share a deployment."""
    for item in items:
        path = item.path.relative_to(item.config.rootpath)
        item.add_marker(pytest.mark.xdist_group("journeys" if "journeys" in path.parts else str(path)))


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    with redis_server() as url:
        yield url


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with postgres_server() as server:
        yield server


@pytest.fixture(params=("sqlite", "postgresql"))
def product(request: pytest.FixtureRequest) -> str:
    """What keeps the data of a test; whoever asks for it runs on each."""
    return request.param


@pytest.fixture
def empty_url(product: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database without tables."""
    if product == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        with request.getfixturevalue("postgres").database() as url:
            yield url


@pytest.fixture
def database_url(product: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database with the sample places and nothing else."""
    template = request.getfixturevalue(f"{product}_template")
    if product == "sqlite":
        shutil.copytree(template, tmp_path, dirs_exist_ok=True)
        yield f"sqlite:///{tmp_path / 'log.db'}"
    else:
        with request.getfixturevalue("postgres").database(template) as url:
            yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    _set_up(f"sqlite:///{folder / 'log.db'}")
    return folder


@pytest.fixture(scope="session")
def postgresql_template(postgres: Postgres) -> str:
    name = postgres.create()
    _set_up(postgres.url(name))
    return name


def _set_up(url: str) -> None:
    database = open_database(url)
    create_schema(database)
    load_sample(OrgStore(database.log))
    database.dispose()


@pytest.fixture
def deployment(tmp_path: Path, redis_url: str, database_url: str) -> Iterator[System]:
    with system(tmp_path, redis_url, database_url=database_url) as made:
        yield made
