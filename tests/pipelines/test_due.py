"""Deadlines from the intake to the figures, and cases that stay where they were counted."""

from datetime import UTC, date, datetime, timedelta

from dashboard.queries.question import Question
from db.org_store import OrgStore
from pipelines.domain.access import Viewer
from pipelines.domain.kpi import Basis
from pipelines.domain.new_place import NewPlace
from pipelines.domain.period import day_start, read_period
from pipelines.domain.unit import OrgLevel
from pipelines.intake import sources
from pipelines.streams.tick import due_events
from pipelines.token import system_token
from tests.system import ALL_VIEWER, PILOT_GRIDS, SECRET, System, hours

DISTRICT = "140303"


def _file(deployment: System, name: str, at: datetime, due_at: datetime, *steps: str) -> list[dict[str, object]]:
    made = [deployment.event(name, "report", at, place=PILOT_GRIDS[0], due_at=due_at.isoformat())]
    return [*made, *(deployment.event(name, step, at + hours(n)) for n, step in enumerate(steps, start=1))]


def test_cases_with_deadlines_settle_as_the_definitions_say(deployment: System) -> None:
    """100 filed: 60 disposed, 55 of them closed; 10 past the deadline; 30 not yet due."""
    now, events = datetime.now(UTC), []
    past, future = now - hours(1), now + hours(1)
    for n in range(100):
        steps = ("dispose", "close") if n < 55 else ("dispose",) if n < 60 else ()
        events += _file(deployment, f"c{n}", now - hours(10), past if n < 70 else future, *steps)
    deployment.send(events, deployment.key())
    deployment.work(now)
    assert deployment.worker is not None
    turned = due_events(deployment.worker.turned(now), now)
    system = [
        {"event_id": e.event_id, "case_id": e.case_id, "step": e.step, "occurred_at": e.occurred_at.isoformat()}
        for e in turned
    ]
    deployment.send(system, system_token(SECRET))
    deployment.work(now)
    days = f"{deployment.day(now - hours(11))}..{deployment.day(now + hours(2))}"
    question = Question(DISTRICT, read_period(days, deployment.day(now)))
    figures = deployment.queries.figures.figures(ALL_VIEWER, question, now)
    due, rates = figures.counts[Basis.DUE], figures.rates
    assert (due["due"], due["settle_due"], due["not_yet_due"]) == (100, 70, 30)
    assert (due["closed_on_time"], due["awaiting_on_time"], due["open_overdue"]) == (55, 5, 10)
    assert (rates["closure_rate"].value, round(rates["settled_rate"].value or 0, 3)) == (0.55, 0.786)
    stock = figures.counts[Basis.STOCK]
    assert (stock["open"], stock["awaiting_close"], stock["overdue"], stock["due_soon"]) == (45, 5, 10, 30)
    assert due_events(deployment.worker.turned(now), now) == []


def test_a_turn_is_told_apart_to_the_microsecond(deployment: System) -> None:
    now = datetime.now(UTC)
    start, key = now - hours(10), deployment.key()
    deployment.send(_file(deployment, "c1", start, now - timedelta(microseconds=500_000)), key)
    deployment.work(now)
    assert deployment.worker is not None
    (first,) = due_events(deployment.worker.turned(now), now)
    moved = deployment.event("c1", "dispatch", start, due_at=(now - timedelta(microseconds=400_000)).isoformat())
    deployment.send([moved], key)
    deployment.work(now)
    (second,) = due_events(deployment.worker.turned(now), now)
    assert first.occurred_at != second.occurred_at
    assert first.event_id != second.event_id


def _counted(deployment: System, place: str, period: str, now: datetime) -> dict[Basis, dict[str, int]]:
    question = Question(place, read_period(period, deployment.day(now)))
    figures = deployment.queries.figures.figures(ALL_VIEWER, question, now)
    return {
        basis: {name: n for name, n in own.items() if n and name != "grids"} for basis, own in figures.counts.items()
    }


def test_a_moved_grid_keeps_its_past_and_moves_no_total(deployment: System, monkeypatch) -> None:
    monkeypatch.setattr(sources, "REGISTERS_AGE_SECONDS", -1.0)
    now, key, grid = datetime.now(UTC), deployment.key(), "1403030010010"
    today = deployment.day(now)
    old, new = "140303001001", "140303003001"
    _link(deployment, grid, old, None, None)
    yesterday = day_start(today, deployment.settings.timezone) - hours(3)
    early = [deployment.event(f"c{n}", "report", yesterday, place=grid) for n in range(3)]
    deployment.send(early, key)
    deployment.work(now)
    places = (DISTRICT, old, new, "140303001", "140303003", grid)
    day = str(today - timedelta(days=1))
    before = {place: _counted(deployment, place, day, now) for place in places}
    _link(deployment, grid, old, None, today)
    _link(deployment, grid, new, today, None)
    assert {place: _counted(deployment, place, day, now) for place in places} == before
    deployment.send(
        [
            deployment.event("c0", "close", now),
            deployment.event("c9", "report", now, place=grid),
            deployment.event("c9", "close", now),
        ],
        key,
    )
    deployment.work(now)
    _check_moved(deployment, now, (old, new, grid))
    deployment.redis.flushall()
    deployment.worker = None
    deployment.work(now)
    _check_moved(deployment, now, (old, new, grid))
    _check_lists(deployment, now, old, new)


def _check_lists(deployment: System, now: datetime, *places: str) -> None:
    """Whoever sees one of two streets reads only its own codes in the list of its cases."""
    for place, other in zip(places, reversed(places), strict=True):
        street = Viewer("street", frozenset({place[:9]}))
        question = Question(place, read_period("2026..2999", deployment.day(now)))
        rows = deployment.queries.cases.behind(street, question, Basis.COHORT, "reported", now).rows
        assert rows
        for row in rows:
            assert other not in [unit.code for unit in row.path]
            assert place in [unit.code for unit in row.path]


def _check_moved(deployment: System, now: datetime, places: tuple[str, ...]) -> None:
    today = str(deployment.day(now))
    for place in (*places, DISTRICT, "140303001", "140303003"):
        assert _counted(deployment, place, "today", now) == _counted(deployment, place, today, now), place
    flows = [_counted(deployment, place, "today", now)[Basis.FLOW].get("closed", 0) for place in (*places, DISTRICT)]
    assert flows == [1, 1, 2, 2]
    stocks = [_counted(deployment, place, "today", now)[Basis.STOCK].get("open", 0) for place in places]
    assert stocks == [2, 0, 2]


def _link(deployment: System, grid: str, parent: str, valid_from: date | None, valid_to: date | None) -> None:
    place = NewPlace(grid, OrgLevel.GRID, "网格", parent, valid_from=valid_from, valid_to=valid_to)
    OrgStore(deployment.database.log).put_places([place])
    deployment.queries.reach._looked_at = float("-inf")
