import asyncio
from datetime import timedelta

import pytest

from dashboard.centers.boards import COLUMNS, wall
from dashboard.live.board import MOST_ALIKE, MOST_RANKED
from dashboard.live.channel import View
from dashboard.live.draw_charts import usual_range
from dashboard.live.draw_figures import place_on_scale
from dashboard.queries.question import Question
from dashboard.wording.words import Language
from pipelines.domain.access import ALL
from pipelines.domain.event import Center
from pipelines.domain.kpi import Basis
from pipelines.domain.period import read_period
from tests.dashboard.live.city import NOON, VIEW
from tests.system import ALL_VIEWER, PILOT, PILOT_GRIDS


def look(city, view=VIEW):
    """The snapshot with everything it is compared with."""

    async def settled():
        await city.hub.whole(view)
        await city.hub.look()
        await city.hub.settle()
        await city.hub.look()
        return (await city.hub.whole(view))[0].snapshot

    return asyncio.run(settled())


def fill(city):
    for n, item in enumerate(("G06", "G06", "V05", "E08", "G01")):
        city.report(f"c{n}", item, PILOT_GRIDS[n * 7], due_at=(NOON + timedelta(hours=5)).isoformat())
    city.report("s1", "G09", "140303005001")
    for step in ("dispatch", "dispose", "close"):
        city.step("c0", step)


def test_every_number_is_the_queries_number(city):
    fill(city)
    snapshot = look(city)
    question = Question("140303", read_period("today", city.system.day(NOON)))
    figures = city.system.queries.figures
    whole = figures.figures(ALL_VIEWER, question, NOON)
    assert snapshot.cells["kpi-reported"] == str(whole.counts[Basis.FLOW]["reported"]) == "6"
    assert snapshot.cells["kpi-open"] == str(whole.counts[Basis.STOCK]["open"]) == "5"
    for center in (Center.GOVERNANCE, Center.EMERGENCY, Center.GRID):
        own = figures.figures(ALL_VIEWER, Question("140303", question.period, center), NOON).counts
        assert snapshot.cells[f"center-{center}-reported"] == str(own[Basis.FLOW]["reported"])
        assert snapshot.cells[f"center-{center}-open"] == str(own[Basis.STOCK]["open"])
    for child in figures.children(ALL_VIEWER, question, NOON):
        assert snapshot.cells[f"map-open:{child.unit.code}"] == str(child.counts[Basis.STOCK]["open"])


def test_a_ragged_district_ranks_and_maps_streets_and_direct_communities_alike(city):
    fill(city)
    snapshot = look(city)
    labelled = {key.removeprefix("map-name:") for key in snapshot.cells if key.startswith("map-name:")}
    assert labelled == {f"14030300{n}" for n in (1, 3, 4, 5, 6)} | set(PILOT)
    assert [key for key, state in snapshot.states.items() if key.startswith("area:") and state == "0"] == []
    shown = range(MOST_RANKED - 1)
    numbers = [int(snapshot.cells[f"rank-{n}-open"]) for n in shown]
    assert numbers == sorted(numbers, reverse=True)
    assert "3" in snapshot.cells["rank-more"]
    assert sum(numbers) == 5
    assert snapshot.cells["rank-title"] == "街道、社区在办"


@pytest.mark.parametrize("place", ["140303", "140303005", "140303007001", "140303007001001"])
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("board", COLUMNS)
def test_the_frame_holds_an_element_for_every_text_and_state_and_none_without(city, board, place, language):
    snapshot = look(city, View(board, place, frozenset({ALL}), language))
    found = {"cells": set(), "states": set(), "bars": set(), "links": set(), "charts": set()}
    names = {
        "data-cell": "cells",
        "data-key": "states",
        "data-bar": "bars",
        "data-link": "links",
        "data-chart": "charts",
    }
    for element in wall(board, place, language)._traverse():
        for attribute, part in names.items():
            if getattr(element, attribute, None):
                found[part].add(getattr(element, attribute))
    for part, identifiers in found.items():
        expected = {key for key in getattr(snapshot, part) if not key.startswith(("map-", "area:"))}
        assert identifiers == expected, part


def test_more_places_than_rows_leave_one_row_for_saying_so(city):
    snapshot = look(city, View("overview", "440309004", frozenset({ALL}), Language.ZH))
    children = sum(key.startswith("map-name:") for key in snapshot.cells)
    assert [snapshot.states[f"rank-{n}"] for n in (MOST_RANKED - 2, MOST_RANKED - 1)] == ["on", "off"]
    assert snapshot.cells["rank-more"] == f"其余 {children - MOST_RANKED + 1} 个见下钻页"


def test_an_overdue_case_of_class_a_is_critical_and_marked_where_it_is(city):
    started = {"at": NOON - timedelta(hours=3), "due_at": (NOON - timedelta(minutes=18)).isoformat()}
    city.report("fire", "E02", PILOT_GRIDS[12], **started)
    city.step("fire", "dispatch", unit="消防队")
    snapshot = look(city)
    assert snapshot.states["pill-critical"] == "on"
    assert snapshot.cells["pill-critical"] == "1"
    assert snapshot.states["alarm-0"] == snapshot.states["center-emergency"] == "critical"
    assert snapshot.cells["alarm-0-fact"] == "超时 18 分"
    assert snapshot.cells["kpi-overdue-a"] == "1"
    assert snapshot.links["alarm-0"] == "/cases/fire"
    assert [(mark.place, mark.state, mark.number) for mark in snapshot.marks] == [(PILOT[1], "critical", 1)]


def test_what_a_rule_has_raised_stands_in_the_list_until_it_is_shelved(city):
    for n in range(20):
        city.report(f"b{n}", "G06", PILOT_GRIDS[0])
    city.system.watch().look(NOON)
    city.system.work(NOON)
    snapshot = look(city)
    shown = [snapshot.cells[f"alarm-0-{part}"] for part in ("title", "fact")]
    assert shown == ["刘家垴社区 一小时内集中上报", "20 件"]
    assert (snapshot.links["alarm-0"], snapshot.cells["pill-warning"]) == (f"/places/{PILOT[0]}", "1")
    assert [(mark.place, mark.state, mark.number) for mark in snapshot.marks] == [(PILOT[0], "warning", 1)]
    city.shelve_alarms()
    city.clock.move(11)
    assert look(city).states["alarm-0"] == "off"


def test_many_alarms_of_a_rule_share_a_row_below_those_that_stand_alone(city):
    for community in range(MOST_ALIKE + 1):
        for n in range(20):
            city.report(f"b{community}-{n}", "G06", PILOT_GRIDS[community * 10])
    started = {"at": NOON - timedelta(hours=3), "due_at": (NOON - timedelta(minutes=34)).isoformat()}
    city.report("hole", "E08", PILOT_GRIDS[45], **started)
    city.step("hole", "dispatch", unit="抢险队")
    city.watch()
    snapshot = look(city)
    rows = [[snapshot.cells[f"alarm-{n}-{part}"] for part in ("number", "title", "fact", "where")] for n in range(3)]
    assert rows[0][0] == "1"
    assert rows[0][2] == "超时 34 分"
    assert rows[1] == ["", "3 处一小时内集中上报", "", "桥西社区等"]
    assert snapshot.links["alarm-1"] == "/alarms?place=140303"
    assert rows[2] == ["", "", "", ""]
    assert [(mark.place, mark.number) for mark in snapshot.marks] == [(PILOT[4], 1)]
    assert (snapshot.cells["pill-warning"], snapshot.cells["alarms-open"]) == ("4", "4 项未解除")
    city.take_alarms()
    city.clock.move(11)
    taken = look(city)
    assert [taken.cells[f"alarm-{n}-number"] for n in range(5)] == ["1", "2", "3", "4", ""]


def test_an_alarm_that_somebody_has_taken_stays_and_calls_no_more(city):
    started = {"at": NOON - timedelta(hours=3), "due_at": (NOON - timedelta(minutes=18)).isoformat()}
    city.report("fire", "E02", PILOT_GRIDS[12], **started)
    city.step("fire", "dispatch", unit="消防队")
    before = look(city)
    assert (before.cells["alarm-0-owner"], before.states["pill-critical"]) == ("", "on")
    city.take_alarms("李静")
    city.clock.move(11)
    after = look(city)
    assert (after.cells["alarm-0-owner"], after.states["alarm-0"]) == ("李静 已接手", "critical")
    assert (after.cells["pill-critical"], after.states["pill-critical"]) == ("1", "seen")
    assert [mark.is_seen for mark in after.marks] == [True]


def test_shelved_alarms_are_only_counted(city):
    started = {"at": NOON - timedelta(hours=3), "due_at": (NOON - timedelta(minutes=18)).isoformat()}
    city.report("fire", "E02", PILOT_GRIDS[12], **started)
    city.step("fire", "dispatch", unit="消防队")
    city.take_alarms()
    city.shelve_alarms()
    city.clock.move(11)
    snapshot = look(city)
    assert (snapshot.states["pill-shelved"], snapshot.cells["pill-shelved"]) == ("on", "1")
    assert (snapshot.states["alarm-0"], snapshot.states["pill-critical"]) == ("off", "off")
    assert snapshot.states["quiet"] == "on"


def test_without_alarms_the_wall_is_quiet(city):
    fill(city)
    snapshot = look(city)
    assert snapshot.states["quiet"] == "on"
    alarming = ("alarm-", "pill-")
    assert {state for key, state in snapshot.states.items() if key.startswith(alarming)} == {"off"}
    assert not {"warning", "critical"}.intersection(snapshot.states.values())


def test_the_newest_reports_stand_left_with_class_place_and_state(city):
    fill(city)
    city.report("newest", "V05", PILOT_GRIDS[0], at=NOON)
    snapshot = look(city)
    assert snapshot.cells["event-0-time"] == "12:00:00"
    assert (snapshot.cells["event-0-class"], snapshot.states["event-0"]) == ("C", "C")
    assert snapshot.cells["event-0-title"] == "邻里纠纷"
    assert snapshot.cells["event-0-state"] == "已上报 → 综治中心"


def test_without_an_earlier_day_there_is_no_arrow(city):
    fill(city)
    snapshot = look(city)
    assert snapshot.cells["kpi-reported-previous"] == snapshot.cells["kpi-reported-last_year"] == ""
    assert snapshot.states["kpi-reported-previous"] == "off"


def test_today_is_compared_with_yesterday_at_the_same_time(city):
    for n, hours_ago in enumerate((25, 24.5, 23)):
        city.report(f"y{n}", at=NOON - timedelta(hours=hours_ago))
    fill(city)
    assert look(city).cells["kpi-reported-previous"] == "↑ 4"


def test_the_rhythm_ends_with_the_last_full_quarter_of_an_hour(city):
    city.report("early", at=NOON - timedelta(minutes=20))
    city.report("late", at=NOON - timedelta(minutes=1))
    city.clock.move(60)
    chart = look(city).charts["rhythm"]
    assert (len(chart.values), list(chart.values[-2:]), chart.label) == (48, [1, 1], "1")


def test_simulated_figures_say_so(city):
    assert look(city).states["simulated"] == "off"
    key = city.system.key("toy", simulated=True)
    event = city.system.event("s", "report", NOON - timedelta(minutes=2), place=PILOT_GRIDS[0], item="G06")
    city.system.send([event], key)
    city.system.work(city.clock())
    asyncio.run(city.hub.look())
    assert look(city).states["simulated"] == "on"


def test_a_rate_stands_beside_its_target_and_never_leaves_the_scale():
    assert [place_on_scale(rate) for rate in (0.95, 1.0, 0.9, 0.2, 0.96)] == [0.5, 1, 0, 0, 0.6]


def test_the_usual_range_needs_four_weeks():
    week = {40: 8}
    assert usual_range([week] * 3) == ([], [], [])
    low, middle, high = usual_range([{40: n * 5} for n in range(5)])
    assert low[40] < middle[40] < high[40]
    assert len(low) == 96
    assert max(middle) == middle[40] == 2.0
