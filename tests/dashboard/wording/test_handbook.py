"""The page of definitions is the one that the catalogue makes."""

from pathlib import Path

from dashboard.wording.handbook import handbook
from pipelines.domain.kpi.catalogue import CATALOGUE, CATALOGUE_BY_ID
from pipelines.domain.kpi.counts import ASIDE, BASES, complete
from pipelines.domain.kpi.rates import RATES, Kind
from pipelines.domain.record_counts import RECORD_COUNTS

PAGE = Path(__file__).parents[3] / "docs" / "kpi.md"


def test_the_page_is_made_from_the_catalogue() -> None:
    assert PAGE.read_text(encoding="utf-8") == handbook(), "run `make handbook`"


def test_every_figure_has_a_row_of_its_own() -> None:
    rows = [line.split(" | ")[0].removeprefix("| ") for line in handbook().splitlines()]
    assert [rows.count(f"`{entry.identifier}`") for entry in CATALOGUE] == [1] * len(CATALOGUE)


def test_the_catalogue_holds_every_count_and_rate() -> None:
    named = {basis: (*complete({}, 0)[basis], *ASIDE.get(basis, ()), *RECORD_COUNTS[basis]) for basis in BASES}
    counts = {f"{basis}.{name}" for basis, names in named.items() for name in names}
    assert {one.identifier for one in CATALOGUE if one.kind is Kind.COUNT} == counts
    assert {rate.name for rate in RATES} <= set(CATALOGUE_BY_ID)
    assert CATALOGUE_BY_ID["stock.open"].formula.startswith("awaiting_close + suspended")
    assert CATALOGUE_BY_ID["cohort.valid"].formula == "reported - voided - merged"
    assert CATALOGUE_BY_ID["flow.satisfaction_points"].formula.startswith("50 × satisfaction_50")
