"""Records: one log with the events, one transaction with the watermark, every fault named."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from db.case_store import CaseStore
from db.derived_tables import dead_letter, record_count
from db.engine import reading, writing
from db.log_tables import event_log
from db.org_store import OrgStore
from db.record_reader import RecordReader
from pipelines.domain.record import RecordType
from pipelines.reconcile_records import record_differences
from pipelines.token import system_token
from tests.system import PILOT, PILOT_GRIDS, System

GRID, COMMUNITY, DISTRICT = PILOT_GRIDS[0], PILOT[0], "140303"
NOW = datetime.now(UTC).replace(hour=4, minute=0, second=0, microsecond=0) - timedelta(days=1)
VALUES: dict[str, dict[str, Any]] = {
    "patrol": {"minutes": 40},
    "visit": {"households": 3},
    "roster": {"worker": "w1", "category": "full_time"},
    "inspection": {"rental": "h1"},
    "duty": {"duty": "d1"},
    "admission": {"duty": "d2", "action": "propose", "kind": "duty", "name": "登记"},
    "alarm": {"alarm_id": "a1", "action": "acknowledge", "reason": "已派人"},
    "fact": {"fact": "organisations", "value": 747, "base": 526},
}


def counts(deployment: System, *places: str) -> list[dict[str, int]]:
    tree, day = OrgStore(deployment.database.log).tree(), deployment.day(NOW).toordinal()
    numbers = [tree.unit(place).id for place in places]
    found = RecordReader(deployment.database.derived).counts(numbers, day - 3, day + 3)
    return [{name: n for name, n in found.get(number, {}).items() if n} for number in numbers]


def test_records_and_events_share_one_log_with_dense_numbers(deployment: System) -> None:
    key = deployment.key()
    deployment.send([deployment.event("c1", "report", NOW, place=GRID)], key)
    made = [deployment.record(name, GRID, NOW, **values) for name, values in VALUES.items()]
    answer = deployment.post_records({"records": made}, key)
    assert answer.status_code == 202, answer.text
    assert [(one["shard"], one["seq"], one["status"]) for one in answer.json()["receipts"]] == [
        (DISTRICT, seq, "accepted") for seq in range(2, 10)
    ]
    assert deployment.post_records(made[0], key).json()["receipts"][0]["status"] == "duplicate"
    deployment.work()
    assert deployment.log().heads() == {DISTRICT: 9}
    kept = RecordReader(deployment.database.derived).of_types(list(RecordType), deployment.day(NOW).toordinal())
    assert [one.type.value for one in kept] == list(VALUES)
    assert kept[0].path[0] == DISTRICT


INSTANT = "send e.g. 2026-11-21T16:32:08+08:00"
FAULTS: list[tuple[dict[str, Any], str, str | None, str]] = [
    ({"type": "moon"}, "type", "moon", "use one of patrol, visit, roster, inspection, duty, admission, alarm, fact"),
    ({"type": None}, "type", None, "use one of patrol, visit"),
    ({"place": "nowhere"}, "place", "nowhere", "see GET /api/v1/places"),
    ({"place": None}, "place", None, "send text of 0 to 200 characters without NUL"),
    ({"occurred_at": "yesterday-ish"}, "occurred_at", "yesterday-ish", INSTANT),
    ({"occurred_at": 7}, "occurred_at", "7", INSTANT),
    ({"extra": 1}, "extra", "1", "among event_id, type, place, occurred_at, actor, values"),
    ({"values": {"minutes": 0}}, "values.minutes", "0", "send a whole number from 1 to 1440"),
    ({"values": {"hours": 1}}, "values.hours", "1", "among minutes"),
    ({"values": []}, "values", None, "send an object whose fields are among minutes"),
    ({"type": "visit", "values": {"households": "3"}}, "values.households", "3", "a whole number from 1 to 10000"),
    ({"type": "roster", "values": {"category": "retired"}}, "values.worker", None, "send text of 1 to 64"),
    (
        {"type": "roster", "values": {"worker": "w", "category": "friend"}},
        "values.category",
        "friend",
        "use one of coordinator, full_time, retired, temporary",
    ),
    ({"type": "inspection", "values": {"rental": ""}}, "values.rental", "", "send text of 1 to 64"),
    (
        {"type": "admission", "values": {"duty": "d", "action": "propose"}},
        "values.kind",
        None,
        "use one of assessment, certificate, duty, ledger",
    ),
    (
        {"type": "admission", "values": {"duty": "d", "action": "refuse", "reason": " "}},
        "values.reason",
        " ",
        "send text of 0 to 2000 characters",
    ),
    ({"type": "alarm", "values": {"alarm_id": "a", "action": "shelve", "reason": "r"}}, "values.until", None, INSTANT),
    (
        {"type": "alarm", "values": {"alarm_id": "a", "action": "shelve", "reason": "r", "until": "soon"}},
        "values.until",
        "soon",
        INSTANT,
    ),
    (
        {"type": "alarm", "values": {"alarm_id": "a", "action": "ring"}},
        "values.action",
        "ring",
        "use one of acknowledge, confirm, shelve",
    ),
    ({"type": "fact", "values": {"fact": "f", "value": "many"}}, "values.value", "many", "send a number from -1e+15"),
]


@pytest.mark.parametrize(("changes", "field", "value", "right"), FAULTS)
def test_a_fault_names_its_field_its_value_and_what_would_be_right_and_stores_nothing(
    deployment: System, changes: dict[str, Any], field: str, value: str | None, right: str
) -> None:
    good = deployment.record("patrol", GRID, NOW)
    bad = {name: one for name, one in (good | {"event_id": "bad"} | changes).items() if one is not None}
    answer = deployment.post_records({"records": [good, bad]}, deployment.key())
    assert answer.status_code == 422, answer.text
    error = answer.json()["error"]
    assert (error["code"], error["field"], error["value"], error["index"]) == ("INVALID", field, value, 1)
    assert error["message"].startswith(f"{field}: ")
    assert right in error["message"]
    assert deployment.log().last_pos() == 0


def test_rights_times_and_batches_are_those_of_events(deployment: System) -> None:
    key, elsewhere = deployment.key(may="send"), deployment.key("elsewhere", "140303001", "send")
    old = deployment.record("patrol", GRID, NOW - timedelta(days=40))
    for sent, by, status, code in (
        (deployment.record("patrol", GRID, NOW), "nobody", 401, "UNKNOWN_KEY"),
        (deployment.record("patrol", GRID, NOW), deployment.key("reader", may="read"), 403, "STEP_FORBIDDEN"),
        (deployment.record("patrol", GRID, NOW), elsewhere, 403, "OUT_OF_SCOPE"),
        (old, key, 422, "TOO_OLD"),
        (deployment.record("patrol", GRID, datetime.now(UTC) + timedelta(hours=1)), key, 422, "FUTURE_TIME"),
        ({"records": []}, key, 422, "INVALID"),
        ({"records": 1}, key, 422, "INVALID"),
        ({"records": [old] * 1001}, key, 413, "TOO_LARGE"),
    ):
        answer = deployment.post_records(sent, by)
        assert (answer.status_code, answer.json()["error"]["code"]) == (status, code), answer.text
        assert ("at most 1000" in answer.text) is (status == 413)
    assert deployment.log().last_pos() == 0


def test_only_the_system_raises_and_clears_alarms(deployment: System) -> None:
    own = {"alarm_id": "a1", "kind": "vacancy"}
    for action in ("raise", "clear"):
        made = deployment.record("alarm", GRID, NOW, action=action, **own)
        refused = deployment.post_records(made, deployment.key(f"key-{action}"))
        assert (refused.status_code, refused.json()["error"]["field"]) == (403, "values.action")
        assert deployment.post_records(made, system_token(deployment.settings.secret)).status_code == 202


def test_an_id_belongs_to_one_body_whether_event_or_record(deployment: System) -> None:
    key = deployment.key()
    sent = deployment.record("patrol", GRID, NOW, minutes=5)
    deployment.send_records([sent], key)
    for other in (sent | {"values": {"minutes": 6}}, sent | {"place": PILOT_GRIDS[1]}):
        answer = deployment.post_records(other, key)
        assert (answer.status_code, answer.json()["receipt"]["seq"]) == (409, 1)
    event = deployment.event("c1", "report", NOW, place=GRID) | {"event_id": sent["event_id"]}
    assert deployment.post(event, key).status_code == 409
    replacing = deployment.event("c1", "report", NOW, place=GRID, supersedes=sent["event_id"])
    assert deployment.post(replacing, key).json()["error"]["code"] == "UNKNOWN_EVENT"


def some_records(deployment: System, chance: random.Random) -> list[dict[str, Any]]:
    made = []
    for _ in range(120):
        place, at = (
            chance.choice((*PILOT_GRIDS[:4], COMMUNITY, "140303001")),
            NOW - timedelta(hours=chance.random() * 40),
        )
        type_ = chance.choice(["patrol", "visit", "roster", "inspection"])
        values = VALUES[type_] | ({"worker": f"w{chance.randrange(4)}"} if type_ == "roster" else {})
        made.append(deployment.record(type_, place, at, **values))
    return made


def test_counts_are_the_same_in_any_order_and_after_a_rebuild(deployment: System) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance, key = random.Random(seed), deployment.key()
    made = some_records(deployment, chance)
    for start in range(0, len(made), 30):
        deployment.send_records(made[start : start + 30], key)
        deployment.work()
    before = counts(deployment, DISTRICT, COMMUNITY, GRID)
    assert before[0]["patrols"] == sum(one["type"] == "patrol" for one in made)
    assert before[0]["grid_days_patrolled"] < before[0]["patrols"]
    CaseStore(deployment.database.derived).forget()
    deployment.worker = None
    deployment.work()
    assert counts(deployment, DISTRICT, COMMUNITY, GRID) == before


def test_a_record_that_cannot_be_read_is_set_apart_and_the_shard_goes_on(deployment: System) -> None:
    key = deployment.key()
    deployment.send_records([deployment.record("visit", GRID, NOW, households=n) for n in (1, 2, 3)], key)
    with writing(deployment.database.log) as connection:
        bodies = {row.pos: row.body for row in connection.execute(select(event_log.c.pos, event_log.c.body))}
        for pos, body in ((1, b'{"values":broken'), (2, bodies[2].replace(b'"households":2', b'"x":2'))):
            connection.execute(update(event_log).where(event_log.c.pos == pos).values(body=body))
    deployment.work()
    assert counts(deployment, GRID) == [{"households_visited": 3}]
    with reading(deployment.database.derived) as connection:
        reasons = connection.execute(select(dead_letter.c.reason).order_by(dead_letter.c.pos)).scalars().all()
    assert "broken body" in reasons[0]
    assert "households" in reasons[1]


def test_a_count_that_the_records_do_not_bear_out_is_found_and_mended(deployment: System) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    deployment.send_records(some_records(deployment, random.Random(seed)), deployment.key())
    deployment.work()
    assert record_differences(deployment.database, False, deployment.day) == []
    before, unit = counts(deployment, GRID), OrgStore(deployment.database.log).tree().unit(GRID)
    with writing(deployment.database.derived) as connection:
        connection.execute(update(record_count).where(record_count.c.place == unit.id).values(n=record_count.c.n + 3))
        connection.execute(delete(record_count).where(record_count.c.place != unit.id, record_count.c.number == 0))
    found = record_differences(deployment.database, True, deployment.day)
    assert {one.held - one.true for one in found if one.place == unit.id} == {3}
    assert {one.held for one in found if one.place != unit.id} == {0}
    assert record_differences(deployment.database, False, deployment.day) == []
    assert counts(deployment, GRID) == before
