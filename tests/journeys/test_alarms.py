"""A duty officer answers an alarm on its page, by keyboard alone, and sees at once that it stands."""

from datetime import UTC, datetime

import httpx
from playwright.sync_api import expect

from db.embedded import secret_of
from pipelines.token import system_token
from tests.faults.harness import wait_for
from tests.journeys.browsing import Watched
from tests.journeys.running import Running

COMMUNITY = "140303007002"
GRID = f"{COMMUNITY}001"


def raise_alarm(running: Running, alarm_id: str) -> None:
    values = {"alarm_id": alarm_id, "action": "raise", "kind": "vacancy", "severity": "critical"}
    at = datetime.now(UTC).isoformat()
    record = {"event_id": f"raise-{alarm_id}", "type": "alarm", "place": GRID, "occurred_at": at, "values": values}
    address = f"http://127.0.0.1:{running.intake_port}/api/v1/records"
    headers = {"Authorization": f"Bearer {system_token(secret_of(running.home))}"}
    assert httpx.post(address, json={"records": [record]}, headers=headers, timeout=20).status_code == 202


def test_an_alarm_is_answered_with_a_reason(watched: Watched, running: Running) -> None:
    raise_alarm(running, "journey")
    wait_for(lambda: running.counts(COMMUNITY)["stock"]["alarms_open"] == 1)
    page = watched.open(f"/alarms?place={COMMUNITY}")
    row = page.locator("tr[id='journey']")
    expect(row).to_contain_text("未处理")
    row.locator(".desk-answer > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("已派人到场")
    row.locator("button[value=acknowledge]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".desk-said")).to_have_text("已处理。")
    expect(row).to_contain_text("已知悉")
    expect(row).to_contain_text("demo")
    expect(row).to_contain_text("已派人到场")
    assert (watched.foreign, watched.faults) == ([], [])
