"""A wall that cannot be shown says why, names what was asked for, and leads on."""

from datetime import UTC, datetime

import pytest
from dash import html
from dash.development.base_component import Component

from dashboard.pages.wall import WAY_OUT, wall_page
from pipelines.domain.access import Viewer
from tests.dashboard.pages.reading import by_class, parts, text
from tests.system import ALL_VIEWER, System

NOW = datetime(2024, 5, 15, 2, 0, tzinfo=UTC)
STREET = Viewer("street", frozenset({"140303001"}))


def shown(deployment: System, search: str, viewer: Viewer = ALL_VIEWER, path: str = WAY_OUT) -> Component:
    return wall_page(deployment.queries, viewer, path, search, NOW)


def watches(page: Component) -> list[str]:
    """What the live script is told to connect to."""
    return [part.to_plotly_json()["props"]["data-live"] for part in parts(page) if hasattr(part, "data-live")]


@pytest.mark.parametrize(
    ("search", "viewer", "place"),
    [
        ("?place=440309", ALL_VIEWER, "440309"),
        ("", STREET, "140303001"),
        ("?place=140303001001", STREET, "140303001001"),
    ],
)
def test_a_wall_within_the_scope_is_live(deployment: System, search: str, viewer: Viewer, place: str) -> None:
    page = shown(deployment, search, viewer)
    assert watches(page) == [f"board=overview&place={place}&lang=zh"]
    assert by_class(page, "wall-notice") == []


@pytest.mark.parametrize(
    ("search", "viewer", "path", "said"),
    [
        ("?place=nowhere", ALL_VIEWER, WAY_OUT, ["没有这个地点", "nowhere"]),
        ("?place=nowhere&lang=en", ALL_VIEWER, WAY_OUT, ["There is no such place", "nowhere"]),
        ("?place=140303003", STREET, WAY_OUT, ["这里不在您的管辖范围", "140303003"]),
        ("", ALL_VIEWER, "/wall/nowhere", ["没有这个页面", "/wall/nowhere"]),
    ],
)
def test_what_cannot_be_shown_is_named_with_a_way_on(
    deployment: System, search: str, viewer: Viewer, path: str, said: list[str]
) -> None:
    page = shown(deployment, search, viewer, path)
    assert watches(page) == []
    assert all(words in text(page) for words in said)
    assert [part.href for part in parts(page) if isinstance(part, html.A)] == [WAY_OUT]


def test_who_has_no_place_is_told_whom_to_ask(deployment: System) -> None:
    page = shown(deployment, "", Viewer("new", frozenset()))
    assert "请联系管理员设置管辖范围" in text(page)
    assert [part for part in parts(page) if isinstance(part, html.A)] == []
