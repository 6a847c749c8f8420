"""Who may take what out, under which name, and what is said when it cannot be had."""

import tempfile
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from dash import html

from dashboard.address import Format
from dashboard.exports.book import Book, Sheet
from dashboard.exports.workbook import write_workbook
from dashboard.wording.words import Language
from tests.dashboard.exports.conftest import Caller
from tests.dashboard.exports.reading import READERS, of_csv, of_openpyxl
from tests.dashboard.pages.conftest import DISTRICT, NOW, Desk
from tests.dashboard.pages.reading import by_class, parts
from tests.system import PILOT, PILOT_GRIDS

FILE = f"/exports/places/{DISTRICT}"


def test_a_file_is_named_by_place_period_and_time(caller: Caller):
    answer = caller.get(f"{FILE}.xlsx?period=2024-05")
    plain, _, full = answer.headers["content-disposition"].partition("; filename*=UTF-8''")
    as_of = of_openpyxl(answer.content)["说明"].by("项目")["数据截至"]["内容"]
    assert plain == f'attachment; filename="{DISTRICT}_2024-05_{as_of:%Y%m%d-%H%M%S}.xlsx"'
    assert unquote(full) == f"{DISTRICT}_矿区_2024-05_{as_of:%Y%m%d-%H%M%S}.xlsx"
    assert answer.headers["content-type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer.headers["cache-control"] == "private, no-store"
    csv = caller.get(f"{FILE}.csv?period=2024-05-01..2024-05-15&lang=en")
    assert "Kuangqu-District_2024-05-01..2024-05-15_" in unquote(csv.headers["content-disposition"])
    assert csv.headers["content-type"] == "text/csv; charset=utf-8"
    assert csv.content.startswith(b"\xef\xbb\xbf")


def test_every_page_of_a_file_says_when_its_data_are_simulated(desk: Desk, caller: Caller):
    for is_simulated in (False, True):
        if is_simulated:
            key = desk.system.key("city", simulated=True)
            desk.system.send([desk.system.event("S0", "report", NOW, place=PILOT_GRIDS[0])], key)
            desk.system.work(NOW)
        for form, read in READERS:
            answer = caller.get(f"{FILE}.{form}?period=2024-05")
            tables = read(answer.content)
            assert {"模拟数据" in table.heading for table in tables.values()} == {is_simulated}
            assert tables["说明"].by("项目")["含模拟数据"]["内容"] == ("是" if is_simulated else "否")
            assert ("模拟数据" in unquote(answer.headers["content-disposition"])) is is_simulated
    marks = {row["案件编号"]: row["模拟"] for row in tables["案件明细"].by("案件编号").values()}
    assert [case_id for case_id, mark in marks.items() if mark == "是"] == ["S0"]


def test_the_button_leads_to_the_very_view_of_its_page(desk: Desk, caller: Caller):
    view = (
        f"/places/{PILOT[0]}?period=2024-05-01..2024-05-15&center=emergency&item=E02&list=stock.open&direct=1&sort=rate"
    )
    (menu,) = by_class(desk.page(f"{view}&theme=dark"), "desk-export")
    hrefs = [part.href for part in parts(menu) if isinstance(part, html.A)]
    assert [href.partition("?")[0] for href in hrefs] == [f"/exports/places/{PILOT[0]}.{form}" for form in Format]
    for href, read in zip(hrefs, (of_openpyxl, of_csv), strict=True):
        assert read(caller.file(href))["说明"].by("项目")["网页地址"]["内容"] == view


def test_filters_stand_in_the_file(caller: Caller):
    query = "period=2024-05&class=A&center=emergency&channel=patrol&item=E02&sort=rate"
    for form, read in READERS:
        tables = read(caller.file(f"{FILE}.{form}?{query}"))
        rows = {name: row["内容"] for name, row in tables["说明"].by("项目").items()}
        assert (rows["筛选：类别"], rows["筛选：中心"], rows["筛选：来源"]) == ("A类", "应急指挥中心", "网格巡查")
        assert rows["筛选：事项"] == "火情冒烟 (E02)"
        assert rows["导出人"] == "reader"
        assert "应急指挥中心、A类、网格巡查、火情冒烟 (E02)" in tables["全部指标"].heading
        assert "按事项或来源筛选时不作比较" in tables["同比环比"].heading


@pytest.mark.parametrize(
    ("path", "status", "code", "said"),
    [
        ("999.xlsx", 404, "UNKNOWN_PLACE", "place 999: not in the register; see"),
        (f"{DISTRICT}.pdf", 422, "BAD_QUESTION", "format 'pdf': unknown; use one of xlsx, csv"),
        (DISTRICT, 422, "BAD_QUESTION", f"format '{DISTRICT}': unknown"),
        (f"{DISTRICT}.", 422, "BAD_QUESTION", "end it in .xlsx or .csv"),
        (f"{DISTRICT}.csv?period=soon", 422, "BAD_PERIOD", "period 'soon': not understood; use today"),
        (f"{DISTRICT}.csv?center=moon", 422, "BAD_QUESTION", "center 'moon': not known"),
        (f"{DISTRICT}.csv?list=cohort.luck", 422, "BAD_QUESTION", "count 'luck': not one of cohort; use one of"),
    ],
)
def test_what_cannot_be_had_is_named_with_the_way_out(caller: Caller, path: str, status: int, code: str, said: str):
    answer = caller.get(f"/exports/places/{path}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert said in answer.json()["error"]["message"]
    assert "content-disposition" not in answer.headers


def test_a_viewer_takes_out_only_what_he_may_see(desk: Desk, caller: Caller):
    own = Caller(caller.client, desk.system.key("own", PILOT[0], "read"))
    nobody = Caller(caller.client, desk.system.key("elsewhere", "440309", "read"))
    for form, read in READERS:
        tables = read(own.file(f"/exports/places/{PILOT[0]}.{form}?period=2024-05"))
        assert set(tables["案件明细"].column("区")) == {None}, "the way to the scope is not shown"
        places = {code for code in tables["案件明细"].column("地点编码") if not code.startswith(PILOT[0])}
        assert places == set()
        for path in (DISTRICT, PILOT[1], PILOT_GRIDS[10], "999"):
            refusals = [one.get(f"/exports/places/{path}.{form}") for one in (own, nobody)]
            assert {answer.status_code for answer in refusals} == {403}
            assert refusals[0].json()["error"]["message"] == (
                f"place {path}: not in the scope of own; ask for one below your own places"
            )


def test_whoever_is_signed_out_signs_in_first(caller: Caller):
    answer = caller.client.get(f"{FILE}.xlsx?period=2024-05", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/signin?next={FILE}.xlsx%3Fperiod%3D2024-05")


def test_a_disk_that_does_not_take_the_file_is_named(caller: Caller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    answer = caller.get(f"{FILE}.xlsx?period=2024-05")
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "STORE_DOWN")
    assert "export: cannot be written (No such file or directory); free some disk space" in answer.text
    with pytest.raises(FileNotFoundError):
        write_workbook(Book("t", "s", Sheet("c", ["a"], [("x",)]), [], Language.ZH), BytesIO())


def test_the_interface_documents_the_files(caller: Caller):
    paths = caller.told("/openapi.json")["paths"]
    assert "CODE.xlsx or CODE.csv" in paths["/exports/places/{name}"]["get"]["description"]


def test_csv_says_how_to_read_it(caller: Caller):
    rows = of_csv(caller.file(f"{FILE}.csv?period=2024-05"))["说明"].rows
    assert any(name == "读法" and "单引号" in text for name, text in rows)
