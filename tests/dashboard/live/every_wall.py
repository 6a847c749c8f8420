"""The same on all walls there are: minutes long, so that `make screens` looks at them, not every run of the tests."""

import pytest
from playwright.sync_api import Page

from tests.dashboard.live.layout import WALLS, report


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_nothing_is_cut_covered_too_small_or_on_a_bezel_on_any_wall(worst_page: tuple[Page, str]) -> None:
    assert report(*worst_page, WALLS) == ""
