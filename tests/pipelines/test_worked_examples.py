"""The worked examples of the definitions, from the intake through the worker to the interface."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.pipelines.asking import Asking
from tests.system import PILOT_GRIDS, hours

DISTRICT = "140303"
HOUR = 3600


def test_the_pilot_year(asking: Asking) -> None:
    """1,151 reported, 1,116 closed over 50 grids."""
    key, events = asking.system.key(), []
    for n in range(1151):
        at = asking.start + hours(n % 20 / 10)
        events.append(asking.system.event(f"c{n}", "report", at, place=PILOT_GRIDS[n % 50], item="G01"))
        if n < 1116:
            events.append(asking.system.event(f"c{n}", "close", at + hours(1)))
    asking.system.send(events, key)
    asking.system.work()
    told = asking.told("kpi", place=DISTRICT, period=asking.days)
    assert round(told["rates"]["closure_rate"]["value"], 4) == 0.9696
    assert round(told["rates"]["report_rate"]["value"], 2) == 23.02
    assert told["counts"]["stock"]["open"] == 35
    assert told["durations"]["report_to_close"] == {
        "count": 1116,
        "mean": HOUR,
        "p50": pytest.approx(HOUR, rel=0.05),
        "p90": pytest.approx(HOUR, rel=0.05),
    }


def test_a_hundred_cases_with_deadlines(asking: Asking) -> None:
    """60 disposed, 55 of them closed; 10 not disposed past the deadline; 30 not yet due."""
    now = datetime.now(UTC)
    past, future = ((now + hours(n)).isoformat() for n in (-1, 1))
    steps = [(1.0, "dispose", {}), (2.0, "close", {})]
    for n in range(100):
        done = steps if n < 55 else steps[:1] if n < 60 else []
        asking.life(f"c{n}", PILOT_GRIDS[0], {"due_at": past if n < 70 else future}, *done)
    asking.system.work(now)
    for _ in ("due soon", "overdue"):
        asking.system.tick(now)
    days = f"{asking.system.day(asking.start)}..{asking.system.day(now + hours(2))}"
    told = asking.told("kpi", place=DISTRICT, period=days)
    assert told["rates"]["closure_rate"]["value"] == 0.55
    assert told["counts"]["due"]["settle_due"] == 70
    assert round(told["rates"]["settled_rate"]["value"], 3) == 0.786


def test_reported_before_midnight_and_closed_after_it(asking: Asking) -> None:
    today = asking.system.day(datetime.now(UTC) - timedelta(days=1))
    yesterday = today - timedelta(days=1)
    midnight = datetime.combine(today, datetime.min.time(), asking.system.settings.timezone)
    asking.start = midnight - timedelta(minutes=1)
    asking.life("c", PILOT_GRIDS[0], {}, (2 / 60, "close", {}))
    asking.system.work()
    before, after = (asking.told("kpi", place=DISTRICT, period=str(day)) for day in (yesterday, today))
    assert (before["counts"]["cohort"]["closed"], before["counts"]["flow"]["closed"]) == (1, 0)
    assert (after["counts"]["cohort"]["closed"], after["counts"]["flow"]["closed"]) == (0, 1)
    assert (before["durations"]["report_to_close"]["count"], after["durations"]["report_to_close"]["mean"]) == (0, 120)


def test_closed_then_sent_back(asking: Asking) -> None:
    asking.life("c", PILOT_GRIDS[0], {}, (1.0, "dispatch", {}), (2.0, "dispose", {}), (3.0, "close", {}))
    asking.system.work()
    before = asking.told("kpi", place=DISTRICT, period=asking.days)["counts"]
    back = asking.system.event("c", "send_back", asking.start + hours(4), note="not there")
    asking.system.send([back], asking.system.key("back"))
    asking.system.work()
    after = asking.told("kpi", place=DISTRICT, period=asking.days)["counts"]
    assert (before["cohort"]["closed"], after["cohort"]["closed"]) == (1, 0)
    assert before["flow"]["closed"] == after["flow"]["closed"] == 1
    assert (before["flow"]["sent_back"], after["flow"]["sent_back"]) == (0, 1)


def test_hazards_compare_with_last_year_as_published(asking: Asking) -> None:
    """96.8 % after 38.8 %, 6.841 times as many, fixed in 24.3 hours after 7.5 days."""
    now = datetime.now(UTC)
    last = now - timedelta(days=366)
    key, events = asking.system.key("sender"), []
    for year, at, reported, disposed, mean in (("l", last, 227, 88, 180.0), ("t", now, 622, 602, 24.3)):
        for n in range(reported):
            begun, took = at - hours(mean + 6), mean + (-5 if n % 2 else 5)
            more = {"place": PILOT_GRIDS[n % 50], "item": "E06"}
            events.append(asking.system.event(f"{year}{n}", "report", begun, **more))
            if n < disposed:
                events.append(asking.system.event(f"{year}{n}", "dispose", begun + hours(took)))
    asking.system.send(events, key)
    asking.system.work()
    span = f"{asking.system.day(now - timedelta(days=20))}..{asking.system.day(now)}"
    told = asking.told("kpi", place=DISTRICT, period=span, center="emergency", compare="year_on_year")
    base = told["compare"]["year_on_year"]
    change = {name: (round(one["value"], 1), one["unit"]) for name, one in base["change"].items() if one["value"]}
    assert (round(told["rates"]["hazard_rate"]["value"], 3), round(base["rates"]["hazard_rate"]["value"], 3)) == (
        0.968,
        0.388,
    )
    assert change["hazard_rate"] == (58.0, "points")
    assert change["cohort.hazards_disposed"] == (584.1, "percent")
    assert told["durations"]["report_to_dispose"]["mean"] == pytest.approx(24.3 * HOUR)
    assert base["durations"]["report_to_dispose"]["mean"] == pytest.approx(7.5 * 24 * HOUR)
    assert change["report_to_dispose"] == (-86.5, "percent")


def test_the_pilots_petitions_and_disputes(asking: Asking) -> None:
    """8 old petitions resolved and 1 left; 200 disputes settled, none of which became a petition."""
    now = datetime.now(UTC)
    past, resolved = (asking.start + hours(1)).isoformat(), [(2.0, "accept", {}), (3.0, "resolve", {})]
    for n in range(9):
        asking.life(f"p{n}", PILOT_GRIDS[n], {"item": "P01", "due_at": past}, *resolved[: 2 if n < 8 else 1])
    for n in range(200):
        asking.life(f"d{n}", PILOT_GRIDS[n % 50], {"item": "V05"}, (1.0, "dispose", {}), (2.0, "close", {}))
    asking.system.work(now)
    for _ in ("due soon", "overdue"):
        asking.system.tick(now)
    told = asking.told("kpi", place=DISTRICT, period=asking.days)
    petitions, disputes = (told["rates"][name] for name in ("petition_resolution", "dispute_escalation"))
    assert (petitions["n"], petitions["d"]) == (8, 9)
    assert (disputes["n"], disputes["d"], disputes["value"]) == (0, 200, 0.0)
