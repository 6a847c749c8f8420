import random
from datetime import UTC, date, datetime, timedelta

import pytest

from pipelines.domain.period import day_start
from pipelines.simulation.agenda import Agenda
from pipelines.simulation.lives import LONGEST_LIFE_DAYS
from tests.pipelines.simulation.conftest import ZONE

DAY = date(2026, 11, 2)
START = datetime(2026, 11, 20, 9, 30, 15, tzinfo=UTC)


def events_of(city, days):
    return [event for day in days for life in city.cases(day) for event in life]


@pytest.mark.parametrize("seed", [11, 12])
def test_live_slices_together_are_the_history_of_the_day(found, seed):
    print("seed", seed)
    dice, city = random.Random(seed), found(cases_per_day=40)
    at = day_start(DAY, ZONE)
    agenda, taken = Agenda(city, at - timedelta(seconds=1)), []
    end = at + timedelta(days=LONGEST_LIFE_DAYS + 1)
    while at < end:
        at += timedelta(seconds=dice.choice([1, 7.5, 3600, 40_000]))
        taken += agenda.take(at)
    live = {event for event in taken if f"-{DAY:%Y%m%d}-" in event.case_id}
    assert live == set(events_of(city, [DAY]))
    assert len(taken) == len(set(taken))


def test_every_event_comes_in_its_own_slice_in_order_of_time(found):
    agenda, before = Agenda(found(cases_per_day=60), START), START
    for minutes in range(0, 60 * 48, 13):
        until = START + timedelta(minutes=minutes)
        taken = agenda.take(until)
        assert all(before < event.occurred_at <= until for event in taken)
        assert [event.occurred_at for event in taken] == sorted(event.occurred_at for event in taken)
        before = until


def test_past_and_live_share_no_event_and_miss_none(found):
    city = found(cases_per_day=60)
    days = [START.date() - timedelta(days=back) for back in range(LONGEST_LIFE_DAYS + 1)]
    past = {event for event in events_of(city, days) if event.occurred_at <= START}
    live = set(Agenda(city, START).take(START + timedelta(days=LONGEST_LIFE_DAYS)))
    assert not past & live
    assert set(events_of(city, days)) <= past | live


def test_an_agenda_begun_anew_goes_on_where_the_other_ended(found):
    city, middle, end = found(cases_per_day=60), START + timedelta(hours=5), START + timedelta(hours=30)
    whole = Agenda(city, START).take(end)
    assert Agenda(city, START).take(middle) + Agenda(city, middle).take(end) == whole
    assert len(whole) > 50
