"""The grid center's board: its figures are those of the queries, and a number leads to as many cases."""

from datetime import timedelta

import pytest

from dashboard.address_reading import read_address
from dashboard.centers.boards import desk_board, wall
from dashboard.live.board_grid import AN_END_ON_A_WALL, DAYS
from dashboard.queries.question import Question
from dashboard.wording.words import Language
from db.responsible_store import ResponsibleStore
from pipelines.domain.access import Viewer
from pipelines.domain.errors import AccessError
from pipelines.domain.event import Center
from pipelines.domain.kpi import Basis, Ratio
from pipelines.domain.load import load_index, load_spread
from pipelines.domain.period import read_period
from pipelines.domain.responsible import Duty, Responsible
from tests.dashboard.live.city import NOON
from tests.dashboard.live.grid_city import CUTS, DISTRICT, LEFT, PLACES, RUNGS, a_month_at_work, shown
from tests.dashboard.live.test_links import rows_behind
from tests.system import ALL_VIEWER, PILOT, PILOT_GRIDS

PARTS = {"data-cell": "cells", "data-key": "states", "data-bar": "bars", "data-link": "links", "data-chart": "charts"}
DAYS_SINCE = 10


@pytest.fixture
def busy(city, monkeypatch):
    monkeypatch.setattr("db.known_places.LOOK_SECONDS", -1.0)
    a_month_at_work(city)
    return city


def month(center=Center.GRID, **more):
    return Question(DISTRICT, read_period("2026-11", NOON.date()), center, **more)


def cases_behind(city, link):
    """How many cases the page of a link lists."""
    path, _, search = link.partition("?")
    asked = read_address(path, f"?{search}")
    period = read_period(asked.period or "today", NOON.date())
    question = Question(asked.key, period, asked.center, channel=asked.channel)
    return city.system.queries.cases.behind(ALL_VIEWER, question, asked.listed.basis, asked.listed.count, NOON).total


@pytest.mark.parametrize("place", [DISTRICT, "140303005", PILOT[0], PILOT_GRIDS[0]])
@pytest.mark.parametrize("language", list(Language))
def test_the_frames_hold_an_element_for_every_text_and_state_and_none_without(city, place, language):
    snapshot = shown(city, place, language)
    for frame in (wall("grid", place, language), desk_board("grid", place, language, wall("grid", place, language))):
        found = {part: set() for part in PARTS.values()}
        for element in frame._traverse():
            for attribute, part in PARTS.items():
                if getattr(element, attribute, None):
                    found[part].add(getattr(element, attribute))
        for part, identifiers in found.items():
            expected = {key for key in getattr(snapshot, part) if not key.startswith(("map-", "area:"))}
            assert identifiers == expected, part


def test_nothing_known_is_told_by_dashes_and_words_and_nothing_alarms(city):
    snapshot = shown(city)
    assert snapshot.cells["patrol-today"] == "0 / 0"
    assert [snapshot.cells[key] for key in ("patrol-weeks", "spot", "rung-grid-share", "vacant", "duty-rate")] == [
        "—"
    ] * 5
    assert (snapshot.cells["team"], snapshot.cells["vacant-of"]) == ("0 / 0", "/ 50 格")
    for name in ("no-communities", "no-load", "no-duties", "no-channels"):
        assert snapshot.states[name] == "on", name
    assert not {"warning", "critical"}.intersection(snapshot.states.values())


def test_the_rungs_are_shares_of_what_was_closed_and_lead_to_their_cases(busy):
    snapshot = shown(busy)
    figures = busy.system.queries.figures.figures(ALL_VIEWER, month(), NOON)
    for rung in set(RUNGS):
        n = figures.counts[Basis.FLOW][f"resolved_at_{rung}"]
        assert snapshot.cells[f"rung-{rung}-n"] == str(n) == str(RUNGS.count(rung))
        assert cases_behind(busy, snapshot.links[f"rung-{rung}"]) == n
    spot = figures.rates["on_the_spot_rate"]
    assert snapshot.cells["spot-fraction"] == f"{spot.n} / {spot.d}" == "5 / 7"
    assert (snapshot.cells["spot"], snapshot.cells["within"]) == ("71.4%", "85.7%")


def test_channels_add_up_to_all_reports_and_lead_to_their_cases(busy):
    snapshot = shown(busy)
    names = [snapshot.cells[f"channel-{n}-name"] for n in range(3)]
    assert names == ["网格巡查", "热线", ""]
    assert [snapshot.cells[f"channel-{n}-n"] for n in range(2)] == ["7", "3"]
    assert [cases_behind(busy, snapshot.links[f"channel-{n}"]) for n in range(2)] == [7, 3]
    whole = busy.system.queries.figures.figures(ALL_VIEWER, month(), NOON).counts[Basis.COHORT]["reported"]
    assert snapshot.cells["channels-n"] == f"共 {whole} 件" == "共 10 件"


def test_communities_are_ranked_by_what_they_closed_with_their_distance_to_the_middle(busy):
    snapshot = shown(busy)
    rows = [[snapshot.cells[f"{end}-{n}-{part}"] for part in ("rank", "fraction", "reports")] for end, n in _ends()]
    assert rows == [["1", "4 / 4", "0.4"], ["1", "3 / 3", "0.3"], ["3", "0 / 2", "0.2"], ["3", "0 / 1", "0.1"]]
    assert (snapshot.cells["middle-rate"], snapshot.cells["middle-reports"]) == ("50.0%", "0.2")
    assert snapshot.cells["best-0-rate"] == "≈ 100%"
    assert (snapshot.cells["best-0-gap"], snapshot.cells["worst-0-gap"]) == ("↑ 50.0 点", "↓ 50.0 点")
    assert (snapshot.bars["best-0"], snapshot.bars["worst-0"]) == (1, 0)
    assert snapshot.states["small"] == "on"
    assert "无上报" in snapshot.cells["silent"]
    assert cases_behind(busy, snapshot.links["best-0"]) == PLACES.count(0)


def _ends():
    return [("best", 0), ("best", 1), ("worst", 1), ("worst", 0)]


def test_a_community_ranks_its_grids_by_their_own_names(busy):
    snapshot = shown(busy, PILOT[0])
    assert snapshot.cells["communities-title"] == "网格办结排名 · 本月"
    assert snapshot.cells["best-0-name"] == "第1网格"


def test_the_calendar_tells_a_missed_day_from_one_that_nobody_had_to_walk(busy):
    snapshot = shown(busy)
    today = 4 * 7 + NOON.weekday()
    assert snapshot.states[f"day-{today}"] == "1 today"
    assert [snapshot.cells[f"day-{today - n}"] for n in (0, 1, 2, 3, 4)] == ["24", "100", "0", "88", ""]
    assert [snapshot.states[f"day-{today - n}"] for n in (1, 2, 3, 4)] == ["5", "missed", "4", "0"]
    assert {snapshot.states[f"day-{n}"] for n in range(today + 1, DAYS)} == {"off"}
    own = busy.system.queries.figures.figures(ALL_VIEWER, Question(DISTRICT, read_period("today", NOON.date())), NOON)
    rate = own.rates["patrol_coverage"]
    assert snapshot.cells["patrol-today"] == f"{rate.n} / {rate.d}" == "12 / 50"
    assert snapshot.cells["patrol-missed"] == "整日未巡 1 天"
    assert snapshot.cells["patrol-weeks"] == "53.0%"
    assert snapshot.cells["week-4"] == "11/16"


def test_staff_on_duty_stand_beside_those_registered_and_vacancies_are_named(busy):
    snapshot = shown(busy)
    assert [snapshot.cells[f"team-{kind}"] for kind in ("full_time", "retired", "temporary")] == [
        "2 / 47",
        "1 / 0",
        "0 / 1",
    ]
    assert snapshot.cells["team"] == "3 / 48"
    stock = busy.system.queries.figures.figures(ALL_VIEWER, month(), NOON).counts[Basis.STOCK]
    assert snapshot.cells["vacant"] == str(stock["grids"] - stock["grids_with_chief"]) == "3"
    assert snapshot.states["vacant"] == "warning"
    assert [snapshot.links[f"vacant-{n}"] for n in range(4)] == [
        *(f"/places/{PILOT_GRIDS[n]}" for n in (48, 49, 47)),
        "",
    ]
    assert (NOON.date() - LEFT).days == DAYS_SINCE
    assert [snapshot.cells[f"vacant-{n}-days"] for n in range(3)] == ["", "", f"{DAYS_SINCE} 天"]
    assert [snapshot.states[f"vacant-{n}"] for n in range(4)] == ["on", "on", "desk", "off"]


def test_a_grid_whose_chief_a_roster_names_is_not_vacant(busy):
    ResponsibleStore(busy.system.database.log).put([Responsible(PILOT_GRIDS[49], Duty.CHIEF, "赵敏")])
    snapshot = shown(busy)
    assert snapshot.cells["vacant"] == "2"
    assert rows_behind(busy, snapshot.links["vacant"]) == 2


def test_vacancies_are_cut_to_the_scope(busy):
    own, street = busy.system.queries.registers, Viewer("street", frozenset({"140303001"}))
    assert len(own.vacancies(ALL_VIEWER, PILOT[4], NOON).rows) == 3
    assert own.vacancies(ALL_VIEWER, PILOT[0], NOON).rows == []
    with pytest.raises(AccessError):
        own.vacancies(street, PILOT[4], NOON)
    with pytest.raises(AccessError):
        busy.system.queries.cases.channels(street, month(), NOON)


def test_the_published_duty_list_falls_step_by_step_with_a_bar_for_what_is_not_itemised(busy):
    snapshot = shown(busy)
    keys = ["baseline", *(f"cut-{n}" for n in range(len(CUTS))), "unnamed", "now"]
    sizes = [188, *(-n for n in sorted(CUTS, reverse=True)), -4, 11]
    assert [snapshot.cells[f"duty-{key}-n"].replace("−", "-") for key in keys] == [str(n) for n in sizes]
    assert snapshot.cells["duty-rate"] == "94.1%"
    ends = [round(188 * snapshot.bars[f"duty-{key}-from"]) for key in keys]
    assert ends == [0, 108, 83, 59, 36, 25, 15, 11, 0]
    assert snapshot.cells["duty-rest-wall-n"] == "−44"
    assert snapshot.cells["duty-rest-wall-name"] == "其余 3 项削减"
    rooms = [snapshot.states[f"duty-{key}"] for key in (*keys, "rest-wall", "rest", "admitted")]
    assert rooms == ["on", "on", "on", "on", "desk", "desk", "desk", "on", "on", "wall", "off", "off"]
    assert shown(busy, PILOT[0]).states["no-duties"] == "on"


def test_loads_are_those_of_the_children_with_the_middle_one_as_100(busy):
    snapshot = shown(busy)
    question = Question(DISTRICT, read_period("today", NOON.date()))
    children = [one for one in busy.system.queries.figures.children(ALL_VIEWER, question, NOON) if not one.is_direct]
    loads = {
        one.unit.code: Ratio(one.counts[Basis.STOCK]["open_weighted"], one.counts[Basis.STOCK]["workers_on_duty"])
        for one in children
    }
    known = sorted(index for one in loads.values() if (index := load_index(one, list(loads.values()))) is not None)
    assert [snapshot.cells[f"load-{n}-index"] for n in range(3)] == [f"{index:.0f}" for index in reversed(known)]
    assert snapshot.cells["load-spread"] == f"{load_spread(list(loads.values())):.2f}"
    assert len(snapshot.charts["load"].values) == len(known) == 3
    assert min(snapshot.charts["load"].values) >= 0


def test_a_wall_has_room_for_fewer_rows_than_a_desk_page(busy):
    below = [unit.code for unit in busy.system.queries.reach.tree.below("140303005", NOON.date())[1:9]]
    for n, place in enumerate(below):
        busy.report(f"more{n}", "G06", place, at=NOON - timedelta(minutes=5))
    states = shown(busy).states
    assert [states[f"best-{n}"] for n in range(AN_END_ON_A_WALL + 1)] == ["on", "on", "on", "desk"]
