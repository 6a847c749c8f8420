"""Replay: a past minute looks as the live board looked at that minute, whatever has happened since."""

import random
from dataclasses import fields
from datetime import timedelta

import pytest

from dashboard.live.snapshot import Snapshot
from pipelines.domain.access import Viewer
from tests.dashboard.live.city import NOON
from tests.dashboard.live.past_city import BEGUN, MINUTES, PastCity, board_at, views
from tests.dashboard.live.test_routes import client
from tests.system import ALL_VIEWER, PILOT_GRIDS

MINUTE = "2026-11-21T12:00"
"""The clock of the city, on the wall."""


def differing(live: Snapshot, then: Snapshot) -> dict[str, tuple[object, object]]:
    """What two moments say differently, part by part."""
    found: dict[str, tuple[object, object]] = {}
    for part in (field.name for field in fields(Snapshot) if field.name != "marks"):
        own, other = getattr(live, part), getattr(then, part)
        keys = own.keys() | other.keys()
        found |= {f"{part}:{key}": (own.get(key), other.get(key)) for key in keys if own.get(key) != other.get(key)}
    return found | ({"marks": (live.marks, then.marks)} if list(live.marks) != list(then.marks) else {})


def test_every_board_stood_then_as_it_is_replayed_now(city):
    """All of it: no identifier may differ."""
    seed = random.randrange(10**6)
    print("seed", seed)
    chance = random.Random(seed)
    past = PastCity(city, chance, cases=60)
    minutes = sorted(BEGUN + timedelta(minutes=chance.randrange(MINUTES)) for _ in range(5))
    minutes.append(BEGUN + timedelta(minutes=MINUTES + 400))
    live = {
        now: {view: board_at(city.system.queries, city, view, now) for view in views()} for now in past.pass_to(minutes)
    }
    for now, shown in live.items():
        with city.system.queries.at(now) as then:
            for view, board in shown.items():
                assert differing(board, board_at(then, city, view, now)) == {}, (view.board, view.place, now)


def test_what_came_in_late_is_told_at_the_minute_it_happened(city):
    city.report("c1", at=NOON - timedelta(hours=2))
    city.clock.move(3600)
    city.report("late", at=NOON - timedelta(minutes=10))
    asking = client(city)
    assert asking.get("/live.json?place=140303&at=2026-11-21T11:49").json()["cells"]["kpi-reported"] == "1"
    assert asking.get("/live.json?place=140303&at=2026-11-21T11:50").json()["cells"]["kpi-reported"] == "2"


def test_what_ended_later_that_day_has_taken_no_time_yet(city):
    city.report("fire", "E08", at=NOON - timedelta(hours=1))
    city.clock.move(1200)
    city.step("fire", "arrive")
    told = [
        client(city).get(f"/live.json?board=emergency&place=140303&at=2026-11-21T12:{minute}").json()["cells"]
        for minute in (19, 20)
    ]
    assert [cells["clock-report_to_arrive-n"] for cells in told] == ["0", "1*"]
    assert [cells["event-0-state"] for cells in told] == ["已上报 → 应急指挥中心"] * 2


def test_the_present_is_as_before_after_the_past_was_asked(city):
    """Ten times: by then a server that prepares statements would have prepared these."""
    city.report("c1", at=NOON - timedelta(minutes=30))
    city.report("c2", at=NOON - timedelta(minutes=1))
    view = views()[0]
    for _ in range(10):
        before = board_at(city.system.queries, city, view, NOON)
        with city.system.queries.at(NOON - timedelta(minutes=5)) as then:
            assert board_at(then, city, view, NOON - timedelta(minutes=5)).cells["kpi-reported"] == "1"
        assert board_at(city.system.queries, city, view, NOON) == before
    assert before.cells["kpi-reported"] == "2"


def test_a_past_moment_says_which_minute_it_is_and_leads_to_no_list_of_today(city):
    city.report("c1", at=NOON - timedelta(days=2))
    answer = client(city).get(f"/live.json?place=140303&at={MINUTE}")
    body = answer.json()
    assert (body["type"], body["at"], body["first"], body["last"]) == ("full", MINUTE, "2026-11-19T00:00", MINUTE)
    assert body["now"] == body["as_of"] == int(NOON.timestamp() * 1000)
    assert body["links"]
    assert set(body["links"].values()) == {""}
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("at=2026-11-21T12:01", "has not come yet"),
        ("at=2026-11-18T23:59", "before the first day"),
        ("at=yesterday", "not a minute"),
        ("at=", "not a minute"),
        ("at=2026-11-21T12:00:30", "not a minute"),
        ("board=health&at=2026-11-21T12:00", "the present only"),
    ],
)
def test_what_is_no_past_minute_is_refused(city, query, says):
    city.report("c1", at=NOON - timedelta(days=2))
    answer = client(city).get(f"/live.json?place=140303&{query}")
    assert answer.status_code == 422
    assert says in answer.text


def test_before_anything_has_come_in_there_is_nothing_to_replay(city):
    assert client(city).get(f"/live.json?place=140303&at={MINUTE}").status_code == 422


def test_a_street_cannot_replay_another_street_though_somebody_else_just_has(city):
    city.report("c1", place="140303005001", at=NOON - timedelta(hours=1))
    address = f"/live.json?place=140303005&at={MINUTE}"
    assert client(city, ALL_VIEWER).get(address).status_code == 200
    assert client(city, Viewer("own", frozenset({"140303005"}))).get(address).status_code == 200
    assert client(city, Viewer("other", frozenset({"140303001"}))).get(address).status_code == 403
    assert client(city, Viewer("nobody", frozenset())).get(address).status_code == 403


def test_a_minute_just_asked_for_is_not_drawn_again(city):
    city.report("c1", at=NOON - timedelta(hours=1))
    asking, asked = client(city), []
    at = city.system.queries.at
    object.__setattr__(city.hub.queries, "at", lambda instant: asked.append(instant) or at(instant))
    for place in ("140303", "140303", PILOT_GRIDS[0]):
        assert asking.get(f"/live.json?place={place}&at={MINUTE}").status_code == 200
    assert len(asked) == 2
    city.clock.move(301)
    asking.get(f"/live.json?place=140303&at={MINUTE}")
    assert len(asked) == 3


def test_a_socket_tells_no_past(city):
    city.report("c1")
    with client(city).websocket_connect(f"/live?place=140303&at={MINUTE}") as socket:
        assert socket.receive()["code"] == 4422
