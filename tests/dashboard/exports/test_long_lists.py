"""A long list is written as it is read: of one state, page by page, cut only where it says so."""

import tracemalloc
from collections.abc import Callable, Iterator
from io import BytesIO
from threading import Thread
from typing import Any

import pytest

from dashboard.address import Format
from dashboard.address_reading import read_address
from dashboard.exports import view
from dashboard.exports.book import Book, Row, Sheet
from dashboard.exports.place import write_place
from dashboard.exports.view import ask_view
from dashboard.exports.workbook import write_workbook
from dashboard.queries import cases
from dashboard.wording.words import Language
from tests.dashboard.exports.reading import READERS, of_csv
from tests.dashboard.pages.conftest import DISTRICT, NOW, REPORTS, Desk
from tests.system import ALL_VIEWER, PILOT_GRIDS

ADDRESS = read_address(f"/places/{DISTRICT}", "period=2024-05")
PAST = read_address(f"/places/{DISTRICT}", "period=2024-05-14&list=stock.open")


@pytest.mark.parametrize("address", [ADDRESS, PAST])
def test_all_pages_of_a_list_are_one_list(desk: Desk, monkeypatch: pytest.MonkeyPatch, address):
    queries, zone = desk.system.queries, desk.system.settings.timezone
    whole = [row.case_id for row in ask_view(queries, ALL_VIEWER, address, NOW, zone).cases]
    monkeypatch.setattr(cases, "ROWS_AT_ONCE", 3)
    again = ask_view(queries, ALL_VIEWER, address, NOW, zone)
    assert [row.case_id for row in again.cases] == whole
    assert again.answers.cases.total == len(whole) > 25


def test_a_list_that_is_cut_says_so_and_where_the_rest_is(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    queries, zone = desk.system.queries, desk.system.settings.timezone
    whole = [row.case_id for row in ask_view(queries, ALL_VIEWER, ADDRESS, NOW, zone).cases]
    monkeypatch.setattr(view, "MOST_CASES", 7)
    monkeypatch.setattr(cases, "ROWS_AT_ONCE", 5)
    for form, read in READERS:
        file = BytesIO()
        written = write_place(queries, ALL_VIEWER, ADDRESS, Format(form), file, NOW, zone)
        tables = read(file.getvalue())
        assert tables["案件明细"].column("案件编号") == whole[:7]
        assert f"共 {REPORTS + 1} 件，本表只列最新 7 件：请缩短时间或加筛选后再导出" in tables["案件明细"].heading
        entries = tables["说明"].by("项目")
        assert (entries["案件总数"]["内容"], entries["本文件所列案件数"]["内容"]) == (REPORTS + 1, 7)
        assert (written.total, written.listed) == (REPORTS + 1, 7)


class Interrupted(BytesIO):
    """A file during whose writing something happens."""

    def __init__(self, happens: Callable[[], None]) -> None:
        super().__init__()
        self._happens: Callable[[], None] | None = happens

    def write(self, data: Any) -> int:
        happens, self._happens = self._happens, None
        if happens is not None:
            writer = Thread(target=happens)
            writer.start()
            writer.join()
        return super().write(data)


def test_what_comes_in_meanwhile_is_in_no_part_of_the_file(desk: Desk):
    queries, zone = desk.system.queries, desk.system.settings.timezone
    address = read_address(f"/places/{DISTRICT}", "period=2024-05&list=stock.open")
    file = Interrupted(lambda: _report_and_close(desk))
    write_place(queries, ALL_VIEWER, address, Format.CSV, file, NOW, zone)
    tables = of_csv(file.getvalue())
    cases = tables["案件明细"].column("案件编号")
    assert "M1" in cases and "late" not in cases
    assert len(cases) == tables["全部指标"].by("标识")["stock.open"]["数值"]
    assert len(cases) == tables["下级排名"].by("地点")["合计"]["当前在办"]
    later = BytesIO()
    write_place(queries, ALL_VIEWER, address, Format.CSV, later, NOW, zone)
    cases = of_csv(later.getvalue())["案件明细"].column("案件编号")
    assert "M1" not in cases and "late" in cases


def _report_and_close(desk: Desk) -> None:
    system = desk.system
    events = [system.event("late", "report", NOW, place=PILOT_GRIDS[0]), system.event("M1", "close", NOW, level="grid")]
    system.send(events, system.key("late"))
    system.work(NOW)


def test_the_memory_of_a_workbook_does_not_grow_with_its_rows():
    peaks = [_peak(rows) for rows in (1_000, 10_000)]
    print(f"peaks {peaks} bytes")
    assert peaks[1] < peaks[0] * 2


def _peak(count: int) -> int:
    def rows() -> Iterator[Row]:
        for n in range(count):
            yield f"case-{n}", n, "民治街道", "A", "共享单车淤积"

    heads = ["a", "b", "c", "d", "e"]
    book = Book("t", "s", Sheet("c", heads, []), [Sheet("l", heads, rows())], Language.ZH)
    tracemalloc.start()
    write_workbook(book, BytesIO())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
