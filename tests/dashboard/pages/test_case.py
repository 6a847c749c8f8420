"""A case's page tells its whole life: skips, returns, the clock's own turns and what did not fit."""

from datetime import UTC, datetime, timedelta

from dash import html

from dashboard.pages.choose import desk_page
from tests.dashboard.pages.reading import by_class, links, text
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


def test_the_way_up_keeps_the_period(deployment: System):
    crumbs = links(by_class(life(deployment), "desk-path")[0])
    assert crumbs[-1].href == f"/places/{PILOT_GRIDS[0]}?period=2024-05"
    assert PILOT[0] in crumbs[-2].href
