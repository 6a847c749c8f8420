"""Every figure of cases, from the intake through the worker to the interface."""

from datetime import UTC, datetime, timedelta

import pytest

from pipelines.domain.kpi import LISTED, Basis
from pipelines.domain.kpi.catalogue import CATALOGUE, Kind
from pipelines.domain.record_counts import RECORD_COUNTS
from tests.pipelines.asking import Asking
from tests.system import PILOT, PILOT_GRIDS, hours

DISTRICT = "140303"
HOUR = 3600
Spot = tuple[float, float, str]
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
DURATIONS = "report_to_dispatch report_to_arrive report_to_dispose report_to_close front_wait back_work hand_over_wait"
NAMED = {Basis.COHORT: COHORT, Basis.DUE: DUE, Basis.FLOW: FLOW, Basis.STOCK: STOCK}
"""What the definitions name and cases give."""


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
    asking.life("c", grids[1], {"item": "E07"}, (2.0, "hand_over", {"center": "governance"}), (5.0, "accept", {}))
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
        "hand_over_wait": (1, 3 * HOUR),
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
            if name not in ("grids", "grids_reporting", *RECORD_COUNTS[Basis(basis)]):
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
    dated = asking.told("kpi", place=DISTRICT, period=str(asking.system.day(datetime.now(UTC))))
    assert {name: ahead[name] for name in same} == {name: dated[name] for name in same}
    assert dated["counts"]["stock"]["open"] == today["counts"]["stock"]["open"] + 1


@pytest.mark.parametrize(
    ("spots", "n"),
    [
        (((113.1, 37.9, "WGS84"), (113.1009, 37.9, "WGS84")), 1),  # 79 m
        (((113.1, 37.9, "WGS84"), (113.1, 37.9008, "WGS84")), 1),  # 89 m
        (((113.1, 37.9, "WGS84"), (113.1009, 37.9008, "WGS84")), 0),  # 119 m
        (((113.1, 37.9, "WGS84"), (113.1012, 37.9, "WGS84")), 0),  # 105 m
        (((113.1, 37.9, "WGS84"), (113.1012, 37.9, "GCJ02")), 1),
        (((113.1, 37.9, "WGS84"), None), 1),
    ],
)
def test_a_report_recurs_near_a_case_that_was_closed(asking: Asking, spots: tuple[Spot, Spot | None], n: int) -> None:
    first, second = (
        {"location": dict(zip(("lon", "lat", "crs"), spot, strict=True))} if spot else {} for spot in spots
    )
    asking.life("a", PILOT_GRIDS[0], {"item": "G01", **first}, (1.0, "close", {}))
    asking.life("b", PILOT_GRIDS[0], {"item": "G01", "at": 2.0, **second})
    asking.system.work()
    told = asking.told("kpi", place=PILOT_GRIDS[0], period=asking.days)
    assert (told["counts"]["cohort"]["recurring"], told["rates"]["recurrence_rate"]["value"]) == (n, n / 2)
    assert asking.told("cases", place=DISTRICT, period=asking.days, count="recurring")["total"] == n


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
