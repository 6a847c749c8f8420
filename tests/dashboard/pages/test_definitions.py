"""Every figure can be looked up: the same ones as the interface's catalogue, found by word, basis and owner."""

import json

import pytest
from dash import html

from dashboard.wording.definitions import entry_definition, entry_label
from dashboard.wording.words import Language
from pipelines.domain.event import Center
from pipelines.domain.kpi import Basis
from pipelines.domain.kpi.catalogue import CATALOGUE
from tests.dashboard.pages.conftest import DISTRICT, Desk
from tests.dashboard.pages.reading import by_class, links, parts, text


def told(page) -> dict[str, dict]:
    """What the script is given of each figure, by its identifier."""
    boxes = [part.to_plotly_json()["props"] for part in parts(page) if isinstance(part, html.Div)]
    given = [json.loads(one["data-defined"]) for one in boxes if "data-defined" in one]
    return {row["id"]: row for one in given for row in one["rows"]}


def shown(page) -> list[str]:
    """The identifiers of the figures on a page, in order."""
    return list(told(page))


@pytest.mark.parametrize("language", list(Language))
def test_every_figure_of_the_catalogue_stands_once_with_all_that_it_has(desk: Desk, language: Language):
    page = desk.page(f"/definitions?lang={language}")
    assert sorted(shown(page)) == sorted(entry.identifier for entry in CATALOGUE)
    for entry in CATALOGUE:
        row = told(page)[entry.identifier]
        assert (row["name"], row["formula"]) == (entry_label(entry, language), entry.formula)
        assert row["meaning"] == entry_definition(entry, language)
    assert "95.0%" in told(page)["on_time_rate"]["facts"]


@pytest.mark.parametrize("basis", list(Basis))
def test_a_basis_leaves_only_its_own(desk: Desk, basis: Basis):
    expected = {entry.identifier for entry in CATALOGUE if entry.basis is basis}
    assert set(shown(desk.page(f"/definitions?basis={basis}"))) == expected


def test_an_owner_leaves_what_it_answers_for(desk: Desk):
    expected = {entry.identifier for entry in CATALOGUE if entry.owner is Center.EMERGENCY}
    assert set(shown(desk.page("/definitions?center=emergency"))) == expected


@pytest.mark.parametrize("query", ["find=办结率", "find=closure_RATE&lang=en", "find=closed / reported"])
def test_a_figure_is_found_by_its_name_its_identifier_and_its_formula(desk: Desk, query: str):
    assert "closure_rate" in shown(desk.page(f"/definitions?{query}"))
    assert "stock.open" not in shown(desk.page(f"/definitions?{query}"))


def test_a_word_that_no_figure_has_is_answered_and_an_unknown_basis_too(desk: Desk):
    assert "没有符合条件的指标" in text(desk.page("/definitions?find=彩虹"))
    assert by_class(desk.page("/definitions?basis=luck"), "desk-notice")


def test_the_search_keeps_the_filters_and_the_language(desk: Desk):
    page = desk.page("/definitions?basis=due&center=grid&find=x&lang=en")
    sent = {
        one.name: one.value for one in parts(by_class(page, "desk-search")[0]) if getattr(one, "type", "") == "hidden"
    }
    assert sent == {"basis": "due", "center": "grid", "lang": "en"}


def test_the_figures_of_a_place_lead_to_their_definitions(desk: Desk):
    known = set(shown(desk.page("/definitions")))
    led = [one.href.partition("#") for one in links(desk.page(f"/places/{DISTRICT}?theme=dark")) if "#" in one.href]
    anchors = [anchor for path, _, anchor in led if path == "/definitions?theme=dark"]
    assert {"cohort.reported", "stock.open", "on_time_rate", "settled_rate"} <= set(anchors) <= known
