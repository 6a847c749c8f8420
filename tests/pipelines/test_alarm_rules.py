"""Rules of a deployment's own: any rate, any place, over restarts; each value is that of the figures out."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dashboard.queries.question import Question
from db import known_places
from db.alarm_store import AlarmReader
from db.register_store import RegisterStore
from pipelines.domain.alarm import Severity
from pipelines.domain.alarm_rule import AlarmRule, Condition, Span
from pipelines.domain.comparison import Comparison
from pipelines.domain.kpi import RATES_BY_NAME
from pipelines.domain.load import LOAD
from pipelines.domain.period import read_period
from pipelines.domain.staff import StaffCategory, StaffPost
from pipelines.domain.unit import OrgLevel
from pipelines.worker.measures import Measures
from tests.system import ALL_VIEWER, PILOT, PILOT_GRIDS, System, hours

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TEN_MINUTES = timedelta(minutes=10)
COVERAGE = AlarmRule(
    "few_patrols", Condition.RATE, Severity.WARNING, 0.8, 0.9, TEN_MINUTES, of="patrol_coverage", span=Span.YESTERDAY
)
STAFFED = AlarmRule("few_chiefs", Condition.RATE, Severity.WARNING, 0.9, 1.0, of="staffing_rate")
WARNED = Severity.WARNING


@pytest.fixture(autouse=True)
def registers_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_places, "LOOK_SECONDS", -1.0)


def watched(deployment: System, minutes: Iterable[int], rules: list[AlarmRule] | None = None) -> list[list[str]]:
    """What is open after each of some minutes, looked at by a worker that has just been started."""
    seen = []
    for minute in minutes:
        deployment.worker = None
        deployment.work(NOW + minute * MINUTE)
        deployment.watch(rules).look(NOW + minute * MINUTE)
        deployment.work(NOW + minute * MINUTE)
        seen.append(sorted(one.subject for one in AlarmReader(deployment.database.derived).open()))
    return seen


def patrol(deployment: System, key: str, *grids: int) -> None:
    at = NOW - timedelta(days=1)
    deployment.send_records([deployment.record("patrol", PILOT_GRIDS[n], at, minutes=30) for n in grids], key)


def test_a_rule_on_patrols_of_one_place_raises_does_not_flap_and_clears_over_restarts(deployment: System) -> None:
    key, here = deployment.key(), [replace(COVERAGE, place=PILOT[0])]
    patrol(deployment, key, *range(8))
    assert watched(deployment, range(12), here) == [[]] * 10 + [[PILOT[0]]] * 2
    (raised,) = AlarmReader(deployment.database.derived).open()
    assert (raised.rule, raised.value, raised.path[-1]) == ("few_patrols", 0.8, PILOT[0])
    assert watched(deployment, range(12, 24)) == [[PILOT[0]]] * 12
    patrol(deployment, key, 8)
    assert watched(deployment, range(24, 36)) == [[PILOT[0]]] * 10 + [[]] * 2


def test_a_value_that_comes_back_between_two_workers_begins_its_wait_anew(deployment: System) -> None:
    key, here = deployment.key(), [replace(COVERAGE, place=PILOT[0])]
    patrol(deployment, key, *range(8))
    assert watched(deployment, range(6), here) == [[]] * 6
    assert watched(deployment, [6 + 11], here) == [[]]
    assert watched(deployment, [18, 26, 27], here) == [[], [], [PILOT[0]]]


def test_a_rule_with_a_level_speaks_for_all_its_places_but_those_of_a_nearer_rule(deployment: System) -> None:
    patrol(deployment, deployment.key(), *range(5), *range(10, 18))
    everywhere = replace(COVERAGE, level=OrgLevel.COMMUNITY, lasting=timedelta(0))
    own = replace(COVERAGE, name="own", place=PILOT[0], raise_at=0.4, clear_at=0.6, lasting=timedelta(0))
    (found,) = watched(deployment, [0], [everywhere, own])
    assert PILOT[0] not in found
    assert {PILOT[1], PILOT[2]} <= {*found}
    (found,) = watched(deployment, [1], [everywhere])
    assert PILOT[0] in found


def test_what_a_rule_has_raised_is_cleared_when_it_is_taken_out_of_the_file(deployment: System) -> None:
    patrol(deployment, deployment.key(), 0)
    own = replace(COVERAGE, place=PILOT[0], lasting=timedelta(0))
    assert watched(deployment, [0], [own]) == [[PILOT[0]]]
    assert watched(deployment, [1], [replace(own, name="other", raise_at=0.01)]) == [[]]


def test_a_rule_on_chiefs_follows_the_register_of_staff(deployment: System) -> None:
    posts = [
        StaffPost(f"s{n}", "张", StaffCategory.FULL_TIME, grid, date(2026, 1, 1), is_chief=True)
        for n, grid in enumerate(PILOT_GRIDS[:10])
    ]
    store = RegisterStore(deployment.database.log)
    store.put(posts[:9])
    rules = [replace(STAFFED, place=PILOT[0])]
    assert watched(deployment, [0], rules) == [[PILOT[0]]]
    store.put(posts[9:])
    assert watched(deployment, [1]) == [[]]


def busy(deployment: System) -> None:
    """Two weeks of cases at two communities, the second of them slower every day; patrols and a roster."""
    made, records = [], []
    for day in range(14):
        at = NOW - timedelta(days=day)
        for n in range(8):
            case, grid = f"c{day}-{n}", PILOT_GRIDS[10 * (n % 2) + n]
            due = (at + hours(3)).isoformat()
            made.append(deployment.event(case, "report", at, place=grid, item="G06", due_at=due))
            if n % 2 == 0 or day > n:
                made.append(deployment.event(case, "close", at + hours(2 if n < 6 else 5)))
        records += [deployment.record("patrol", PILOT_GRIDS[n], at) for n in range(day % 7)]
        planned = {"worker": f"w{day % 3}", "category": "full_time"}
        records.append(deployment.record("roster", PILOT_GRIDS[9 + day % 4], at, **planned))
    key = deployment.key()
    deployment.send([one for one in made if datetime.fromisoformat(one["occurred_at"]) <= NOW], key)
    deployment.send_records(records, key)
    deployment.work(NOW)
    for _ in ("due soon", "overdue", "urged"):
        deployment.tick(NOW)


def test_every_rate_of_the_catalogue_can_be_watched_and_is_the_one_of_the_figures_out(deployment: System) -> None:
    busy(deployment)
    measures = Measures(deployment.database, deployment.settings.timezone)
    wide, day, told = deployment.queries.wide, deployment.day(NOW), set()
    for span in (Span.TODAY, Span.LAST_7_DAYS):
        asked = Question(PILOT[1], replace(span.period(day), text=span.period(day).text))
        shown, _ = wide.among(ALL_VIEWER, asked, NOW)
        for name in RATES_BY_NAME:
            rule = AlarmRule(name, Condition.RATE, WARNED, -1, 0, place=PILOT[1], of=name, span=span)
            ((_, found),) = measures.measure([rule], measures.moment(NOW))
            assert [one.value for one in found] == [n for n in [shown.rates[name].value] if n is not None], name
            told |= {name} if found else set()
    assert {"on_time_rate", "patrol_coverage", "reports_per_worker", "reporting_coverage", "recurrence_rate"} <= told


def test_the_load_of_a_place_is_measured_among_those_beside_it(deployment: System) -> None:
    busy(deployment)
    measures = Measures(deployment.database, deployment.settings.timezone)
    rule = AlarmRule("busy", Condition.RATE, WARNED, 150, 120, level=OrgLevel.COMMUNITY, of=LOAD)
    ((_, found),) = measures.measure([rule], measures.moment(NOW))
    values = {one.place: one.value for one in found}
    assert values == {}  # nobody else is on duty today: nothing to compare with
    key = deployment.key("desk")
    on_duty = [
        deployment.record("roster", PILOT_GRIDS[n], NOW - hours(1), worker=f"x{n}", category="full_time")
        for n in (0, 10, 11)
    ]
    deployment.send_records(on_duty, key)
    deployment.work(NOW)
    ((_, found),) = measures.measure([rule], measures.moment(NOW))
    assert {one.place for one in found} == {PILOT[0], PILOT[1]}
    assert sum(one.value for one in found) == pytest.approx(200)


def test_a_rate_that_falls_against_the_days_before_is_told_of_by_the_points_of_the_comparison(
    deployment: System,
) -> None:
    busy(deployment)
    falling = AlarmRule(
        "falling", Condition.CHANGE, WARNED, -5, -2, of="closure_rate", span=Span.LAST_7_DAYS, place=PILOT[1], least=20
    )
    measures, wide = Measures(deployment.database, deployment.settings.timezone), deployment.queries.wide
    ((_, (reading,)),) = measures.measure([falling], measures.moment(NOW))
    day = deployment.day(NOW)
    asked = Question(PILOT[1], read_period(falling.span.period(day).text, day))
    shown, _ = wide.among(ALL_VIEWER, asked, NOW)
    base = wide.earlier(ALL_VIEWER, asked, shown, Comparison.PERIOD_ON_PERIOD, NOW)
    now, before = (one.rates["closure_rate"] for one in (shown, base))
    assert reading.value == pytest.approx(100 * ((now.value or 0) - (before.value or 0)))
    assert reading.value < -5
    assert watched(deployment, [0], [falling]) == [[PILOT[1]]]
    assert watched(deployment, [1], [replace(falling, least=now.d + 1)]) == [[]]
