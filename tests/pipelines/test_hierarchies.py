"""Two hierarchies over the same grids, a boundary change in mid-year, cases in any order: all equals a recount."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dashboard.queries.case_row import Narrowing
from dashboard.queries.question import Figures, Question
from db import known_places
from db.org_store import OrgStore
from pipelines.domain.comparison import Comparison, earlier
from pipelines.domain.event import Center
from pipelines.domain.kpi import Basis
from pipelines.domain.new_place import NewPlace
from pipelines.domain.org import OrgTree
from pipelines.domain.period import Period, day_start
from pipelines.domain.unit import Hierarchy, OrgLevel
from pipelines.intake import sources
from tests.system import ALL_VIEWER, System, hours

YEAR = 2025
NOW = datetime(YEAR, 12, 20, 4, tzinfo=UTC)
MOVED = date(YEAR, 7, 1)
MONTH_BEFORE = date(YEAR, 11, 20)
BASE, BLOCK = Hierarchy.BASE, Hierarchy.BLOCK
COMMUNITIES = {"a": "s1", "b": "s1", "c": "s2"}
GRIDS = {f"{community}{n}": community for community in COMMUNITIES for n in range(1, 5)}
BLOCKS = {"k1": ("s1", ("a1", "a2", "b1")), "k2": ("s2", ("c1", "c2"))}
PARENTS = ("city", "s1", "s2", *COMMUNITIES, *BLOCKS)
EVERYWHERE = (*PARENTS, *GRIDS)


def place(code: str, level: OrgLevel, parent: str | None, **more: Any) -> NewPlace:
    return NewPlace(code, level, code.upper(), parent, **more)


def first_places() -> Iterator[NewPlace]:
    yield place("city", OrgLevel.CITY, None)
    yield from (place(code, OrgLevel.SUBDISTRICT, "city") for code in ("s1", "s2"))
    yield from (place(code, OrgLevel.COMMUNITY, street) for code, street in COMMUNITIES.items())
    yield from (place(code, OrgLevel.GRID, community) for code, community in GRIDS.items())
    for code, (street, grids) in BLOCKS.items():
        yield place(code, OrgLevel.GRID, street, kind=BLOCK)
        yield from (place(grid, OrgLevel.GRID, code) for grid in grids)


def boundary_change() -> Iterator[NewPlace]:
    """Grid a3 goes to another street and joins its block; a2 to a neighbour within the block; b1 leaves its block."""
    for grid, old, new in (("a3", "a", "c"), ("a2", "a", "b")):
        yield place(grid, OrgLevel.GRID, old, valid_to=MOVED)
        yield place(grid, OrgLevel.GRID, new, valid_from=MOVED)
    yield place("a3", OrgLevel.GRID, "k2", valid_from=MOVED)
    yield place("b1", OrgLevel.GRID, "k1", valid_to=MOVED)


@dataclass(frozen=True)
class Life:
    """What a random case is: where, when, and how it ends."""

    case_id: str
    place: str
    center: str
    reported_at: datetime
    closed_at: datetime | None

    def events(self, deployment: System) -> list[dict[str, Any]]:
        """Report and close; a close may come first, so it says where the case is."""
        first = {"place": self.place, "center": self.center, "channel": "patrol"}
        found = [deployment.event(self.case_id, "report", self.reported_at, **first)]
        if self.closed_at:
            found.append(deployment.event(self.case_id, "close", self.closed_at, place=self.place))
        return found


@dataclass
class Town:
    """A deployment with the town in it, and all that has happened there."""

    system: System
    dice: random.Random
    lives: list[Life]

    def put(self, places: Iterator[NewPlace]) -> None:
        OrgStore(self.system.database.log).put_places(list(places))

    def live(self, n: int, first: date, last: date, key: str) -> None:
        """So many cases of the days, their events in any order, some of them in a later batch."""
        made = [self.life(f"{first}-{number}", first, last) for number in range(n)]
        events = [event for life in made for event in life.events(self.system)]
        self.dice.shuffle(events)
        half = len(events) // 2
        for part in (events[:half], events[half:]):
            self.system.send(part, key)
            self.system.work(NOW)
        self.lives += made

    def life(self, case_id: str, first: date, last: date) -> Life:
        days = self.dice.randrange((last - first).days + 1)
        at = day_start(first + timedelta(days=days), self.system.settings.timezone) + hours(self.dice.random() * 23)
        closed_at = at + hours(self.dice.expovariate(1 / 500)) if self.dice.random() < 0.8 else None
        closed_at = closed_at if closed_at and closed_at < NOW else None
        where = self.dice.choice((*GRIDS, *GRIDS, "a", "b", "s1", "city"))
        return Life(case_id, where, self.dice.choice(("grid", "emergency")), min(at, NOW - hours(1)), closed_at)

    def tree(self) -> OrgTree:
        return self.system.queries.reach.tree

    def places_of(self, life: Life) -> tuple[str, ...]:
        """All places in which a case must count: by the links of the day of its report."""
        day = self.system.day(life.reported_at)
        return (*self.tree().path(life.place, day), *self.tree().holders(life.place, day))

    def within(self, *codes: str) -> list[Life]:
        """Those that count in all of these places."""
        return [one for one in self.lives if {*codes} <= {*self.places_of(one)}]

    def at(self, codes: set[str]) -> list[Life]:
        """Those that were reported at one of these places."""
        return [one for one in self.lives if one.place in codes]

    def recount(
        self, lives: list[Life], period: Period, as_of: datetime = NOW, center: str | None = None
    ) -> tuple[int, int, int, int]:
        """Reported, closed of those, closed in the period, open at its end: counted case by case."""
        zone = self.system.settings.timezone
        end = min(as_of, day_start(period.last + timedelta(days=1), zone) - timedelta(microseconds=1))
        lives = [one for one in lives if one.reported_at <= as_of and center in {None, one.center}]
        closed = [one for one in lives if one.closed_at and one.closed_at <= as_of]
        cohort = [one for one in lives if period.first <= self.system.day(one.reported_at) <= period.last]
        flow = [
            one for one in closed if one.closed_at and period.first <= self.system.day(one.closed_at) <= period.last
        ]
        stock = [one for one in lives if one.reported_at <= end and not (one.closed_at and one.closed_at <= end)]
        return len(cohort), len([one for one in cohort if one in closed]), len(flow), len(stock)

    def figures(self, code: str, period: Period, hierarchy: Hierarchy = BASE, center: str | None = None) -> Figures:
        return self.system.queries.figures.figures(ALL_VIEWER, self.question(code, period, hierarchy, center), NOW)

    def question(self, code: str, period: Period, hierarchy: Hierarchy = BASE, center: str | None = None) -> Question:
        return Question(code, period, Center(center) if center else None, hierarchy=hierarchy)


def counted(figures: Figures) -> tuple[int, int, int, int]:
    cohort, flow, stock = (figures.counts[basis] for basis in (Basis.COHORT, Basis.FLOW, Basis.STOCK))
    return cohort["reported"], cohort["closed"], flow["closed"], stock["open"]


def span(first: date, last: date) -> Period:
    return Period(f"{first}..{last}", first, last)


WHOLE = span(date(YEAR, 1, 1), date(YEAR, 12, 20))
BEFORE = span(date(YEAR, 1, 1), MOVED - timedelta(days=1))
AFTER = span(MOVED, date(YEAR, 12, 20))
PERIODS = (WHOLE, BEFORE, AFTER, span(date(YEAR, 6, 20), date(YEAR, 7, 10)))


@pytest.fixture
def town(deployment: System, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(sources, "REGISTERS_AGE_SECONDS", -1.0)
    monkeypatch.setattr(known_places, "LOOK_SECONDS", -1.0)
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    made = Town(deployment, random.Random(seed), [])
    made.put(first_places())
    key = deployment.key()
    made.live(60, date(YEAR - 1, 11, 1), MOVED - timedelta(days=1), key)
    before = [counted(made.figures(code, BEFORE)) for code in EVERYWHERE]
    made.put(boundary_change())
    assert [counted(made.figures(code, BEFORE)) for code in EVERYWHERE] == before, "the change rewrote the past"
    made.live(60, date(YEAR, 5, 1), date(YEAR, 12, 20), key)
    made.live(5, MONTH_BEFORE, MONTH_BEFORE, key)
    return made


def test_every_place_counts_what_was_reported_in_it_on_the_day(town: Town) -> None:
    for code in EVERYWHERE:
        for period in (*PERIODS, Period("today", date(YEAR, 12, 20), date(YEAR, 12, 20))):
            for center in (None, "grid"):
                found = counted(town.figures(code, period, center=center))
                assert found == town.recount(town.within(code), period, center=center), (code, period)


@pytest.mark.parametrize("hierarchy", [BASE, BLOCK])
def test_a_place_is_the_sum_of_its_children_and_of_what_no_child_counts(town: Town, hierarchy: Hierarchy) -> None:
    for code in PARENTS:
        for period in PERIODS:
            asked = town.question(code, period, hierarchy)
            whole, parts = town.system.queries.figures.family(ALL_VIEWER, asked, NOW)
            rows = [counted(part) for part in parts]
            assert tuple(map(sum, zip(*rows, strict=True))) == counted(whole), (code, period)
            assert all(n >= 0 for row in rows for n in row), (code, period)
            for part in (one for one in parts if not one.is_direct):
                assert counted(part) == town.recount(town.within(code, part.unit.code), period), (code, part.unit.code)


def test_children_are_todays_and_those_that_counted_in_the_period(town: Town) -> None:
    def codes(code: str, period: Period, hierarchy: Hierarchy = BASE) -> set[str]:
        parts = town.system.queries.figures.children(ALL_VIEWER, town.question(code, period, hierarchy), NOW)
        return {part.unit.code for part in parts if not part.is_direct}

    gone = {grid for grid in ("a2", "a3") if any(town.recount(town.within("a", grid), WHOLE))}
    assert codes("a", WHOLE) == {"a1", "a4", *gone}
    assert codes("c", AFTER) == {"c1", "c2", "c3", "c4", "a3"}
    assert codes("b", AFTER) == {"b1", "b2", "b3", "b4", "a2"}
    assert codes("s1", WHOLE, BLOCK) == {"k1"}
    assert codes("k2", AFTER) == {"c1", "c2", "a3"}
    assert codes("city", WHOLE, BLOCK) == {"s1", "s2"}


@pytest.mark.parametrize("hierarchy", [BASE, BLOCK])
def test_the_list_behind_each_row_has_exactly_that_many_cases(town: Town, hierarchy: Hierarchy) -> None:
    for code in PARENTS:
        asked = town.question(code, WHOLE, hierarchy)
        for part in town.system.queries.figures.children(ALL_VIEWER, asked, NOW):
            narrowing = Narrowing(True) if part.is_direct else Narrowing(part=part.unit.code)
            for basis, count in ((Basis.COHORT, "reported"), (Basis.FLOW, "closed"), (Basis.STOCK, "open")):
                rows = town.system.queries.cases.behind(ALL_VIEWER, asked, basis, count, NOW, 200, None, narrowing)
                assert rows.total == part.counts[basis][count], (code, part.unit.code, basis)


@pytest.mark.parametrize("period", [AFTER, span(date(YEAR, 11, 1), date(YEAR, 11, 30))])
def test_comparisons_count_todays_places_on_both_sides(town: Town, period: Period) -> None:
    figures, tree = town.system.queries.figures, town.tree()
    for code in PARENTS:
        here = {unit.code for unit in tree.below(code, date(YEAR, 12, 20))}
        question, found = town.question(code, period), town.figures(code, period)
        own = figures.comparable(ALL_VIEWER, question, found, NOW)
        assert counted(own) == town.recount(town.at(here), period), code
        past, as_of = earlier(period, NOW.astimezone(town.system.settings.timezone), Comparison.PERIOD_ON_PERIOD)
        base = figures.past(ALL_VIEWER, replace(question, period=past), as_of, NOW)
        assert counted(base) == town.recount(town.at(here), past, as_of), code


def test_the_trends_of_the_places_touched_carry_a_mark_on_the_day(town: Town) -> None:
    def marked(code: str, period: Period = WHOLE) -> list[tuple[date, list[str], list[str]]]:
        found = town.system.queries.series.marks(town.question(code, period), NOW)
        return [(one.day, [unit.code for unit in one.gained], [unit.code for unit in one.lost]) for one in found]

    assert marked("a") == [(MOVED, [], ["a2", "a3"])]
    assert marked("c") == marked("s2") == [(MOVED, ["a3"], [])]
    assert marked("k1") == [(MOVED, [], ["b1"])]
    assert marked("s1") == [(MOVED, [], ["a3"])]
    assert marked("city") == marked("a4") == marked("a", BEFORE) == []


def test_the_grids_of_a_past_period_are_those_that_stood_there_at_its_end(town: Town) -> None:
    june, july = span(date(YEAR, 6, 1), date(YEAR, 6, 30)), span(MOVED, date(YEAR, 7, 31))
    whole, reach = span(june.first, july.last), town.system.queries.reach
    grids = {code: [_grids(town, code, period) for period in (june, july, whole)] for code in COMMUNITIES}
    assert grids == {"a": [4, 2, 2], "b": [4, 5, 5], "c": [4, 5, 5]}
    assert [reach.grid_days("a", one.first, one.last) for one in (june, july, whole)] == [120, 62, 182]
    assert reach.grid_days("a", july.first, june.last) == 0
    for period in (june, july, whole):
        found, parts = town.system.queries.figures.family(ALL_VIEWER, town.question("s1", period), NOW)
        assert sum(one.counts[Basis.STOCK]["grids"] for one in parts) == found.counts[Basis.STOCK]["grids"]


def _grids(town: Town, code: str, period: Period) -> int:
    return town.figures(code, period).counts[Basis.STOCK]["grids"]


def test_a_series_tells_the_grids_of_each_month_and_no_stock_that_it_has_not_read(town: Town) -> None:
    asked = town.question("a", span(date(YEAR, 6, 1), date(YEAR, 7, 31)))
    points = town.system.queries.series.points(ALL_VIEWER, asked, "month", NOW)
    stock = [one.counts[Basis.STOCK] for one in points]
    assert [(one["grids"], one["grids_vacant"], "open" in one) for one in stock] == [(4, 4, False), (2, 2, False)]


def test_a_report_names_a_base_place_that_stands_on_the_day(town: Town) -> None:
    key, at = town.system.key("late"), day_start(MOVED, town.system.settings.timezone)
    town.put(iter([place("new", OrgLevel.GRID, "a", valid_from=MOVED)]))
    for code, day, fault in (("k1", at, "is a block"), ("new", at - hours(1), "has no parent on 2025-06-30")):
        answer = town.system.post(town.system.event("x", "report", day, place=code), key)
        assert (answer.status_code, fault in answer.json()["error"]["message"]) == (422, True)
    assert town.system.post(town.system.event("x", "report", at, place="new"), key).status_code == 202
