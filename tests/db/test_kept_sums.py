"""What is kept of blocks of days is never older than the store: random lives, told late and out of order."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from db.case_counts import CaseCounts
from db.case_predicates import Selection
from db.day_blocks import BLOCK_DAYS, block_of, spans
from db.history_store import AsOf, HistoryStore
from db.lapse_store import LapseStore
from db.org_store import OrgStore
from pipelines.domain.kpi import BASES, STORED_PER_BASIS, Basis
from pipelines.domain.period import day_start
from tests.system import PILOT, PILOT_GRIDS, System

BEGUN = datetime(2024, 3, 1, 4, 0, tzinfo=UTC)
SPAN_DAYS = 90
PLACES = ("140303", PILOT[0], PILOT_GRIDS[0])
STEPS = ("classify", "dispatch", "dispatch", "dispose", "close", "archive")
SPANS = ((0, SPAN_DAYS), (10, 40), (33, 33), (3 * BLOCK_DAYS, 4 * BLOCK_DAYS + 5))


def life(deployment: System, chance: random.Random, number: int) -> list[dict[str, Any]]:
    """A case with some of its steps, each hours or weeks after the one before."""
    at, items = BEGUN + timedelta(days=chance.random() * SPAN_DAYS), ("G01", "G06", "E02")
    more = {"place": chance.choice(PILOT_GRIDS[:12]), "item": chance.choice(items)}
    due = {"due_at": (at + timedelta(days=chance.choice((1, 20)))).isoformat()}
    events = [deployment.event(f"c{number}", "report", at, **more, **due)]
    for step in STEPS[: chance.randint(0, len(STEPS))]:
        at += timedelta(days=chance.choice((0.1, 2, 25)))
        events.append(deployment.event(f"c{number}", step, at, **({"place": more["place"]})))
    return events


def answers(deployment: System, store: HistoryStore, counts: CaseCounts, lapses: LapseStore) -> list[object]:
    """Everything about some spans: as it stands, and as it stood at an instant within them."""
    tree, found = OrgStore(deployment.database.log).tree(), list[object]()
    for start, end in SPANS:
        first, last = (BEGUN.date() + timedelta(days=n) for n in (start, end))
        instant = BEGUN + timedelta(days=(start + end) / 2, hours=1)
        found.append(store.read(PLACES, first, last, tree).cells)
        found.append(store.read(PLACES, first, last, tree, AsOf(deployment.day(instant), instant)).cells)
        chosen = [Selection(tree.unit(place), first, last) for place in PLACES]
        found += [counts.top_items(one, 9) for one in chosen]
        found += [lapses.read(one, [one.unit], tree.shards(one.unit.code)) for one in chosen]
    return found


def test_what_was_kept_is_what_would_be_read(deployment: System) -> None:
    seed = random.randrange(10**6)
    print("seed", seed)
    chance, key = random.Random(seed), deployment.key()
    kept = [store(deployment.database.derived) for store in (HistoryStore, CaseCounts, LapseStore)]
    told = [life(deployment, chance, number) for number in range(60)]
    for _ in range(12):
        sent = [events.pop(0) for events in chance.choices(told, k=25) if events]
        chance.shuffle(sent)
        deployment.send(sent, key)
        deployment.work(BEGUN + timedelta(days=2 * SPAN_DAYS))
        fresh = [store(deployment.database.derived) for store in (HistoryStore, CaseCounts, LapseStore)]
        assert answers(deployment, *kept) == answers(deployment, *fresh)


def test_a_wait_that_is_taken_back_weeks_later_is_not_kept(deployment: System) -> None:
    kept, tree = LapseStore(deployment.database.derived), OrgStore(deployment.database.log).tree()
    chosen = Selection(tree.unit(PLACES[0]), BEGUN.date(), BEGUN.date() + timedelta(days=SPAN_DAYS))
    key, counts = deployment.key(), []
    for days, step, name in ((85, "report", "c2"), (0, "report", "c1"), (25, "dispatch", "c1"), (70, "dispatch", "c1")):
        event = deployment.event(name, step, BEGUN + timedelta(days=days), place=PILOT_GRIDS[0])
        deployment.send([event], key)
        deployment.work(BEGUN + timedelta(days=2 * SPAN_DAYS))
        found = kept.read(chosen, [chosen.unit], tree.shards(PLACES[0]))[chosen.unit.id]["front_wait"]
        counts.append((found.count, found.mean))
    assert counts == [(0, None), (0, None), (1, 25 * 86_400), (1, 70 * 86_400)]


def test_closed_days_are_what_stood_at_their_end(deployment: System) -> None:
    seed = random.randrange(10**6)
    print("seed", seed)
    chance = random.Random(seed)
    deployment.send([one for n in range(40) for one in life(deployment, chance, n)], deployment.key())
    deployment.work(BEGUN + timedelta(days=2 * SPAN_DAYS))
    store, tree = HistoryStore(deployment.database.derived), OrgStore(deployment.database.log).tree()
    first, last = BEGUN.date() + timedelta(days=20), BEGUN.date() + timedelta(days=45)
    closed = store.closed_days(tree.unit(PLACES[0]).id, first, last).cells
    for day, cells in closed.items():
        end = day_start(day + timedelta(days=1), deployment.settings.timezone)
        stood = store.read(PLACES[:1], day, day, tree, AsOf(deployment.day(end), end)).cells[PLACES[0]]
        assert counted(cells) == counted(stood), day
    assert len(closed) == 26


def counted(cells: dict[int, dict[int, int]]) -> dict[tuple[int, int], int]:
    return {(pair, number): n for pair, own in cells.items() for number, n in own.items() if n}


def test_sums_of_blocks_are_the_sums_of_their_days(deployment: System) -> None:
    seed = random.randrange(10**6)
    print("seed", seed)
    chance = random.Random(seed)
    deployment.send([one for n in range(40) for one in life(deployment, chance, n)], deployment.key())
    deployment.work(BEGUN + timedelta(days=2 * SPAN_DAYS))
    store, tree = HistoryStore(deployment.database.derived), OrgStore(deployment.database.log).tree()
    first, last = BEGUN.date(), BEGUN.date() + timedelta(days=SPAN_DAYS + 30)
    sums = Counter[tuple[int, int]]()
    for cells in store.by_day(tree.unit(PLACES[0]).id, first, last).values():
        sums.update({(pair, number): n for pair, own in cells.items() for number, n in own.items()})
    stock = BASES.index(Basis.STOCK) * STORED_PER_BASIS
    read = counted(store.read(PLACES[:1], first, last, tree).cells[PLACES[0]])
    assert {cell: n for cell, n in read.items() if cell[1] < stock} == {cell: n for cell, n in sums.items() if n}


@pytest.mark.parametrize(("first", "last"), [(0, 0), (5, 9), (15, 32), (16, 31), (1, 100), (7, 6)])
def test_the_parts_of_days_are_all_the_days_once_each_within_its_block(first: int, last: int) -> None:
    parts = spans(first, last)
    assert [day for low, high in parts for day in range(low, high + 1)] == list(range(first, last + 1))
    assert all(low // BLOCK_DAYS == high // BLOCK_DAYS == block_of((low, high)) for low, high in parts)


def test_an_empty_store_answers_nothing(deployment: System) -> None:
    tree = OrgStore(deployment.database.log).tree()
    store, first, last = HistoryStore(deployment.database.derived), date(2024, 1, 1), date(2024, 12, 31)
    nothing: dict[str, object] = {place: {} for place in PLACES}
    assert store.read(PLACES, first, last, tree).cells == nothing
    assert store.read(PLACES, first, last, tree, AsOf(deployment.day(BEGUN), BEGUN)).cells == nothing
    assert set(map(str, store.closed_days(tree.unit(PLACES[0]).id, first, last).cells.values())) == {"{}"}
