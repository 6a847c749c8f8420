"""The charts draw the cells they should, in the order of the page."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.chart.series import Series
from openpyxl.workbook import Workbook

from dashboard.address import Format
from dashboard.address_reading import read_address
from dashboard.exports.place import write_place
from tests.dashboard.pages.conftest import DISTRICT, NOW, Desk
from tests.system import ALL_VIEWER, PILOT_GRIDS


def workbook(desk: Desk, address: str) -> Workbook:
    path, _, query = address.partition("?")
    file, settings = BytesIO(), desk.system.settings
    write_place(desk.system.queries, ALL_VIEWER, read_address(path, query), Format.XLSX, file, NOW, settings.timezone)
    return load_workbook(file)


def charts(book: Workbook) -> dict[str, Any]:
    return {type(chart).__name__: chart for chart in book.worksheets[0]._charts}


def cells(book: Workbook, reference: str) -> list[Any]:
    """What stands in a range like 趋势!$C$5:$C$25."""
    sheet, _, area = reference.partition("!")
    return [row[0].value for row in book[sheet][area.replace("$", "")]]


def kept(series: Series) -> list[float]:
    """The values that the chart carries along for readers that do not calculate."""
    return [float(point.v) for point in series.val.numRef.numCache.pt]


def test_a_line_for_each_class_over_the_days_that_are_over(desk: Desk):
    book = workbook(desk, f"/places/{DISTRICT}?period=2024-05")
    lines = charts(book)["LineChart"].series
    assert [line.tx.v for line in lines] == ["A类", "B类", "C类", "D类"]
    days = [f"2024-05-{day:02}" for day in range(1, 15)]
    for line, column in zip(lines, "CDEF", strict=True):
        assert line.val.numRef.f == f"趋势!${column}$5:${column}$18"
        assert kept(line) == cells(book, line.val.numRef.f)
        assert [str(day)[:10] for day in cells(book, line.cat.numRef.f)] == days
    assert [cell.value for cell in book["趋势"][4]][2:6] == ["A类", "B类", "C类", "D类"]
    assert "不含今日" in charts(book)["LineChart"].title.tx.rich.p[0].r[0].t
    assert sum(sum(kept(line)) for line in lines) > 20


@pytest.mark.parametrize(("sort", "head"), [("overdue", "超期未结"), ("open", "当前在办"), ("rate", "按期结案率")])
def test_bars_of_the_places_below_as_they_are_ranked(desk: Desk, sort: str, head: str):
    book = workbook(desk, f"/places/{DISTRICT}?period=2024-05&sort={sort}")
    (bars,) = charts(book)["BarChart"].series
    sheet = book["下级排名"]
    column = next(cell.column_letter for cell in sheet[4] if cell.value == head)
    count = len(kept(bars))
    assert bars.val.numRef.f == f"下级排名!${column}$5:${column}${4 + count}"
    assert bars.cat.strRef.f == f"下级排名!$A$5:$A${4 + count}"
    assert kept(bars) == pytest.approx(cells(book, bars.val.numRef.f), rel=1e-15)
    assert kept(bars) == sorted(kept(bars), reverse=sort != "rate")
    assert [point.v for point in bars.cat.strRef.strCache.pt] == cells(book, bars.cat.strRef.f)
    assert any(kept(bars))
    ranks = [cell.value for cell in sheet["B"][4 : 4 + count]]
    assert ranks == sorted(ranks)


def test_where_nothing_is_overdue_the_bars_show_what_is_open(desk: Desk):
    book = workbook(desk, f"/places/{DISTRICT}?period=2024-05&class=none")
    (bars,) = charts(book)["BarChart"].series
    assert cells(book, bars.val.numRef.f.replace("$F", "$J")) == [0] * len(kept(bars)), "none is overdue"
    assert "在办数" in charts(book)["BarChart"].title.tx.rich.p[0].r[0].t


def test_a_grid_has_a_trend_and_no_ranking(desk: Desk):
    book = workbook(desk, f"/places/{PILOT_GRIDS[0]}?period=2024-05&item=E01")
    assert list(charts(book)) == ["LineChart"]
    assert "下级排名" not in book.sheetnames
    (line,) = charts(book)["LineChart"].series
    assert line.tx.v == "全部"


def test_names_of_columns_stay_in_sight_and_numbers_have_their_form(desk: Desk):
    book = workbook(desk, f"/places/{DISTRICT}?period=2024-05")
    assert {sheet.freeze_panes for sheet in book.worksheets[1:]} == {"B5"}
    assert book.worksheets[0].freeze_panes == "A5"
    assert all(sheet.print_title_rows == "$1:$4" for sheet in book)
    figures = {row[1].value: row[3] for row in book["全部指标"].iter_rows(min_row=5)}
    assert figures["on_time_rate"].number_format == "[=1]0%;[=0]0%;0.0%"
    assert figures["report_rate"].number_format == "0.0"
    assert figures["cohort.reported"].number_format == "0"
    assert {row[1].number_format for row in book["案件明细"].iter_rows(min_row=5)} == {"yyyy-mm-dd hh:mm:ss"}
    assert {row[0].number_format for row in book["案件明细"].iter_rows(min_row=5)} == {"@"}
    for sheet in book:
        for column in sheet.column_dimensions.values():
            assert 9 <= column.width <= 43, (sheet.title, column.index)
