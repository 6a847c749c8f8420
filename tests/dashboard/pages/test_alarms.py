"""The page of alarms: what stands open, since when, who answered it, and a form for whoever may."""

from dataclasses import replace
from datetime import timedelta

import pytest
from dash import html

from pipelines.domain.access import ALL, Role, Viewer
from pipelines.token import system_token
from tests.dashboard.pages.conftest import DISTRICT, NOW, Desk
from tests.dashboard.pages.reading import by_class, links, parts, rows, text
from tests.system import PILOT, PILOT_GRIDS

OFFICER = Viewer("值班员", frozenset({ALL}), Role.DUTY_OFFICER)


@pytest.fixture
def alarmed(desk: Desk) -> Desk:
    """Three alarms: a critical one of a case, a warning at a grid, an acknowledged one at another community."""
    say(desk, "a", PILOT_GRIDS[0], "raise", kind="overdue_a", subject="M1", case_id="M1", severity="critical")
    say(desk, "b", PILOT_GRIDS[0], "raise", kind="vacancy")
    say(desk, "c", PILOT_GRIDS[10], "raise", kind="burst", value=31)
    say(desk, "c", PILOT_GRIDS[10], "acknowledge", reason="已核实")
    return desk


def say(desk: Desk, alarm_id: str, place: str, action: str, **values) -> None:
    system = desk.system
    at = NOW - timedelta(minutes=20 if action == "raise" else 10)
    record = system.record("alarm", place, at, alarm_id=alarm_id, action=action, **values)
    system.send_records([{**record, "actor": "李然"}], system_token(system.settings.secret))
    system.work(NOW)


def listed(page) -> dict[str, html.Tr]:
    return {row.id: row for table in by_class(page, "desk-alarm-table") for row in rows(table)}


def test_open_alarms_stand_with_their_state_and_lead_to_what_they_are_about(alarmed: Desk):
    shown = listed(alarmed.page(f"/alarms?place={DISTRICT}&lang=en", OFFICER))
    assert set(shown) == {"a", "b", "c"}
    assert "Critical" in text(shown["a"]) and "for 20 min" in text(shown["a"])
    assert "/cases/M1?lang=en" in [one.href for one in links(shown["a"])]
    assert f"/places/{PILOT_GRIDS[0]}?lang=en" in [one.href for one in links(shown["b"])]
    assert all(word in text(shown["c"]) for word in ("李然", "已核实", "31 cases", "Acknowledged"))
    assert [name for name, row in shown.items() if "desk-unanswered" in (row.className or "")] == ["a"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (f"place={DISTRICT}&state=acknowledged", {"c"}),
        (f"place={DISTRICT}&state=raised", {"a", "b"}),
        (f"place={DISTRICT}&state=cleared", set()),
        (f"place={PILOT[1]}", {"c"}),
    ],
)
def test_state_and_place_narrow_the_list(alarmed: Desk, query: str, expected: set[str]):
    assert set(listed(alarmed.page(f"/alarms?{query}", OFFICER))) == expected


def test_only_who_may_answer_is_offered_a_form_and_only_with_what_fits_the_state(alarmed: Desk):
    shown = listed(alarmed.page(f"/alarms?place={DISTRICT}", OFFICER))
    offered = {name: [one.value for one in parts(row) if isinstance(one, html.Button)] for name, row in shown.items()}
    assert offered == {"a": ["acknowledge", "shelve"], "b": ["acknowledge", "shelve"], "c": ["shelve"]}
    page = alarmed.page(f"/alarms?place={DISTRICT}", replace(OFFICER, role=Role.ANALYST))
    assert listed(page) and not by_class(page, "desk-answer")


def test_what_came_of_an_answer_is_said_once_and_links_forget_it(alarmed: Desk):
    page = alarmed.page(f"/alarms?place={DISTRICT}&said=ChangedError", OFFICER)
    assert "已有人处理过" in text(by_class(page, "desk-said")[0])
    assert not [one.href for one in links(page) if "said=" in one.href]
    assert not by_class(alarmed.page(f"/alarms?place={DISTRICT}&said=<b>", OFFICER), "desk-said")


def test_supervision_is_counted_by_rung_and_a_foreign_place_stays_shut(alarmed: Desk):
    page = alarmed.page(f"/alarms?place={DISTRICT}", OFFICER)
    assert len(rows(by_class(page, "desk-effects")[0])) == 4
    own = replace(OFFICER, scopes=frozenset({PILOT[0]}))
    assert set(listed(alarmed.page("/alarms", own))) == {"a", "b"}
    for query in (f"place={PILOT[1]}", f"place={DISTRICT}&state=luck"):
        assert by_class(alarmed.page(f"/alarms?{query}", own), "desk-notice")
