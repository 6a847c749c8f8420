"""Whoever is scoped to one street learns nothing of another, whatever they ask and however they ask it."""

import base64
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import delete
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from dashboard import gate
from dashboard.api.shapes import case_json
from dashboard.app import create_app
from db.account_store import AccountStore
from db.engine import writing
from db.log_tables import account
from pipelines.domain.access import Role, Viewer
from tests.system import ALL_VIEWER, System, hours, system

DISTRICT, STREET, OTHER = "140303", "140303001", "140303003"
PASSWORD = "a long password"
ORIGIN = {"Origin": "http://testserver"}


@dataclass
class Office:
    """A dashboard over two streets with cases, a key and an account for one of them, and what they must not see."""

    deployment: System
    client: TestClient
    key: str
    secrets: list[bytes]

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path, headers=headers, follow_redirects=False)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, redis_url: str) -> Iterator[Office]:
    home: Path = tmp_path_factory.mktemp("scope")
    with system(home, redis_url) as deployment:
        key = deployment.key("street", STREET, "read")
        _fill(deployment)
        accounts = AccountStore(deployment.database.log)
        accounts.put_account(Viewer("officer", frozenset({STREET}), Role.MANAGER), PASSWORD)
        accounts.put_account(Viewer("nobody", frozenset(), Role.ANALYST), PASSWORD)
        with TestClient(create_app(deployment.settings)) as client:
            yield Office(deployment, client, key, _secrets(deployment))


def _fill(deployment: System) -> None:
    now, key, events = datetime.now(UTC), deployment.key("filler"), []
    for street in (STREET, OTHER, DISTRICT, "140303004"):
        places = [street, *(f"{street}001{n:03}" for n in (0, 1))][:1] + [f"{street}001"] * (street != DISTRICT)
        for n, place in enumerate(places * 4):
            name, at = f"case-of-{street}-{n}", now - hours(1 + n / 10)
            due = (now + hours(n - 4)).isoformat()
            more = {"item": "E01", "channel": "hotline", "unit": f"unit-of-{street}", "note": f"note-of-{street}"}
            events.append(deployment.event(name, "report", at, place=place, due_at=due, **more))
            if n % 2:
                events.append(deployment.event(name, "close", now))
    for name in ("came-from-there", "went-there"):
        first = deployment.event(name, "note", now - hours(2), place=OTHER if name == "came-from-there" else STREET)
        events += [first, deployment.event(name, "report", now - hours(2), place=STREET)]
    events.append(deployment.event("went-there", "merge", now, into=f"case-of-{OTHER}-0"))
    deployment.send(events, key)
    deployment.work(now)


def _secrets(deployment: System) -> list[bytes]:
    """Codes, names and cases that stand neither in the street nor on the way to it."""
    tree, today = deployment.queries.reach.tree, deployment.day(datetime.now(UTC))
    own = {unit.code for unit in tree.below(STREET, today)}
    foreign = [unit for unit in tree.units.values() if unit.code not in own and unit.code not in (DISTRICT, "440309")]
    streets = [unit for unit in foreign if len(unit.code) <= 12]
    own_names = " ".join(f"{tree.units[code].name} {tree.units[code].name_en}" for code in own)
    names = {name for unit in streets for name in (unit.name, unit.name_en) if name and name not in own_names}
    words = {f"{what}-of-{street}" for what in ("case", "unit", "note") for street in (OTHER, "140303004")}
    codes = {unit.code for unit in streets}
    return [text.encode() for text in codes | words | names] + [f"case-of-{DISTRICT}-".encode()]


def check_silent(office: Office, answer: Any) -> None:
    """No code, name or case of another street in the raw bytes, escaped or not."""
    body = answer.content + answer.content.decode("unicode_escape", "replace").encode()
    found = [secret.decode() for secret in office.secrets if secret in body]
    assert found == [], (answer.request.url, found[:5])


def _bearer(office: Office) -> dict[str, str]:
    office.client.cookies.clear()
    return {"Authorization": f"Bearer {office.key}"}


def _cookie(office: Office, name: str = "officer") -> dict[str, str]:
    office.client.cookies.clear()
    answer = office.client.post("/signin", data={"name": name, "password": PASSWORD}, follow_redirects=False)
    assert answer.status_code == 303
    return dict(ORIGIN)


WAYS = pytest.mark.parametrize("enter", [_bearer, _cookie])
Enter = Callable[[Office], dict[str, str]]
PERIOD = "period=today"
OPEN = [
    "/api/v1/kpi",
    f"/api/v1/kpi?place={STREET}&{PERIOD}",
    f"/api/v1/kpi?place={STREET}&item=E01",
    f"/api/v1/kpi?place={STREET}001&period=2026",
    "/api/v1/kpi/children",
    f"/api/v1/kpi/children?place={STREET}&channel=hotline",
    "/api/v1/kpi/series",
    f"/api/v1/kpi/series?place={STREET}&step=hour",
    "/api/v1/cases",
    f"/api/v1/cases?place={STREET}&direct=true",
    "/api/v1/cases?basis=stock&count=open",
    "/api/v1/cases?basis=flow&count=closed",
    "/api/v1/cases?basis=due&count=due&period=2026",
    f"/api/v1/cases/case-of-{STREET}-0",
    "/api/v1/cases/came-from-there",
    "/api/v1/cases/went-there",
    f"/api/v1/kpi?place={STREET}&period=2026&compare=year_on_year,period_on_period",
    "/api/v1/places",
    f"/api/v1/places?parent={STREET}",
    f"/geometry/{STREET}.json",
    "/live.json",
    f"/live.json?place={STREET}&lang=en",
]
CLOSED = [
    *(
        f"{path}place={place}{more}"
        for place in (OTHER, DISTRICT, f"{OTHER}001", f"{OTHER}001001", "440309", "999999", "ALL", "%")
        for path, more in (
            ("/api/v1/kpi?", ""),
            ("/api/v1/kpi?", "&item=E01"),
            ("/api/v1/kpi?", "&compare=year_on_year,period_on_period"),
            ("/api/v1/kpi/children?", ""),
            ("/api/v1/kpi/series?", ""),
            ("/api/v1/cases?", ""),
            ("/api/v1/cases?", "&direct=true"),
            ("/api/v1/cases?basis=stock&count=open&", ""),
            ("/live.json?", ""),
        )
    ),
    *(f"/api/v1/places?parent={place}" for place in (OTHER, DISTRICT, "440309", "999999")),
    *(f"/geometry/{place}.json" for place in (OTHER, DISTRICT, f"{OTHER}001", "440309", "places")),
    *(f"/api/v1/cases/case-of-{place}-0" for place in (OTHER, DISTRICT, "nowhere")),
]


def two_days(office: Office) -> str:
    """The period of the cases, whatever the hour."""
    today = office.deployment.day(datetime.now(UTC))
    return f"period={today - timedelta(days=1)}..{today}"


@WAYS
def test_every_answer_about_the_own_street_is_silent_about_the_others(office: Office, enter: Enter) -> None:
    headers = enter(office)
    for path in OPEN:
        answer = office.get(path, **headers)
        assert answer.status_code == 200, (path, answer.text)
        check_silent(office, answer)
    assert office.get("/api/v1/items", **headers).status_code == 200
    assert office.get(f"/api/v1/cases?{two_days(office)}", **headers).json()["total"] == 10
    places = office.get("/api/v1/places", **headers).json()["items"]
    assert [(place["code"], place["parent"]) for place in places] == [(STREET, None)]


def _kin(case: dict[str, Any]) -> tuple[str | None, ...]:
    return case["shard"], case["merged_into"], case["parent"] and case["parent"]["case_id"]


@WAYS
def test_a_case_names_neither_the_street_that_it_came_from_nor_the_case_that_it_went_into(
    office: Office, enter: Enter
) -> None:
    headers, into = enter(office), f"case-of-{OTHER}-0"
    for case_id, own, whole in (
        ("came-from-there", (None, None, None), (OTHER, None, None)),
        ("went-there", (STREET, None, None), (STREET, into, into)),
    ):
        assert _kin(office.get(f"/api/v1/cases/{case_id}", **headers).json()) == own
        assert _kin(case_json(office.deployment.queries.cases.case(ALL_VIEWER, case_id))) == whole


@WAYS
def test_parents_and_siblings_are_refused_however_they_are_named(office: Office, enter: Enter) -> None:
    headers = enter(office)
    for path in CLOSED:
        answer = office.get(path, **headers)
        assert answer.status_code in (403, 404), (path, answer.status_code, answer.text[:200])
        asked = [secret for secret in office.secrets if secret.decode() in path]
        leaked = [secret for secret in office.secrets if secret in answer.content and secret not in asked]
        assert [one for one in leaked if not any(one in whole for whole in asked)] == [], path


@WAYS
def test_a_refusal_does_not_tell_whether_the_place_or_case_exists(office: Office, enter: Enter) -> None:
    headers = enter(office)
    for known, unknown in ((OTHER, "140303999"), (DISTRICT, "999999")):
        for path in ("/api/v1/kpi?place={}", "/api/v1/places?parent={}", "/geometry/{}.json", "/live.json?place={}"):
            one, other = (office.get(path.format(place), **headers) for place in (known, unknown))
            assert one.status_code == other.status_code
            assert one.text.replace(known, "") == other.text.replace(unknown, "")
    one, other = (office.get(f"/api/v1/cases/{name}", **headers) for name in (f"case-of-{OTHER}-0", "never-heard-of"))
    assert one.status_code == other.status_code == 404


@WAYS
def test_a_cursor_of_another_place_opens_nothing(office: Office, enter: Enter) -> None:
    wide = office.deployment.queries
    headers = enter(office)
    far = base64.urlsafe_b64encode(json.dumps([2**50, f"case-of-{OTHER}-0", 99]).encode()).decode()
    assert wide is not None
    answer = office.get(f"/api/v1/cases?{two_days(office)}&cursor={quote(far)}&limit=200", **headers)
    assert answer.status_code == 200
    assert {row["path"][-1][:9] for row in answer.json()["items"]} == {STREET}
    check_silent(office, answer)
    for broken in ("x", "bnVsbA==", "%00", "e30="):
        assert office.get(f"/api/v1/cases?cursor={broken}", **headers).status_code == 422


@WAYS
def test_random_questions_stay_within_the_street(office: Office, enter: Enter) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance, headers = random.Random(seed), enter(office)
    values = {
        "place": [None, STREET, OTHER, DISTRICT, f"{STREET}001"],
        "period": [None, "today", "2026", "2026-11-01..2026-12-31"],
        "class": [None, "A", "E"],
        "center": [None, "emergency", "x"],
        "item": [None, "E01"],
        "direct": [None, "true"],
        "basis": [None, "due", "flow", "stock"],
        "count": [None, "open", "due", "closed", "overdue"],
        "parent": [None, OTHER, STREET],
    }
    for _ in range(60):
        chosen = {name: chance.choice(options) for name, options in values.items()}
        path = chance.choice(["kpi", "kpi/children", "kpi/series", "cases", "places"])
        query = "&".join(f"{name}={value}" for name, value in chosen.items() if value)
        answer = office.get(f"/api/v1/{path}?{query}", **headers)
        assert answer.status_code in (200, 403, 422), (query, answer.text)
        if answer.status_code == 200:
            check_silent(office, answer)


def _page(office: Office, headers: dict[str, str], pathname: str, search: str = "") -> Any:
    body = {
        "output": "page.children",
        "outputs": {"id": "page", "property": "children"},
        "inputs": [
            {"id": "address", "property": "pathname", "value": pathname},
            {"id": "address", "property": "search", "value": search},
        ],
        "changedPropIds": ["address.pathname"],
    }
    return office.client.post("/_dash-update-component", json=body, headers=headers)


@WAYS
def test_pages_of_the_street_are_silent_and_those_of_others_empty(office: Office, enter: Enter) -> None:
    headers = enter(office)
    for pathname, search in (
        (f"/places/{STREET}", ""),
        (f"/places/{STREET}", "?lang=en&list=open"),
        (f"/places/{STREET}001", ""),
        (f"/cases/case-of-{STREET}-0", ""),
        ("/cases/came-from-there", ""),
        ("/cases/went-there", "?lang=en"),
        ("/wall/overview", f"?place={STREET}"),
    ):
        answer = _page(office, headers, pathname, search)
        assert answer.status_code == 200, answer.text
        check_silent(office, answer)
    for pathname, search in (
        (f"/places/{OTHER}", ""),
        (f"/places/{DISTRICT}", ""),
        (f"/cases/case-of-{OTHER}-0", ""),
        ("/wall/overview", f"?place={DISTRICT}"),
    ):
        answer = _page(office, headers, pathname, search)
        names = [secret for secret in office.secrets if secret in answer.content and OTHER.encode() not in secret]
        assert names == [], pathname
        assert "desk-kpis" not in answer.text


def _asked(output: str, inputs: list[tuple[str, str, object]], state: list[tuple[str, str, object]]) -> dict[str, Any]:
    target, prop = output.split(".")
    return {
        "output": output,
        "outputs": {"id": target, "property": prop},
        "inputs": [{"id": one, "property": name, "value": value} for one, name, value in inputs],
        "state": [{"id": one, "property": name, "value": value} for one, name, value in state],
        "changedPropIds": [f"{inputs[0][0]}.{inputs[0][1]}"],
    }


@WAYS
def test_the_search_for_places_finds_none_of_another_street(office: Office, enter: Enter) -> None:
    headers = enter(office)
    for text in ("社区", "街道", "Community", "1403", OTHER, "网格", "a"):
        body = _asked("place-picker.options", [("place-picker", "search_value", text)], [("address", "search", "")])
        answer = office.client.post("/_dash-update-component", json=body, headers=headers)
        assert answer.status_code in (200, 204), answer.text
        check_silent(office, answer)
    for asked in (OTHER, DISTRICT, f"/places/{OTHER}", f"/places/{DISTRICT}?map=grid"):
        body = _asked("map-detail.children", [("map-asked", "data", asked)], [])
        answer = office.client.post("/_dash-update-component", json=body, headers=headers)
        leaked = [one for one in office.secrets if one in answer.content and one.decode() not in asked]
        assert leaked == [], asked


def test_no_scope_sees_nothing(office: Office) -> None:
    headers = _cookie(office, "nobody")
    for path in [*OPEN, *CLOSED]:
        if path != "/api/v1/places":
            assert office.get(path, **headers).status_code in (403, 404), path
    assert office.get("/api/v1/places", **headers).json() == {"items": []}


def test_signed_out_means_sign_in_first(office: Office) -> None:
    office.client.cookies.clear()
    for path in [*OPEN, *CLOSED, "/api/v1/items"]:
        assert office.get(path).status_code == 401, path
        assert office.get(path, Authorization="Bearer x.y").status_code == 401
    for path in (f"/places/{STREET}", "/wall/overview", "/"):
        answer = office.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/signin?next={quote(path)}")
    assert _page(office, {}, f"/places/{STREET}").status_code == 401
    for path in ("/_dash-layout", "/_dash-dependencies", "/openapi.json"):
        assert office.get(path).status_code in (401, 303), path
    office.client.cookies.set(gate.SESSION_COOKIE, "officer.forged.signature")
    assert office.get("/api/v1/kpi").status_code == 401
    office.client.cookies.clear()


def test_another_sites_page_may_not_post_or_listen(office: Office) -> None:
    _cookie(office)
    for origin in ("http://evil.example", "null", "http://testserver.evil.example", "http://testserver:81", ""):
        answer = _page(office, {"Origin": origin}, f"/places/{STREET}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "FOREIGN_ORIGIN"), origin
        with pytest.raises(WebSocketDisconnect) as closed, office.client.websocket_connect("/live", {"Origin": origin}):
            pass
        assert closed.value.code == 4403
    assert _page(office, {}, f"/places/{STREET}").status_code == 403
    foreign = office.client.post("/signin", data={"name": "officer"}, headers={"Origin": "http://evil.example"})
    assert foreign.status_code == 403


def test_the_socket_is_cut_to_the_scope_too(office: Office) -> None:
    headers = _cookie(office)
    with office.client.websocket_connect(f"/live?place={STREET}", headers=headers) as socket:
        text = socket.receive_text().encode()
    body = text + text.decode().encode().decode("unicode_escape", "replace").encode()
    assert [secret for secret in office.secrets if secret in body] == []
    for place in (OTHER, DISTRICT):
        with office.client.websocket_connect(f"/live?place={place}", headers=headers) as socket:
            assert socket.receive()["code"] == 4403
    office.client.cookies.clear()
    with pytest.raises(WebSocketDisconnect) as closed, office.client.websocket_connect("/live", headers=ORIGIN):
        pass
    assert closed.value.code == 4401


def test_a_key_that_may_only_send_reads_nothing(office: Office) -> None:
    office.client.cookies.clear()
    sender = office.deployment.key(f"sender-{random.randrange(10**9)}", may="send")
    assert office.get("/api/v1/kpi", Authorization=f"Bearer {sender}").status_code == 401


def test_a_revoked_key_and_a_deleted_account_lose_access(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "REMEMBER_SECONDS", -1.0)
    accounts = AccountStore(office.deployment.database.log)
    key = office.deployment.key("leaver", STREET, "read")
    accounts.put_account(Viewer("leaver", frozenset({STREET}), Role.MANAGER), PASSWORD)
    office.client.cookies.clear()
    assert office.get("/api/v1/kpi", Authorization=f"Bearer {key}").status_code == 200
    accounts.revoke_key("leaver", 1)
    assert office.get("/api/v1/kpi", Authorization=f"Bearer {key}").status_code == 401
    headers = _cookie(office, "leaver")
    assert office.get("/api/v1/kpi", **headers).status_code == 200
    with writing(office.deployment.database.log) as connection:
        connection.execute(delete(account).where(account.c.name == "leaver"))
    assert office.get("/api/v1/kpi", **headers).status_code == 401


def test_a_narrowed_scope_holds_at_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "REMEMBER_SECONDS", -1.0)
    accounts = AccountStore(office.deployment.database.log)
    accounts.put_account(Viewer("mover", frozenset({DISTRICT}), Role.MANAGER), PASSWORD)
    headers = _cookie(office, "mover")
    assert office.get(f"/api/v1/kpi?place={OTHER}", **headers).status_code == 200
    accounts.put_account(Viewer("mover", frozenset({STREET}), Role.MANAGER), PASSWORD)
    assert office.get(f"/api/v1/kpi?place={OTHER}", **headers).status_code == 403
