"""The emergency center's board: its figures are those of the queries, and each leads to as many cases."""

import asyncio
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.centers.boards import wall
from dashboard.live.board import CLOCKS, HAZARD_LINES, MOST_GRAVE, MOST_ITEMS, MOST_LISTED, MOST_SHIFTS
from dashboard.live.channel import View
from dashboard.live.emergency_hazards import lines_of_items
from dashboard.queries.question import Question
from dashboard.wording.numbers import share
from dashboard.wording.times import duration
from dashboard.wording.words import Language
from pipelines.domain.access import ALL, Viewer
from pipelines.domain.errors import AccessError
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.kpi import Basis
from pipelines.domain.period import read_period
from tests.dashboard.live.city import NOON
from tests.system import ALL_VIEWER, PILOT, PILOT_GRIDS

DISTRICT = "140303"
GRAVE, URGENT, COMMON, PLAIN = "E01", "E06", "E14", "E19"
"""An item of each class."""


def look(city, place=DISTRICT, language=Language.ZH):
    """The snapshot with all that is read beside the rounds."""
    view = View("emergency", place, frozenset({ALL}), language)

    async def settled():
        await city.hub.whole(view)
        await city.hub.look()
        await city.hub.settle()
        await city.hub.look()
        return (await city.hub.whole(view))[0].snapshot

    return asyncio.run(settled())


def due(hours):
    return (NOON + timedelta(hours=hours)).isoformat()


def fill(city):
    """Hazards of every class, some of them fixed; a report that is nobody's hazard."""
    for n, item in enumerate((GRAVE, URGENT, URGENT, "E07", COMMON, COMMON, "E16", PLAIN)):
        city.report(f"h{n}", item, PILOT_GRIDS[n], due_at=due(3 + n))
    city.report("g0", "G06", PILOT_GRIDS[0])
    for case in ("h1", "h4"):
        for step in ("dispatch", "arrive", "dispose"):
            city.step(case, step)
    for step in ("feedback", "close"):
        city.step("h4", step)


def behind(city, address):
    """How many cases the list of an address has."""
    parts = urlsplit(address)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    basis, _, count = asked.get("list", "cohort.reported").partition(".")
    question = Question(
        parts.path.removeprefix("/places/"),
        read_period(asked["period"], city.system.day(NOON)),
        Center(asked["center"]),
        CaseClass(asked["class"]) if "class" in asked else None,
        asked.get("item"),
    )
    return city.system.queries.cases.behind(ALL_VIEWER, question, Basis(basis), count, NOON).total


def test_each_class_says_what_the_month_found_and_fixed_and_what_is_open(city):
    fill(city)
    snapshot = look(city)
    month = read_period("2026-11", city.system.day(NOON))
    for class_ in (CaseClass.A, CaseClass.B, CaseClass.C, CaseClass.D):
        question = Question(DISTRICT, month, Center.EMERGENCY, class_)
        counts = city.system.queries.figures.figures(ALL_VIEWER, question, NOON).counts
        told = [int(snapshot.cells[f"hazard-{class_}-{name}"]) for name in ("found", "fixed", "open")]
        assert told == [
            counts[Basis.COHORT]["hazards_reported"],
            counts[Basis.COHORT]["hazards_disposed"],
            counts[Basis.STOCK]["hazards_open"],
        ]
    assert [snapshot.cells[f"hazard-B-{name}"] for name in ("found", "fixed", "open")] == ["3", "1", "3"]
    assert [snapshot.cells[f"hazard-C-{name}"] for name in ("found", "fixed", "open")] == ["3", "1", "2"]


def test_the_largest_items_stand_below_their_class(city):
    fill(city)
    snapshot = look(city)
    shown = {n: (snapshot.cells[f"hazard-B-{n}-name"], snapshot.cells[f"hazard-B-{n}-open"]) for n in range(2)}
    assert shown == {0: ("电动车入户充电", "2"), 1: ("消防通道堵塞", "1")}
    assert [snapshot.states[f"hazard-B-{n}"] for n in range(3)] == ["on", "on", "off"]


def test_every_number_leads_to_as_many_cases(city):
    fill(city)
    snapshot = look(city)
    numbers = {key: n for key, n in snapshot.cells.items() if key.startswith("hazard-") and n.isdigit()}
    assert len(numbers) == 4 * 3 + 5
    for key, n in numbers.items():
        link = snapshot.links.get(key) or snapshot.links[key.removesuffix("-open")]
        assert behind(city, link) == int(n), key
    assert behind(city, snapshot.links["handling-of"]) == 8


def test_each_open_case_of_class_a_has_a_line_with_its_clock_and_address(city):
    fill(city)
    city.report("late", "E02", PILOT_GRIDS[12], at=NOON - timedelta(hours=3), due_at=due(-0.3))
    city.report("done", "E03", PILOT_GRIDS[12], at=NOON - timedelta(hours=3), due_at=due(9))
    for step in ("dispatch", "dispose"):
        city.step("done", step)
    snapshot = look(city)
    rows = [[snapshot.cells[f"grave-{n}-{part}"] for part in ("name", "fact")] for n in range(4)]
    assert rows == [["火情冒烟", "超时 18 分"], ["燃气异味", "剩 3 小时"], ["边坡滑塌险情", "待结案"], ["", ""]]
    assert [snapshot.states[f"grave-{n}"] for n in range(4)] == ["critical", "on", "on", "off"]
    assert snapshot.links["grave-0"] == "/cases/late"


def test_more_cases_of_class_a_than_lines_are_told_and_listed(city):
    for n in range(MOST_GRAVE + 2):
        city.report(f"a{n}", GRAVE, PILOT_GRIDS[n], due_at=due(n + 1))
    snapshot = look(city)
    assert (snapshot.states["grave-more"], snapshot.cells["grave-more"]) == ("on", "A类另有 2 件")
    assert behind(city, snapshot.links["grave-more"]) == MOST_GRAVE + 2


@pytest.mark.parametrize("n_grave", range(MOST_GRAVE + 1))
def test_the_lines_below_the_classes_fit_whatever_class_a_needs(n_grave):
    lines = lines_of_items(n_grave)
    assert n_grave + sum(lines) <= HAZARD_LINES
    assert min(lines) >= 1
    assert max(lines) <= MOST_ITEMS


def test_the_rate_of_the_year_stands_beside_the_same_time_last_year(city):
    year = timedelta(days=365)
    for n in range(5):
        city.report(f"l{n}", URGENT, PILOT_GRIDS[n], at=NOON - year - timedelta(days=9))
        if n < 2:
            at = (NOON - year - timedelta(days=8)).isoformat()
            events = [city.system.event(f"l{n}", step, NOON, occurred_at=at) for step in ("dispatch", "dispose")]
            city.system.send(events, city.system.key(f"late{n}"))
    city.report("after", URGENT, PILOT_GRIDS[0], at=NOON - year + timedelta(days=1))
    fill(city)
    snapshot = look(city)
    question = Question(DISTRICT, read_period("2026", city.system.day(NOON)), Center.EMERGENCY)
    rate = city.system.queries.figures.figures(ALL_VIEWER, question, NOON).rates["hazard_rate"]
    assert (
        snapshot.cells["handling-rate"] + snapshot.cells["handling-unit"] == share(rate.value, Language.ZH) == "25.0%"
    )
    assert snapshot.cells["handling-of"] == f"{rate.n} / {rate.d} 件" == "2 / 8 件"
    assert snapshot.cells["handling-change"] == "↓ 15.0 点"
    assert snapshot.cells["handling-before"] == "去年同期 40.0%*"


def test_without_last_year_there_is_no_comparison(city):
    fill(city)
    snapshot = look(city)
    assert snapshot.states["handling-compared"] == "off"
    assert snapshot.cells["handling-before"] == ""
    assert {snapshot.cells[f"clock-{name}-change"] for name in CLOCKS} == {"—"}
    assert snapshot.states["handling-small"] == "on"


def test_the_clocks_are_those_of_the_month(city):
    fill(city)
    snapshot = look(city)
    month = Question(DISTRICT, read_period("2026-11", city.system.day(NOON)), Center.EMERGENCY)
    whole, _ = city.system.queries.wide.family(ALL_VIEWER, month, NOON)
    for name in CLOCKS:
        found = whole.durations[name]
        assert snapshot.cells[f"clock-{name}-median"] == duration(found.quantile(0.5), Language.ZH)
        assert snapshot.cells[f"clock-{name}-p90"] == duration(found.quantile(0.9), Language.ZH)
        assert snapshot.cells[f"clock-{name}-n"] == f"{found.count}*" == "2*"


def test_the_numbers_of_the_list_are_those_of_the_map(city):
    fill(city)
    city.report("late", "E02", PILOT_GRIDS[12], at=NOON - timedelta(hours=3), due_at=due(-0.3))
    city.step("late", "dispatch")
    snapshot = look(city)
    assert snapshot.links["alarm-0"] == "/cases/late"
    assert [snapshot.cells[f"incident-{n}-number"] for n in range(4)] == ["2", "3", "4", ""]
    assert [snapshot.links[f"incident-{n}"] for n in range(3)] == ["/cases/h0", "/cases/h2", "/cases/h3"]
    assert [snapshot.cells[f"incident-{n}-class"] for n in range(3)] == ["A类", "B类", "B类"]
    assert snapshot.cells["incident-0-fact"] == "剩 3 小时"
    assert [(mark.number, mark.state) for mark in snapshot.marks] == [(1, "critical"), (2, "on"), (3, "on"), (4, "on")]
    assert snapshot.marks[0].place == PILOT[1]


def test_what_the_list_leaves_out_is_told(city):
    for n in range(MOST_LISTED + 3):
        city.report(f"b{n}", URGENT, PILOT_GRIDS[n], due_at=due(20 + n))
    snapshot = look(city)
    assert snapshot.links[f"incident-{MOST_LISTED - 1}"] == f"/cases/b{MOST_LISTED - 1}"
    assert snapshot.cells["incidents-more"] == "另有 3 件在办"


def test_who_is_on_duty_is_told_by_place_and_category_and_nobody_is_marked(city):
    system, key = city.system, city.system.key("roster")
    places = [*PILOT[1:], "140303001", "140303003", "140303004", "140303005", "140303006"]
    rows = [
        system.record("roster", place, NOON, worker=f"w{n}", category="retired" if n else "full_time")
        for n, place in enumerate(places)
    ]
    system.send_records(rows, key)
    city.report("h0", URGENT)
    snapshot = look(city)
    assert (snapshot.states["shift-0"], snapshot.cells["shift-0-name"]) == ("warning", "刘家垴")
    assert [snapshot.states[f"shift-{n}"] for n in range(MOST_SHIFTS)] == ["warning", *["on"] * 4, "off"]
    assert snapshot.cells["shifts-empty"] == "1 处无人在岗"
    assert snapshot.cells["shifts-total"] == f"{len(places)} 人"
    assert snapshot.cells["shift-1-workers_on_duty"] == snapshot.cells["shift-1-workers_retired"] == "1"
    assert snapshot.cells["shifts-more"].endswith("均有人在岗")


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("place", [DISTRICT, "140303005", "140303007001", "140303007001001"])
def test_the_frame_holds_an_element_for_everything_that_is_told(city, place, language):
    snapshot = look(city, place, language)
    names = {"data-cell": "cells", "data-key": "states", "data-link": "links", "data-chart": "charts"}
    found = {part: set() for part in names.values()}
    for element in wall("emergency", place, language)._traverse():
        for attribute, part in names.items():
            if getattr(element, attribute, None):
                found[part].add(getattr(element, attribute))
    for part, identifiers in found.items():
        assert identifiers == {key for key in getattr(snapshot, part) if not key.startswith(("map-", "area:"))}, part


def test_an_empty_place_shows_zeros_and_dashes(city):
    snapshot = look(city)
    assert {snapshot.cells[f"hazard-{class_}-open"] for class_ in "ABCD"} == {"0"}
    assert snapshot.cells["handling-rate"] == "—"
    assert {snapshot.cells[f"clock-{name}-median"] for name in CLOCKS} == {"—"}
    assert snapshot.states["incidents-none"] == "on"
    assert "critical" not in snapshot.states.values()


def test_what_is_counted_from_the_cases_is_told_within_the_scope_only(city):
    fill(city)
    wide, day = city.system.queries.wide, city.system.day(NOON)
    question = Question(DISTRICT, read_period("2026-11", day), Center.EMERGENCY)
    street = Viewer("street", frozenset({"140303005"}))
    with pytest.raises(AccessError):
        wide.stock_items(street, question, "hazards_open", NOON)
    with pytest.raises(AccessError):
        wide.durations(street, question, NOON)


def test_until_they_are_read_figures_are_missing_and_nothing_is_said_to_be_quiet(city):
    fill(city)
    view = View("emergency", DISTRICT, frozenset({ALL}), Language.ZH)
    snapshot = asyncio.run(city.hub.whole(view))[0].snapshot
    assert {snapshot.cells[f"hazard-{class_}-open"] for class_ in "ABCD"} == {"—"}
    assert {snapshot.cells[f"clock-{name}-n"] for name in CLOCKS} == {""}
    assert snapshot.states["incidents-none"] == "off"
