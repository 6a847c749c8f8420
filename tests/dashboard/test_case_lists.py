"""Lists of cases: every row once, a total that is true, and slices that add up along the tree."""

from datetime import UTC, datetime, timedelta

import pytest

from dashboard.queries.case_row import WHOLE, Narrowing
from dashboard.queries.question import Question
from pipelines.domain.errors import QuestionError
from pipelines.domain.kpi import Basis
from pipelines.domain.matter import MatterKind, MatterPart
from pipelines.domain.period import read_period
from tests.system import ALL_VIEWER, PILOT, PILOT_GRIDS, System

NOW = datetime(2024, 5, 15, 2, 0, tzinfo=UTC)
DISTRICT = "140303"
MAY = Question(DISTRICT, read_period("2024-05", NOW.date()))


def report(deployment: System, case_id: str, at: datetime, place: str = PILOT_GRIDS[0], **more: str) -> None:
    event = deployment.event(case_id, "report", at, place=place, **more)
    deployment.send([event], deployment.key(f"{case_id}-key"))
    deployment.work(NOW)


def test_figures_tell_the_total_at_their_own_watermark_only(deployment: System) -> None:
    report(deployment, "first", NOW - timedelta(hours=2))
    figures = deployment.queries.figures.figures(ALL_VIEWER, MAY, NOW)
    report(deployment, "second", NOW - timedelta(hours=1))
    asked = (ALL_VIEWER, MAY, Basis.COHORT, "reported", NOW, 50, None, WHOLE)
    assert deployment.queries.cases.behind(*asked, figures).total == 2
    fresh = deployment.queries.figures.figures(ALL_VIEWER, MAY, NOW)
    assert deployment.queries.cases.behind(*asked, fresh).total == 2


@pytest.mark.parametrize("zone_hours", [-11, 0, 11])
def test_a_list_is_walked_row_by_row_newest_first(deployment: System, zone_hours: int) -> None:
    at = NOW + timedelta(hours=zone_hours)
    times = [at, at, at - timedelta(hours=5), at - timedelta(hours=20), at - timedelta(days=3), at - timedelta(days=3)]
    events = [deployment.event(f"c{n}", "report", one, place=PILOT_GRIDS[n]) for n, one in enumerate(times)]
    events += [deployment.event(f"c{n}", "close", times[n] + timedelta(minutes=1)) for n in (0, 3, 5)]
    deployment.send(events, deployment.key())
    deployment.work(NOW + timedelta(days=1))
    for basis, count, n in ((Basis.COHORT, "reported", 6), (Basis.FLOW, "closed", 3), (Basis.STOCK, "open", 3)):
        found, cursor = [], None
        while not found or cursor:
            page = deployment.queries.cases.behind(ALL_VIEWER, MAY, basis, count, NOW + timedelta(days=1), 1, cursor)
            found, cursor = [*found, *page.rows], page.next
        assert len({row.case_id for row in found}) == len(found) == page.total == n
        assert [row.at for row in found] == sorted((row.at for row in found), reverse=True)


def test_a_slice_of_a_place_is_the_sum_of_its_children_and_of_what_was_reported_there(deployment: System) -> None:
    for n, place in enumerate((*PILOT_GRIDS[:3], PILOT_GRIDS[15], PILOT[0], DISTRICT, "140303001001")):
        report(deployment, f"c{n}", NOW - timedelta(hours=n), place, item="G01" if n % 2 == 0 else "G06")
    sliced = Question(DISTRICT, MAY.period, item="G01")
    whole, parts = deployment.queries.figures.family(ALL_VIEWER, sliced, NOW)
    alone = [
        deployment.queries.figures.figures(ALL_VIEWER, Question(one.unit.code, MAY.period, item="G01"), NOW)
        for one in parts
        if not one.is_direct
    ]
    assert [one.counts for one in parts if not one.is_direct] == [one.counts for one in alone]
    for basis, own in whole.counts.items():
        assert dict(own) == {name: sum(one.counts[basis][name] for one in parts) for name in own}
    assert whole.counts[Basis.COHORT]["reported"] == 4


def test_which_matters_stood_open_in_the_past_is_not_told_as_if_it_were(deployment: System) -> None:
    report(deployment, "d", NOW - timedelta(hours=2), item="V05")
    disputes, april = Narrowing(matter=MatterPart(MatterKind.DISPUTE)), read_period("2024-04", NOW.date())
    asked = (Basis.STOCK, "open", NOW, 50, None, disputes)
    assert deployment.queries.cases.behind(ALL_VIEWER, MAY, *asked).total == 1
    with pytest.raises(QuestionError, match=r"matter: .* take a period that is not over"):
        deployment.queries.cases.behind(ALL_VIEWER, Question(DISTRICT, april), *asked)
