"""Somebody's own views: kept, shown, renamed and deleted through the forms, and nobody else's."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from dash import html
from starlette.testclient import TestClient

from dashboard.app import create_app
from dashboard.gate import SESSION_COOKIE, Sessions
from dashboard.kept_address import kept_address
from dashboard.pages.choose import desk_page
from pipelines.domain.access import ALL, Role, Viewer
from pipelines.domain.saved_view import LONGEST_ADDRESS, LONGEST_NAME, MOST_VIEWS, ViewError
from tests.dashboard.pages.reading import by_class, parts, text
from tests.system import PILOT, System

LI = Viewer("li", frozenset({ALL}), Role.ANALYST, has_account=True)
WANG = Viewer("wang", frozenset({PILOT[0]}), Role.MANAGER, has_account=True)
HERE = f"/places/{PILOT[1]}?period=today&class=A&lang=en&theme=dark"


@dataclass
class Office:
    """The dashboard, as people with accounts use its forms."""

    system: System
    client: TestClient

    def do(self, viewer: Viewer, does: str, **sent: str) -> str:
        """What the page that is led back to says of it."""
        answer = self.post(self.cookie(viewer), {"do": does, "back": HERE, **sent})
        assert answer.status_code == 303, answer.text
        way, _, said = answer.headers["location"].partition("&views=")
        assert way == HERE
        return said

    def cookie(self, viewer: Viewer) -> dict[str, str]:
        accounts = self.system.queries.accounts
        return {"Cookie": f"{SESSION_COOKIE}={Sessions(accounts, self.system.settings.secret).cookie(viewer)}"}

    def post(self, headers: dict[str, str], form: dict[str, str]) -> Any:
        return self.client.post("/actions/views", data=form, headers={"Origin": "http://testserver", **headers})

    def page(self, viewer: Viewer, address: str = HERE) -> html.Div:
        path, _, search = address.partition("?")
        zone = self.system.settings.timezone
        return desk_page(self.system.queries, viewer, path, search, datetime.now(UTC), zone)

    def menu(self, viewer: Viewer, address: str = HERE) -> dict[str, str]:
        """The names in the menu of a page, with where they lead."""
        found = by_class(self.page(viewer, address), "desk-view-list")
        return {text(one): one.href for box in found for one in parts(box) if isinstance(one, html.A)}


@pytest.fixture
def office(deployment: System) -> Iterator[Office]:
    for viewer in (LI, WANG):
        deployment.queries.accounts.put_account(viewer, "a-password")
    with TestClient(create_app(deployment.settings), follow_redirects=False) as client:
        yield Office(deployment, client)


def test_a_view_is_kept_opened_renamed_and_deleted(office: Office):
    assert office.do(LI, "save", name=" 早会 A类 ", address=HERE) == "saved"
    assert office.menu(LI) == {"早会 A类": HERE}
    opened = office.page(LI, office.menu(LI)["早会 A类"])
    assert (getattr(opened, "data-theme"), opened.lang) == ("dark", "en")
    assert office.do(LI, "rename", name="早会 A类", new="晚会") == "renamed"
    assert office.menu(LI) == {"晚会": HERE}
    assert office.do(LI, "delete", name="晚会") == "deleted"
    assert office.menu(LI) == {}


def test_two_people_never_meet(office: Office):
    office.do(LI, "save", name="早会", address="/overview")
    assert office.menu(WANG) == {}
    assert office.do(WANG, "delete", name="早会") == "missing"
    assert office.do(WANG, "rename", name="早会", new="我的") == "missing"
    assert office.do(WANG, "save", name="早会", address="/grid") == "saved"
    assert (office.menu(LI), office.menu(WANG)) == ({"早会": "/overview"}, {"早会": "/grid"})


def test_a_key_has_no_views_not_even_those_of_an_account_of_its_name(office: Office):
    office.do(LI, "save", name="早会", address="/overview")
    key = office.system.key(LI.name, may="read")
    answer = office.post({"Authorization": f"Bearer {key}"}, {"do": "delete", "name": "早会", "back": HERE})
    assert answer.headers["location"].endswith("&views=account")
    assert office.menu(LI) == {"早会": "/overview"}
    assert not by_class(office.page(replace(LI, has_account=False)), "desk-views")


def test_a_view_outside_a_narrowed_scope_opens_the_usual_notice(office: Office):
    office.do(WANG, "save", name="旧", address=HERE)
    page = office.page(WANG, office.menu(WANG)["旧"])
    assert "outside your scope" in text(by_class(page, "desk-notice")[0])
    assert by_class(page, "desk-view-list") and not by_class(page, "desk-view-save")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": ""}, "name"),
        ({"name": "长" * (LONGEST_NAME + 1)}, "name"),
        ({"name": "旧"}, "taken"),
        ({"address": "https://elsewhere/overview"}, "address"),
        ({"address": "//elsewhere/overview"}, "address"),
        ({"address": "/signout"}, "address"),
        ({"address": ""}, "address"),
    ],
)
def test_what_cannot_be_kept_is_told_and_not_kept(office: Office, sent: dict[str, str], said: str):
    office.do(LI, "save", name="旧", address="/overview")
    assert office.do(LI, "save", **{"name": "新", "address": "/grid", **sent}) == said
    assert office.menu(LI) == {"旧": "/overview"}
    told = by_class(office.page(LI, f"{HERE}&views={said}"), "desk-said-fault")
    assert len(told) == 1 and text(told[0]).startswith("Not done")


def test_the_fullest_menu_offers_no_more(office: Office):
    for n in range(MOST_VIEWS):
        assert office.do(LI, "save", name=f"{n:02}", address=f"/places/{PILOT[n % 5]}") == "saved"
    assert office.do(LI, "save", name="新", address="/grid") == "full"
    assert list(office.menu(LI)) == [f"{n:02}" for n in range(MOST_VIEWS)]
    assert "50 are kept" in text(by_class(office.page(LI), "desk-views")[0])


def test_a_form_of_another_site_is_refused(office: Office):
    answer = office.post({**office.cookie(LI), "Origin": "http://elsewhere"}, {"do": "save", "name": "x"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("/overview", "/overview"),
        ("/places/1?period=today", "/places/1?period=today"),
        ("/places/1", "/places/1"),
        ("/places/1?from=2026-11-02&to=2026-11-01", "/places/1?period=2026-11-01..2026-11-02"),
        ("/places/1?list=stock.overdue&lang=zh&theme=light", "/places/1?list=stock.overdue"),
        ("/alarms?place=1&state=raised&said=done&views=saved", "/alarms?place=1&state=raised"),
        ("/explore?place=1&by=class&lang=en&theme=dark", "/explore?place=1&by=class&lang=en&theme=dark"),
        ("/definitions?find=%E5%8A%9E", "/definitions?find=%E5%8A%9E"),
    ],
)
def test_the_address_is_kept_as_it_was_asked(asked: str, kept: str):
    assert kept_address(asked) == kept == kept_address(kept)


@pytest.mark.parametrize(
    "asked",
    [
        "http://elsewhere/overview",
        "//elsewhere/overview",
        "/\\elsewhere",
        "javascript:alert(1)",
        "overview",
        "/",
        "/wall/overview",
        "/nowhere",
        "/cases",
        "/definitions/x",
        "/overview#x",
        "/places/1?center=none-such",
        f"/places/1?item={'x' * LONGEST_ADDRESS}",
    ],
)
def test_no_other_address_is_kept(asked: str):
    with pytest.raises(ViewError, match="no desk page"):
        kept_address(asked)
