from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest

from pipelines.domain.period import local_day
from pipelines.simulation.agenda import Agenda
from pipelines.simulation.city import City
from pipelines.simulation.lives import LONGEST_LIFE_DAYS
from pipelines.simulation.poster import Poster, RefusedError, StoppedError
from pipelines.simulation.present import post_present
from pipelines.simulation.progress import Journal, Progress, read_progress
from tests.pipelines.simulation.conftest import ZONE

START = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


class Clock:
    """Time that passes by waiting only; it says stop at the end."""

    def __init__(self, start, end):
        self.now, self._end = start, end

    def __call__(self):
        return self.now

    def wait(self, seconds):
        self.now += timedelta(seconds=seconds)
        return self.now > self._end


@pytest.fixture(scope="module")
def city(tree, catalogue):
    """A city that remembers the days it was asked for."""
    city = City(tree, catalogue, 1, 400, ZONE)
    city.cases = cache(city.cases)
    return city


@pytest.fixture
def run(city, intake, tmp_path):
    """Run from an instant on a clock of its own."""

    def _run(live_at, clock):
        path = tmp_path / "simulation.json"
        journal = Journal(path, read_progress(path) or Progress("city", 1, local_day(live_at, ZONE), live_at))
        agenda = Agenda(city, journal.progress.live_at)
        with closing(Poster(intake.url, "key", clock.wait, lambda _line: None)) as poster:
            post_present(agenda, poster, journal, clock=clock, wait=clock.wait)

    return _run


def between(city, start, end):
    first = local_day(start, ZONE) - timedelta(days=LONGEST_LIFE_DAYS)
    days = [first + timedelta(days=number) for number in range((local_day(end, ZONE) - first).days + 1)]
    return {e.event_id for day in days for life in city.cases(day) for e in life if start < e.occurred_at <= end}


def test_every_event_is_posted_in_the_second_in_which_it_happens(run, intake, city):
    clock = Clock(START, START + timedelta(minutes=20))
    lags, intake.judge = [], lambda _number: lags.append(clock.now) or None
    with pytest.raises(StoppedError):
        run(START, clock)
    sent = [datetime.fromisoformat(event["occurred_at"]) for event in intake.events]
    assert set(intake.ids) == between(city, START, START + timedelta(minutes=20))
    assert len(lags) == len(intake.requests) > 20
    assert sent == sorted(sent)
    first_of_request = {at for at in sent if at <= START + timedelta(minutes=20)}
    assert all(any(timedelta(0) <= lag - at <= timedelta(seconds=1) for lag in lags) for at in first_of_request)


def test_after_a_night_without_power_it_catches_up_and_sends_nothing_twice(run, intake, city):
    with pytest.raises(StoppedError):
        run(START, Clock(START, START + timedelta(seconds=30)))
    later = START + timedelta(days=2, hours=7)
    with pytest.raises(StoppedError):
        run(START, Clock(later, later))
    assert set(intake.ids) == between(city, START, later)
    assert len(intake.ids) == len(set(intake.ids))


def test_an_outage_delays_but_loses_nothing(run, intake, city):
    intake.judge = lambda number: (503, {"Retry-After": "20"}, {}) if number < 4 else None
    with pytest.raises(StoppedError):
        run(START, Clock(START, START + timedelta(minutes=20)))
    assert set(intake.ids) == between(city, START, START + timedelta(minutes=20))


def test_a_refused_event_is_not_counted_as_done(run, intake, tmp_path):
    intake.judge = lambda number: (422, {}, {}) if number == 3 else None
    with pytest.raises(RefusedError):
        run(START, Clock(START, START + timedelta(minutes=10)))
    last = max(datetime.fromisoformat(event["occurred_at"]) for event in intake.events)
    assert last <= read_progress(tmp_path / "simulation.json").live_at < last + timedelta(seconds=2)


def test_the_city_wakes_up_after_midnight_without_a_restart(run, intake):
    midnight = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)
    with pytest.raises(StoppedError):
        run(midnight - timedelta(hours=2), Clock(midnight - timedelta(hours=2), midnight + timedelta(hours=2)))
    reported = {event["case_id"].split("-")[1] for event in intake.events if event["step"] == "report"}
    assert reported == {f"{day:%Y%m%d}" for day in (date(2026, 11, 21), date(2026, 11, 22))}
