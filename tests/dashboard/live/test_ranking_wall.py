"""Whatever the policy of ranking, everything fits on the wall of the grid center and on its desk page."""

import pytest

from dashboard.queries import policies
from db.policy_store import PolicyStore
from pipelines.domain.ranking import Ranking
from tests.dashboard.live.city import NOON
from tests.dashboard.live.grid_city import a_month_at_work
from tests.dashboard.live.screen import screen, served
from tests.dashboard.live.test_grid_wall import CUT, OVERLAPPING, READY, SMALL

FITS = CUT.replace('".name, .label"', '".label"')
"""Every place stands once, and the longest name ends in an ellipsis."""
LOOKS = "look => document.querySelector(`.ends[data-state='${look}']`) !== null"


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("policy", "look"), [(Ranking.BENCHMARK, "listed"), (Ranking.OFF, "plain")])
def test_everything_fits_without_ranks(city, policy, look, monkeypatch):
    monkeypatch.setattr("db.known_places.LOOK_SECONDS", -1.0)
    monkeypatch.setattr(policies, "REMEMBER_SECONDS", -1.0)
    a_month_at_work(city)
    PolicyStore(city.system.database.log).set_ranking(policy, "root", NOON)
    with screen(city) as (page, port), served(city, port):
        for path, size, least in (("/wall", (1920, 1080), 20), ("", (1440, 900), 13)):
            for language in ("zh", "en"):
                page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
                page.goto(f"http://127.0.0.1:{port}{path}/grid?place=140303&lang={language}")
                page.wait_for_function(READY)
                page.wait_for_function(LOOKS, arg=look)
                assert page.evaluate(FITS) == [], (path, language)
                assert page.evaluate(OVERLAPPING) == [], (path, language)
                assert page.evaluate(SMALL.replace("LEAST", str(least))) == [], (path, language)
                assert page.locator(".ends .ranked:visible .rank").all_inner_texts() == [""] * 6
