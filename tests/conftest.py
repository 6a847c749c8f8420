"""Fixtures that every test may ask for."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import fastapi.dependencies.models
import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from db.engine import open_database
from db.org_store import OrgStore
from db.schema import create_schema
from pipelines.sample import load_sample
from tests.postgres import Postgres, postgres_server
from tests.system import System, redis_server, system

MEMORY, ROOM = Path("/dev/shm"), 4 * 2**30
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    # Databases are made and dropped by the hundred: on a disk that takes a fifth of the whole time.
    tempfile.tempdir = os.environ["TMPDIR"] = str(MEMORY)


class ByFile(LoadScopeScheduling):
    """Tests of a file run in one process, for its fixtures; so do all journeys, which share a deployment."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return "journeys" if path.startswith("tests/journeys/") else path


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    """Which process runs which tests."""
    return ByFile(config, log)


@pytest.fixture(scope="module", autouse=True)
def forgotten() -> Iterator[None]:
    """FastAPI keeps every function it has classified, and through it the application of each test, for good."""
    yield
    for kept in vars(fastapi.dependencies.models).values():
        if hasattr(kept, "cache_clear"):
            kept.cache_clear()


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
