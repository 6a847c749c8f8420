from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from pipelines.simulation.lives import LONGEST_LIFE_DAYS
from pipelines.simulation.progress import Journal, Progress, read_progress, resume, write_progress
from tests.pipelines.simulation.conftest import ZONE

NOW = datetime(2026, 11, 21, 8, 32, 4, 250_000, tzinfo=UTC)
DAY = date(2026, 11, 21)
FRESH = Progress("mark of 2026-11-21", 1, DAY, NOW)


class OneCity:
    """A city by its marks only."""

    seed, zone = 1, ZONE

    def mark(self, day):
        return f"mark of {day}"


CITY = OneCity()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "home" / "simulation.json"


def test_what_was_done_is_found_again(path):
    journal = Journal(path, FRESH)
    journal.day_done(DAY)
    journal.day_done(DAY - timedelta(days=1))
    journal.live_done(NOW + timedelta(seconds=3), is_worth_writing=True)
    held = read_progress(path)
    assert held == journal.progress
    assert (held.days, held.live_at) == ({DAY, DAY - timedelta(days=1)}, NOW + timedelta(seconds=3))


def test_the_live_instant_never_goes_back(path):
    journal = Journal(path, FRESH)
    journal.live_done(NOW - timedelta(hours=1), is_worth_writing=True)
    assert read_progress(path).live_at == NOW


def test_an_instant_without_events_is_known_but_not_written(path):
    journal = Journal(path, FRESH)
    journal.live_done(NOW + timedelta(seconds=1), is_worth_writing=False)
    assert journal.progress.live_at == NOW + timedelta(seconds=1)
    assert not path.exists()


def test_a_file_of_the_same_city_is_gone_on_with(path):
    begun = DAY - timedelta(days=3)
    held = Progress(CITY.mark(begun), 1, begun, NOW - timedelta(days=3), frozenset({begun}))
    write_progress(path, held)
    assert resume(path, CITY, NOW, 35).progress == held


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"city": "city"}', '{"city": 1, "seed": 1, "days": 3}'])
def test_an_unreadable_file_only_costs_time(path, text):
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    assert resume(path, CITY, NOW, 35).progress == FRESH


def test_the_file_of_another_city_is_not_gone_on_with(path):
    write_progress(path, replace(FRESH, city="another", days=frozenset({DAY})))
    assert resume(path, CITY, NOW, 35).progress == FRESH


def test_after_weeks_only_days_whose_lives_had_ended_count_as_done(path):
    stopped = NOW - timedelta(days=36)
    ended = stopped.date() - timedelta(days=LONGEST_LIFE_DAYS + 1)
    days = frozenset({ended, ended + timedelta(days=1), stopped.date()})
    write_progress(path, Progress(CITY.mark(stopped.date()), 1, stopped.date(), stopped, days))
    assert resume(path, CITY, NOW, 35).progress == replace(FRESH, days=frozenset({ended}))


def test_a_write_that_breaks_leaves_the_last_file_whole(path, monkeypatch):
    write_progress(path, FRESH)
    monkeypatch.setattr("pipelines.simulation.progress.json.dumps", lambda _held: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_progress(path, replace(FRESH, seed=2))
    assert read_progress(path) == FRESH
