"""Nothing that either port serves sends a browser to another host: there is no internet where this runs."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from dashboard.address import BOARDS, Page
from dashboard.app import create_app
from tests.system import System, system

DESCRIPTIONS = ("/openapi.json", "/docs", "/docs/oauth2-redirect", "/redoc")
HOST = re.compile(r"(?:https?:)?//(?=[\w-]+\.)[\w.-]+")


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory, redis_url: str) -> Iterator[System]:
    folder: Path = tmp_path_factory.mktemp("own-host")
    with system(folder, redis_url) as made:
        yield made


def described(client: httpx.Client, headers: dict[str, str]) -> list[str]:
    """The addresses of the port that can be asked without knowing more."""
    paths = client.get("/openapi.json", headers=headers).json()["paths"]
    return [path for path in paths if "{" not in path]


def pages(client: httpx.Client, paths: Iterable[str], headers: dict[str, str]) -> dict[str, str]:
    """The HTML by the address where it stands."""
    answers = {path: client.get(path, headers=headers) for path in paths}
    return {path: one.text for path, one in answers.items() if "html" in one.headers.get("content-type", "")}


def test_no_page_of_the_dashboard_names_a_foreign_host(deployment: System) -> None:
    headers = {"Authorization": f"Bearer {deployment.key()}"}
    desks = [f"/{page}" for page in Page] + [f"/wall/{board}" for board in BOARDS]
    with TestClient(create_app(deployment.settings)) as client:
        found = pages(client, [*described(client, headers), *desks, *DESCRIPTIONS, "/signin"], headers)
    assert {"/overview", "/signin", "/wall/overview"} <= set(found)
    assert {path: hosts for path, html in found.items() if (hosts := HOST.findall(html))} == {}


def test_the_intake_serves_its_description_and_no_page(deployment: System) -> None:
    assert {"/api/v1/events", "/api/v1/records"} <= set(described(deployment.intake, {}))
    assert pages(deployment.intake, [*described(deployment.intake, {}), *DESCRIPTIONS], {}) == {}
