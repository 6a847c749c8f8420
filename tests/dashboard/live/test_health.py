"""The operators' board: what waits, who is silent, what does not answer; each in a word, a shape and an age."""

import asyncio
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dash.development.base_component import Component

from dashboard.address_reading import read_address
from dashboard.live.board import MOST_SOURCES
from dashboard.live.channel import View
from dashboard.live.draw_health import draw_health
from dashboard.live.snapshot import Snapshot
from dashboard.pages.health import ask_policy, health_page
from dashboard.queries.vitals import SILENT, Source, Vitals
from dashboard.wording.words import Language
from db.codec import to_millis
from db.disk import Disk
from db.embedded import connect
from db.vitals import Progress, SqlFacts
from pipelines.domain.access import Viewer
from pipelines.domain.errors import AccessError
from tests.dashboard.live.city import NOON, City, message
from tests.dashboard.live.test_routes import client
from tests.dashboard.pages.reading import parts
from tests.system import ALL_VIEWER, PILOT_GRIDS

HEALTH = View("health", "", ALL_VIEWER.scopes, Language.ZH)
ZONE = ZoneInfo("Asia/Shanghai")
STREET = Viewer("street", frozenset({"140303"}))


def look(city: City) -> Vitals:
    """The vitals now; these tests post to their intake without a port, which cannot be looked at."""
    return replace(city.system.queries.vitals.look(ALL_VIEWER, city.clock()), is_intake_ready=True)


def drawn(vitals: Vitals, language: Language = Language.ZH) -> Snapshot:
    return draw_health(vitals, ZONE, language)


def test_every_event_is_counted_waiting_or_set_apart(city: City) -> None:
    city.report("c1")
    city.system.send([city.system.event("c2", "report", NOON, place=PILOT_GRIDS[1])], city._key)
    shown = drawn(look(city))
    assert [shown.cells[name] for name in ("head", "applied", "waiting", "dead", "parked")] == ["2", "1", "1", "0", "0"]
    assert (shown.states["waiting-for"], shown.since["waiting"] > 0) == ("on", True)
    city.system.work(NOON)
    shown = drawn(look(city))
    assert [shown.cells[name] for name in ("head", "applied", "waiting")] == ["2", "2", "0"]
    assert (shown.states["waiting-for"], shown.since["waiting"]) == ("off", 0)


@pytest.mark.parametrize(
    ("seconds", "state", "word"), [(5, "normal", "正常"), (6, "warning", "延迟"), (30, "critical", "停更")]
)
def test_a_worker_that_stops_is_late_and_then_stopped_while_its_age_grows(
    city: City, seconds: int, state: str, word: str
) -> None:
    city.report("c1")
    city.clock.move(seconds)
    shown = drawn(look(city))
    assert (shown.states["worker"], shown.cells["worker-state"]) == (state, word)
    assert shown.since["worker"] == to_millis(NOON)
    assert shown.cells["worker-detail"] == "数据截至 12:00:00"
    assert shown.states["quiet"] == ("on" if state == "normal" else "off")


def test_events_that_wait_too_long_are_said_even_when_the_worker_beats(city: City) -> None:
    city.report("c1")
    waiting = Progress(3, 1, 0, 0, 0, to_millis(NOON - timedelta(seconds=31)))
    shown = drawn(replace(look(city), progress=waiting))
    assert [shown.states[name] for name in ("worker", "waiting", "pill-critical")] == ["normal", "critical", "on"]


def test_what_does_not_answer_is_said_and_nothing_is_made_up(city: City) -> None:
    city.report("c1")
    vitals = replace(look(city), progress=None, sources=None, sql=None, redis=None, figures_at=None)
    shown = drawn(vitals)
    assert [shown.cells[f"{name}-state"] for name in ("redis", "sql", "worker")] == ["无应答", "无应答", "未知"]
    assert {shown.cells[name] for name in ("head", "applied", "waiting", "dead", "parked")} == {"—"}
    assert (shown.states["no-sources"], shown.states["source-0"], shown.states["disk"]) == ("off", "off", "off")


def test_lost_live_figures_are_being_rebuilt(city: City) -> None:
    city.report("c1")
    city.system.redis.flushall()
    shown = drawn(look(city))
    assert (shown.states["worker"], shown.cells["worker-state"]) == ("warning", "重建中")


def test_a_part_that_is_away_is_seen(city: City) -> None:
    city.report("c1")
    vitals = replace(city.system.queries.vitals, redis=connect("unix:///nowhere.sock")).look(ALL_VIEWER, NOON)
    assert (vitals.redis, vitals.is_intake_ready) == (None, False)
    assert vitals.progress is not None
    shown = drawn(vitals)
    assert [shown.states[name] for name in ("redis", "intake", "sql")] == ["critical", "critical", "normal"]


def test_a_disk_that_runs_low_is_said(city: City) -> None:
    small = SqlFacts("SQLite 3", 2**20, Disk(100 * 2**30, 2**30))
    shown = drawn(replace(look(city), sql=small))
    assert (shown.states["disk"], shown.cells["disk-state"]) == ("critical", "空间不足")
    assert shown.cells["disk-detail"] == "剩余 1.00 GiB，共 100 GiB"


def test_sources_are_told_apart_by_what_they_send(city: City) -> None:
    city.report("c1")
    key = city.system.key("clumsy", may="send")
    city.system.key("unused", may="send", simulated=True)
    city.system.key("reader", may="read")
    assert city.system.post({"step": "fly"}, key).status_code == 422
    assert city.system.post(city.system.event("c9", "report", NOON, place="nowhere"), key).status_code == 422
    city.report("c2")
    found = {one.name: one for one in look(city).sources or ()}
    assert {name: (one.accepted, one.refused, one.is_simulated) for name, one in found.items()} == {
        "clumsy": (0, 2, False),
        "tester": (2, 0, False),
        "unused": (0, 0, True),
    }
    assert [name for name, one in found.items() if one.is_shut_out] == ["clumsy"]
    assert [name for name, one in found.items() if one.is_silent] == ["unused"]


def sources(n: int) -> list[Source]:
    return [Source(f"s{number:02}", NOON, 1, 0, False, False) for number in range(n)]


@pytest.mark.parametrize(("n", "more"), [(MOST_SOURCES, ""), (MOST_SOURCES + 3, "另有 3 个来源")])
def test_more_sources_than_rows_are_a_number(city: City, n: int, more: str) -> None:
    shown = drawn(replace(look(city), sources=sources(n)))
    assert shown.cells["more-sources"] == more
    assert shown.states["more-sources"] == ("on" if more else "off")
    assert shown.states[f"source-{MOST_SOURCES - 1}"] == "normal"


def test_a_source_is_silent_after_an_hour_and_so_is_the_first_glance(city: City) -> None:
    quiet = Source("hotline", NOON - SILENT, 5, 0, False, True)
    shown = drawn(replace(look(city), sources=[quiet]))
    assert (shown.states["source-0"], shown.cells["source-0-state"]) == ("stale", "静默")
    assert (shown.states["pill-stale"], shown.cells["pill-stale"]) == ("on", "停更 1 源")
    assert shown.since["source-0"] == to_millis(NOON - SILENT)


def test_the_frame_and_what_is_drawn_name_the_same_elements(city: City) -> None:
    city.report("c1")
    named: dict[str, set[str]] = {"data-cell": set(), "data-key": set(), "data-since": set()}
    page = health_page(
        read_address("/health", "?lang=en"), ask_policy(city.system.queries, ALL_VIEWER), ZoneInfo("Asia/Shanghai")
    )
    for part in (one for body in page.body for one in parts(body)):
        for name, found in named.items():
            if isinstance(part, Component) and hasattr(part, name):
                found.add(getattr(part, name))
    for language in Language:
        shown = drawn(look(city), language)
        assert named["data-cell"] == shown.cells.keys()
        assert shown.since.keys() == named["data-since"]
        assert shown.states.keys() <= named["data-key"]
        assert named["data-key"] - shown.states.keys() == {"head", "applied", "parked"}


def test_the_board_reads_on_beside_the_rounds_and_says_when(city: City) -> None:
    city.report("c1")

    async def watch() -> tuple[dict[str, Any], dict[str, Any]]:
        async with aclosing(city.hub.watch(HEALTH)) as screen:
            first = await message(screen)
            city.report("c2")
            city.clock.move(3)
            for _ in range(2):
                await city.hub.look()
                await city.hub.settle()
            return first, await message(screen)

    first, later = asyncio.run(watch())
    assert (first["type"], first["cells"]["head"], first["as_of"]) == ("full", "1", to_millis(NOON))
    assert (later["cells"]["head"], later["as_of"]) == ("2", to_millis(NOON + timedelta(seconds=3)))


def test_who_sees_only_a_part_learns_nothing_of_the_system(city: City) -> None:
    assert client(city, STREET).get("/live.json?board=health").status_code == 403
    assert client(city).get("/live.json?board=health").json()["cells"]["head"] == "0"
    with pytest.raises(AccessError):
        ask_policy(city.system.queries, STREET)
    with pytest.raises(AccessError):
        city.system.queries.vitals.look(STREET, NOON)
