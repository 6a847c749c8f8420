import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.org import OrgTree
from pipelines.domain.period import local_day
from pipelines.domain.unit import OrgLevel, OrgLink
from pipelines.simulation.city import City
from pipelines.simulation.ground import letters
from pipelines.simulation.lives import LONGEST_LIFE_DAYS
from tests.pipelines.simulation.conftest import ZONE, _found, every, read_items

DAY = date(2026, 11, 21)
DIGEST = """
import hashlib
from datetime import date
from tests.pipelines.simulation.conftest import ZONE, _found, every, read_items, read_tree
print(hashlib.sha256(repr(_found(read_tree(), read_items()).cases(date(2026, 11, 21))).encode()).hexdigest())
"""


def item_of(life):
    return next(event.item for event in life if event.item)


def test_a_day_is_the_same_whenever_and_after_whatever_it_is_asked(found):
    once, again = found(), found()
    for back in (3, 1, 2):
        again.cases(DAY - timedelta(days=back))
    assert once.cases(DAY) == again.cases(DAY) == once.cases(DAY)


def test_a_day_is_the_same_in_another_process(found):
    root = Path(__file__).parents[3]
    environment = {**os.environ, "PYTHONHASHSEED": "77", "PYTHONPATH": str(root)}
    other = subprocess.run(
        [sys.executable, "-c", DIGEST], cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    assert other.stdout.strip() == hashlib.sha256(repr(found().cases(DAY)).encode()).hexdigest()


def test_another_seed_is_another_city_with_ids_of_its_own(found):
    ids = [{life[0].case_id for life in found(seed=seed).cases(DAY)} for seed in (1, 2, 12)]
    assert not ids[0] & ids[1]
    assert not ids[1] & ids[2]
    first, second = (Counter(life[0].path for life in found(seed=seed).cases(DAY)) for seed in (1, 2))
    assert first != second


def test_more_cases_a_day_keep_those_of_fewer(found):
    few, many = (
        {life for life in found(cases_per_day=rate).cases(DAY) if "-C" not in life[0].case_id} for rate in (200, 800)
    )
    assert 0 < len(few) < len(many)
    assert few < many


def test_case_and_event_ids_are_unique_and_short(lives):
    cases = every(lives)
    assert len({life[0].case_id for life in cases}) == len(cases)
    ids = [event.event_id for life in cases for event in life]
    assert len(set(ids)) == len(ids)
    assert max(map(len, ids)) <= 64
    assert all(re.fullmatch(r"(LH|KQ)-2026\d{4}-(\d{5}|C\d{4})", life[0].case_id) for life in cases)


def test_a_case_is_reported_on_its_day_and_its_events_stand_in_order(lives):
    for day, cases in lives.items():
        assert [life[0].occurred_at for life in cases] == sorted(life[0].occurred_at for life in cases)
        for life in cases:
            assert local_day(life[0].occurred_at, ZONE) == day
            times = [event.occurred_at for event in life]
            assert all(earlier < later for earlier, later in pairwise(times))
            assert times[-1] - times[0] < timedelta(days=LONGEST_LIFE_DAYS)


@pytest.mark.parametrize("day", [date(2026, 3, 8), date(2026, 11, 1)])
def test_reports_stay_on_their_day_where_clocks_change(found, day):
    zone = ZoneInfo("America/New_York")
    cases = found(zone=zone).cases(day)
    assert {local_day(life[0].occurred_at, zone) for life in cases} == {day}
    assert any(life[0].occurred_at.astimezone(zone).hour == 23 for life in cases)


def test_grids_report_most_and_larger_places_a_little(lives, tree):
    cases = every(lives)
    levels = Counter(tree.unit(life[0].path[-1]).level for life in cases)
    assert set(levels) == {OrgLevel.GRID, OrgLevel.COMMUNITY, OrgLevel.SUBDISTRICT}
    assert levels[OrgLevel.GRID] > 0.9 * len(cases)
    assert 0 < levels[OrgLevel.SUBDISTRICT] < 0.02 * len(cases)
    communities = {life[0].path[-1] for life in cases if tree.unit(life[0].path[-1]).level is OrgLevel.COMMUNITY}
    gridless = {code for code, unit in tree.units.items() if unit.level is OrgLevel.COMMUNITY}
    gridless -= {tree.parent(code, DAY) for code, unit in tree.units.items() if unit.level is OrgLevel.GRID}
    assert communities == gridless


def test_grids_differ_and_all_of_them_report(lives, tree):
    counts = Counter(life[0].path[-1] for life in every(lives))
    grids = sorted(counts[code] for code, unit in tree.units.items() if unit.level is OrgLevel.GRID)
    tenth = len(grids) // 10
    assert sum(grids[-tenth:]) > 5 * sum(grids[:tenth])
    assert grids[tenth] > 0


def test_centers_and_classes_have_their_shares(lives, catalogue):
    items = [catalogue.items[item_of(life)] for life in every(lives)]
    classes, centers = Counter(item.class_ for item in items), Counter(item.center for item in items)
    assert 0.002 < classes[CaseClass.A] / len(items) < 0.015
    assert classes[CaseClass.A] < classes[CaseClass.B] < classes[CaseClass.D] < classes[CaseClass.C]
    assert 0.74 < centers[Center.GRID] / len(items) < 0.84
    assert centers[Center.EMERGENCY] < centers[Center.GOVERNANCE]
    assert {item.code for item in items} > {code for code, item in catalogue.items.items() if item.class_ == "C"}


def test_two_thirds_come_from_patrols_and_none_of_the_channels_is_missing(lives):
    channels = Counter(life[0].channel for life in every(lives))
    assert set(channels) == {"patrol", "hotline", "app", "window", "sensor", "inspection"}
    assert 0.6 < channels["patrol"] / channels.total() < 0.7


def test_a_few_times_a_month_one_item_fills_a_community_for_two_hours(found, tree):
    city, sizes = found(cases_per_day=100), []
    for number in range(120):
        day = date(2026, 5, 1) + timedelta(days=number)
        cluster = [life for life in city.cases(day) if "-C" in life[0].case_id]
        if not cluster:
            continue
        sizes.append(len(cluster))
        assert cluster[-1][0].occurred_at - cluster[0][0].occurred_at <= timedelta(hours=2)
        assert len({item_of(life) for life in cluster}) == 1
        assert len({tree.parent(life[0].path[-1], day) for life in cluster}) == 1
    assert 6 <= len(sizes) <= 28
    assert min(sizes) >= 12


def test_any_catalogue_will_do(tree):
    city = City(tree, read_items("catalogue_nyc.csv"), 1, 300, ZONE)
    cases = city.cases(DAY)
    assert len(cases) > 200
    assert len({item_of(life) for life in cases}) > 20


def test_the_letters_of_a_district_come_from_its_english_name_or_its_code(tree):
    assert letters(tree.unit("440309")) == "LH"
    assert letters(tree.unit("140303")) == "KQ"
    unnamed = type(tree.unit("440309"))(1, "440305", OrgLevel.DISTRICT, "南山区")
    assert letters(unnamed) == "440305"


def test_cases_arise_below_the_roots_given_and_other_roots_change_nothing(found, tree, catalogue):
    longhua = found(roots=["440309"]).cases(DAY)
    assert {life[0].path[0] for life in longhua} == {"440309"}
    elsewhere = [unit for unit in tree.units.values() if unit.code.startswith("440309")]
    links = [
        OrgLink(unit.code, tree.parent(unit.code, DAY)) for unit in elsewhere if tree.parent(unit.code, DAY) is not None
    ]
    assert City(OrgTree(elsewhere, links), catalogue, 1, 800, ZONE).cases(DAY) == longhua


def test_the_mark_of_a_city_changes_with_all_it_is_made_from(found, tree, catalogue):
    fewer = Catalogue(dict(list(catalogue.items.items())[1:]))
    cities = [found(), found(seed=2), found(cases_per_day=801), found(roots=["440309"]), _found(tree, fewer)]
    assert len({city.mark(DAY) for city in cities}) == 5
    assert found().mark(DAY) == cities[0].mark(DAY)


def test_no_cases_a_day_is_an_empty_day(found):
    assert found(cases_per_day=0).cases(DAY) == []
