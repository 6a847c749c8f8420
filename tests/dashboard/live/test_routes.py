import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from dashboard.live.routes import live_routes
from dashboard.viewer import set_viewer
from pipelines.domain.access import Viewer
from tests.system import ALL_VIEWER


def client(city, viewer=ALL_VIEWER):
    inner = Starlette(routes=list(live_routes(city.hub)))

    async def gate(scope, receive, send):
        set_viewer(viewer)
        await inner(scope, receive, send)

    return TestClient(gate)


def test_a_socket_gets_the_whole_view_at_once(city):
    city.report("c1")
    with client(city).websocket_connect("/live?board=overview&place=140303&lang=en") as socket:
        first = socket.receive_json()
    assert (first["type"], first["cells"]["scope"]) == ("full", "Kuangqu District · Overview")


def test_asking_gives_the_same_view_and_nothing_new_while_nothing_changes(city):
    city.report("c1")
    asking = client(city)
    answer = asking.get("/live.json?place=140303")
    assert answer.json()["cells"]["kpi-reported"] == "1"
    tag = {"If-None-Match": answer.headers["etag"]}
    assert asking.get("/live.json?place=140303", headers=tag).status_code == 304
    assert asking.get("/live.json?place=140303&lang=en", headers=tag).status_code == 200


def test_without_a_place_the_view_starts_where_the_viewer_may(city):
    cells = client(city, Viewer("v", frozenset({"140303007"}))).get("/live.json").status_code
    assert cells == 403
    answer = client(city, Viewer("v", frozenset({"140303005"}))).get("/live.json")
    assert answer.json()["links"]["rank-0"].startswith("/places/140303005")


@pytest.mark.parametrize(
    ("query", "viewer", "status"),
    [
        ("place=440309", Viewer("v", frozenset({"140303"})), 403),
        ("place=140303", Viewer("v", frozenset()), 403),
        ("place=999", ALL_VIEWER, 404),
        ("board=weather", ALL_VIEWER, 404),
    ],
)
def test_what_may_not_be_seen_or_does_not_exist_is_refused_on_both_routes(city, query, viewer, status):
    asking = client(city, viewer)
    assert asking.get(f"/live.json?{query}").status_code == status
    with asking.websocket_connect(f"/live?{query}") as socket:
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
        assert closed.value.code == 4000 + status
