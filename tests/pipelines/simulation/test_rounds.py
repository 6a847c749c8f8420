"""The rounds of grid workers: the same whenever asked, none lost and none twice, all as the intake wants them."""

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from dashboard.queries.question import Question
from pipelines.domain.housing import Rental, RentalGrade, RentalType
from pipelines.domain.period import read_period
from pipelines.domain.record import RecordType
from pipelines.domain.staff import StaffCategory, StaffPost
from pipelines.simulation.agenda import Agenda
from pipelines.simulation.poster import Poster, StoppedError
from pipelines.simulation.present import post_present
from pipelines.simulation.progress import Journal, Progress
from pipelines.simulation.rounds import Rounds
from pipelines.simulation.wire import record_batches
from tests.pipelines.simulation.conftest import ZONE
from tests.system import ALL_VIEWER, PILOT_GRIDS, System

BEGIN, TODAY = date(2025, 1, 1), date(2026, 11, 20)
POSTS = [
    StaffPost(f"W{grid}", "王伟", list(StaffCategory)[n % 4], grid, BEGIN, True) for n, grid in enumerate(PILOT_GRIDS)
]
HOMES = [
    Rental(f"H{grid}", grid, RentalType.WHOLE, RentalGrade.C, 30, date(2026, 9, 1) + timedelta(days=n), BEGIN)
    for n, grid in enumerate(PILOT_GRIDS)
]


@pytest.fixture(scope="module")
def rounds(tree) -> Rounds:
    return Rounds(tree, POSTS, HOMES, 1, ZONE, TODAY - timedelta(days=40))


def test_a_day_is_the_same_for_everyone_who_asks(rounds, tree):
    again = Rounds(tree, POSTS, HOMES, 1, ZONE, TODAY)
    assert rounds.records(TODAY) == again.records(TODAY)
    before = [one for n in range(1, 30) for one in again.records(TODAY - timedelta(days=n))]
    assert {one.type for one in before} == {RecordType.INSPECTION}
    assert Rounds(tree, POSTS, HOMES, 2, ZONE, TODAY).records(TODAY) != again.records(TODAY)
    assert Rounds(tree, POSTS, HOMES, 1, ZONE, TODAY, ["440309"]).records(TODAY) == []


def test_most_grids_are_walked_and_homes_looked_at_when_due(rounds):
    days = [TODAY - timedelta(days=n) for n in range(35)]
    found = [record for day in days for record in rounds.records(day)]
    of = {type_: [one for one in found if one.type is type_] for type_ in RecordType}
    walked = {(one.path[-1], one.occurred_at.astimezone(ZONE).date()) for one in of[RecordType.PATROL]}
    assert 0.85 < len(walked) / (35 * len(PILOT_GRIDS)) < 1
    assert len(of[RecordType.ROSTER]) == len(
        {(one.values["worker"], one.occurred_at.astimezone(ZONE).date()) for one in of[RecordType.ROSTER]}
    )
    assert 40 <= len(of[RecordType.INSPECTION]) <= 70
    assert len({one.event_id for one in found}) == len(found)


def test_what_lies_between_instants_is_neither_lost_nor_repeated(rounds):
    start, end = datetime(2026, 11, 18, 3, tzinfo=UTC), datetime(2026, 11, 20, 3, tzinfo=UTC)
    cuts = sorted({start, end, *(one.occurred_at for one in rounds.between(start, end)[::20])})
    parts = [record for after, until in pairwise(cuts) for record in rounds.between(after, until)]
    assert parts == rounds.between(cuts[0], cuts[-1])
    assert len(parts) > 100


def test_the_present_sends_records_when_their_time_has_come(rounds, found, intake, tmp_path):
    start = datetime(2026, 11, 19, 23, tzinfo=UTC)
    now, city = [start], found(cases_per_day=20)

    def wait(seconds: float) -> bool:
        now[0] += timedelta(seconds=seconds * 600)
        return now[0] > start + timedelta(hours=3)

    journal = Journal(tmp_path / "simulation.json", Progress("city", 1, TODAY, start))
    with closing(Poster(intake.url, "key", wait, lambda _line: None)) as poster, pytest.raises(StoppedError):
        post_present(Agenda(city, start), poster, journal, clock=lambda: now[0], wait=wait, rounds=rounds)
    sent = {one["event_id"] for one in intake.events if "type" in one}
    assert sent == {one.event_id for one in rounds.between(start, journal.progress.live_at)}
    assert {request["path"] for request in intake.requests} == {"/api/v1/events", "/api/v1/records"}


def test_the_intake_takes_them_and_no_figure_of_them_is_empty(deployment: System, rounds):
    key = deployment.key("simulator", simulated=True)
    now = datetime(2026, 11, 20, 15, tzinfo=UTC)
    for batch in record_batches(rounds.between(now - timedelta(days=2), now), ZONE):
        headers = {"Authorization": f"Bearer {key}"}
        answer = deployment.intake.post("/api/v1/records", content=batch.body, headers=headers)
        assert answer.status_code == 202, answer.text
    deployment.work(now)
    asked = Question("140303", read_period("2026-11-20", deployment.day(now)))
    found = deployment.queries.figures.figures(ALL_VIEWER, asked, now)
    assert found.freshness.is_simulated
    assert 0.8 < (found.rates["patrol_coverage"].value or 0) <= 1
    assert found.counts["flow"]["households_visited"] > 0
    assert 40 <= found.counts["stock"]["workers_on_duty"] <= 50
