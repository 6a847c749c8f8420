"""Fixtures that every test may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system import System, redis_server, system


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    with redis_server() as url:
        yield url


@pytest.fixture
def deployment(tmp_path: Path, redis_url: str) -> Iterator[System]:
    with system(tmp_path, redis_url) as made:
        yield made
