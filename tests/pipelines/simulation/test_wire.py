import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from pipelines.domain.event import CaseEvent, Center
from pipelines.domain.step import Step
from pipelines.simulation.wire import MOST_EVENTS, batches, to_wire
from tests.pipelines.simulation.conftest import ZONE

REPORT = CaseEvent(
    source="",
    event_id="LH-20261121-00001-1",
    case_id="LH-20261121-00001",
    step=Step.REPORT,
    occurred_at=datetime(2026, 11, 21, 8, 32, 4, tzinfo=UTC),
    path=("440309", "440309002", "440309002001", "440309002001007"),
    item="G06",
    channel="window",
    door_service=True,
    due_at=datetime(2026, 11, 24, 8, 32, 4, tzinfo=UTC),
    actor="陈女士",
    note="窗口受理：共享单车淤积。",
)
REQUEST_LIMIT = 256 * 1024


def test_an_event_has_the_fields_of_the_public_interface_and_no_empty_ones():
    assert to_wire(REPORT, ZONE) == {
        "event_id": "LH-20261121-00001-1",
        "case_id": "LH-20261121-00001",
        "step": "report",
        "occurred_at": "2026-11-21T16:32:04+08:00",
        "place": "440309002001007",
        "item": "G06",
        "channel": "window",
        "door_service": True,
        "due_at": "2026-11-24T16:32:04+08:00",
        "actor": "陈女士",
        "note": "窗口受理：共享单车淤积。",
    }


def test_times_carry_the_offset_that_holds_in_the_deployments_zone_then():
    summer = CaseEvent("", "1", "1", Step.NOTE, datetime(2026, 7, 1, 16, tzinfo=UTC), path=("1",))
    assert to_wire(summer, ZoneInfo("America/New_York"))["occurred_at"] == "2026-07-01T12:00:00-04:00"
    assert to_wire(REPORT, ZoneInfo("America/New_York"))["occurred_at"] == "2026-11-21T03:32:04-05:00"


def test_a_center_travels_as_its_name():
    event = CaseEvent("", "1", "1", Step.HAND_OVER, REPORT.occurred_at, path=("1",), center=Center.GRID)
    (batch,) = batches([event], ZONE)
    assert json.loads(batch.body)["events"][0]["center"] == "grid"


def test_requests_hold_all_events_in_order_within_the_limits_of_the_intake(found):
    city = found()
    events = [
        event for number in range(2) for life in city.cases(date(2026, 11, 21) + timedelta(number)) for event in life
    ]
    cut = list(batches(events, ZONE))
    sent = [event for batch in cut for event in json.loads(batch.body)["events"]]
    assert sent == [json.loads(json.dumps(to_wire(event, ZONE))) for event in events]
    assert all(batch.count == len(json.loads(batch.body)["events"]) <= MOST_EVENTS for batch in cut)
    assert max(len(batch.body) for batch in cut) <= REQUEST_LIMIT
    assert min(len(batch.body) for batch in cut[:-1]) > REQUEST_LIMIT / 2


def test_small_events_are_cut_at_a_thousand():
    short = [CaseEvent("", str(number), "1", Step.NOTE, REPORT.occurred_at, path=("1",)) for number in range(2500)]
    assert [batch.count for batch in batches(short, ZONE)] == [1000, 1000, 500]


def test_long_events_are_cut_before_the_largest_body():
    long = [REPORT._replace(event_id=str(number), note="长" * 2000) for number in range(120)]
    cut = list(batches(long, ZONE))
    assert sum(batch.count for batch in cut) == 120
    assert all(REQUEST_LIMIT * 0.8 < len(batch.body) <= REQUEST_LIMIT for batch in cut[:-1])


def test_nothing_to_send_is_no_request():
    assert list(batches([], ZONE)) == []
