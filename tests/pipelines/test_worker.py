"""The worker over real stores: every loss heals to the same numbers, nothing is counted twice."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from db import known_places
from db.case_store import CaseStore, SupersededError
from db.codec import to_millis
from db.derived_tables import cases, change, dead_letter, history
from db.engine import reading, writing
from db.history_store import AsOf, HistoryStore
from db.kpi_store import KpiStore
from db.log_tables import event_log
from db.org_store import OrgStore
from pipelines.domain.kpi import Basis, count_number
from pipelines.domain.new_place import NewPlace
from pipelines.domain.period import day_start
from pipelines.domain.unit import OrgLevel
from pipelines.intake import sources
from pipelines.worker.process import FLUSH, Rounds
from tests.pipelines.counted import DISTRICT, STREETS, check_exact, is_live, noon, some_events, today_of
from tests.system import PILOT, PILOT_GRIDS, System, hours


def test_an_emptied_redis_heals_at_the_next_flush_to_the_same_numbers(deployment: System) -> None:
    now = noon()
    deployment.send(some_events(deployment, now), deployment.key())
    deployment.work(now)
    before = check_exact(deployment, now)
    assert before[DISTRICT][Basis.STOCK]["open"] > 0
    deployment.redis.flushall()
    assert not is_live(deployment, now)
    assert today_of(deployment, now) == before
    deployment.work(now)
    assert check_exact(deployment, now) == before


def test_a_shard_that_redis_lost_alone_heals_too(deployment: System) -> None:
    now, key = noon(), deployment.key()
    deployment.send(some_events(deployment, now), key)
    deployment.work(now)
    before = check_exact(deployment, now)
    deployment.redis.delete(*deployment.redis.keys(f"tc:{{{STREETS[0]}}}:*"))
    deployment.send([deployment.event("late", "report", now, place=PILOT_GRIDS[0])], key)
    deployment.work(now)
    after = check_exact(deployment, now)
    assert after[DISTRICT][Basis.STOCK]["open"] == before[DISTRICT][Basis.STOCK]["open"] + 1
    assert after[STREETS[0]] == before[STREETS[0]]


def test_a_second_worker_fences_the_first_in_both_stores(deployment: System) -> None:
    now, key = noon(), deployment.key()
    deployment.send(some_events(deployment, now), key)
    first = deployment.new_worker(now)
    while first.step(now):
        continue
    first.flush()
    second = deployment.new_worker(now)
    second.flush()
    with pytest.raises(SupersededError, match="another worker writes the live figures"):
        first.flush()
    deployment.send([deployment.event("more", "report", now, place=DISTRICT)], key)
    with pytest.raises(SupersededError, match="another worker owns this database"):
        first.step(now)
    assert second.step(now) == 1
    with pytest.raises(SupersededError):
        first.step(now)
    second.flush()
    check_exact(deployment, now)


def test_two_workers_that_race_for_a_batch_count_it_once(deployment: System) -> None:
    now, key = noon(), deployment.key()
    first = deployment.new_worker(now)
    deployment.send([deployment.event(f"c{n}", "report", now, place=DISTRICT) for n in range(5)], key)
    second = deployment.new_worker(now)
    assert second.step(now) == 5
    with pytest.raises(SupersededError):
        first.step(now)
    second.flush()
    assert check_exact(deployment, now)[DISTRICT][Basis.COHORT]["reported"] == 5


@pytest.mark.parametrize("is_flushed_before", [False, True])
def test_a_worker_that_dies_before_its_flush_is_healed_by_the_next(deployment: System, is_flushed_before: bool) -> None:
    now, key, events = noon(), deployment.key(), some_events(deployment, noon(), 40)
    dying = deployment.new_worker(now)
    if is_flushed_before:
        deployment.send(events[:50], key)
        while dying.step(now):
            continue
        dying.flush()
    deployment.send(events[50:] if is_flushed_before else events, key)
    while dying.step(now):
        continue
    assert not is_live(deployment, now)
    recorded = today_of(deployment, now, str(deployment.day(now)))
    deployment.worker = None
    deployment.work(now)
    assert check_exact(deployment, now) == recorded


def test_a_worker_that_starts_anew_between_batches_ends_at_the_same_numbers(deployment: System) -> None:
    deployment.batch = 7
    now = noon()
    deployment.send(some_events(deployment, now, 25), deployment.key())
    while True:
        worker = deployment.new_worker(now)
        if not worker.step(now):
            break
        worker.flush()
    worker.flush()
    stepwise, derived = check_exact(deployment, now), _derived(deployment)
    CaseStore(deployment.database.derived).forget()
    deployment.redis.flushall()
    deployment.batch = 4000
    deployment.work(now)
    assert check_exact(deployment, now) == stepwise
    assert _derived(deployment) == derived


def _derived(deployment: System) -> dict[str, object]:
    with reading(deployment.database.derived) as connection:
        rows = {table.name: connection.execute(select(table)).all() for table in (cases, change, history)}
    keep = {"history": {tuple(row) for row in rows["history"] if row.n}}
    return keep | {name: sorted(map(str, rows[name])) for name in ("cases", "change")}


def test_a_broken_body_becomes_a_dead_letter_and_its_shard_goes_on(deployment: System) -> None:
    now, key = noon(), deployment.key()
    deployment.send([deployment.event(f"c{n}", "report", now, place=DISTRICT) for n in range(4)], key)
    broken = {2: b"{broken", 3: b'{"source": "tester"}'}
    with writing(deployment.database.log) as connection:
        for pos, body in broken.items():
            connection.execute(update(event_log).where(event_log.c.pos == pos).values(body=body))
    deployment.send([deployment.event("street", "report", now, place=STREETS[0])], key)
    deployment.work(now)
    with reading(deployment.database.derived) as connection:
        letters = connection.execute(select(dead_letter).order_by(dead_letter.c.pos)).all()
    assert [(one.pos, one.shard, one.seq, one.body) for one in letters] == [
        (pos, DISTRICT, pos, body) for pos, body in broken.items()
    ]
    assert all(one.reason.startswith("broken body: ") for one in letters)
    assert check_exact(deployment, now)[DISTRICT][Basis.COHORT]["reported"] == 3
    deployment.send([deployment.event("after", "report", now, place=DISTRICT)], key)
    assert _balance(deployment) == {DISTRICT: (5, 2, 2, 1), STREETS[0]: (1, 1, 0, 0)}
    deployment.work(now)
    assert _balance(deployment) == {DISTRICT: (5, 3, 2, 0), STREETS[0]: (1, 1, 0, 0)}


def test_a_step_of_a_case_whose_report_is_dead_does_not_stop_the_worker(deployment: System) -> None:
    now, key = noon(), deployment.key()
    deployment.send([deployment.event("c1", "report", now, place=DISTRICT)], key)
    with writing(deployment.database.log) as connection:
        connection.execute(update(event_log).values(body=b"broken"))
    later = [deployment.event("c1", "close", now), deployment.event("c2", "report", now, place=DISTRICT)]
    deployment.send(later, key)
    deployment.work(now)
    assert _balance(deployment) == {DISTRICT: (3, 1, 2, 0)}
    assert check_exact(deployment, now)[DISTRICT][Basis.COHORT]["reported"] == 1


def _balance(deployment: System) -> dict[str, tuple[int, int, int, int]]:
    """By shard: head, applied, dead and lag; applied is counted from the cases' own events."""
    store = CaseStore(deployment.database.derived)
    dead, marks, heads = store.dead_letters(), store.watermarks(), deployment.log().heads()
    applied: Counter[str] = Counter()
    with reading(deployment.database.derived) as connection:
        ids = list(connection.execute(select(cases.c.case_id)).scalars())
    for file in store.files(ids).values():
        applied[file.shard] += len(file.events)
    found = {shard: (head, applied[shard], dead.get(shard, 0), head - marks[shard]) for shard, head in heads.items()}
    assert all(head == sum(rest) for head, *rest in found.values())
    return found


def test_as_of_is_never_newer_than_what_is_applied(deployment: System) -> None:
    deployment.batch = 3
    start = noon()
    deployment.worker = deployment.new_worker(start)
    events = [deployment.event(f"c{n}", "report", start, place=DISTRICT) for n in range(7)]
    deployment.send(events, deployment.key())
    with writing(deployment.database.log) as connection:
        for pos in range(1, 8):
            received = to_millis(start) + pos
            connection.execute(update(event_log).where(event_log.c.pos == pos).values(received_at=received))
    later = start + timedelta(seconds=9)
    expected = [(3, to_millis(start) + 3), (6, to_millis(start) + 6), (7, to_millis(later)), (7, to_millis(later))]
    for seq, as_of in expected:
        deployment.worker.step(later)
        deployment.worker.flush()
        found = KpiStore(deployment.redis).read([DISTRICT], deployment.day(later), [DISTRICT])
        assert (found.watermark[DISTRICT], found.as_of) == (seq, as_of)


def test_midnight_finds_the_rows_of_tomorrow_waiting(deployment: System) -> None:
    zone = deployment.settings.timezone
    midnight = day_start(deployment.day(datetime.now(UTC)), zone)
    before, after = midnight - timedelta(seconds=1), midnight + timedelta(seconds=1)
    key = deployment.key()
    deployment.send(
        [
            deployment.event("late", "report", midnight - timedelta(minutes=1), place=STREETS[0]),
            deployment.event("early", "report", midnight + timedelta(minutes=1), place=STREETS[0]),
            deployment.event("due", "report", before - hours(3), place=DISTRICT, due_at=after.isoformat()),
        ],
        key,
    )
    deployment.work(before)
    assert is_live(deployment, before)
    assert today_of(deployment, before)[STREETS[0]][Basis.COHORT]["reported"] == 1
    assert is_live(deployment, after)
    waiting = today_of(deployment, after)
    assert waiting[STREETS[0]][Basis.COHORT]["reported"] == 1
    assert waiting[DISTRICT][Basis.DUE]["not_yet_due"] == 1
    deployment.work(after)
    assert check_exact(deployment, after) == waiting
    deployment.send([deployment.event("late", "close", midnight + timedelta(minutes=2))], key)
    deployment.work(after)
    found = check_exact(deployment, after)
    assert (found[STREETS[0]][Basis.FLOW]["closed"], found[STREETS[0]][Basis.COHORT]["reported"]) == (1, 1)
    two_days = midnight + timedelta(days=2, seconds=1)
    deployment.work(two_days)
    assert check_exact(deployment, two_days)[DISTRICT][Basis.STOCK]["open"] == 2


def test_midnight_knows_a_place_that_came_while_the_worker_ran(
    deployment: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "REGISTERS_AGE_SECONDS", 0)
    monkeypatch.setattr(known_places, "LOOK_SECONDS", -1.0)
    now = noon()
    deployment.worker = deployment.new_worker(now)
    OrgStore(deployment.database.log).put_places([NewPlace("new", OrgLevel.GRID, "New", PILOT[0])])
    deployment.send([deployment.event("c1", "report", now, place="new")], deployment.key())
    deployment.work(now)
    tomorrow = now + hours(24)
    deployment.work(tomorrow)
    assert check_exact(deployment, tomorrow)[DISTRICT][Basis.STOCK]["no_deadline"] == 1


def test_a_late_event_refolds_its_case(deployment: System) -> None:
    now, key = noon(), deployment.key()
    deployment.send(
        [
            deployment.event("c1", "report", now - hours(3), place=DISTRICT),
            deployment.event("c1", "close", now - hours(1)),
        ],
        key,
    )
    deployment.work(now)
    assert check_exact(deployment, now)[DISTRICT][Basis.FLOW] == {"reported": 1, "closed": 1}
    deployment.send([deployment.event("c1", "dispatch", now - hours(2))], key)
    deployment.work(now)
    found = check_exact(deployment, now)[DISTRICT][Basis.FLOW]
    assert found == dict.fromkeys(("reported", "dispatched", "closed", "closed_dispatched", "closed_first_unit"), 1)
    with reading(deployment.database.derived) as connection:
        rows = connection.execute(select(change.c.n, change.c.at).order_by(change.c.n)).all()
    assert [(row.n, row.at) for row in rows] == [(n, to_millis(now - hours(3 - n))) for n in range(3)]


def test_steps_before_their_report_are_taken_up_when_it_comes(deployment: System) -> None:
    now, key = noon(), deployment.key()
    deployment.send([deployment.event("c1", "close", now, place=STREETS[0])], key)
    deployment.work(now)
    assert check_exact(deployment, now)[STREETS[0]][Basis.COHORT] == {"parked": 1}
    deployment.send([deployment.event("c1", "report", now - hours(1), place="140303001001")], key)
    deployment.work(now)
    found = check_exact(deployment, now)
    assert found[STREETS[0]][Basis.COHORT]["closed"] == found["140303001001"][Basis.COHORT]["closed"] == 1
    assert "parked" not in found[STREETS[0]][Basis.COHORT]


def test_two_events_of_one_case_in_one_batch_are_both_counted(deployment: System) -> None:
    now = noon()
    orders = (("report", "dispatch", "close"), ("close", "report", "dispatch"), ("dispatch", "close", "report"))
    at = {"report": now - hours(2), "dispatch": now - hours(1), "close": now}
    events = [
        deployment.event(f"c{n}", step, at[step], place=DISTRICT) for n, order in enumerate(orders) for step in order
    ]
    deployment.send(events, deployment.key())
    deployment.work(now)
    found = check_exact(deployment, now)[DISTRICT]
    steps = ("reported", "dispatched", "closed", "closed_dispatched", "closed_first_unit")
    assert found[Basis.FLOW] == dict.fromkeys(steps, 3)
    assert (found[Basis.COHORT]["closed"], found[Basis.STOCK].get("open", 0)) == (3, 0)


def test_redis_being_away_stops_no_work_and_its_return_shows_everything(deployment: System) -> None:
    now, key = noon(), deployment.key()
    worker = deployment.new_worker(now)
    rounds = Rounds(worker, lambda _events: None, lambda _now: None)
    deployment.send([deployment.event("c1", "report", now, place=DISTRICT)], key)
    worker.live.store = KpiStore(type(deployment.redis).from_url("unix:///nowhere/redis.sock"))
    rounds.round(now)
    assert CaseStore(deployment.database.derived).watermarks() == {DISTRICT: 1}
    assert not is_live(deployment, now)
    worker.live.store = KpiStore(deployment.redis)
    rounds.round(now + FLUSH)
    check_exact(deployment, now)


def test_a_step_parked_elsewhere_is_counted_there_until_the_report_says_where(deployment: System) -> None:
    key, now = deployment.key(), noon()
    there, here = PILOT_GRIDS[0], "140303001001"
    deployment.send([deployment.event("c1", "close", now, place=there)], key)
    deployment.send([deployment.event("c1", "report", now + hours(1), place=here)], key)
    deployment.work(now + hours(2))
    store, day, tree = HistoryStore(deployment.database.derived), deployment.day(now), OrgStore(deployment.database.log)
    before, after = (
        store.read([there, here], day, day, tree.tree(), AsOf(day, now + hours(span))).cells for span in (0.5, 1.5)
    )
    parked, closed = count_number(Basis.COHORT, "parked"), count_number(Basis.COHORT, "closed")
    assert [_sum(cells[there], parked) for cells in (before, after)] == [1, 0]
    assert [_sum(cells[here], closed) for cells in (before, after)] == [0, 1]


def _sum(cells: dict[int, dict[int, int]], number: int) -> int:
    return sum(own.get(number, 0) for own in cells.values())
