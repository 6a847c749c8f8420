"""What the intake refuses: status, code, field and index; and that nothing of it is stored."""

import asyncio
import json
import random
import resource
import shutil
from collections import Counter, namedtuple
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from db.account_store import AccountStore
from db.case_store import CaseStore
from db.disk import disk_shortage
from db.engine import reading
from db.log_tables import event_log
from pipelines.domain.access import ALL, Key, Permission
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.event import CaseEvent
from pipelines.domain.org import OrgTree
from pipelines.domain.step import Step
from pipelines.intake import sources
from pipelines.intake.backlog import (
    ALIVE_SECONDS,
    LONGEST_HOLD_SECONDS,
    LOOK_SECONDS,
    MOST_WAITING,
    OLD,
    Backlog,
)
from pipelines.streams.rejection import RejectedError
from pipelines.streams.stamp import AHEAD, OLDEST, Deployment
from pipelines.streams.validate import decode, validate
from pipelines.token import system_token
from tests.system import PILOT, PILOT_GRIDS, SECRET, System

GRID, COMMUNITY, SHARD = PILOT_GRIDS[0], PILOT[0], "140303"
STREET, ELSEWHERE = "140303001", "140303001001"
NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def keys_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "KEYS_AGE_SECONDS", -1.0)


def stored(deployment: System) -> tuple[int, dict[str, int]]:
    return deployment.log().last_pos(), deployment.log().heads()


def report(deployment: System, **changes: Any) -> dict[str, Any]:
    event = deployment.event(changes.pop("case_id", "c1"), "report", datetime.now(UTC), place=GRID)
    return {name: value for name, value in (event | changes).items() if value is not None}


def send_raw(deployment: System, body: bytes, key: str) -> Any:
    return deployment.intake.post("/api/v1/events", content=body, headers={"Authorization": f"Bearer {key}"})


def check_refusal(answer: Any, status: int, code: str, **expected: object) -> dict[str, Any]:
    """The error of an answer, which must have the whole form."""
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert set(error) == {"code", "message", "field", "value", "index"}
    assert error["code"] == code
    assert {name: error[name] for name in expected} == expected
    assert error["message"]
    return error


INVALID: list[tuple[dict[str, Any], str, str]] = [
    ({"event_id": None}, "event_id", "send text of 1 to 64 characters without NUL"),
    ({"event_id": ""}, "event_id", "send text of 1 to 64 characters without NUL"),
    ({"event_id": "x" * 65}, "event_id", "send text of 1 to 64 characters without NUL"),
    ({"event_id": 7}, "event_id", "send text of 1 to 64 characters without NUL"),
    ({"event_id": "a\u0000b"}, "event_id", "send text of 1 to 64 characters without NUL"),
    ({"case_id": None}, "case_id", "send text of 1 to 64 characters without NUL"),
    ({"case_id": "x" * 65}, "case_id", "send text of 1 to 64 characters without NUL"),
    ({"case_id": ["c1"]}, "case_id", "send text of 1 to 64 characters without NUL"),
    ({"step": "explode"}, "step", "use one of report, accept, register"),
    ({"step": None}, "step", "use one of report, accept, register"),
    ({"occurred_at": 1763700000}, "occurred_at", "send e.g. 2026-11-21T16:32:08+08:00"),
    ({"occurred_at": "yesterday at noon"}, "occurred_at", "send e.g. 2026-11-21T16:32:08+08:00"),
    ({"occurred_at": "2026-11-21T10:00:00"}, "occurred_at", "send e.g. 2026-11-21T16:32:08+08:00"),
    ({"occurred_at": "2026-02-30"}, "occurred_at", "send e.g. 2026-11-21T16:32:08+08:00"),
    ({"occurred_at": "2026-02-30T10:00:00+08:00"}, "occurred_at", "send e.g. 2026-11-21T16:32:08+08:00"),
    ({"occurred_at": "0001-01-01T00:00:00+08:00"}, "occurred_at", "send e.g. 2026-11-21T16:32:08+08:00"),
    ({"occurred_at": "9999-12-31T23:59:59+00:00"}, "occurred_at", "send e.g. 2026-11-21T16:32:08+08:00"),
    ({"occurred_at": "9999-12-31T23:59:59-08:00"}, "occurred_at", "send e.g. 2026-11-21T16:32:08+08:00"),
    ({"due_at": "soon"}, "due_at", "send e.g. 2026-11-21T16:32:08+08:00"),
    ({"due_at": "9999-12-31T23:59:59+00:00"}, "due_at", "send e.g. 2026-11-21T16:32:08+08:00"),
    ({"due_at": "0001-01-01T00:00:00+00:00"}, "due_at", "send e.g. 2026-11-21T16:32:08+08:00"),
    ({"place": "999999"}, "place", "see GET /api/v1/places"),
    ({"place": 140303}, "place", "send text of 0 to 200 characters without NUL"),
    ({"place": None}, "place", "send the grid's code"),
    ({"item": "NO-SUCH"}, "item", "see GET /api/v1/items"),
    ({"class": "E"}, "class", "use one of A, B, C, D"),
    ({"center": "none"}, "center", "use one of emergency, governance, grid"),
    ({"workflow": "seven_step"}, "workflow", "'six_step'"),
    ({"channel": "pigeon"}, "channel", "use one of app, hotline, inspection"),
    ({"level": "city"}, "level", "use one of community, district, grid, subdistrict"),
    ({"door_service": "yes"}, "door_service", "send true or false"),
    ({"unit": "u\u0000"}, "unit", "send text of 0 to 200 characters without NUL"),
    ({"note": "x" * 2001}, "note", "send text of 0 to 2000 characters"),
    ({"actor": "x" * 201}, "actor", "send text of 0 to 200 characters without NUL"),
    ({"score": 60}, "score", "use one of 0, 50, 80, 100"),
    ({"location": {"lon": 181, "lat": 0, "crs": "gcj02"}}, "location.lon", "send a number from -180 to 180"),
    ({"location": {"lon": 113, "lat": 37}}, "location", "among lon, lat, crs"),
    ({"media": ["m"] * 51}, "media", "send a list of at most 50"),
    ({"colour": "red"}, "colour", "channel, receipt, door_service"),
    ({"due_at": 7}, "due_at", "send e.g. 2026-11-21T16:32:08+08:00"),
    ({"step": "became_overdue", "event_id": 7}, "event_id", "send text of 1 to 64 characters without NUL"),
    ({"location": {"lon": 113, "lat": 37, "crs": "gcj02", "height": 7}}, "location", "among lon, lat, crs"),
    ({"media": ["m", "n\u0000"]}, "media[1]", "send text of 0 to 200 characters without NUL"),
    ({"rung": "pink"}, "rung", "use one of urge, yellow, red, instruction"),
]
"""What is wrong with an event, its field, and what the refusal says would be right."""


def test_an_event_that_cannot_be_understood_is_refused_with_its_field_and_what_would_be_right(
    deployment: System,
) -> None:
    key, before = deployment.key(), stored(deployment)
    for changes, field, right in INVALID:
        answer = deployment.post(report(deployment, **changes), key)
        error = check_refusal(answer, 422, "INVALID", field=field, index=0)
        assert error["value"] is None or len(error["value"]) <= 80, changes
        assert right in error["message"], error["message"]
        assert "regex" not in error["message"]
        assert "became_overdue" not in error["message"]
    assert stored(deployment) == before


@pytest.mark.parametrize(
    "body", [b"", b"{", b"report c1", b"\xff\xfe", b'{"a": 1} {"b": 2}', b'{"event_id": "\\ud800"}', b"nul"]
)
def test_what_is_not_json_is_refused(deployment: System, body: bytes) -> None:
    check_refusal(send_raw(deployment, body, deployment.key()), 422, "NOT_JSON")
    assert stored(deployment) == (0, {})


@pytest.mark.parametrize("body", [b"7", b'"text"', b"null", b"[]", b'[{"event_id": "e1"}]', b"{}", b"true", b"[1, 2"])
def test_json_that_is_no_event_is_refused(deployment: System, body: bytes) -> None:
    check_refusal(send_raw(deployment, body, deployment.key()), 422, "INVALID")
    assert stored(deployment) == (0, {})


@pytest.mark.parametrize("events", [[], {}, "e1", None, 3])
def test_a_batch_without_events_is_refused(deployment: System, events: object) -> None:
    check_refusal(deployment.post({"events": events}, deployment.key()), 422, "INVALID", field="events")
    assert stored(deployment) == (0, {})


def test_a_batch_goes_in_whole_or_not_at_all(deployment: System) -> None:
    key = deployment.key()
    events = [report(deployment, case_id=f"c{n}") for n in range(9)]
    events[6]["place"] = "999999"
    check_refusal(deployment.post({"events": events}, key), 422, "INVALID", field="place", value="999999", index=6)
    events[6] = deployment.event("nobody", "close", datetime.now(UTC))
    check_refusal(deployment.post({"events": events}, key), 422, "UNKNOWN_CASE", value="nobody", index=6)
    assert stored(deployment) == (0, {})


def _validated(occurred_at: datetime, *may: Permission) -> CaseEvent:
    deployment = Deployment(OrgTree([], []), Catalogue({}), ZoneInfo("Asia/Shanghai"))
    body = {"event_id": "e", "case_id": "c", "step": "close", "occurred_at": occurred_at.isoformat()}
    key = Key("k", ALL, frozenset({Permission.SEND, *may}))
    return validate(decode(json.dumps(body).encode()), key, deployment, NOW)


@pytest.mark.parametrize(
    ("edge", "beyond", "code"),
    [
        (NOW - OLDEST, -timedelta(microseconds=1), "TOO_OLD"),
        (NOW + AHEAD, timedelta(microseconds=1), "FUTURE_TIME"),
    ],
)
def test_the_window_of_time_ends_exactly_where_it_says(edge: datetime, beyond: timedelta, code: str) -> None:
    assert (timedelta(days=35), timedelta(minutes=5)) == (OLDEST, AHEAD)
    assert _validated(edge).occurred_at == edge
    with pytest.raises(RejectedError) as refused:
        _validated(edge + beyond)
    assert (refused.value.rejection.status, refused.value.rejection.code) == (422, code)
    assert _validated(edge + beyond, Permission.BACKFILL).occurred_at == edge + beyond


@pytest.mark.parametrize(
    ("ahead", "code"),
    [(timedelta(days=-35, minutes=-1), "TOO_OLD"), (timedelta(minutes=6), "FUTURE_TIME")],
)
def test_time_outside_the_window_needs_the_right_to_backfill(deployment: System, ahead: timedelta, code: str) -> None:
    sender, filler = deployment.key("sender", may="send"), deployment.key("filler")
    late = report(deployment, occurred_at=(datetime.now(UTC) + ahead).isoformat())
    check_refusal(deployment.post(late, sender), 422, code, field="occurred_at", value=late["occurred_at"], index=0)
    assert stored(deployment) == (0, {})
    assert deployment.post(late, filler).status_code == 202


def test_a_step_of_an_unknown_case_needs_a_place(deployment: System) -> None:
    key = deployment.key()
    step = deployment.event("nobody", "close", datetime.now(UTC))
    check_refusal(deployment.post(step, key), 422, "UNKNOWN_CASE", field="case_id", value="nobody", index=0)
    assert stored(deployment) == (0, {})
    assert deployment.post(step | {"place": GRID}, key).status_code == 202


def test_too_much_in_one_body_is_refused(deployment: System) -> None:
    key = deployment.key()
    wide = json.dumps(report(deployment)).encode()
    most = wide + b" " * (256 * 1024 - len(wide))
    error = check_refusal(send_raw(deployment, most + b" ", key), 413, "TOO_LARGE", field="body")
    assert "over 262144 bytes; send it in smaller parts" in error["message"]
    crowd = {"events": [{"n": n} for n in range(1001)]}
    error = check_refusal(deployment.post(crowd, key), 413, "TOO_LARGE", field="body")
    assert "1001 of them; send at most 1000 at once" in error["message"]
    assert stored(deployment) == (0, {})
    assert send_raw(deployment, most, key).status_code == 202
    short = [report(deployment, case_id=f"s{n}") for n in range(1000)]
    assert deployment.post({"events": short}, key).status_code == 202


@pytest.mark.parametrize("depth", [17, 5_000, 120_000])
def test_a_body_nested_too_deeply_is_refused(deployment: System, depth: int) -> None:
    key = deployment.key()
    for body in (b"[" * depth, b'{"event_id":' + b"[" * depth + b"]" * depth + b"}", b'{"a":' * depth):
        if len(body) <= 256 * 1024:
            error = check_refusal(send_raw(deployment, body, key), 413, "TOO_LARGE")
            assert "deeper than 16 levels; send plain events" in error["message"]
    assert stored(deployment) == (0, {})


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer nobody.x", "Basic dGVzdDp0ZXN0", "Bearer é"])
def test_an_unknown_key_is_refused(deployment: System, header: str) -> None:
    headers = {"Authorization": header.encode()}
    answer = deployment.intake.post("/api/v1/events", json=report(deployment), headers=headers)
    check_refusal(answer, 401, "UNKNOWN_KEY")
    assert stored(deployment) == (0, {})


def test_a_revoked_key_is_refused(deployment: System) -> None:
    key = deployment.key("gone")
    assert deployment.post(report(deployment), key).status_code == 202
    before = stored(deployment)
    AccountStore(deployment.database.log).revoke_key("gone", 1)
    check_refusal(deployment.post(report(deployment), key), 401, "UNKNOWN_KEY")
    assert stored(deployment) == before


def test_a_key_reaches_its_own_places_only(deployment: System) -> None:
    whole, street = deployment.key("whole"), deployment.key("street", COMMUNITY)
    assert deployment.post(report(deployment, case_id="there", place=ELSEWHERE), whole).status_code == 202
    before, now = stored(deployment), datetime.now(UTC)
    for place in (ELSEWHERE, STREET, SHARD, PILOT_GRIDS[10]):
        foreign = report(deployment, case_id="mine", place=place)
        check_refusal(deployment.post(foreign, street), 403, "OUT_OF_SCOPE", field="place", value=place, index=0)
    for more in ({}, {"place": GRID}):
        step = deployment.event("there", "close", now, **more)
        check_refusal(deployment.post(step, street), 403, "OUT_OF_SCOPE", field="case_id", value="there", index=0)
    assert stored(deployment) == before
    assert deployment.post(report(deployment, case_id="mine"), street).status_code == 202


def test_a_step_needs_the_right_to_send_it(deployment: System) -> None:
    reader, sender = deployment.key("reader", may="read"), deployment.key("sender", may="send")
    confirmer = deployment.key("confirmer", may="send,confirm")
    check_refusal(deployment.post(report(deployment), reader), 403, "STEP_FORBIDDEN", field="step", value="report")
    now = datetime.now(UTC)
    confirm = deployment.event("c1", "confirm", now, place=GRID, score=80)
    check_refusal(deployment.post(confirm, sender), 403, "STEP_FORBIDDEN", field="step", value="confirm")
    for step in ("became_due_soon", "became_overdue"):
        own = deployment.event("c1", step, now, place=GRID)
        check_refusal(deployment.post(own, confirmer), 403, "STEP_FORBIDDEN", field="step", value=step, index=0)
    assert stored(deployment) == (0, {})
    assert deployment.post(confirm, confirmer).status_code == 202
    assert deployment.post(deployment.event("c1", "became_overdue", now), system_token(SECRET)).status_code == 202
    check_refusal(deployment.post(report(deployment), system_token("x" * 40)), 401, "UNKNOWN_KEY")


def test_a_hand_over_names_the_center_that_takes_the_case_over(deployment: System) -> None:
    key, now = deployment.key(), datetime.now(UTC)
    assert deployment.post(report(deployment, case_id="c1"), key).status_code == 202
    step = deployment.event("c1", "hand_over", now)
    check_refusal(deployment.post(step, key), 422, "INVALID", field="center", value=None, index=0)
    assert deployment.post(step | {"center": "emergency"}, key).status_code == 202


@pytest.mark.parametrize("step", ["send_back", "rework", "exempt", "void"])
def test_a_turn_needs_a_note(deployment: System, step: str) -> None:
    key = deployment.key()
    deployment.send([report(deployment)], key)
    before = stored(deployment)
    turn = deployment.event("c1", step, datetime.now(UTC))
    for note in ({}, {"note": " \n"}):
        check_refusal(deployment.post(turn | note, key), 422, "INVALID", field="note", index=0)
    assert stored(deployment) == before
    assert deployment.post(turn | {"note": "wrong unit"}, key).status_code == 202


def test_the_same_event_again_gets_its_old_receipt(deployment: System) -> None:
    key, event = deployment.key(), report(deployment)
    (first,) = deployment.post(event, key).json()["receipts"]
    again = deployment.post({"events": [dict(reversed(event.items())), event]}, key).json()["receipts"]
    assert first["status"] == "accepted"
    assert again == [first | {"status": "duplicate"}] * 2
    assert stored(deployment) == (1, {SHARD: 1})
    assert deployment.post(event, deployment.key("another")).json()["receipts"][0]["status"] == "accepted"


def test_the_same_id_with_another_body_is_a_conflict(deployment: System) -> None:
    key, event = deployment.key(), report(deployment)
    (receipt,) = deployment.post(event, key).json()["receipts"]
    before = stored(deployment)
    fresh = report(deployment, case_id="fresh")
    answer = deployment.post({"events": [fresh, event | {"note": "changed"}]}, key)
    check_refusal(answer, 409, "CONFLICT", field="event_id", value=event["event_id"], index=1)
    assert answer.json()["receipt"] == receipt | {"status": "duplicate"}
    twice = report(deployment, case_id="twice")
    answer = deployment.post({"events": [twice, twice | {"note": "changed"}]}, key)
    check_refusal(answer, 409, "CONFLICT", field="event_id", value=twice["event_id"], index=1)
    assert stored(deployment) == before


def test_numbers_stay_dense_under_a_mixed_load(deployment: System) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    keys = [deployment.key(f"k{n}") for n in range(4)]
    places = [SHARD, STREET, ELSEWHERE, *PILOT_GRIDS[:3]]

    def load(number: int) -> int:
        chance, taken, own = random.Random(seed + number), 0, list[dict[str, Any]]()
        for n in range(12):
            case_id = f"c{chance.randrange(30)}"
            fresh = report(deployment, case_id=case_id, place=chance.choice(places))
            batch = [fresh | {"event_id": f"{n}-{m}", "actor": str(m)} for m in range(chance.randrange(1, 20))]
            if chance.random() < 0.3:
                batch[-1]["place"] = "999999"
            if own and chance.random() < 0.3:
                batch = [chance.choice(own)]
            answer = deployment.post({"events": batch}, keys[number])
            if answer.status_code == 202:
                own += batch
                taken += sum(one["status"] == "accepted" for one in answer.json()["receipts"])
        return taken

    with ThreadPoolExecutor(4) as threads:
        accepted = sum(threads.map(load, range(4)))
    query = select(event_log.c.shard, func.count(), func.count(event_log.c.seq.distinct()), func.max(event_log.c.seq))
    with reading(deployment.database.log) as connection:
        found = {row[0]: tuple(row[1:]) for row in connection.execute(query.group_by(event_log.c.shard))}
    heads = deployment.log().heads()
    assert found == {shard: (head, head, head) for shard, head in heads.items()}
    assert sum(heads.values()) == accepted == deployment.log().last_pos()
    assert len(heads) > 1


@contextmanager
def no_room_for_files() -> Iterator[None]:
    """The operating system takes no more bytes into any file of this process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_a_store_that_cannot_write_is_said_and_nothing_is_promised(deployment: System) -> None:
    key = deployment.key()
    deployment.send([report(deployment, case_id="before")], key)
    before, event = stored(deployment), report(deployment)
    with no_room_for_files():
        answer = deployment.post(event, key)
    check_refusal(answer, 503, "STORE_DOWN")
    assert int(answer.headers["Retry-After"]) > 0
    assert stored(deployment) == before
    assert deployment.post(event, key).json()["receipts"][0]["status"] == "accepted"


Usage = namedtuple("Usage", ["total", "used", "free"])
GIB = 1024**3


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_a_disk_that_runs_low_is_said_before_it_is_full(deployment: System, monkeypatch: pytest.MonkeyPatch) -> None:
    key, event = deployment.key(), report(deployment)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(100 * GIB, 99 * GIB, GIB))
    answer = deployment.post(event, key)
    error = check_refusal(answer, 503, "STORE_DOWN")
    assert "1024 MiB free, 2048 MiB needed" in error["message"]
    assert int(answer.headers["Retry-After"]) > 0
    assert deployment.intake.get("/readyz").status_code == 503
    assert stored(deployment) == (0, {})
    monkeypatch.undo()
    assert deployment.intake.get("/readyz").status_code == 200


@pytest.mark.parametrize(
    ("total", "free", "is_short"),
    [(100, 2, False), (100, 1.99, True), (10, 1, False), (10, 0.99, True), (1000, 2, False)],
)
def test_room_is_needed_by_share_on_small_disks_and_by_size_on_large_ones(
    total: float, free: float, is_short: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = Usage(int(total * GIB), int((total - free) * GIB), int(free * GIB))
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)
    assert (disk_shortage(tmp_path) is not None) is is_short


class Race:
    """A log that grows and a worker that applies, looked at with a clock driven by hand."""

    def __init__(self) -> None:
        self.head = self.applied = 0
        self.clock = 100.0
        self.looks = Counter[str]()
        self.held = 0.0
        self.per_second = 0
        self.backlog = Backlog(self._heads, lambda: {"s": self.applied}, lambda: self.clock, self._pause)

    async def _pause(self, seconds: float) -> None:
        self.held += seconds
        self.later(seconds, self.head, self.applied + round(seconds * self.per_second))

    def _heads(self) -> dict[str, int]:
        self.looks["heads"] += 1
        return {"s": self.head}

    def later(self, seconds: float, head: int, applied: int) -> None:
        self.clock += seconds
        self.head, self.applied = head, applied

    def is_busy(self, age: timedelta) -> bool:
        event = CaseEvent("k", "e", "c", Step.CLOSE, NOW - age)
        try:
            way = self.backlog.make_way([CaseEvent("k", "n", "c", Step.CLOSE, NOW), event], NOW)
            with ThreadPoolExecutor(1) as beside:  # a browser's own loop may run in this thread
                beside.submit(asyncio.run, way).result()
        except RejectedError as error:
            assert (error.rejection.status, error.rejection.code) == (503, "BUSY")
            return True
        return False


def test_old_events_are_held_until_a_living_worker_has_caught_up() -> None:
    race = Race()
    race.later(1, 10, 10)
    assert not race.is_busy(OLD)
    race.later(1, MOST_WAITING + 1_011, 11)
    assert not race.is_busy(OLD - timedelta(seconds=1))
    assert race.held == 0
    race.per_second = 1_000
    assert not race.is_busy(OLD)
    assert race.held == pytest.approx(1)


def test_old_events_are_sent_away_when_the_worker_stays_behind() -> None:
    race = Race()
    race.later(1, 10, 10)
    assert not race.is_busy(OLD)
    race.later(1, MOST_WAITING + 100_000, 11)
    race.per_second = 1_000
    assert race.is_busy(OLD)
    assert race.held == pytest.approx(LONGEST_HOLD_SECONDS, abs=2 * LOOK_SECONDS)


def test_nothing_waits_for_a_worker_that_does_not_move() -> None:
    race = Race()
    race.later(1, 10, 10)
    assert not race.is_busy(OLD)
    race.later(1, 50_000, 20)
    assert race.is_busy(OLD)
    race.later(ALIVE_SECONDS - LONGEST_HOLD_SECONDS - 0.5, 50_000, 20)
    assert not race.is_busy(OLD)
    assert race.held == pytest.approx(LONGEST_HOLD_SECONDS + 0.5, abs=3 * LOOK_SECONDS)


def test_the_stores_are_looked_at_only_now_and_then() -> None:
    race = Race()
    for _ in range(100):
        race.later(LOOK_SECONDS / 50, 5, 5)
        race.is_busy(OLD)
    assert 1 <= race.looks["heads"] <= 3


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"supersedes": "nobody"}, "supersedes", "UNKNOWN_EVENT"),
        ({"supersedes": "first", "case_id": "c2"}, "supersedes", "CANNOT_REPLACE"),
        ({"supersedes": "first", "step": "close"}, "supersedes", "CANNOT_REPLACE"),
        ({"supersedes": "closed"}, "supersedes", "CANNOT_REPLACE"),
        ({"supersedes": "closed", "step": "dispatch", "place": None}, "supersedes", "CANNOT_REPLACE"),
        ({"into": "c0"}, "into", "INVALID"),
        ({"step": "merge"}, "into", "INVALID"),
        ({"step": "merge", "into": "c1"}, "into", "INVALID"),
    ],
)
def test_what_cannot_be_replaced_or_merged_is_refused(
    deployment: System, change: dict[str, Any], field: str, code: str
) -> None:
    key, first = deployment.key(), report(deployment) | {"event_id": "first", "case_id": "c1"}
    deployment.send([first, first | {"event_id": "closed", "step": "close"}], key)
    before = stored(deployment)
    wanted = {name: value for name, value in (first | {"event_id": "new"} | change).items() if value is not None}
    answer = deployment.post(wanted, key)
    assert answer.status_code == 422
    assert (answer.json()["error"]["field"], answer.json()["error"]["code"]) == (field, code)
    assert stored(deployment) == before


def test_an_event_may_replace_one_of_the_same_batch(deployment: System) -> None:
    key, first = deployment.key(), report(deployment) | {"event_id": "first", "case_id": "c1"}
    again = first | {"event_id": "again", "supersedes": "first", "place": PILOT_GRIDS[1]}
    assert deployment.post({"events": [first, again]}, key).status_code == 202
    deployment.work()
    ((file,),) = [CaseStore(deployment.database.derived).files(["c1"]).values()]
    assert file.case.path[-1] == PILOT_GRIDS[1]
    assert file.case.parked == ()
