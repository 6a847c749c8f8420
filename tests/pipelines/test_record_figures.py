"""Figures of records and registers: beside those of cases, at their watermark, along the tree, now and in the past."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from dashboard.app import create_app
from dashboard.queries.question import Figures, Question
from db import known_places
from db.org_store import NewPlace, OrgStore
from db.register_store import RegisterStore
from pipelines.commands.register import REGISTERS
from pipelines.domain.catalogue import Item
from pipelines.domain.context import SourceSystem
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.kpi import Basis, ratios
from pipelines.domain.period import read_period
from pipelines.domain.record_counts import RECORD_COUNTS
from pipelines.domain.staff import StaffCategory, StaffPost
from pipelines.domain.unit import OrgLevel
from pipelines.intake import sources
from pipelines.registers.sheet import FaultyFileError
from tests.system import ALL_VIEWER, PILOT, PILOT_GRIDS, System, hours

DISTRICT = "140303"
NOW = datetime.now(UTC).replace(hour=6, minute=0, second=0, microsecond=0)
LAST_YEAR = date(2025, 1, 1)


@pytest.fixture(autouse=True)
def registers_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_places, "LOOK_SECONDS", -1.0)


def figures(deployment: System, place: str, period: str, now: datetime = NOW) -> Figures:
    asked = Question(place, read_period(period, deployment.day(now)))
    return deployment.queries.figures.figures(ALL_VIEWER, asked, now)


def some_records(deployment: System, key: str) -> None:
    """Three grids patrolled today, one of them twice; one yesterday; visits, and workers on duty."""
    grids, yesterday = PILOT_GRIDS[:3], NOW - timedelta(days=1)
    made = [deployment.record("patrol", grid, NOW - hours(n), minutes=30) for n, grid in enumerate((*grids, grids[0]))]
    made.append(deployment.record("patrol", grids[0], yesterday))
    made.append(deployment.record("visit", grids[1], NOW, households=7))
    planned = {"worker": "w0", "category": "full_time"}
    made.append(deployment.record("roster", grids[0], NOW + timedelta(days=1), **planned))
    for n, category in enumerate(("full_time", "full_time", "retired")):
        made.append(deployment.record("roster", grids[n], NOW - hours(1), worker=f"w{n}", category=category))
        made.append(deployment.record("roster", grids[n], yesterday, worker=f"w{n}", category=category))
    deployment.send_records(made, key)


def test_records_are_counted_along_the_tree_and_rated(deployment: System) -> None:
    key = deployment.key()
    some_records(deployment, key)
    deployment.send([deployment.event(f"c{n}", "report", NOW, place=PILOT_GRIDS[0]) for n in range(6)], key)
    deployment.work(NOW)
    yesterday = deployment.day(NOW - timedelta(days=1)).isoformat()
    two_days = f"{yesterday}..{deployment.day(NOW + timedelta(days=1)).isoformat()}"
    for period, patrols, grid_days, due, worker_days in (("today", 4, 3, 50, 3), (two_days, 5, 4, 100, 6)):
        found = figures(deployment, PILOT[0], period)
        flow = found.counts[Basis.FLOW]
        assert (flow["patrols"], flow["grid_days_patrolled"], flow["worker_days"]) == (patrols, grid_days, worker_days)
        whole = figures(deployment, DISTRICT, period)
        assert (whole.rates["patrol_coverage"].n, whole.rates["patrol_coverage"].d) == (grid_days, due)
        assert whole.counts[Basis.FLOW]["households_visited"] == 7
        assert whole.rates["reports_per_worker"].value == 6 / worker_days
    stock = figures(deployment, DISTRICT, "today").counts[Basis.STOCK]
    assert (stock["workers_on_duty"], stock["workers_full_time"], stock["workers_retired"]) == (3, 2, 1)
    assert figures(deployment, PILOT[1], "today").rates["patrol_coverage"].value == 0


def test_every_day_of_a_series_shows_who_walked(deployment: System) -> None:
    some_records(deployment, deployment.key())
    deployment.work(NOW)
    first, today = deployment.day(NOW - timedelta(days=2)), deployment.day(NOW)
    asked = Question(PILOT[0], read_period(f"{first}..{today}", today))
    points = deployment.queries.series.points(ALL_VIEWER, asked, "day", NOW)
    found = [(ratios(one.counts)["patrol_coverage"].n, ratios(one.counts)["patrol_coverage"].d) for one in points]
    assert found == [(0, 0), (1, 10), (3, 10)]
    assert [one.counts[Basis.FLOW]["households_visited"] for one in points] == [0, 0, 7]


def test_a_parent_equals_its_children_and_what_was_recorded_at_itself(deployment: System) -> None:
    key = deployment.key()
    some_records(deployment, key)
    deployment.send_records([deployment.record("visit", DISTRICT, NOW, households=2)], key)
    RegisterStore(deployment.database.log).put(
        [
            StaffPost(f"W{n}", "王伟", StaffCategory.RETIRED, grid, LAST_YEAR, True)
            for n, grid in enumerate(PILOT_GRIDS[:9])
        ]
    )
    deployment.work(NOW)
    asked = Question(DISTRICT, read_period("today", deployment.day(NOW)))
    whole, parts = deployment.queries.figures.family(ALL_VIEWER, asked, NOW)
    assert parts[-1].is_direct
    assert parts[-1].counts[Basis.FLOW]["households_visited"] == 2
    assert whole.counts[Basis.STOCK]["grids_with_chief"] == 9
    for basis, names in RECORD_COUNTS.items():
        for name in names:
            assert whole.counts[basis][name] == sum(part.counts[basis][name] for part in parts), name


def test_an_answer_holds_the_records_of_its_own_watermark(deployment: System) -> None:
    key = deployment.key()
    some_records(deployment, key)
    deployment.work(NOW)
    assert figures(deployment, DISTRICT, "today").freshness.as_of == NOW
    deployment.send_records([deployment.record("patrol", PILOT_GRIDS[5], NOW)], key)
    assert deployment.worker is not None
    assert deployment.worker.step(NOW) == 1
    ahead = figures(deployment, DISTRICT, "today")
    assert ahead.counts[Basis.FLOW]["patrols"] == 5
    assert ahead.freshness.watermark == {DISTRICT: deployment.log().heads()[DISTRICT]}
    deployment.worker.flush()
    level = figures(deployment, DISTRICT, "today")
    assert (level.counts, level.freshness.watermark) == (ahead.counts, ahead.freshness.watermark)


def test_without_redis_the_same_figures_come_from_sql(deployment: System) -> None:
    some_records(deployment, deployment.key())
    deployment.work(NOW)
    before = figures(deployment, DISTRICT, "today").counts
    deployment.redis.flushall()
    assert figures(deployment, DISTRICT, "today").counts == before


def test_a_past_instant_knows_only_what_had_happened(deployment: System) -> None:
    some_records(deployment, deployment.key())
    deployment.work(NOW)
    asked = Question(DISTRICT, read_period(deployment.day(NOW).isoformat(), deployment.day(NOW)))
    then = NOW - hours(1.5)
    past = deployment.queries.figures.past(ALL_VIEWER, asked, then, NOW)
    flow, stock = past.counts[Basis.FLOW], past.counts[Basis.STOCK]
    assert (flow["patrols"], flow["grid_days_patrolled"], flow["households_visited"]) == (2, 2, 0)
    assert (stock["workers_on_duty"], flow["worker_days"]) == (0, 0)


def test_a_slice_by_item_has_no_records(deployment: System) -> None:
    some_records(deployment, deployment.key())
    deployment.work(NOW)
    asked = Question(DISTRICT, read_period("today", deployment.day(NOW)), item="G01")
    found = deployment.queries.figures.figures(ALL_VIEWER, asked, NOW)
    assert "patrols" not in found.counts[Basis.FLOW]
    assert found.rates["patrol_coverage"].value is None


@contextmanager
def office(deployment: System) -> Iterator[TestClient]:
    with TestClient(create_app(deployment.settings)) as client:
        client.headers["Authorization"] = f"Bearer {deployment.key('reader', may='read')}"
        yield client


def load(deployment: System, folder: Path, name: str, text: str) -> None:
    """What `threecenter register load` does with a file."""
    file = folder / f"{name}.csv"
    file.write_text(text, encoding="utf-8")
    register = REGISTERS[name]
    register.put(deployment.database, register.sheet(deployment.database).load(file))


def get(client: TestClient, path: str) -> dict[str, Any]:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


LUOHU, YANTIAN = "440303", "440308"
LUOHU_CUTS = (80, 11, 10, 25, 23, 24)


def duty_file() -> str:
    head = "code,place,kind,name,items,at_least,valid_from,valid_to,cut"
    cuts = [
        f"L{n},{LUOHU},职责事项,原清单,{items},,2014-01-01,2015-06-01,第{n}类" for n, items in enumerate(LUOHU_CUTS)
    ]
    rest = [
        f"L8,{LUOHU},职责事项,原清单,4,,2014-01-01,2015-06-01,",
        f"L9,{LUOHU},职责事项,现清单,11,,2014-01-01,,",
        f"A1,{LUOHU},考核评比,原考核,68,是,2014-01-01,2015-06-01,清理",
        f"A2,{LUOHU},考核评比,现考核,2,是,2014-01-01,,",
        f"Y1,{YANTIAN},职责事项,原清单,184,,2014-01-01,2015-06-01,清理",
        f"Y2,{YANTIAN},职责事项,现清单,30,,2014-01-01,,",
    ]
    return "\n".join([head, *cuts, *rest])


def test_published_duty_lists_give_the_published_reductions(deployment: System, tmp_path: Path) -> None:
    OrgStore(deployment.database.log).put_places(
        [NewPlace(code, OrgLevel.DISTRICT, name) for code, name in ((LUOHU, "罗湖区"), (YANTIAN, "盐田区"))]
    )
    load(deployment, tmp_path, "duties", duty_file())
    deployment.work()
    with office(deployment) as client:
        duty, assessment = get(client, f"duties?place={LUOHU}")["kinds"]
        assert (duty["baseline"], duty["items"], duty["not_itemised"]) == (188, 11, 4)
        assert [one["items"] for one in duty["cuts"]] == list(LUOHU_CUTS)
        assert sum(LUOHU_CUTS) == 173 == duty["reduction"]["n"] - duty["not_itemised"]
        assert round(duty["reduction"]["value"] * 100, 1) == 94.1
        assert (assessment["baseline"], assessment["items"]) == (70, 2)
        assert (int(assessment["reduction"]["value"] * 100), assessment["reduction"]["at_least"]) == (97, True)
        for place, n, d, percent in ((LUOHU, 177, 188, 94.1), (YANTIAN, 184, 214, 86.0)):
            rate = get(client, f"kpi?place={place}&period=today")["rates"]["duty_reduction"]
            assert (rate["n"], rate["d"], round(rate["value"] * 100, 1)) == (n, d, percent)


def test_a_vacant_grid_shows_in_the_staffing_rate(deployment: System, tmp_path: Path) -> None:
    rows = [f"W{grid},王伟,在职专职,{grid},是,2025-01-01," for grid in PILOT_GRIDS[:-3]]
    load(deployment, tmp_path, "staff", "\n".join(["code,name,category,place,chief,valid_from,valid_to", *rows]))
    deployment.work()
    street = deployment.key("street", "140303001", "read")
    with office(deployment) as client:
        rate = get(client, f"kpi?place={DISTRICT}&period=today")["rates"]["staffing_rate"]
        assert (rate["n"], rate["d"]) == (47, 50)
        assert get(client, f"kpi?place={DISTRICT}&period=today")["counts"]["stock"]["grids_vacant"] == 3
        assert get(client, f"kpi?place={PILOT[4]}&period=today")["counts"]["stock"]["grids_vacant"] == 3
        assert get(client, f"kpi?place={PILOT[0]}&period=today")["rates"]["staffing_rate"]["value"] == 1
        staff = get(client, f"staff?place={PILOT[0]}")["items"]
        assert len(staff) == 10
        assert (staff[0]["category"], staff[0]["chief"]) == ("full_time", True)
        client.headers["Authorization"] = f"Bearer {street}"
        assert client.get(f"/api/v1/staff?place={PILOT[0]}").status_code == 403
        assert client.get("/api/v1/sources").status_code == 403


def test_a_grid_has_one_chief_whichever_register_names_it(deployment: System, tmp_path: Path) -> None:
    staffed, free = PILOT_GRIDS[:2]
    staff, roster = "code,name,category,place,chief,valid_from,valid_to", "unit,role,name,phone,valid_from,valid_to"
    load(deployment, tmp_path, "staff", f"{staff}\nW1,王伟,在职专职,{staffed},是,2025-01-01,")
    load(deployment, tmp_path, "responsible", f"{roster}\n{staffed},chief,王伟,138,,\n{free},chief,李娜,,,")
    for name, text in (
        ("responsible", f"{roster}\n{staffed},chief,赵强,,,"),
        ("staff", f"{staff}\nW2,赵强,退休专职,{free},是,2025-01-01,"),
    ):
        with pytest.raises(FaultyFileError, match="a grid has one chief a day"):
            load(deployment, tmp_path, name, text)
    assert figures(deployment, DISTRICT, "today").counts[Basis.STOCK]["grids_with_chief"] == 2


def test_a_fact_tells_its_base_and_how_much_it_has_grown(deployment: System, tmp_path: Path) -> None:
    head = "code,place,name,value,base,day,source"
    load(deployment, tmp_path, "facts", f"{head}\norganisations,{DISTRICT},社会组织,526,,2012-12-31,年报")
    made = deployment.record("fact", DISTRICT, NOW - hours(24), fact="organisations", value=747, base=526)
    deployment.send_records([made], deployment.key())
    deployment.work()
    with office(deployment) as client:
        (fact,) = get(client, f"facts?place={DISTRICT}")["items"]
        assert (fact["name"], fact["value"], fact["base"]) == ("社会组织", 747, 526)
        assert (round(fact["change"]["value"]), fact["change"]["unit"]) == (42, "percent")


def test_homes_show_what_is_due_and_an_inspection_meets_it(deployment: System, tmp_path: Path) -> None:
    today = deployment.day(NOW)
    head = "code,place,type,grade,every_days,first_due,valid_from"
    late, soon = today - timedelta(days=5), today + timedelta(days=5)
    homes = [f"h{n},{PILOT_GRIDS[n]},合租,B,30,{day},2025-01-01" for n, day in enumerate((late, late, today, soon))]
    load(deployment, tmp_path, "rentals", "\n".join([head, *homes]))
    key = deployment.key()
    deployment.send_records([deployment.record("inspection", PILOT_GRIDS[0], NOW, rental="h0", grade="C")], key)
    deployment.send_records([deployment.record("inspection", PILOT_GRIDS[2], NOW, rental="h2", result="failed")], key)
    deployment.work(NOW)
    found = figures(deployment, DISTRICT, f"{late}..{soon}")
    stock = found.counts[Basis.STOCK]
    assert (stock["rentals"], stock["rentals_shared_b"], stock["rentals_shared_c"]) == (4, 3, 1)
    assert (stock["inspections_due"], stock["inspections_overdue"]) == (1, 1)
    assert (found.rates["inspection_rate"].n, found.rates["inspection_rate"].d) == (1, 3)
    flow = found.counts[Basis.FLOW]
    assert [flow[f"inspections_{what}"] for what in ("done", "passed", "failed")] == [2, 1, 1]
    with office(deployment) as client:
        homes_now = {one["code"]: one for one in get(client, f"rentals?place={DISTRICT}")["items"]}
        assert homes_now["h0"]["grade"] == "C"
        assert homes_now["h2"]["inspections"] == [{"day": today.isoformat(), "result": "failed"}]
        assert homes_now["h0"]["inspection_due"] == (today + timedelta(days=30)).isoformat()


def test_months_show_homes_by_grade_as_they_stood(deployment: System, tmp_path: Path) -> None:
    head = "code,place,type,grade,every_days,first_due,valid_from"
    rows = f"h0,{PILOT_GRIDS[0]},合租,B,30,2026-03-10,2026-03-01\nh1,{PILOT_GRIDS[1]},合租,A,30,2026-05-10,2026-05-01"
    load(deployment, tmp_path, "rentals", f"{head}\n{rows}")
    seen = datetime(2026, 6, 10, 4, tzinfo=UTC)
    deployment.send_records(
        [deployment.record("inspection", PILOT_GRIDS[0], seen, rental="h0", grade="C")], deployment.key()
    )
    deployment.work(NOW)
    load(deployment, tmp_path, "rentals", f"{head}\nh1,{PILOT_GRIDS[1]},合租,B,30,2026-08-10,2026-08-01")
    with office(deployment) as client:
        points = get(client, f"kpi/series?place={DISTRICT}&period=2026&step=month")["items"]
        found = {one["at"]: [one["counts"]["stock"][f"rentals_shared_{grade}"] for grade in "abc"] for one in points}
        months = ("02", "03", "05", "06", "08")
        expected = [[0, 0, 0], [0, 1, 0], [1, 1, 0], [1, 0, 1], [0, 1, 1]]
        assert [found[f"2026-{month}"] for month in months] == expected
        month = get(client, f"kpi?place={DISTRICT}&period=2026-06")["counts"]["stock"]
        (june,) = [one["counts"]["stock"] for one in points if one["at"] == "2026-06"]
        assert {name: month[name] for name in june} == june
        daily = get(client, f"kpi/series?place={PILOT[0]}&period=2026-06&step=day")["items"]
        assert [one["counts"]["stock"]["rentals_shared_c"] for one in daily[8:10]] == [0, 1]


def test_an_admitted_duty_and_a_cut_move_the_list(deployment: System, tmp_path: Path) -> None:
    load(
        deployment,
        tmp_path,
        "duties",
        f"code,place,kind,name,items,valid_from\nd1,{DISTRICT},职责事项,清单,10,2025-01-01",
    )
    key, told = deployment.key(), {"duty": "new", "kind": "duty", "name": "新任务", "items": 2}
    actions = ("propose", "review", "approve")
    made = [
        deployment.record("admission", DISTRICT, NOW - hours(9 - n), action=action, **told)
        for n, action in enumerate(actions)
    ]
    for n, items in ((2, 10), (3, 12)):
        deployment.send_records(made[:n], key)
        deployment.work(NOW)
        assert figures(deployment, DISTRICT, "today").counts[Basis.STOCK]["duty_items"] == items
    deployment.send_records([deployment.record("duty", DISTRICT, NOW, duty="d1", cut="合并")], key)
    deployment.work(NOW)
    assert figures(deployment, DISTRICT, "today").rates["duty_reduction"].value == 0.8


def test_load_is_open_work_by_worker_against_the_median_of_its_siblings(deployment: System) -> None:
    key, events = deployment.key(), []
    for grid, class_ in zip(PILOT_GRIDS, ("A", "B", "D"), strict=False):
        for case_id in (f"{grid}-1", f"{grid}-2"):
            events.append(deployment.event(case_id, "report", NOW, place=grid))
            events.append(deployment.event(case_id, "classify", NOW, **{"class": class_}))
    deployment.send(events, key)
    made = [deployment.record("roster", grid, NOW, worker=f"w{grid}", category="retired") for grid in PILOT_GRIDS[:3]]
    deployment.send_records(made, key)
    deployment.work(NOW)
    day = deployment.day(NOW).isoformat()
    with office(deployment) as client:
        children = get(client, f"kpi/children?place={PILOT[0]}&period={day}")
        loads = {one["place"]: one["rates"]["duty_load"] for one in children["items"]}
        first, second, third, idle = (loads[grid] for grid in PILOT_GRIDS[:4])
        assert [(one["n"], one["d"]) for one in (first, second, third, idle)] == [(8, 1), (6, 1), (2, 1), (0, 0)]
        assert [round(one["value"], 1) for one in (first, second, third)] == [133.3, 100.0, 33.3]
        assert idle["value"] is None
        assert round(children["spread"]["duty_load"], 4) == round(7.6 / 6, 4)
        assert get(client, f"kpi?place={PILOT_GRIDS[0]}&period={day}")["rates"]["duty_load"] == first
        assert get(client, f"kpi?place={DISTRICT}&period={day}")["rates"]["duty_load"]["value"] is None


def test_the_catalogue_says_what_a_case_of_a_class_weighs(deployment: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "REGISTERS_AGE_SECONDS", -1.0)
    grid = PILOT_GRIDS[0]
    item = Item("own", "自有", "Own", Center.GRID, CaseClass.A, weight=30)
    OrgStore(deployment.database.log).put_items([item])
    told = [deployment.event("c", "report", NOW, place=grid, item="own")]
    told.append(deployment.event("d", "report", NOW, place=grid, item="G01"))
    deployment.send(told, deployment.key())
    deployment.work(NOW)
    light = deployment.queries.reach.catalogue.items["G01"].weight
    assert figures(deployment, DISTRICT, "today").counts[Basis.STOCK]["open_weighted"] == 30 + light


def test_groups_and_sources_tell_where_they_stand(deployment: System, tmp_path: Path) -> None:
    head = "code,place,name,leader,filed_on,approved_on"
    load(deployment, tmp_path, "groups", f"{head}\ng1,{PILOT[0]},舞蹈队,王伟,2020-01-01,2020-02-01")
    RegisterStore(deployment.database.log).put([SourceSystem("heard", "热线", 60), SourceSystem("mute", "哑", 60)])
    deployment.send_records([deployment.record("patrol", PILOT_GRIDS[0], NOW)], deployment.key("heard"))
    deployment.work(NOW)
    with office(deployment) as client:
        (group,) = get(client, f"groups?place={DISTRICT}")["items"]
        assert (group["status"], group["renewal_due"]) == ("renewal_due", "2021-02-01")
        assert figures(deployment, DISTRICT, "2021-03").counts[Basis.STOCK]["groups_renewal_due"] == 1
        load(deployment, tmp_path, "groups", f"{head}\ng1,{PILOT[1]},舞蹈队,李娜,2020-01-01,2021-03-15")
        assert figures(deployment, DISTRICT, "2021-02").counts[Basis.STOCK]["groups_renewal_due"] == 1
        assert figures(deployment, PILOT[1], "2021-03").counts[Basis.STOCK]["groups_approved"] == 1
        (group,) = get(client, f"groups?place={PILOT[1]}")["items"]
        assert [(one["day"], one["leader"], one["place"]) for one in group["changes"]] == [
            ("2020-02-01", "王伟", PILOT[0]),
            ("2021-03-15", "李娜", PILOT[1]),
        ]
        sources = {one["code"]: one for one in get(client, "sources")["items"]}
        assert (sources["heard"]["late"], sources["mute"]["late"]) == (False, True)
