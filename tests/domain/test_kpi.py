"""Rates from counts, and what a day's milestones count for."""

from collections import Counter
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from pipelines.domain.event import CaseClass, CaseEvent, Center
from pipelines.domain.fold import fold
from pipelines.domain.kpi import (
    BASES,
    CENTERS,
    CLASSES,
    COUNT_NAMES,
    DERIVED,
    RATES,
    RATES_BY_NAME,
    STORED,
    Basis,
    Counts,
    Kind,
    PlaceCounts,
    Rate,
    bucket,
    buckets,
    complete,
    count_number,
    ratio,
    ratios,
)
from pipelines.domain.period import local_day
from pipelines.domain.step import Step
from pipelines.domain.tally import entries, make_moves

ZONE = ZoneInfo("Asia/Shanghai")
PATH = ("140303", "140303007", "140303007001")
PART_OF = {
    (Basis.COHORT, "closed"): "reported",
    (Basis.COHORT, "disposed"): "reported",
    (Basis.COHORT, "hazards_disposed"): "hazards_reported",
    (Basis.COHORT, "confirmed"): "resolved",
    (Basis.COHORT, "recurring"): "reported",
    (Basis.COHORT, "grids_reporting"): "grids",
    (Basis.COHORT, "disputes_escalated"): "disputes_reported",
    (Basis.STOCK, "grids_with_chief"): "grids",
    (Basis.FLOW, "grid_days_patrolled"): "grid_days_due",
    (Basis.STOCK, "duty_removed"): "duty_baseline",
    (Basis.DUE, "inspections_on_time"): "inspections_falling_due",
    (Basis.FLOW, "closed_reworked"): "closed",
    (Basis.FLOW, "closed_first_unit"): "closed_dispatched",
    (Basis.FLOW, "closed_by_reporter_60s"): "closed",
    (Basis.FLOW, "disposed_in_reply"): "disposed_supervised",
    **{(Basis.FLOW, f"resolved_at_{level}"): "closed" for level in ("grid", "community", "subdistrict")},
}
"""Of which count another one is a part, case by case; random lives prove it in tests/streams/test_track.py."""
YESTERDAY, TODAY = date(2026, 11, 20), date(2026, 11, 21)


def counts_of(numbers: dict[tuple[Basis, str], int], grids: int = 0) -> Counts:
    return complete({count_number(*key): n for key, n in numbers.items()}, grids)


def test_the_published_pilot_year_gives_the_published_rates() -> None:
    counts = counts_of(
        {(Basis.COHORT, "reported"): 1151, (Basis.COHORT, "closed"): 1116, (Basis.STOCK, "no_deadline"): 35}, grids=50
    )
    assert round(ratio(RATES_BY_NAME["closure_rate"], counts).value or 0, 4) == 0.9696
    assert counts[Basis.STOCK]["open"] == 35
    assert round(ratio(RATES_BY_NAME["report_rate"], counts).value or 0, 2) == 23.02


def test_cases_not_yet_due_are_in_no_rate_of_deadlines() -> None:
    due = {"closed_on_time": 50, "closed_late": 5, "awaiting_on_time": 3, "awaiting_late": 2, "open_overdue": 10}
    counts = counts_of({(Basis.DUE, name): n for name, n in due.items()} | {(Basis.DUE, "not_yet_due"): 30})
    found = ratios(counts)
    assert (counts[Basis.DUE]["due"], counts[Basis.DUE]["settle_due"]) == (100, 70)
    assert (found["settled_rate"].n, found["on_time_rate"].n, found["overdue_rate"].n) == (55, 50, 17)
    assert {found[name].d for name in ("settled_rate", "on_time_rate", "overdue_rate")} == {70}
    assert round(found["settled_rate"].value or 0, 3) == 0.786


def test_voided_cases_are_reported_but_not_valid() -> None:
    counts = counts_of(
        {(Basis.COHORT, "reported"): 10, (Basis.COHORT, "voided"): 2, (Basis.COHORT, "disposed"): 4}, grids=4
    )
    found = ratios(counts)
    assert counts[Basis.COHORT]["valid"] == 8
    assert (found["disposal_rate"].value, found["report_rate"].value) == (0.5, 2.0)


def test_a_rate_without_denominator_has_no_value() -> None:
    assert {one.value for one in ratios(complete({}, 0)).values()} == {None}


@pytest.mark.parametrize("rate", [rate for rate in RATES if rate.kind is Kind.SHARE], ids=lambda rate: rate.name)
def test_the_numerator_of_a_share_is_part_of_its_denominator(rate: Rate) -> None:
    assert rate.denominator_basis in (None, rate.basis) or rate.denominator == ("grids",)
    whole = {part for name in rate.denominator for part in DERIVED[rate.basis].get(name, ((name,), ()))[0]}
    assert {PART_OF.get((rate.basis, name), name) for name in rate.numerator} <= whole


def test_every_count_has_a_number_and_a_bucket_of_its_own() -> None:
    assert {COUNT_NAMES[count_number(basis, name)] for basis in BASES for name in STORED[basis]} == set(
        COUNT_NAMES.values()
    )
    assert len(COUNT_NAMES) == sum(len(names) for names in STORED.values())
    assert len(buckets()) == len(set(buckets())) == len(CENTERS) * len(CLASSES)
    assert buckets(Center.GRID, CaseClass.B) == (bucket(Center.GRID, CaseClass.B),)
    assert set(buckets(class_=CaseClass.A)) == {bucket(center, CaseClass.A) for center in CENTERS}


def test_a_total_is_summed_over_the_chosen_buckets_only() -> None:
    cells = {bucket(Center.GRID, CaseClass.A): {0: 2, 4: 1}, bucket(Center.NONE, CaseClass.NONE): {0: 5}}
    counts = PlaceCounts(cells)
    assert counts.total(buckets()) == {0: 7, 4: 1}
    assert counts.total(buckets(Center.GRID)) == {0: 2, 4: 1}
    assert counts.total(buckets(Center.EMERGENCY)) == {}


def _day_of(instant: datetime) -> date:
    return local_day(instant, ZONE)


def _step(step: Step, at: str) -> CaseEvent:
    instant = datetime.fromisoformat(at).replace(tzinfo=ZONE).astimezone(UTC)
    return CaseEvent("tester", f"{step}{at}", "c1", step, instant, path=PATH if step is Step.REPORT else ())


def _counted(*events: CaseEvent) -> dict[tuple[Basis, str, date | None], int]:
    sums: Counter[tuple[Basis, str, date | None]] = Counter()
    for move in make_moves(fold(events), _day_of):
        for _, number, day, delta in (entry for shift in move.shifts for entry in entries(shift)):
            sums[(*COUNT_NAMES[number], date.fromordinal(day) if day else None)] += delta
    return {key: n for key, n in sums.items() if n}


def test_reported_before_and_closed_after_midnight_is_yesterdays_cohort_and_todays_flow() -> None:
    found = _counted(_step(Step.REPORT, "2026-11-20T23:59"), _step(Step.CLOSE, "2026-11-21T00:01"))
    assert found[Basis.COHORT, "reported", YESTERDAY] == 1
    assert found[Basis.COHORT, "closed", YESTERDAY] == 1
    assert found[Basis.FLOW, "reported", YESTERDAY] == 1
    assert found[Basis.FLOW, "closed", TODAY] == 1
    assert (Basis.COHORT, "closed", TODAY) not in found
    assert (Basis.FLOW, "closed", YESTERDAY) not in found


def test_sending_back_takes_the_close_from_the_cohort_and_leaves_it_in_the_flow() -> None:
    closed = [
        _step(Step.REPORT, "2026-11-20T09:00"),
        _step(Step.DISPATCH, "2026-11-20T10:00"),
        _step(Step.CLOSE, "2026-11-20T11:00"),
    ]
    before, after = _counted(*closed), _counted(*closed, _step(Step.SEND_BACK, "2026-11-21T09:00"))
    assert before[Basis.COHORT, "closed", YESTERDAY] == 1
    assert (Basis.COHORT, "closed", YESTERDAY) not in after
    assert after[Basis.FLOW, "closed", YESTERDAY] == before[Basis.FLOW, "closed", YESTERDAY] == 1
    assert after[Basis.FLOW, "sent_back", TODAY] == 1
    assert after[Basis.STOCK, "no_deadline", None] == 1


def test_a_milestone_that_happens_twice_counts_twice() -> None:
    found = _counted(
        _step(Step.REPORT, "2026-11-20T09:00"),
        _step(Step.CLOSE, "2026-11-20T11:00"),
        _step(Step.REWORK, "2026-11-20T12:00"),
        _step(Step.CLOSE, "2026-11-20T13:00"),
    )
    assert found[Basis.FLOW, "closed", YESTERDAY] == 2
    assert found[Basis.COHORT, "closed", YESTERDAY] == 1


def test_a_stage_counts_cases_that_reached_it_or_any_later_one() -> None:
    found = _counted(_step(Step.REPORT, "2026-11-20T09:00"), _step(Step.CLOSE, "2026-11-20T11:00"))
    names = {name for basis, name, _ in found if basis is Basis.COHORT}
    assert names == {"reported", "classified", "dispatched", "disposed", "fed_back", "closed"}
