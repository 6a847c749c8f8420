"""Who may answers an alarm through the intake, in the own name and with a reason; all others are told why not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from dashboard.actions import Actions, AlarmAnswer
from dashboard.app import create_app
from dashboard.gate import SESSION_COOKIE, Sessions
from pipelines.domain.access import ALL, Role, Viewer
from pipelines.domain.alarm import AlarmState
from pipelines.domain.errors import AccessError, ChangedError, QuestionError, SendError
from pipelines.token import system_token
from tests.system import PILOT, PILOT_GRIDS, System

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
OFFICER = Viewer("值班员", frozenset({PILOT[0]}), Role.DUTY_OFFICER)
ALARM = "vacancy|1"
SAYS = AlarmAnswer(ALARM, "acknowledge", "已派人到场")


@pytest.fixture
def alarmed(deployment: System) -> System:
    """One alarm at a grid of the first pilot community."""
    say(deployment, "raise", NOW - timedelta(minutes=5), kind="vacancy")
    return deployment


def say(system: System, action: str, at: datetime, **more: Any) -> None:
    record = system.record("alarm", PILOT_GRIDS[0], at, alarm_id=ALARM, action=action, **more)
    system.send_records([record], system_token(system.settings.secret))
    system.work(at)


def actions(system: System) -> Actions:
    return Actions(system.queries.alarms, system.intake, system.settings.secret)


def test_an_answer_stands_under_the_viewers_name_with_its_reason(alarmed: System):
    own = actions(alarmed)
    before = own.answer_alarm(OFFICER, SAYS, NOW)
    assert not own.is_taken_up(OFFICER, before)
    alarmed.work(NOW)
    after = alarmed.queries.alarms.alarm(OFFICER, ALARM)
    assert (after.state, after.actor, after.reason) == (AlarmState.ACKNOWLEDGED, "值班员", "已派人到场")
    assert own.is_taken_up(OFFICER, before)


def test_a_shelved_alarm_is_quiet_for_as_long_as_was_said_and_a_cleared_one_can_be_confirmed(alarmed: System):
    own = actions(alarmed)
    own.answer_alarm(OFFICER, replace(SAYS, action="shelve", hours=4), NOW)
    alarmed.work(NOW)
    assert alarmed.queries.alarms.alarm(OFFICER, ALARM).until == NOW + timedelta(hours=4)
    say(alarmed, "clear", NOW + timedelta(minutes=1))
    own.answer_alarm(OFFICER, replace(SAYS, action="confirm"), NOW + timedelta(minutes=2))
    alarmed.work(NOW + timedelta(minutes=2))
    assert alarmed.queries.alarms.alarm(OFFICER, ALARM).state is AlarmState.CONFIRMED


@pytest.mark.parametrize(
    ("viewer", "answer", "error"),
    [
        (replace(OFFICER, role=Role.ANALYST), SAYS, AccessError),
        (replace(OFFICER, role=Role.SCREEN, scopes=frozenset({ALL})), SAYS, AccessError),
        (replace(OFFICER, scopes=frozenset({PILOT[1]})), SAYS, AccessError),
        (OFFICER, replace(SAYS, alarm_id="none"), AccessError),
        (OFFICER, replace(SAYS, reason="  "), QuestionError),
        (OFFICER, replace(SAYS, reason="长" * 501), QuestionError),
        (OFFICER, replace(SAYS, action="shelve", hours=10_000), QuestionError),
        (OFFICER, replace(SAYS, action="confirm"), ChangedError),
        (OFFICER, replace(SAYS, action="clear"), ChangedError),
    ],
)
def test_what_may_not_be_is_refused_and_nothing_is_sent(alarmed: System, viewer: Viewer, answer: AlarmAnswer, error):
    before = alarmed.log().last_pos()
    with pytest.raises(error):
        actions(alarmed).answer_alarm(viewer, answer, NOW)
    assert alarmed.log().last_pos() == before


def test_of_two_who_answer_at_once_the_second_is_told(alarmed: System):
    actions(alarmed).answer_alarm(OFFICER, SAYS, NOW)
    with pytest.raises(ChangedError):
        actions(alarmed).answer_alarm(replace(OFFICER, name="另一人"), SAYS, NOW + timedelta(seconds=1))


def test_an_intake_that_does_not_answer_or_refuses_is_named(alarmed: System):
    away = httpx.Client(base_url="http://127.0.0.1:9", timeout=1)
    with pytest.raises(SendError, match="does not answer"):
        Actions(alarmed.queries.alarms, away, alarmed.settings.secret).answer_alarm(OFFICER, SAYS, NOW)
    with pytest.raises(SendError, match="401"):
        Actions(alarmed.queries.alarms, alarmed.intake, "another-secret").answer_alarm(OFFICER, SAYS, NOW)


@pytest.mark.parametrize(
    ("sent", "said"),
    [({}, "SendError"), ({"reason": ""}, "QuestionError"), ({"alarm": "none"}, "AccessError")],
)
def test_the_form_leads_back_to_its_page_with_what_came_of_it(alarmed: System, sent: dict[str, str], said: str):
    system = alarmed
    system.queries.accounts.put_account(OFFICER, "a-password")
    settings = replace(system.settings, intake_url="http://127.0.0.1:9")
    cookie = {SESSION_COOKIE: Sessions(system.queries.accounts, settings.secret).cookie(OFFICER)}
    form = {"alarm": ALARM, "action": "acknowledge", "reason": "看过", "back": "/alarms?place=1&lang=en&said=done"}
    with TestClient(create_app(settings), cookies=cookie, follow_redirects=False) as client:
        own = {"Origin": "http://testserver"}
        answer = client.post("/actions/alarm", data={**form, **sent}, headers=own)
        foreign = client.post("/actions/alarm", data=form, headers={"Origin": "http://elsewhere"})
        away = client.post("/actions/alarm", data={**form, "back": "//elsewhere/x"}, headers=own)
    assert answer.headers["location"] == f"/alarms?place=1&lang=en&said={said}"
    assert (answer.status_code, foreign.status_code) == (303, 403)
    assert away.headers["location"].startswith("/?said=")
