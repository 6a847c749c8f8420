"""The place page shows exactly what the queries answer, and each number opens exactly its cases."""

from dataclasses import replace

import pytest

from dashboard.address import Address
from dashboard.pages.answers import to_question
from dashboard.views.desk_cases import PAGE_ROWS
from pipelines.domain.kpi import Basis
from tests.dashboard.pages.conftest import DISTRICT, NOW, Desk
from tests.dashboard.pages.reading import address_of, by_class, links, rows, text
from tests.system import ALL_VIEWER, PILOT, PILOT_GRIDS


def number(words: str) -> int | None:
    plain = words.replace(",", "")
    return int(plain) if plain.isdigit() else None


def listed_numbers(component) -> list[tuple[int, str]]:
    found = [(number(text(link)), link.href) for link in links(component) if "%" not in text(component)]
    return [(n, href) for n, href in found if n is not None]


@pytest.mark.parametrize("place", [DISTRICT, PILOT[0], PILOT_GRIDS[1]])
@pytest.mark.parametrize("query", ["", "?period=2024-05", "?period=2024-04&class=C", "?period=today"])
def test_every_key_figure_opens_a_list_of_as_many_cases(desk: Desk, place: str, query: str):
    page = desk.page(f"/places/{place}{query}")
    tiles = by_class(page, "desk-figure") + by_class(page, "desk-fraction")
    figures = [one for tile in tiles for one in listed_numbers(tile)]
    assert len(figures) >= 4
    for n, href in figures:
        assert f"共 {n:,} 件" in text(by_class(desk.page(href), "desk-cases")[0]), href


def test_the_tiles_say_what_the_queries_answer(desk: Desk):
    page = desk.page(f"/places/{DISTRICT}?period=2024-05")
    address = address_of(links(by_class(page, "desk-filters")[0])[0])
    question = to_question(replace(address, period="2024-05"), NOW.date())
    figures = desk.system.queries.figures.figures(ALL_VIEWER, question, NOW)
    shown = {address_of(link).listed: text(link) for link in links(by_class(page, "desk-kpis")[0])}
    said = {(one.basis, one.count): number(words) for one, words in shown.items()}
    assert figures.counts[Basis.COHORT]["reported"] == 41
    assert said[Basis.COHORT, "reported"] == 41
    assert said[Basis.STOCK, "open"] == figures.counts[Basis.STOCK]["open"] == 31
    assert said[Basis.STOCK, "overdue"] == figures.counts[Basis.STOCK]["overdue"] == 5
    assert said[Basis.DUE, "settle_due"] == figures.counts[Basis.DUE]["settle_due"]


@pytest.mark.parametrize("period", ["2024-05", "today"])
def test_fewer_bases_give_the_same_counts_and_none_of_the_others(desk: Desk, period: str):
    address, queries = Address(key=DISTRICT, period=period), desk.system.queries.figures
    asked = to_question(address, NOW.date())
    whole, parts = queries.family(ALL_VIEWER, asked, NOW)
    narrow = replace(asked, bases=frozenset({Basis.COHORT, Basis.STOCK}), has_records=False)
    own, below = queries.family(ALL_VIEWER, narrow, NOW, frozenset({Basis.STOCK}))
    assert set(own.counts) == {Basis.COHORT, Basis.STOCK}
    assert own.counts[Basis.COHORT].items() <= whole.counts[Basis.COHORT].items()
    assert [set(one.counts) for one in below] == [{Basis.STOCK}] * len(parts)
    for found, full in zip([own, *below], [whole, *parts], strict=True):
        assert found.counts[Basis.STOCK].items() <= full.counts[Basis.STOCK].items()
    assert queries.past(ALL_VIEWER, narrow, NOW, NOW).counts[Basis.COHORT].items() <= whole.counts[Basis.COHORT].items()


def test_the_change_is_against_the_month_before_at_the_same_age(desk: Desk):
    page = desk.page(f"/places/{DISTRICT}?period=2024-05")
    tile = by_class(page, "desk-kpi")[0]
    assert "环比 ↑ 28.1%" in " ".join(text(tile).split()), text(tile)
    assert "同比 —" in " ".join(text(tile).split())


def test_the_ranking_and_its_direct_row_add_up_to_the_place(desk: Desk):
    page = desk.page(f"/places/{PILOT[0]}?period=2024-05")
    ranking = rows(by_class(page, "desk-rank")[0])
    assert "直报本级" in text(ranking[-1])
    opened = sum(number(text(links(row)[-2])) or 0 for row in ranking)
    tile = {address_of(link).listed.count: text(link) for link in links(by_class(page, "desk-kpis")[0])}
    assert opened == int(tile["open"])
    direct = links(ranking[-1])[0]
    assert address_of(direct).is_direct
    assert "共 1 件" in text(by_class(desk.page(direct.href), "desk-cases")[0])


def test_a_ranking_puts_the_worst_first_and_equal_ones_on_one_rank(desk: Desk):
    page = desk.page(f"/places/{DISTRICT}?period=2024-05&sort=open")
    values = [int(text(links(row)[1])) for row in rows(by_class(page, "desk-rank")[0])]
    ranks = [int(text(row).split()[0]) for row in rows(by_class(page, "desk-rank")[0])]
    assert values == sorted(values, reverse=True)
    assert ranks == [1 + sum(other > one for other in values) for one in values]


def test_going_down_keeps_period_filters_and_theme(desk: Desk):
    page = desk.page(f"/places/{DISTRICT}?period=2024-05&class=C&theme=dark&lang=en")
    down = address_of(links(rows(by_class(page, "desk-rank")[0])[0])[0])
    assert (down.period, down.class_, down.theme, down.language) == ("2024-05", "C", "dark", "en")
    crumbs = links(by_class(desk.page(down.href), "desk-path")[0])
    assert [address_of(one).key for one in crumbs] == [DISTRICT]
    assert address_of(crumbs[0]).class_ == "C"


def test_walking_the_pages_shows_every_case_once_and_leads_back(desk: Desk):
    href, seen, trail = f"/places/{DISTRICT}?period=2024-05", list[str](), list[str]()
    while href:
        page = desk.page(href)
        trail.append(href)
        seen += [text(links(row)[0]) for row in rows(by_class(page, "desk-case-table")[0])]
        turns = {text(link): link.href for link in links(by_class(page, "desk-pages")[0])}
        href = turns.get("下一页", "")
    assert len(seen) == len(set(seen)) == 41
    assert len(trail) == -(-41 // PAGE_ROWS)
    back = desk.page(turns["上一页"])
    first = text(links(rows(by_class(back, "desk-case-table")[0])[0])[0])
    assert first == seen[(len(trail) - 2) * PAGE_ROWS]


def test_overdue_cases_say_so_with_shape_and_word(desk: Desk):
    page = desk.page(f"/places/{DISTRICT}?period=2024-05&list=stock.overdue")
    table = rows(by_class(page, "desk-case-table")[0])
    assert len(table) == 5
    for row in table:
        assert "◆" in text(row) and "紧急" in text(row) and "超时 1 小时" in text(row)


def test_a_place_without_cases_says_so_instead_of_drawing(desk: Desk):
    page = desk.page("/places/440309?lang=en")
    assert "No cases here yet" in text(page)
    assert not by_class(page, "desk-chart")


def test_a_grid_has_no_ranking_and_is_shown_among_its_neighbours(desk: Desk):
    page = desk.page(f"/places/{PILOT_GRIDS[0]}")
    assert not by_class(page, "desk-rank")
    drawn = by_class(page, "desk-map")[0]
    assert getattr(drawn, "data-here") == PILOT_GRIDS[0]
    assert PILOT[0] in getattr(drawn, "data-desk-map")


def test_choosing_an_item_leaves_only_its_cases(desk: Desk):
    page = desk.page(f"/places/{DISTRICT}?period=2024-05")
    bars = rows(by_class(page, "desk-bars")[0])
    first = links(bars[0])[0]
    n = int(text(bars[0]).split()[-1])
    assert f"共 {n} 件" in text(by_class(desk.page(first.href), "desk-cases")[0])
