"""Whatever people write stays text in a file: never a formula, a link, a number or a date."""

import csv
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from dashboard.address import Format
from dashboard.address_reading import read_address
from dashboard.exports.book import Book, Sheet
from dashboard.exports.csv import write_csv
from dashboard.exports.place import write_place
from dashboard.exports.workbook import write_workbook
from dashboard.wording.words import Language
from db.engine import open_database
from db.org_store import OrgStore
from pipelines.domain.catalogue import Item
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.new_place import NewPlace
from pipelines.domain.unit import OrgLevel
from tests.dashboard.exports.hostile import hostile_texts, is_same, is_taken_amiss
from tests.dashboard.exports.reading import READERS, of_calamine, of_openpyxl
from tests.dashboard.pages.conftest import NOW
from tests.system import ALL_VIEWER, PILOT, System, system


@pytest.fixture
def texts() -> list[str]:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    return hostile_texts(seed)


def check_harmless(raw: bytes) -> None:
    """No formula, link, or reference to elsewhere in any part of the workbook."""
    parts = ZipFile(BytesIO(raw))
    for name in parts.namelist():
        text = parts.read(name).decode("utf-8", "replace")
        is_sheet = name.startswith("xl/worksheets/")
        assert not re.search(r"<f[ >]|<hyperlink|TargetMode=\"External\"|ddeLink|oleLink", text), name
        assert not is_sheet or not re.search(r't="(str|e|b)"', text), name
    for sheet in load_workbook(BytesIO(raw)):
        cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
        assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}, sheet.title
        assert all(cell.hyperlink is None for cell in cells)


def book_of(texts: list[str]) -> Book:
    cover = Sheet("cover", ["text", "again"], [(text, text) for text in texts], texts[0])
    sheets = [Sheet(f"s{n}", ["text", "again"], [(text, text)], text) for n, text in enumerate(texts[:40])]
    return Book(texts[5], texts[6], cover, [Sheet("all", ["text", "n", "again"], rows_of(texts)), *sheets], Language.ZH)


def rows_of(texts: list[str]) -> list[tuple[str, int, str]]:
    return [(text, n, text) for n, text in enumerate(texts)]


def test_a_workbook_keeps_every_text_as_text(texts: list[str]):
    file = BytesIO()
    write_workbook(book_of(texts), file)
    check_harmless(file.getvalue())
    for read in (of_openpyxl, of_calamine):
        table = read(file.getvalue())["all"]
        for text, row in zip(texts, table.rows, strict=True):
            assert is_same(_unescaped(row[0]), text) and row[0] == row[2], (read.__name__, text[:80], row[0][:80])


def _unescaped(text: str) -> str:
    """openpyxl leaves the escape that keeps a text like _x0041_ from being read as a character."""
    return text.replace("_x005F_", "_")


def test_csv_keeps_every_text_as_text_and_gives_it_back(texts: list[str]):
    file = BytesIO()
    write_csv(book_of(texts), file)
    raw = file.getvalue()
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(StringIO(raw.decode("utf-8-sig")), strict=True))
    fields = [line[0] for line in lines if len(line) == 3][1:]
    for text, field in zip(texts, fields, strict=True):
        assert is_same(field.removeprefix("'"), text), (text[:80], field[:80])
        assert not is_taken_amiss(field), (text[:80], field[:80])
    assert not any(is_taken_amiss(line[0]) for line in lines if line)
    assert len(raw.decode().split("\r\n")) == len(lines) + 1, "one line of the file for each row"


def test_only_what_a_spreadsheet_would_take_amiss_is_guarded():
    plain = [
        "红山社区",
        "LH-20261121-02846",
        "燃气异味",
        "A",
        "140303007001",
        "cohort.reported",
        "—",
        "Class A",
        "(未定)",
    ]
    file = BytesIO()
    write_csv(Book("t", "s", Sheet("c", [], []), [Sheet("all", ["x"], [(one,) for one in plain])], Language.ZH), file)
    assert [line[0] for line in csv.reader(StringIO(file.getvalue().decode("utf-8-sig"))) if line][4:] == plain


@dataclass(frozen=True)
class Sent:
    """Texts as they were sent: item X0 at place h0 in the case of the first number, and so on."""

    system: System
    texts: list[str]
    case_ids: list[str]


@pytest.fixture
def sent(tmp_path: Path, redis_url: str, database_url: str, texts: list[str]) -> Iterator[Sent]:
    """Every text that can be stored as the name of an item and of a place, as a case's number, unit and note."""
    kept = [text for text in texts if "\x00" not in text and _has_utf8(text)]
    _register(OrgStore(open_database(database_url).log), kept)
    ids = [f"{text[:56]}~{n}" for n, text in enumerate(kept)]
    with system(tmp_path, redis_url, database_url=database_url) as made:
        made.send([_report(made, n, ids[n], text) for n, text in enumerate(kept)], made.key())
        made.work(NOW)
        yield Sent(made, kept, ids)


def _has_utf8(text: str) -> bool:
    return text.encode("utf-8", "ignore").decode() == text


def _register(store: OrgStore, texts: list[str]) -> None:
    store.put_items([Item(f"X{n}", text, text, Center.GRID, CaseClass.C) for n, text in enumerate(texts)])
    store.put_places([NewPlace(f"h{n}", OrgLevel.GRID, text, PILOT[0], text) for n, text in enumerate(texts)])


def _report(made: System, n: int, case_id: str, text: str) -> dict[str, Any]:
    return made.event(case_id, "report", NOW, place=f"h{n}", item=f"X{n}", unit=text[:200], note=text[:2000])


def test_what_is_sent_as_names_ids_units_and_notes_comes_out_as_text(sent: Sent):
    for form, read in READERS:
        file = BytesIO()
        address = read_address(f"/places/{PILOT[0]}", "period=2024-05&sort=open")
        write_place(sent.system.queries, ALL_VIEWER, address, Format(form), file, NOW, sent.system.settings.timezone)
        if form == "xlsx":
            check_harmless(file.getvalue())
        tables = read(file.getvalue())
        cases, places = tables["案件明细"].by("事项编码"), tables["下级排名"].by("编码")
        items = tables["事项"].by("事项编码")
        for n, (case_id, text) in enumerate(zip(sent.case_ids, sent.texts, strict=True)):
            case = cases[f"X{n}"]
            found = [case["案件编号"], case["处置单位"], case["事项"], case["网格"]]
            found += [places[f"h{n}"]["地点"], items[f"X{n}"]["事项"]]
            for cell, expected in zip(found, [case_id, text[:200], *[text] * 4], strict=True):
                assert is_same(_unescaped(cell), expected), (form, text[:80], cell)
