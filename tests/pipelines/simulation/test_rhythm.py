from collections import Counter, defaultdict
from datetime import date, timedelta
from statistics import mean

import pytest

from pipelines.simulation.rhythm import cases_on
from tests.pipelines.simulation.conftest import ZONE, every


def test_a_day_brings_about_800_cases(lives):
    assert mean(map(len, lives.values())) == pytest.approx(800, rel=0.05)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_year_has_800_a_day_and_five_percent_more_than_the_last(seed):
    this, last = (
        mean(cases_on(date(year, 1, 1) + timedelta(days=day), seed, 800) for day in range(364)) for year in (2026, 2025)
    )
    assert this == pytest.approx(800, rel=0.05)
    assert this / last == pytest.approx(1.05, abs=0.015)


def test_weekends_are_quieter_than_weekdays_and_days_differ(lives):
    by_weekday = defaultdict(list)
    for day, cases in lives.items():
        by_weekday[day.weekday()].append(len(cases))
    quietest_weekday = min(mean(by_weekday[number]) for number in range(5))
    assert mean(by_weekday[5]) < 0.9 * quietest_weekday
    assert mean(by_weekday[6]) < 0.9 * quietest_weekday
    assert all(len(set(counts)) > 1 for counts in by_weekday.values())


def test_mornings_and_afternoons_peak_and_nights_are_quiet(lives):
    hours = Counter(life[0].occurred_at.astimezone(ZONE).hour for life in every(lives))
    assert hours[10] > 1.2 * hours[13] < 1.2 * hours[16]
    assert max(hours, key=hours.__getitem__) in (9, 10, 11)
    assert max(hours[hour] for hour in range(5)) < 0.25 * hours[10]
