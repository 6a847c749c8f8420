"""The button on the page hands the view out as a file, in both languages."""

from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.exports.reading import Tables, of_csv, of_openpyxl
from tests.journeys.browsing import Watched, expect_number
from tests.journeys.running import Running

PLACE = "/places/140303?period=today"
READ = {"xlsx": of_openpyxl, "csv": of_csv}


def load(page: Page, form: str) -> tuple[str, Tables]:
    """The name and the tables of what the button's entry for a format loads."""
    page.click(".desk-export summary")
    with page.expect_download() as loading:
        page.click(f".desk-export a:has-text('.{form}')")
    file = BytesIO(Path(loading.value.path()).read_bytes())
    return loading.value.suggested_filename, READ[form](file.getvalue())


@pytest.mark.parametrize(
    ("language", "button", "figures", "value"),
    [("zh", "导出", "全部指标", "数值"), ("en", "Export", "Figures", "Value")],
)
def test_the_button_loads_both_formats_with_the_numbers_of_the_interface(
    running: Running, watched: Watched, language: str, button: str, figures: str, value: str
):
    before = running.counts()["flow"]["reported"]
    running.report("140303007001001")
    expect_number(watched.open_wall(), "kpi-reported", before + 1)
    page = watched.open(f"{PLACE}&lang={language}")
    expect(page.locator(".desk-export summary")).to_have_text(button)
    address = page.url
    for form in READ:
        name, tables = load(page, form)
        rows = tables[figures].by("标识" if language == "zh" else "Identifier")
        counts = running.counts()
        assert rows["flow.reported"][value] == counts["flow"]["reported"] == before + 1
        assert rows["stock.open"][value] == counts["stock"]["open"]
        assert name.startswith("140303_") and name.endswith(f".{form}")
    assert page.url == address, "the page stays where it was"
    assert (watched.foreign, watched.faults) == ([], [])
