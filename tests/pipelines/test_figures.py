"""Every figure of cases, from the intake through the worker to the interface."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from dashboard.app import create_app
from pipelines.domain.kpi import LISTED, Basis
from pipelines.domain.kpi.catalogue import CATALOGUE, Kind
from tests.system import PILOT, PILOT_GRIDS, System, hours

DISTRICT = "140303"
HOUR = 3600
COHORT = """reported valid registered classified dispatched disposed fed_back resolved confirmed closed archived voided
    merged parked recurring disputes_reported disputes_escalated grids_reporting"""
DUE = """due closed_on_time closed_late awaiting_on_time awaiting_late open_overdue not_yet_due settle_due exempted
    exempted_overdue"""
FLOW = """accepted registered dispatched arrived disposed fed_back confirmed closed archived reworked sent_back extended
    suspended urged supervised handed_over resolved_at_grid resolved_at_community resolved_at_subdistrict
    resolved_at_district closed_reworked closed_dispatched closed_first_unit closed_by_reporter_60s satisfaction_answers
    satisfaction_points"""
STOCK = """open awaiting_close suspended no_deadline overdue due_soon on_schedule hazards_open petition_backlog
    petitions_resolved grids"""
RATES = """closure_rate settled_rate on_time_rate overdue_rate disposal_rate hazard_rate rework_rate dispatch_accuracy
    on_the_spot_rate within_subdistrict_rate report_rate reporting_coverage citizen_confirmed_rate satisfaction
    petition_resolution dispute_escalation recurrence_rate self_closing_share"""
DURATIONS = "report_to_dispatch report_to_arrive report_to_dispose report_to_close front_wait back_work"
NAMED = {Basis.COHORT: COHORT, Basis.DUE: DUE, Basis.FLOW: FLOW, Basis.STOCK: STOCK}
"""What the definitions name and cases give."""


@dataclass
class Asking:
    """A deployment, and somebody with a key who asks its dashboard."""

    system: System
    client: TestClient
    key: str
    start: datetime

    def told(self, path: str, **query: str) -> Any:
        answer = self.client.get(f"/api/v1/{path}", params=query, headers={"Authorization": f"Bearer {self.key}"})
        assert answer.status_code == 200, answer.text
        return answer.json()

    @property
    def days(self) -> str:
        """The days of the lives below, up to today."""
        return f"{self.system.day(self.start)}..{self.system.day(datetime.now(UTC))}"

    def life(self, case_id: str, place: str, report: dict[str, Any], *steps: tuple[float, str, dict[str, Any]]) -> None:
        """Post a report at the start and steps so many hours after it."""
        found = [(report.pop("at", 0.0), "report", report | {"place": place}), *steps]
        events = [self.system.event(case_id, step, self.start + hours(at), **more) for at, step, more in found]
        self.system.send(events, self.system.key(f"sender-{case_id}-{len(events)}", may="send,backfill,confirm"))


@pytest.fixture
def asking(deployment: System) -> Iterator[Asking]:
    with TestClient(create_app(deployment.settings)) as client:
        yield Asking(deployment, client, deployment.key("reader", may="read"), datetime.now(UTC) - hours(30))


def fill(asking: Asking) -> None:
    """Ten cases in four grids of one community, one of each kind that figures tell apart."""
    grids, due = PILOT_GRIDS, (asking.start + hours(1)).isoformat()
    appeal, worked = {"item": "V09", "workflow": "appeal"}, (2.0, "dispose", {})
    first = (1.0, "dispatch", {"unit": "roads"})
    asking.life("a", grids[0], {"item": "E06"}, first, worked, (3.0, "close", {"level": "grid"}))
    asking.life(
        "b",
        grids[1],
        {"item": "E06"},
        first,
        (2.0, "dispatch", {"unit": "parks"}),
        (4.0, "dispose", {}),
        (5.0, "close", {"level": "subdistrict"}),
        (6.0, "rework", {"note": "not done"}),
        (7.0, "dispose", {}),
        (8.0, "close", {"level": "community"}),
    )
    asking.life("c", grids[1], {"item": "E07"})
    asking.life("d", grids[0], {"item": "V05"}, (1.0, "classify", appeal))
    asking.life("e", grids[2], {"item": "V05", "actor": "li"}, (30 / HOUR, "close", {"actor": "li", "level": "grid"}))
    answer = (3.0, "confirm", {"score": 80})
    asking.life("f", grids[2], appeal | {"due_at": due}, (2.0, "resolve", {}), answer, (4.0, "close", {}))
    asking.life("g", grids[3], appeal | {"due_at": due}, (2.0, "note", {"note": "no news"}))
    asking.life("h", grids[3], dict(appeal), (1.0, "resolve", {}))
    asking.life("i", grids[0], {"item": "E06", "at": 4.0})
    asking.life("j", grids[1], {"item": "E06", "at": 9.0}, (10.0, "void", {"note": "a test call"}))
    asking.system.work()


def test_every_figure_of_cases_is_what_its_definition_says(asking: Asking) -> None:
    fill(asking)
    told = asking.told("kpi", place=PILOT[0], period=asking.days)
    cohort, flow, stock = (told["counts"][basis] for basis in ("cohort", "flow", "stock"))
    assert (cohort["reported"], cohort["valid"], cohort["voided"], cohort["closed"]) == (10, 9, 1, 4)
    assert (cohort["hazards_reported"], cohort["hazards_disposed"], stock["hazards_open"]) == (5, 2, 2)
    assert (stock["petition_backlog"], stock["petitions_resolved"]) == (1, 1)
    assert (flow["closed"], flow["reworked"], flow["satisfaction_points"]) == (5, 1, 80)
    ratios = {name: (one["n"], one["d"]) for name, one in told["rates"].items()}
    assert (
        ratios
        | {
            "hazard_rate": (2, 5),
            "rework_rate": (1, 5),
            "dispatch_accuracy": (1, 3),
            "on_the_spot_rate": (3, 5),
            "within_subdistrict_rate": (4, 5),
            "citizen_confirmed_rate": (1, 2),
            "satisfaction": (80, 1),
            "petition_resolution": (1, 2),
            "dispute_escalation": (1, 2),
            "recurrence_rate": (1, 9),
            "reporting_coverage": (4, 10),
            "self_closing_share": (1, 5),
            "report_rate": (9, 10),
        }
        == ratios
    )


def test_durations_are_kept_with_their_count_and_exact_mean(asking: Asking) -> None:
    fill(asking)
    told = asking.told("kpi", place=PILOT[0], period=asking.days)["durations"]
    means = {name: (one["count"], one["mean"]) for name, one in told.items() if not name.endswith("_working")}
    assert means == {
        "report_to_dispatch": (2, HOUR),
        "report_to_arrive": (0, None),
        "front_wait": (2, 1.5 * HOUR),
        "report_to_dispose": (6, pytest.approx((16 * HOUR + 30) / 6)),
        "back_work": (3, pytest.approx(8 * HOUR / 3)),
        "report_to_close": (5, pytest.approx((20 * HOUR + 30) / 5)),
    }
    assert told["report_to_close"]["p50"] == pytest.approx(4 * HOUR, rel=0.05)
    assert told["report_to_close"]["p90"] == pytest.approx(8 * HOUR, rel=0.05)
    assert told["report_to_close_working"]["count"] == 5
    assert told["report_to_close_working"]["mean"] <= told["report_to_close"]["mean"]


def test_a_late_event_folds_the_durations_of_its_case_anew(asking: Asking) -> None:
    fill(asking)
    before = asking.told("kpi", place=PILOT[0], period=asking.days)["durations"]
    late = asking.system.event("a", "arrive", asking.start + hours(1.5))
    asking.system.send([late], asking.system.key("late"))
    asking.system.work()
    after = asking.told("kpi", place=PILOT[0], period=asking.days)["durations"]
    assert after["report_to_arrive"]["mean"] == 1.5 * HOUR
    assert [name for name in before if before[name] != after[name]] in (
        ["report_to_arrive"],
        ["report_to_arrive", "report_to_arrive_working"],
    )


@pytest.mark.parametrize("days_ago", [0, 20])
def test_parts_and_slices_add_up_to_the_whole(asking: Asking, days_ago: int) -> None:
    asking.start -= timedelta(days=days_ago)
    fill(asking)
    asking.life("k", PILOT[0], {"item": "E06"}, (1.0, "close", {}))
    asking.system.work()
    period = f"{asking.system.day(asking.start)}..{asking.system.day(datetime.now(UTC) - timedelta(days=days_ago / 2))}"
    whole = asking.told("kpi", place=PILOT[0], period=period)
    grids = asking.told("kpi/children", place=PILOT[0], period=period)["items"]
    items = [asking.told("kpi", place=PILOT[0], period=period, item=item) for item in ("E06", "E07", "V05", "V09")]
    assert whole["counts"]["stock"]["petitions_resolved"] == 1
    assert grids[-1]["direct"]
    for basis, counts in whole["counts"].items():
        for name, n in counts.items():
            assert n == sum(one["counts"][basis][name] for one in grids), (basis, name)
            if name not in ("grids", "grids_reporting"):
                assert n == sum(one["counts"][basis][name] for one in items), (basis, name)
    for name, one in whole["durations"].items():
        for parts in (grids, items):
            assert one["count"] == sum(part["durations"][name]["count"] for part in parts), name
            sums = [
                part["durations"][name]["mean"] * part["durations"][name]["count"]
                for part in parts
                if part["durations"][name]["count"]
            ]
            assert (one["mean"] or 0) * one["count"] == pytest.approx(sum(sums)), name


def test_the_list_behind_every_count_has_as_many_rows(asking: Asking) -> None:
    fill(asking)
    for query in ({"place": DISTRICT}, {"place": PILOT_GRIDS[1]}, {"place": PILOT[0], "item": "E06"}):
        counts = asking.told("kpi", period=asking.days, **query)["counts"]
        for basis, names in LISTED.items():
            for name in names:
                if counts[basis][name]:
                    rows = asking.told("cases", period=asking.days, basis=basis, count=name, **query)
                    assert (rows["total"], len(rows["items"])) == (counts[basis][name],) * 2, (query, basis, name)


def test_today_is_of_one_watermark_and_equals_the_same_day(asking: Asking) -> None:
    asking.start = datetime.now(UTC) - timedelta(seconds=3)
    asking.life("a", PILOT_GRIDS[0], {"item": "E06", "actor": "li"}, (1 / HOUR, "close", {"actor": "li"}))
    asking.system.work()
    today = asking.told("kpi", place=DISTRICT, period="today")
    dated = asking.told("kpi", place=DISTRICT, period=str(asking.system.day(datetime.now(UTC))))
    same = ("watermark", "counts", "rates", "durations")
    assert {name: today[name] for name in same} == {name: dated[name] for name in same}
    asking.life("b", PILOT_GRIDS[0], {"item": "E06", "at": 2 / HOUR})
    assert asking.system.worker is not None
    asking.system.worker.step(datetime.now(UTC))  # SQL is ahead of Redis now
    ahead = asking.told("kpi", place=DISTRICT, period="today")
    assert (ahead["counts"]["cohort"]["reported"], ahead["counts"]["cohort"]["recurring"]) == (2, 1)
    assert ahead["watermark"] != today["watermark"]
    assert ahead["period"] == "today"


def test_a_new_worker_finds_the_stock_it_left(asking: Asking) -> None:
    fill(asking)
    before = asking.told("kpi", place=DISTRICT, period="today")
    asking.system.worker = None
    asking.system.redis.flushall()
    asking.system.work()
    again = asking.told("kpi", place=DISTRICT, period="today")
    assert again["counts"] == before["counts"]
    assert (again["counts"]["stock"]["petitions_resolved"], again["counts"]["stock"]["hazards_open"]) == (1, 2)


def test_every_named_figure_is_served_defined_and_worded(asking: Asking) -> None:
    told = asking.told("kpi", place=DISTRICT, period="today")
    for basis, names in NAMED.items():
        assert set(names.split()) <= set(told["counts"][basis])
    assert set(RATES.split()) <= set(told["rates"])
    assert {name + more for name in DURATIONS.split() for more in ("", "_working")} == set(told["durations"])
    items = {one["id"]: one for one in asking.told("kpi/catalogue")["items"]}
    served = {f"{basis}.{name}" for basis, own in told["counts"].items() for name in own}
    assert set(items) == served | set(told["rates"]) | set(told["durations"])
    assert len(items) == len(CATALOGUE)
    for one in items.values():
        assert all(one[words][language] for words in ("name", "definition") for language in ("zh", "en")), one
        assert one["kind"] != Kind.SHARE or one["better"], one


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
