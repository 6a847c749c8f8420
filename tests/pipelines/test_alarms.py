"""Alarms from the rules through the intake into the table: raised once, dealt with, cleared, and never lost."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from dashboard.app import create_app
from db.alarm_store import AlarmReader
from db.case_store import CaseStore
from db.org_store import OrgStore
from db.register_store import Keyed, RegisterStore
from pipelines.domain.alarm import Alarm, AlarmState
from pipelines.domain.context import SourceSystem
from pipelines.domain.duty import DutyEntry, DutyKind
from pipelines.domain.staff import StaffCategory, StaffPost
from pipelines.domain.unit import OrgLevel
from pipelines.sample import sample_alarms
from pipelines.token import system_token
from pipelines.worker.alarms import Watch
from pipelines.worker.measures import Measures
from pipelines.worker.sender import Sender
from tests.system import PILOT, PILOT_GRIDS, System, hours

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
RULE = {rule.name: rule for rule in sample_alarms()}


def alarms(deployment: System) -> list[Alarm]:
    """All alarms that are open, with those of the rule's name that are not."""
    reader = AlarmReader(deployment.database.derived)
    places = [unit.id for unit in OrgStore(deployment.database.log).tree().units.values()]
    return reader.open() + reader.newest(places, [AlarmState.CLEARED, AlarmState.CONFIRMED], 100)


def look(deployment: System, watch: Watch, now: datetime) -> None:
    """What the worker does in a minute."""
    deployment.work(now)
    watch.look(now)
    deployment.work(now)


def report_overdue(deployment: System, key: str) -> None:
    made = deployment.event("c1", "report", NOW - hours(5), place=PILOT_GRIDS[0], due_at=(NOW - hours(1)).isoformat())
    deployment.send([made | {"class": "A"}], key)
    deployment.work(NOW)
    for _ in ("due soon", "overdue"):
        deployment.tick(NOW)


def test_an_overdue_case_is_raised_once_dealt_with_and_cleared_over_a_restart_and_a_rebuild(deployment: System) -> None:
    key = deployment.key()
    report_overdue(deployment, key)
    for minute in range(5):
        look(deployment, deployment.watch(), NOW + minute * MINUTE)
    (raised,) = alarms(deployment)
    assert (raised.rule, raised.case_id, raised.state, raised.severity) == ("overdue_a", "c1", "raised", "critical")
    said = deployment.record("alarm", PILOT_GRIDS[0], NOW + 6 * MINUTE, alarm_id=raised.alarm_id, action="acknowledge")
    said["values"]["reason"] = "已派人"
    deployment.send_records([said | {"actor": "值班员"}], key)
    deployment.worker = None
    look(deployment, deployment.watch(), NOW + 7 * MINUTE)
    (known,) = alarms(deployment)
    assert (known.state, known.actor, known.reason) == ("acknowledged", "值班员", "已派人")
    deployment.send([deployment.event("c1", "close", NOW + 8 * MINUTE)], key)
    look(deployment, deployment.watch(), NOW + 9 * MINUTE)
    (cleared,) = alarms(deployment)
    assert (cleared.state, cleared.cleared_at, cleared.actor) == ("cleared", NOW + 9 * MINUTE, "值班员")
    CaseStore(deployment.database.derived).forget()
    deployment.worker = None
    deployment.work(NOW + 10 * MINUTE)
    assert alarms(deployment) == [cleared]


def test_two_workers_that_see_the_same_raise_it_once(deployment: System) -> None:
    report_overdue(deployment, deployment.key())
    deployment.watch().look(NOW)
    _second(deployment, NOW + MINUTE)
    deployment.work(NOW)
    assert len(alarms(deployment)) == 1


def _second(deployment: System, now: datetime) -> None:
    """Another worker, that has not read what the first has said."""
    sender = Sender(deployment.intake, deployment.settings.secret)
    Watch(deployment.database, deployment.settings.timezone, sender.records).look(now)


def put(deployment: System, *rows: Keyed) -> None:
    RegisterStore(deployment.database.log).put(rows)


def raised(deployment: System, now: datetime, *names: str) -> list[tuple[str, str]]:
    """Rule and subject of what the named rules raise."""
    rules = [RULE[name] for name in names]
    watch = deployment.watch(rules)
    for minute in range(0, max(rule.lasting for rule in rules) // MINUTE + 6, 5):
        look(deployment, watch, now + minute * MINUTE)
    return sorted((one.rule, one.subject) for one in alarms(deployment) if one.is_open)


def test_a_grid_without_a_chief_is_told_of_where_the_register_was_loaded(deployment: System) -> None:
    assert raised(deployment, NOW, "vacancy") == []
    held = [
        StaffPost(f"s{n}", "张", StaffCategory.FULL_TIME, grid, date(2026, 1, 1), is_chief=True)
        for n, grid in enumerate(PILOT_GRIDS)
        if n
    ]
    put(deployment, *held)
    found = raised(deployment, NOW + hours(1), "vacancy")
    assert ("vacancy", PILOT_GRIDS[0]) in found
    assert ("vacancy", PILOT_GRIDS[1]) not in found


def test_work_under_a_code_that_was_not_admitted_is_told_of(deployment: System) -> None:
    key = deployment.key()
    put(deployment, DutyEntry("G06", PILOT[0], DutyKind.DUTY, "代办", date(2026, 1, 1), valid_to=date(2026, 6, 1)))
    deployment.send([deployment.event("c1", "report", NOW, place=PILOT_GRIDS[10], item="G06")], key)
    assert raised(deployment, NOW, "unadmitted") == []
    deployment.send([deployment.event("c2", "report", NOW, place=PILOT_GRIDS[0], item="G06")], key)
    assert raised(deployment, NOW + MINUTE, "unadmitted") == [("unadmitted", "G06")]


def test_work_under_a_code_that_no_list_has_is_told_of_where_a_list_of_items_is_kept(deployment: System) -> None:
    key, since = deployment.key(), date(2026, 1, 1)
    made = [deployment.event(f"c{n}", "report", NOW, place=PILOT_GRIDS[n], item="G06") for n in (0, 1, 10, 20)]
    deployment.send([*made, deployment.event("c5", "report", NOW, place=PILOT_GRIDS[0], item="G05")], key)
    put(deployment, DutyEntry("sum", PILOT[2], DutyKind.DUTY, "职责清单第1部分", since, items=34))
    assert raised(deployment, NOW, "unadmitted") == []
    put(deployment, DutyEntry("G05", PILOT[0], DutyKind.DUTY, "代办", since))
    assert raised(deployment, NOW + MINUTE, "unadmitted") == [("unadmitted", f"{PILOT[0]} G06")]
    put(deployment, DutyEntry("G01", "140303", DutyKind.DUTY, "巡查", since))
    assert raised(deployment, NOW + 10 * MINUTE, "unadmitted") == [("unadmitted", "140303 G06")]
    (told,) = [one for one in alarms(deployment) if one.is_open]
    assert (told.value, told.path) == (4, ("140303",))
    put(deployment, DutyEntry("G06", "140303", DutyKind.DUTY, "代办", since))
    assert raised(deployment, NOW + 20 * MINUTE, "unadmitted") == []


def test_a_subject_may_name_the_longest_place_with_the_longest_item(deployment: System) -> None:
    subject = f"{'p' * 64} {'i' * 32}"
    said = {"alarm_id": "unadmitted:x:0", "action": "raise", "kind": "unadmitted", "subject": subject}
    own = system_token(deployment.settings.secret)
    deployment.send_records([deployment.record("alarm", PILOT[0], NOW, **said, severity="warning", value=1)], own)
    deployment.work(NOW)
    assert [one.subject for one in alarms(deployment)] == [subject]


def test_many_reports_of_one_community_within_an_hour_are_told_of(deployment: System) -> None:
    key, rule = deployment.key(), RULE["burst"]
    made = [deployment.event(f"c{n}", "report", NOW - n * MINUTE, place=PILOT_GRIDS[n % 10]) for n in range(20)]
    deployment.send(made[1:], key)
    assert raised(deployment, NOW, "burst") == []
    deployment.send(made[:1], key)
    assert rule.level is OrgLevel.COMMUNITY
    assert raised(deployment, NOW + MINUTE, "burst") == [("burst", PILOT[0])]
    assert raised(deployment, NOW + hours(2), "burst") == []


def test_a_community_without_a_street_stands_in_for_it(deployment: System) -> None:
    moment = Measures(deployment.database, deployment.settings.timezone).moment(NOW)
    watched = moment.level(OrgLevel.SUBDISTRICT)
    assert {PILOT[0], "140303001"} <= {*watched}
    assert "140303001001" not in watched


def test_a_source_that_was_not_heard_for_two_intervals_is_told_of(deployment: System) -> None:
    put(deployment, SourceSystem("sensors", "感知平台", 5), SourceSystem("hotline", "热线", 60))
    sensors = deployment.key("sensors")
    deployment.send([deployment.event("c1", "report", NOW, place=PILOT_GRIDS[0])], sensors)
    deployment.send([deployment.event("c2", "report", NOW, place=PILOT_GRIDS[0])], deployment.key("hotline"))
    heard = datetime.now(UTC)
    assert raised(deployment, heard + 9 * MINUTE, "silent_feed") == [("silent_feed", "sensors")]
    deployment.send([deployment.event("c3", "report", NOW, place=PILOT_GRIDS[0])], sensors)
    assert raised(deployment, heard + 3 * MINUTE, "silent_feed") == []


def closes(
    deployment: System, start: str, days: Sequence[tuple[datetime, int]], after: timedelta
) -> list[dict[str, Any]]:
    return [
        made
        for day, n in days
        for i in range(n)
        for case in [f"{start}{day:%m%d}-{i}"]
        for made in (
            deployment.event(case, "report", day - after, place=PILOT_GRIDS[0]),
            deployment.event(case, "close", day),
        )
    ]


def test_closes_within_a_minute_of_the_report_are_told_of_by_their_share(deployment: System) -> None:
    key = deployment.key()
    deployment.send(closes(deployment, "slow", [(NOW, 22)], hours(3)), key)
    deployment.send(closes(deployment, "fast", [(NOW, 9)], timedelta(seconds=60)), key)
    assert raised(deployment, NOW, "instant_closes") == []
    deployment.send(closes(deployment, "more", [(NOW, 1)], timedelta(seconds=59)), key)
    assert raised(deployment, NOW + hours(1), "instant_closes") == [("instant_closes", PILOT[0])]


@pytest.mark.parametrize(("last", "expected"), [(30, [("closing_rush", PILOT[0])]), (29, [])])
def test_a_rush_of_closes_on_the_last_day_of_a_month_is_told_of(
    deployment: System, last: int, expected: list[tuple[str, str]]
) -> None:
    end = datetime(2026, 11, last, 8, tzinfo=UTC)
    days = [(end - timedelta(days=n), 10) for n in range(1, 29)] + [(end, 31)]
    deployment.send(closes(deployment, "c", days, hours(2)), deployment.key())
    assert raised(deployment, end, "closing_rush") == expected


def test_a_low_rate_is_told_of_when_it_has_been_low_for_ten_minutes(deployment: System) -> None:
    made = [
        deployment.event(f"c{n}", "report", NOW - hours(6), place=PILOT_GRIDS[0], due_at=(NOW - hours(1)).isoformat())
        for n in range(30)
    ]
    done = [deployment.event(f"c{n}", "close", NOW - hours(2 if n < 27 else 0.5)) for n in range(30)]
    deployment.send([*made, *done], deployment.key())
    watch = deployment.watch([RULE["slow_subdistrict"]])
    seen = []
    for minute in range(12):
        look(deployment, watch, NOW + minute * MINUTE)
        seen.append(len(alarms(deployment)))
    assert seen == [0] * 10 + [1, 1]


@pytest.mark.parametrize(("alone", "expected"), [(7, [0, 0, 0, 0, 1]), (6, [0] * 5)])
def test_reporters_who_close_their_own_reports_at_once_are_told_of(
    deployment: System, alone: int, expected: list[int]
) -> None:
    made = [
        deployment.event(f"c{n}", step, NOW - span, place=PILOT_GRIDS[0], actor="w1" if n < alone else f"{step} {n}")
        for n in range(22)
        for step, span in (("report", timedelta(seconds=50)), ("close", timedelta()))
    ]
    deployment.send(made, deployment.key())
    watch = deployment.watch([RULE["self_closing"]])
    seen = []
    for minute in (1, 10, 19, 28, 32):
        look(deployment, watch, NOW + minute * MINUTE)
        seen.append(len(alarms(deployment)))
    assert seen == expected


def test_a_silent_intake_does_not_make_the_watch_forget_what_it_waits_for(deployment: System) -> None:
    report_overdue(deployment, deployment.key())

    def away(_records: object) -> None:
        raise httpx.ConnectError("away")

    watch = Watch(deployment.database, deployment.settings.timezone, away)
    with pytest.raises(httpx.ConnectError):
        watch.look(NOW)
    assert alarms(deployment) == []
    look(deployment, deployment.watch(), NOW + MINUTE)
    assert len(alarms(deployment)) == 1


def test_alarms_are_counted_and_answered_within_the_scope_of_the_caller(deployment: System) -> None:
    report_overdue(deployment, deployment.key())
    look(deployment, deployment.watch(), NOW)
    own, other = deployment.key("own", PILOT[0], "read"), deployment.key("other", PILOT[1], "read")

    def ask(path: str, key: str) -> Any:
        return client.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {key}"}).json()

    with TestClient(create_app(deployment.settings)) as client:
        (shown,) = ask("alarms", own)["items"]
        assert (shown["rule"], shown["case_id"], shown["place"], shown["state"]) == (
            "overdue_a", "c1", PILOT_GRIDS[0], "raised",
        )  # fmt: skip
        assert ask("alarms?state=cleared", own)["items"] == []
        assert ask("alarms", other)["items"] == []
        assert ask(f"alarms?place={PILOT[0]}", other)["error"]["code"] == "OUT_OF_SCOPE"
        assert ask("alarms?state=loud", own)["error"]["code"] == "BAD_QUESTION"
        stock = [ask("kpi?period=2026-11", key)["counts"]["stock"] for key in (own, other)]
        assert [one["alarms_open"] for one in stock] == [1, 0]
        assert [one["cases"] for one in ask("supervision", own)["items"]] == [1, 0, 0, 0]
