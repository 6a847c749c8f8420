"""An alarm that is over stays listed, below all that calls, until somebody confirms it or a shift has passed."""

import asyncio
from datetime import timedelta

import pytest

from dashboard.live.snapshot import Snapshot
from tests.dashboard.live.city import NOON, VIEW, City
from tests.system import PILOT_GRIDS


def look(city: City) -> Snapshot:
    async def newest() -> Snapshot:
        await city.hub.whole(VIEW)
        await city.hub.look()
        return (await city.hub.whole(VIEW))[0].snapshot

    return asyncio.run(newest())


def burn(city: City, case_id: str, grid: int) -> None:
    started = {"at": NOON - timedelta(hours=3), "due_at": (NOON - timedelta(minutes=18)).isoformat()}
    city.report(case_id, "E02", PILOT_GRIDS[grid], **started)
    city.step(case_id, "dispatch", unit="消防队")


@pytest.fixture
def put_out(city: City) -> City:
    """A fire was overdue at noon, and was put out twenty minutes later."""
    burn(city, "fire", 12)
    city.watch()
    city.clock.move(1200)
    city.step("fire", "dispose")
    city.watch()
    city.clock.move(60)
    city.watch()
    return city


def test_it_tells_since_when_it_is_over_and_marks_no_place(put_out: City) -> None:
    snapshot = look(put_out)
    assert (snapshot.states["alarm-0"], snapshot.links["alarm-0"]) == ("cleared", "/cases/fire")
    assert snapshot.cells["alarm-0-fact"] == "12:00"
    assert snapshot.cells["alarm-0-owner"] in {"12:20 已解除", "12:21 已解除"}
    assert snapshot.states["quiet"] == "on"
    assert (list(snapshot.marks), snapshot.cells["alarms-open"]) == ([], "")


def test_it_stands_below_what_calls(put_out: City) -> None:
    burn(put_out, "smoke", 3)
    put_out.clock.move(11)
    snapshot = look(put_out)
    assert [snapshot.states[f"alarm-{n}"] for n in range(3)] == ["critical", "cleared", "off"]
    assert [mark.number for mark in snapshot.marks] == [1]


def test_it_leaves_when_somebody_confirms_it(put_out: City) -> None:
    put_out.confirm_cleared()
    put_out.clock.move(11)
    snapshot = look(put_out)
    assert snapshot.states["alarm-0"] == "off"


def test_it_leaves_after_a_shift(put_out: City) -> None:
    put_out.clock.move(11 * 3600)
    put_out.system.work(put_out.clock())
    assert look(put_out).states["alarm-0"] == "cleared"
    put_out.clock.move(3600)
    put_out.system.work(put_out.clock())
    assert look(put_out).states["alarm-0"] == "off"
