"""Nothing is cut, covered, too small or on a bezel, on a sample of all walls in which every two properties meet."""

import pytest
from playwright.sync_api import Page

from tests.dashboard.live.layout import report, sampled


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_nothing_is_cut_covered_too_small_or_on_a_bezel(worst_page: tuple[Page, str]) -> None:
    found = report(*worst_page, sampled())
    print(found)
    assert found == ""
