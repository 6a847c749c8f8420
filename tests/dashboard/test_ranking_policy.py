"""What the policy of ranking does to walls, pages, slices and files, and who may change it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from dash import html
from starlette.testclient import TestClient

from dashboard.address import Format
from dashboard.address_reading import read_address
from dashboard.app import create_app
from dashboard.exports.place import write_place
from dashboard.gate import SESSION_COOKIE, Sessions
from dashboard.live.board import MOST_RANKED, TURN_SECONDS
from dashboard.live.grid_ranking import IN_TURN
from dashboard.queries import policies
from dashboard.queries.question import Question
from db.policy_store import PolicyStore
from pipelines.domain.access import ALL, Role, Viewer
from pipelines.domain.errors import AccessError, SettingsError
from pipelines.domain.kpi import Basis
from pipelines.domain.period import read_period
from pipelines.domain.ranking import Ranking, in_turn
from pipelines.domain.unit import OrgLevel
from tests.dashboard.exports.reading import Table, of_openpyxl
from tests.dashboard.live.city import City
from tests.dashboard.live.grid_city import a_month_at_work, shown
from tests.dashboard.live.test_board import fill, look
from tests.dashboard.pages.conftest import DISTRICT, NOW, Desk, desk
from tests.dashboard.pages.reading import address_of, by_class, links, parts, rows, text
from tests.system import ALL_VIEWER, System

__all__ = ["desk"]
OPERATOR = Viewer("运维", frozenset({ALL}), Role.OPERATOR, has_account=True)
Decree = Callable[[Ranking], None]


@pytest.fixture(params=("sqlite", "postgresql"))
def product(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(autouse=True)
def _looked_up_at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(policies, "REMEMBER_SECONDS", -1.0)
    monkeypatch.setattr("db.known_places.LOOK_SECONDS", -1.0)
    yield


@pytest.fixture
def city(deployment: System) -> City:
    return City(deployment)


@pytest.fixture
def decree(deployment: System) -> Decree:
    store = PolicyStore(deployment.database.log)
    return lambda wanted: store.set_ranking(wanted, "root", datetime.now(UTC)) and None


def on_the_wall(city: City) -> list[tuple[str, str, str]]:
    """Rank, open cases and distance of the rows that stand."""
    cells = (snapshot := look(city)).cells
    return [
        (cells[f"rank-{n}-rank"], cells[f"rank-{n}-open"], cells[f"rank-{n}-gap"])
        for n in range(MOST_RANKED)
        if snapshot.states[f"rank-{n}"] != "off"
    ]


def test_a_wall_follows_the_policy_without_being_asked(city: City, decree: Decree):
    fill(city)
    ranked = on_the_wall(city)
    assert ranked == [("1/10", "2", "+2"), *[("2/10", "1", "+1")] * 3, *[("5/10", "0", "0")] * 3]
    decree(Ranking.BENCHMARK)
    opened = {one.unit.code: str(one.counts[Basis.STOCK]["open"]) for one in _children(city)}
    fixed = sorted(opened)
    assert [row[:2] for row in on_the_wall(city)] == [("", opened[code]) for code in fixed[:MOST_RANKED]]
    assert look(city).cells["rank-told"] == "中位 0 件"
    decree(Ranking.OFF)
    plain = look(city)
    assert on_the_wall(city) == [("", opened[code], "") for code in fixed[:MOST_RANKED]]
    assert (plain.cells["rank-told"], plain.states["rank-0-track"]) == ("件", "off")
    city.clock.move(TURN_SECONDS)
    assert [row[:2] for row in on_the_wall(city)] == [("", opened[code]) for code in fixed[MOST_RANKED:]]
    assert look(city).cells["rank-more"] == "9 至 10，共 10，轮流显示"


def _children(city: City):
    question = Question("140303", read_period("today", city.system.day(city.clock())))
    return city.system.queries.figures.children(ALL_VIEWER, question, city.clock())


def test_communities_stand_without_ranks_where_that_is_the_policy(city: City, decree: Decree):
    a_month_at_work(city)
    ranked = shown(city)
    assert (ranked.cells["communities-title"], ranked.states["ends"]) == ("社区办结排名 · 本月", "ranked")
    assert (ranked.cells["best-0-rank"], ranked.states["load-compared"]) == ("1", "on")
    decree(Ranking.BENCHMARK)
    listed = shown(city)
    assert (listed.cells["communities-title"], listed.states["ends"]) == ("社区办结 · 本月", "listed")
    assert not any(text for key, text in listed.cells.items() if key.endswith("-rank"))
    assert (listed.states["middle"], listed.cells["middle-rate"]) == ("on", ranked.cells["middle-rate"])
    decree(Ranking.OFF)
    plain = shown(city)
    day, tree = city.system.day(city.clock()), city.system.queries.reach.tree
    codes = sorted(one.code for one in tree.below("140303", day) if one.level is OrgLevel.COMMUNITY)
    before, expected = in_turn(codes, len(IN_TURN), int(city.clock().timestamp()) // TURN_SECONDS)
    assert [read_address(*plain.links[key].split("?")).key for key in IN_TURN if plain.links[key]] == expected
    assert plain.cells["communities-n"].startswith(f"{before + 1}–{before + len(expected)} / ")
    told = [plain.cells[key] for key in plain.cells if key.endswith(("-rank", "-gap"))]
    assert (set(told), plain.states["ends"], plain.states["middle"]) == ({""}, "plain", "off")
    assert (plain.states["load-compared"], plain.cells["load-title"]) == ("off", "工作负荷")
    assert not any(plain.cells[f"load-{n}-index"] for n in range(6))


def test_a_place_page_ranks_compares_or_lists(desk: Desk, decree: Decree):
    address = f"/places/{DISTRICT}?period=2024-05&sort=open"
    ranked = by_class(desk.page(address), "desk-ranking")[0]
    assert text(rows(ranked)[0]).split()[0] == "1" and by_class(ranked, "desk-apart")
    assert {address_of(one).sort for part in parts(ranked) if isinstance(part, html.Thead) for one in links(part)}
    assert "社区排名" in text(ranked) or "排名" in text(ranked)
    codes = sorted(one.code for one in _below(desk))
    for policy, compares in ((Ranking.BENCHMARK, True), (Ranking.OFF, False)):
        decree(policy)
        panel = by_class(desk.page(address), "desk-ranking")[0]
        assert [address_of(links(row)[0]).key for row in rows(panel)] == codes
        assert not [one for part in parts(panel) if isinstance(part, html.Thead) for one in links(part)]
        assert "名次" not in text(panel) and "排名" not in text(panel)
        assert bool(by_class(panel, "desk-apart")) is compares
        assert ("中位" in text(panel)) is compares


def _below(desk: Desk):
    return desk.system.queries.reach.children(ALL_VIEWER, DISTRICT, NOW.date())


def test_slices_by_place_keep_their_order_where_nothing_is_ranked(desk: Desk, decree: Decree):
    address = f"/explore?place={DISTRICT}&period=2024-05&measure=cohort.reported"

    def found(by: str = "") -> tuple[list[str], html.Section]:
        panel = by_class(desk.page(f"{address}{by}"), "desk-sliced")[0]
        return [text(next(part for part in parts(row) if isinstance(part, html.Th))) for row in rows(panel)], panel

    names = sorted(_below(desk), key=lambda one: one.code)
    ranked, panel = found()
    assert ranked[0].split()[0] == "1" and "中位" in text(panel)
    by_class_ = found("&by=class")[0]
    for policy in (Ranking.BENCHMARK, Ranking.OFF):
        decree(policy)
        listed, panel = found()
        assert [one for one in listed if "直报" not in one] == [one.name for one in names]
        assert bool(by_class(panel, "desk-bar-fill")) is ("中位" in text(panel)) is policy.compares
        assert found("&by=class")[0] == by_class_


def _file(desk: Desk, sheet: str) -> Table:
    system, file = desk.system, BytesIO()
    address = read_address(f"/places/{DISTRICT}", "?period=2024-05&sort=open")
    write_place(system.queries, ALL_VIEWER, address, Format.XLSX, file, NOW, system.settings.timezone)
    return of_openpyxl(file.getvalue())[sheet]


def test_a_file_has_ranks_and_distances_as_far_as_the_policy_goes(desk: Desk, decree: Decree):
    ranked = _file(desk, "下级排名")
    assert ranked.heads[:5] == ["地点", "名次", "编码", "层级", "距中位"]
    places = [row for row in ranked.rows if row[1] is not None]
    opened = [row[5] for row in places]
    assert [row[1] for row in places] == [1 + sum(other > n for other in opened) for n in opened]
    middle = sorted(opened)[len(opened) // 2 - 1 : len(opened) // 2 + 1]
    assert [row[4] for row in places] == [n - sum(middle) / 2 for n in opened]
    codes = sorted(one.code for one in _below(desk))
    decree(Ranking.BENCHMARK)
    listed = _file(desk, "下级单位")
    assert listed.heads[:4] == ["地点", "编码", "层级", "距中位"]
    assert listed.column("编码")[: len(codes)] == codes
    decree(Ranking.OFF)
    plain = _file(desk, "下级单位")
    assert plain.heads[:4] == ["地点", "编码", "层级", listed.heads[4]]
    assert plain.column("编码")[: len(codes)] == codes


@pytest.mark.parametrize(
    "viewer",
    [
        replace(OPERATOR, role=Role.MANAGER),
        replace(OPERATOR, scopes=frozenset({DISTRICT})),
        replace(OPERATOR, has_account=False),
    ],
)
def test_who_may_not_is_refused_and_nothing_changes(deployment: System, viewer: Viewer):
    with pytest.raises(AccessError, match="may not change it"):
        deployment.queries.policies.set_ranking(viewer, "off", NOW)
    with pytest.raises(SettingsError, match="use one of rank, benchmark, off"):
        deployment.queries.policies.set_ranking(OPERATOR, "best", NOW)
    assert deployment.queries.policies.ranking() is Ranking.RANK
    assert deployment.queries.policies.ranking_changes() == []


@pytest.mark.parametrize(
    ("role", "wanted", "said", "after"),
    [
        (Role.OPERATOR, "benchmark", "done", Ranking.BENCHMARK),
        (Role.OPERATOR, "best", "SettingsError", Ranking.RANK),
        (Role.MANAGER, "off", "AccessError", Ranking.RANK),
    ],
)
def test_the_form_changes_it_in_the_operators_name(
    deployment: System, role: Role, wanted: str, said: str, after: Ranking
):
    system, viewer = deployment, replace(OPERATOR, role=role)
    system.queries.accounts.put_account(viewer, "a-password")
    cookie = {SESSION_COOKIE: Sessions(system.queries.accounts, system.settings.secret).cookie(viewer)}
    with TestClient(create_app(system.settings), cookies=cookie, follow_redirects=False) as client:
        form = {"ranking": wanted, "back": "/health?lang=en"}
        answer = client.post("/actions/ranking", data=form, headers={"Origin": "http://testserver"})
        foreign = client.post("/actions/ranking", data=form, headers={"Origin": "http://elsewhere"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/health?lang=en&said={said}")
    assert foreign.status_code == 403
    store = PolicyStore(system.database.log)
    assert store.ranking() is after
    changes = [("运维", Ranking.RANK, after)] if after is not Ranking.RANK else []
    assert [(one.actor, one.before, one.after) for one in store.ranking_changes(9)] == changes


def test_the_operators_page_shows_what_holds_and_offers_the_rest_to_who_may(desk: Desk, decree: Decree):
    decree(Ranking.OFF)
    page = by_class(desk.page("/health", OPERATOR), "health-panel-policy")[0]
    assert "root" in text(page) and "排名 → 不作比较" in text(page)
    offered = [part.value for part in parts(page) if getattr(part, "name", "") == "ranking"]
    assert offered == ["rank", "benchmark"]
    other = by_class(desk.page("/health", replace(OPERATOR, role=Role.MANAGER)), "health-panel-policy")[0]
    assert "root" in text(other) and not by_class(other, "policy-change")
