"""The bar says how old the data are, and its links keep the view."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from dash import html

from dashboard.address import Address, Page, Theme
from dashboard.views.desk_header import Freshness, header
from dashboard.wording.words import Language
from pipelines.domain.access import ALL, Viewer
from tests.dashboard.pages.reading import address_of, by_class, links, parts, text

LI = Viewer("李然", frozenset({"140303"}))
HERE = Address(key="140303", period="2024-05", item="E01", after=("x=",))
FRESH = Freshness(datetime(2024, 5, 15, 8, 32, 8, tzinfo=UTC), 0.4, True, ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("lag", "name", "word"), [(5.9, "", ""), (6.1, "desk-lag-delayed", "延迟"), (31, "desk-lag-stale", "停更")]
)
def test_the_age_of_the_data_is_said_before_it_misleads(lag, name, word):
    bar = header(HERE, LI, replace(FRESH, lag_seconds=lag))
    assert "16:32:08" in text(bar)
    marked = [one for kind in ("desk-lag-delayed", "desk-lag-stale") for one in by_class(bar, kind)]
    assert [(word in text(one), name in one.className) for one in marked] == [(True, True)] * bool(name)


def test_simulated_data_are_labelled_and_real_ones_are_not():
    assert "模拟数据" in text(header(HERE, LI, FRESH))
    assert "模拟数据" not in text(header(HERE, LI, replace(FRESH, is_simulated=False)))


def test_language_and_theme_change_nothing_else():
    to = {text(link): address_of(link) for link in links(header(HERE, LI, FRESH))}
    assert to["English"] == replace(HERE, language=Language.EN)
    assert to["深色"] == replace(HERE, theme=Theme.DARK)


def test_signing_out_is_a_post():
    form = next(part for part in parts(header(HERE, LI, None)) if isinstance(part, html.Form))
    assert (form.action, form.method) == ("/signout", "POST")


def test_only_who_sees_all_is_led_to_the_state_of_the_system():
    operator = Viewer("运维", frozenset({ALL}))
    to = {text(one): one.href for one in parts(header(HERE, operator, FRESH)) if isinstance(one, html.A)}
    assert to["运行状况"] == Address(Page.HEALTH).href
    assert "运行状况" not in text(header(HERE, LI, FRESH))


def test_the_tab_of_the_page_is_marked():
    def marked(page: Page) -> bool:
        return bool(by_class(header(replace(HERE, page=page), LI, FRESH), "desk-tab-here"))

    assert (marked(Page.PLACE), marked(Page.CASE), marked(Page.HEALTH)) == (True, True, False)
