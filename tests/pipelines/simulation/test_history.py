import random
from collections import defaultdict
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from rich.console import Console

from pipelines.domain.staff import StaffCategory, StaffPost
from pipelines.simulation.city import City
from pipelines.simulation.display import Display
from pipelines.simulation.history import days_in_order, post_history
from pipelines.simulation.poster import Poster, RefusedError, StoppedError
from pipelines.simulation.progress import Journal, Progress, read_progress
from pipelines.simulation.rounds import Rounds
from tests.pipelines.simulation.conftest import ZONE
from tests.system import PILOT_GRIDS

UNTIL = datetime(2026, 11, 21, 8, 32, 4, tzinfo=UTC)
TODAY = date(2026, 11, 21)


@pytest.fixture
def city(found):
    return found(cases_per_day=120)


@pytest.fixture
def send(city, intake, tmp_path):
    """Send days to the intake, going on from the journal's file."""

    def _send(days, wait=lambda _seconds: False):
        path = tmp_path / "simulation.json"
        journal = Journal(path, read_progress(path) or Progress("city", 1, TODAY, UNTIL))
        left = [day for day in days if day not in journal.progress.days]
        display = Display(len(left), Console(file=StringIO()))
        with closing(Poster(intake.url, "key", wait, lambda _line: None)) as poster:
            post_history(city, UNTIL, left, poster=poster, journal=journal, display=display)
        return journal.progress

    return _send


def expected(city, days):
    return [event.event_id for day in days for life in city.cases(day) for event in life if event.occurred_at <= UNTIL]


def test_the_newest_weeks_come_first_and_then_month_by_month_backward():
    days = days_in_order(TODAY, 395, 35)
    assert (len(days), len(set(days))) == (395, 395)
    assert days[:35] == [TODAY - timedelta(days=back) for back in range(34, -1, -1)]
    assert days[35] == date(2026, 10, 1)
    assert days[35:52] == [date(2026, 10, number) for number in range(1, 18)]
    assert days[52:54] == [date(2026, 9, 1), date(2026, 9, 2)]
    assert days[-9:] == [date(2025, 10, number) for number in range(23, 32)]
    assert min(days) == TODAY - timedelta(days=394)


def test_a_short_history_is_all_newest_days():
    assert days_in_order(TODAY, 2, 35) == [TODAY - timedelta(days=1), TODAY]


def test_whole_lives_go_out_up_to_now_in_the_order_of_their_reports(city, intake, send):
    days = days_in_order(TODAY, 12, 12)
    done = send(days)
    assert intake.ids == expected(city, days)
    assert done.days == set(days)
    times = defaultdict(list)
    for event in intake.events:
        times[event["case_id"]].append(datetime.fromisoformat(event["occurred_at"]))
    assert all(case == sorted(case) and case[-1] <= UNTIL for case in times.values())


@pytest.mark.parametrize("seed", [5, 6])
def test_an_intake_that_fails_now_and_then_loses_nothing(city, intake, send, seed):
    print("seed", seed)
    dice = random.Random(seed)
    intake.judge = lambda _number: (503, {"Retry-After": "1"}, {}) if dice.random() < 0.4 else None
    days = days_in_order(TODAY, 10, 10)
    assert send(days).days == set(days)
    assert intake.ids == expected(city, days)
    assert len(intake.requests) > len(days)


def test_after_a_break_it_goes_on_with_the_days_that_are_not_done(city, intake, send):
    days = days_in_order(TODAY, 20, 20)
    intake.judge = lambda number: (401, {}, {}) if number == 12 else None
    with pytest.raises(RefusedError):
        send(days)
    stored = len(intake.ids)
    intake.judge = lambda _number: None
    assert send(days).days == set(days)
    resent = intake.ids[stored:]
    assert set(intake.ids) == set(expected(city, days))
    assert len(resent) < len(expected(city, days)) * 0.75
    assert resent == expected(city, days)[-len(resent) :]


def test_a_day_counts_as_done_only_once_all_of_it_is_stored(city, intake, send, tmp_path):
    days = days_in_order(TODAY, 3, 3)
    intake.judge = lambda number: (403, {}, {}) if number == 2 else None
    with pytest.raises(RefusedError):
        send(days)
    held = read_progress(tmp_path / "simulation.json")
    assert held.days == {days[0]}
    assert set(expected(city, [days[0]])) <= set(intake.ids)


def test_told_to_stop_it_stops_and_keeps_what_is_done(send, intake, tmp_path):
    intake.judge = lambda number: (503, {}, {}) if number > 3 else None
    with pytest.raises(StoppedError):
        send(days_in_order(TODAY, 30, 30), wait=lambda _seconds: len(intake.requests) > 3)
    assert 0 < len(read_progress(tmp_path / "simulation.json").days) <= 3


def test_lines_tell_the_progress_where_there_is_no_terminal(capsys):
    ticks = iter(range(100))
    display = Display(2, Console(file=StringIO()), clock=lambda: next(ticks))
    with display:
        for _ in range(6):
            display.stored(1000)
        display.day_done()
        display.day_done()
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("simulated history: 0 of 2 days, 5,000 events")
    assert lines[-1].startswith("simulated history: 2 of 2 days, 6,000 events")
    assert len(lines) == 2


def test_a_bar_tells_it_on_a_terminal(capsys):
    screen = StringIO()
    with Display(1, Console(file=screen, force_terminal=True, color_system=None, width=100)) as display:
        display.stored(1234)
        display.day_done()
    assert "1/1 days, 1,234 events" in screen.getvalue()
    assert capsys.readouterr().err == ""


@pytest.fixture
def walked(tree, catalogue):
    """A city whose grid workers have walked for ten days."""
    posts = [StaffPost("W1", "王伟", StaffCategory.FULL_TIME, PILOT_GRIDS[0], date(2025, 1, 1), True)]
    rounds = Rounds(tree, posts, [], 1, ZONE, TODAY - timedelta(days=9))
    return City(tree, catalogue, 1, 60, ZONE, None, rounds)


def test_cases_of_the_newest_weeks_come_before_what_workers_did(walked, intake, tmp_path):
    days = days_in_order(TODAY, 20, 10)
    journal = Journal(tmp_path / "simulation.json", Progress("city", 1, TODAY, UNTIL))
    display = Display(len(days), Console(file=StringIO()))
    with closing(Poster(intake.url, "key", lambda _seconds: False, lambda _line: None)) as poster:
        post_history(walked, UNTIL, days, poster=poster, journal=journal, display=display)
    is_record = ["type" in event for event in intake.events]
    first, last = is_record.index(True), len(is_record) - is_record[::-1].index(True)
    assert [event["event_id"] for event in intake.events[:first]] == expected(walked, days[:10])
    assert all(is_record[first:last])
    assert [event["event_id"] for event in intake.events[last:]] == expected(walked, days[10:])
    assert {event["event_id"] for event in intake.events[first:last]} == {
        one.event_id for day in days for one in walked.rounds.records(day) if one.occurred_at <= UNTIL
    }
    assert journal.progress.days == set(days)
