"""A case's page tells its whole life: skips, returns, the clock's own turns and what did not fit."""

from datetime import UTC, datetime, timedelta

import pytest
from dash import html

from dashboard.pages.choose import desk_page
from db.rule_store import RuleStore
from pipelines.domain.access import Viewer
from pipelines.domain.calendar import Counting, Limit
from pipelines.domain.rules import DeadlineRule
from pipelines.domain.step import CaseStage
from pipelines.intake import sources
from tests.dashboard.pages.reading import by_class, links, rows, text
from tests.system import ALL_VIEWER, PILOT, PILOT_GRIDS, System

START = datetime(2024, 5, 1, 1, 0, tzinfo=UTC)


def life(deployment: System) -> html.Div:
    """A case that became overdue, was sent back, closed, and got a step that does not fit."""

    def at(hours: float) -> datetime:
        return START + timedelta(hours=hours)

    event = deployment.event
    events = [
        event(
            "L1", "report", at(0), place=PILOT_GRIDS[0], channel="patrol", due_at=at(10).isoformat(), note="路面塌陷"
        ),
        event("L1", "dispatch", at(1), unit="市政所", actor="王芳"),
        event("L1", "dispose", at(12), actor="李强"),
        event("L1", "send_back", at(13), note="没有修好"),
        event("L1", "dispatch", at(14), unit="市政所"),
        event("L1", "close", at(20), level="community"),
        event("L1", "dispose", at(21)),
    ]
    deployment.send(events, deployment.key())
    deployment.work(at(30))
    return desk_page(
        deployment.queries, ALL_VIEWER, "/cases/L1", "?period=2024-05", at(30), deployment.settings.timezone
    )


def test_every_movement_is_told_in_order(deployment: System):
    entries = [" ".join(text(one).split()) for one in by_class(life(deployment), "desk-entry")]
    steps = ["上报", "派遣", "即将到期", "超期", "处置", "退回", "派遣", "结案", "处置"]
    assert len(entries) == len(steps)
    assert all(step in entry for step, entry in zip(steps, entries, strict=True)), entries
    assert "原因：没有修好" in entries[5] and "已处置 → 已上报" in entries[5]
    assert "◆" in entries[3] and "系统" in entries[3]
    assert "交 市政所" in entries[1] and "王芳" in entries[1]


def test_a_hand_over_tells_the_center_and_how_long_that_took_to_take_it_up(deployment: System):
    event, at = deployment.event, START + timedelta(hours=1)
    events = [
        event("H1", "report", START, place=PILOT_GRIDS[0], center="grid"),
        event("H1", "hand_over", at, center="emergency"),
        event("H1", "note", at + timedelta(minutes=20), note="来电询问"),
        event("H1", "dispatch", at + timedelta(minutes=90), unit="市政所"),
    ]
    deployment.send(events, deployment.key())
    deployment.work(at + timedelta(hours=2))
    told = (deployment.queries, ALL_VIEWER, "/cases/H1", "?period=2024-05", at + timedelta(hours=2))
    page = desk_page(*told, deployment.settings.timezone)
    entries = [" ".join(text(one).split()) for one in by_class(page, "desk-entry")]
    assert "至 应急指挥中心" in entries[1], entries
    assert ["接手" in one for one in entries] == [False, False, False, True]
    assert "移交后 1 小时 30 分 接手" in entries[3], entries


def test_a_merged_case_shows_how_its_parent_stands(deployment: System):
    event, at = deployment.event, START + timedelta(hours=1)
    told = {"channel": "window", "door_service": True, "unit": "便民中心"}
    events = [event(f"M{n}", "report", START, place=PILOT_GRIDS[n], **told) for n in range(3)]
    events += [event("M0", "merge", at, into="M1"), event("M1", "merge", at, into="M2"), event("M2", "dispatch", at)]
    deployment.send(events, deployment.key())
    deployment.work(at)
    asked = (deployment.queries, ALL_VIEWER, "/cases/M0", "?period=2024-05", at, deployment.settings.timezone)
    (known,) = by_class(desk_page(*asked), "desk-facts")
    said = " ".join(text(known).split())
    assert "并入 M2 · 已派遣" in said and "首问责任 便民中心" in said and "上门办理 是" in said
    assert any(one.href.startswith("/cases/M2") for one in links(known))
    parent = deployment.queries.cases.case(ALL_VIEWER, "M0").parent
    assert parent is not None and parent.case_id == "M2"
    near = Viewer("near", frozenset({PILOT_GRIDS[0]}))
    assert deployment.queries.cases.case(near, "M0").parent is None


def test_cases_merged_into_each_other_have_no_end_and_are_told_all_the_same(deployment: System):
    event, at = deployment.event, START + timedelta(hours=1)
    events = [event(f"R{n}", "report", START, place=PILOT_GRIDS[0]) for n in range(2)]
    events += [event("R0", "merge", at, into="R1"), event("R1", "merge", at, into="R0")]
    deployment.send(events, deployment.key())
    deployment.work(at)
    assert deployment.queries.cases.case(ALL_VIEWER, "R0").file.case.merged_into == "R1"


def test_a_step_that_does_not_fit_is_marked_with_the_reason(deployment: System):
    parked = by_class(life(deployment), "desk-entry-parked")
    assert len(parked) == 1
    assert "与案件当前进度不符" in text(parked[0])


def test_six_milestones_show_times_and_skips(deployment: System):
    steps = [" ".join(text(one).split()) for one in by_class(life(deployment), "desk-step")]
    assert steps[0] == "上报 2024-05-01 09:00"
    assert steps[1] == "分类 未单独记录"
    assert steps[2] == "处置 未单独记录 派遣 2024-05-01 23:00"
    assert steps[4] == "结案 2024-05-02 05:00"
    assert steps[5] == "归档 未到"


LINES = {
    "appeal": ("accept", "resolve", "feedback", "close"),
    "city_management": ("accept", "register", "dispatch", "dispose", "verify", "close"),
    "short": ("dispose", "close"),
}


@pytest.mark.parametrize(
    ("workflow", "stays"),
    [
        ("appeal", ["待受理", "化解中", "待群众确认", "待结案"]),
        ("city_management", ["待受理", "待立案", "待派遣", "处置中", "待核查", "待结案"]),
        ("short", ["处置中", "待结案"]),
    ],
)
def test_a_case_of_another_workflow_shows_its_own_stages(deployment: System, workflow: str, stays: list[str]):
    place, zone = PILOT_GRIDS[0], deployment.settings.timezone
    events = [deployment.event("W1", "report", START, place=place, workflow=workflow, due_at=START.isoformat())]
    later = enumerate(LINES[workflow], start=1)
    events += [deployment.event("W1", step, START + timedelta(hours=n)) for n, step in later]
    deployment.send(events, deployment.key())
    deployment.work(START)
    page = desk_page(deployment.queries, ALL_VIEWER, "/cases/W1", "", START + timedelta(days=1), zone)
    assert [text(row.children[0]).strip() for row in rows(by_class(page, "desk-stay-table")[0])] == stays


def test_a_stage_with_a_limit_of_its_own_says_until_when(deployment: System, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sources, "REGISTERS_AGE_SECONDS", -1.0)
    rule = DeadlineRule("G06", Limit(2, Counting.CONTINUOUS_HOURS), stage=CaseStage.CLASSIFIED)
    RuleStore(deployment.database.log, deployment.settings.timezone).put_deadlines([rule])
    deployment.send([deployment.event("S1", "report", START, place=PILOT_GRIDS[0], item="G06")], deployment.key())
    deployment.work(START)
    page = desk_page(deployment.queries, ALL_VIEWER, "/cases/S1", "", START, deployment.settings.timezone)
    steps = [" ".join(text(one).split()) for one in by_class(page, "desk-step")]
    assert steps[1] == "分类 未到 · 限 2024-05-01 11:00"


def test_the_way_up_keeps_the_period(deployment: System):
    crumbs = links(by_class(life(deployment), "desk-path")[0])
    assert crumbs[-1].href == f"/places/{PILOT_GRIDS[0]}?period=2024-05"
    assert PILOT[0] in crumbs[-2].href


def tiles(page: html.Div) -> list[str]:
    return [" ".join(text(one).split()) for one in by_class(page, "desk-kpi")]


def test_the_key_facts_say_what_it_is_how_late_who_had_it_and_why_it_came_back(deployment: System):
    matter, clock, stage, holder, returns = tiles(life(deployment))
    assert "路面塌陷" in matter
    assert clock == "时限 超期 10 小时 时限 2024-05-01 19:00"
    assert stage == "当前环节 已结案 于 2024-05-02 05:00"
    assert holder == "经办 市政所 李强"
    assert returns == "退回返工 1 次 原因：没有修好"


def test_an_open_case_says_how_long_it_has_who_has_it_and_since_when(deployment: System):
    due = (START + timedelta(hours=10)).isoformat()
    events = [
        deployment.event("L2", "report", START, place=PILOT_GRIDS[0], due_at=due),
        deployment.event("L2", "dispatch", START + timedelta(hours=1), unit="市政所", actor="王芳"),
    ]
    deployment.send(events, deployment.key())
    now = START + timedelta(hours=3)
    deployment.work(now)
    page = desk_page(deployment.queries, ALL_VIEWER, "/cases/L2", "", now, deployment.settings.timezone)
    _, clock, stage, holder, returns = tiles(page)
    assert clock == "时限 剩 7 小时 时限 2024-05-01 19:00"
    assert stage == "当前环节 已派遣 已 2 小时"
    assert holder == "在谁手里 市政所 王芳 · 自 2024-05-01 10:00"
    assert returns == "退回返工 0 没有退回"


def test_the_time_of_every_stage_adds_up_and_says_what_was_late(deployment: System):
    panel = by_class(life(deployment), "desk-dwell")[0]
    assert "共 20 小时" in text(panel)
    found = [" ".join(text(row).split()) for row in rows(by_class(panel, "desk-stay-table")[0])]
    assert found == [
        "待分类 — 2024-05-01 09:00 1 小时 10.0% —",
        "处置中 市政所 2024-05-01 10:00 11 小时 110.0% ◆ 紧急 2 小时",
        "待反馈 — 2024-05-01 21:00 1 小时 10.0% ◆ 紧急 1 小时",
        "待分类 — 2024-05-01 22:00 1 小时 10.0% ◆ 紧急 1 小时",
        "处置中 市政所 2024-05-01 23:00 6 小时 60.0% ◆ 紧急 6 小时",
    ]


def test_the_history_names_the_rung_of_supervision_and_when_a_reply_is_due(deployment: System):
    due = (START + timedelta(hours=10)).isoformat()
    deployment.send([deployment.event("L3", "report", START, place=PILOT_GRIDS[0], due_at=due)], deployment.key())
    now = START + timedelta(hours=90)
    deployment.work(START)
    for _ in range(5):
        deployment.tick(now)
    page = desk_page(deployment.queries, ALL_VIEWER, "/cases/L3", "", now, deployment.settings.timezone)
    history = " ".join(text(by_class(page, "desk-timeline")[0]).split())
    assert "催办" in history
    assert "督办 黄牌 2024-05-04 19:00 前回复" in history
    assert "督办 红牌 2024-05-08 19:00 前回复" in history
