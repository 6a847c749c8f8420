"""What a viewer may not see leaves no trace on the page: no name, no number, no way further."""

import re

import pytest
from starlette.testclient import TestClient

from dashboard.app import create_app
from dashboard.pages.choose import found_places
from pipelines.domain.access import Viewer
from tests.dashboard.pages.conftest import DISTRICT, NOW, Desk
from tests.dashboard.pages.reading import by_class, links, text
from tests.system import PILOT, PILOT_GRIDS

OWN = Viewer("own", frozenset({PILOT[0]}))
NOBODY = Viewer("nobody", frozenset())
SHUT = [f"/places/{PILOT[1]}", f"/places/{DISTRICT}", "/places/999", "/cases/M1", "/cases/none"]


@pytest.mark.parametrize("address", SHUT)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_outside_the_scope_holds_no_data(desk: Desk, address: str, language: str):
    viewer = Viewer("own", frozenset({PILOT[4]})) if "/cases/" in address else OWN
    page = desk.page(f"{address}?lang={language}&period=2024-05", viewer)
    assert by_class(page, "desk-notice")
    assert not by_class(page, "desk-kpis") + by_class(page, "desk-case-table") + by_class(page, "desk-map")
    assert not re.search(r"\d", text(by_class(page, "desk-notice")[0]))
    assert links(by_class(page, "desk-notice")[0])[0].href.startswith("/places")


def test_the_path_begins_at_the_own_scope(desk: Desk):
    page = desk.page(f"/places/{PILOT_GRIDS[0]}", OWN)
    assert DISTRICT not in [link.href.split("/")[-1] for link in links(by_class(page, "desk-path")[0])]
    assert len(links(by_class(page, "desk-path")[0])) == 1


def test_without_a_place_the_own_one_is_opened_and_nobody_is_told_whom_to_ask(desk: Desk):
    assert desk.system.queries.reach.tree.units[PILOT[0]].name in text(desk.page("/places", OWN))
    assert "您还没有可查看的地点" in text(desk.page("/places", NOBODY))


def test_the_picker_finds_only_places_of_the_scope(desk: Desk):
    found = {one["value"] for one in found_places(desk.system.queries, OWN, PILOT[0], "", NOW)}
    assert PILOT[0] in found
    assert all(code.startswith(PILOT[0]) for code in found)
    assert not found_places(desk.system.queries, OWN, PILOT[1], "", NOW)


@pytest.mark.parametrize(
    ("query", "words"),
    [("?period=soon", "时间写法无法识别"), ("?center=moon", "无法识别的条件"), ("?list=cohort.luck", "无法识别的条件")],
)
def test_an_address_that_cannot_be_read_is_answered_with_a_way_out(desk: Desk, query: str, words: str):
    page = desk.page(f"/places/{DISTRICT}{query}")
    assert words in text(page)
    assert "Traceback" not in text(page) and "Error" not in text(page)


def test_the_callback_answers_for_the_caller_and_never_for_the_one_before(desk: Desk):
    system = desk.system
    wide, narrow = system.key("wide", may="read"), system.key("narrow", PILOT[1], may="read")
    with TestClient(create_app(system.settings)) as client:
        answers = [_asked(client, key, f"/places/{DISTRICT}") for key in (wide, narrow, wide)]
    assert ["desk-kpis" in answer for answer in answers] == [True, False, True]
    assert ["desk-notice" in answer for answer in answers] == [False, True, False]


def _asked(client: TestClient, key: str, pathname: str) -> str:
    body = {
        "output": "page.children",
        "outputs": {"id": "page", "property": "children"},
        "inputs": [
            {"id": "address", "property": "pathname", "value": pathname},
            {"id": "address", "property": "search", "value": ""},
        ],
        "changedPropIds": ["address.pathname"],
    }
    answer = client.post("/_dash-update-component", json=body, headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 200, answer.text
    return answer.text
