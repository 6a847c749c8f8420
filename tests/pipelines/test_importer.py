import csv
import gzip
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook
from rich.console import Console

from pipelines.domain.errors import AccessError, RegisterError, StoreError
from pipelines.domain.org import OrgTree
from pipelines.domain.settings import read_settings
from pipelines.domain.unit import OrgLevel, OrgUnit
from pipelines.importer import import_file
from pipelines.importer.parcel import Parcel
from pipelines.importer.progress import Gauge
from pipelines.importer.rejects import RejectsFile
from pipelines.importer.sources import source_of
from pipelines.mapping import Reject, load_mapping
from pipelines.table_file import ImportFileError, opened
from tests.pipelines import nyc
from tests.pipelines.contract_intake import KEY, ContractIntake

OWN = """
root: {code: c, level: city, name: City}
path: {district: place}
case: id
item: type
steps: {report: opened, close: closed}
fields: {note: words}
"""
HEADER = "id,place,type,opened,closed,words"
CATALOGUE = nyc.catalogue_of(["Noise"])


@pytest.fixture
def mapping(tmp_path):
    file = tmp_path / "own.yaml"
    file.write_text(OWN, "utf-8")
    return load_mapping(file)


@pytest.fixture
def intake():
    with ContractIntake(items=CATALOGUE.items) as server:
        yield server


class Run:
    """Imports into one intake; remembers units, pauses and what was printed."""

    def __init__(self, tmp_path, intake):
        environment = {"THREECENTER_HOME": str(tmp_path / "home"), "THREECENTER_INTAKE_URL": intake.url}
        self.settings, self.intake, self.folder = read_settings(environment), intake, tmp_path
        self.units, self.pauses, self.printed = [], [], io.StringIO()

    def __call__(self, file, mapping, key=KEY, tree=nyc.NO_PLACES, catalogue=CATALOGUE):
        console = Console(file=self.printed, width=200)
        return import_file(
            self.settings, file, mapping, key, self.units.append, tree, catalogue, console, wait=self.pauses.append
        )


@pytest.fixture
def run(tmp_path, intake):
    return Run(tmp_path, intake)


def csv_file(folder: Path, *rows: str, name="cases.csv", header=HEADER) -> Path:
    file = folder / name
    content = "".join(f"{line}\n" for line in (header, *rows)).encode()
    file.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return file


def many(count: int, **changed: str) -> list[str]:
    """Rows r1… with a report and a close each; `changed` replaces whole rows."""
    usual = [f"r{number},North,Noise,2020-01-01,2020-01-02,w" for number in range(1, count + 1)]
    return [changed.get(line.partition(",")[0], line) for line in usual]


def rejected(summary) -> list[dict[str, str]]:
    with summary.rejects_file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_all_rows_of_a_good_file_arrive_and_no_rejects_file_is_left(tmp_path, run, intake, mapping):
    (tmp_path / "cases.rejects.csv").write_text("of an earlier run")
    summary = run(csv_file(tmp_path, *many(1500)), mapping)
    assert (summary.rows_read, summary.cases_in, summary.rows_rejected, summary.exit_code) == (1500, 1500, 0, 0)
    assert (summary.events_accepted, summary.duplicates, len(intake.stored)) == (3000, 0, 3000)
    assert intake.stored["r7:report"] == {
        "event_id": "r7:report",
        "case_id": "r7",
        "step": "report",
        "occurred_at": "2020-01-01",
        "place": "c/north",
        "item": "n0",
        "note": "w",
    }
    assert summary.rejects_file is None and not (tmp_path / "cases.rejects.csv").exists()
    assert set(intake.statuses) == {202} and len(intake.posts) <= 6


def test_the_same_file_again_changes_nothing(tmp_path, run, intake, mapping):
    file = csv_file(tmp_path, *many(300), name="cases.csv.gz")
    run(file, mapping)
    before = dict(intake.stored)
    again = run(file, mapping)
    assert (again.events_accepted, again.duplicates, again.cases_in, again.exit_code) == (0, 600, 300, 0)
    assert intake.stored == before and "600 events known already" in str(again)


def test_missing_units_are_created_once_parents_first_before_anything_is_sent(tmp_path, run, intake, mapping):
    sent_before = []
    run.units = type(
        "Probe", (list,), {"append": lambda self, units: sent_before.append((units, len(intake.stored)))}
    )()
    tree = OrgTree([OrgUnit(1, "c", OrgLevel.CITY, "City")], [])
    run(csv_file(tmp_path, "1,North,,2020-01-01,,", "2,South,Noise,2020-01-01,,", *many(5)), mapping, tree=tree)
    (units, stored), *more = sent_before
    assert [(unit.code, unit.parent) for unit in units] == [("c/north", "c"), ("c/south", "c")]
    assert stored == 0 and more == []


def test_a_unit_that_several_paths_need_is_created_once(tmp_path, run, mapping):
    run(csv_file(tmp_path, "1,North,Noise,2020-01-01,,", "2,South,Noise,2020-01-01,,"), mapping)
    assert [[unit.code for unit in units] for units in run.units] == [["c", "c/north", "c/south"]]


def test_places_that_are_all_known_are_not_created_again(tmp_path, run, mapping):
    tree = OrgTree([OrgUnit(1, "c", OrgLevel.CITY, "City"), OrgUnit(2, "c/north", OrgLevel.DISTRICT, "North")], [])
    run(csv_file(tmp_path, *many(3)), mapping, tree=tree)
    assert run.units == []


def test_rows_that_cannot_be_mapped_stand_in_the_rejects_file_and_the_rest_goes_in(tmp_path, run, intake, mapping):
    rows = [
        "1,North,Noise,2020-01-01,,",
        "1,North,Noise,2020-01-02,,",
        "2,North,Ghosts,2020-01-01,,",
        '3,North,"Noi"se,2020-01-01,,',
        "4,North,Noise,2020-01-05,2020-01-01,",
        "",
        "5,North,=1+1,2020-01-05,,",
        "6,North,Noise,2020-01-05,,",
    ]
    summary = run(csv_file(tmp_path, *rows), mapping)
    assert (summary.rows_read, summary.cases_in, summary.rows_rejected, summary.exit_code) == (7, 2, 5, 1)
    assert summary.rejects_file == tmp_path / "cases.rejects.csv" and set(intake.stored) == {"1:report", "6:report"}
    told = [(line["row"], line["column"], line["value"]) for line in rejected(summary)]
    assert told == [
        ("3", "id", "1"),
        ("4", "type", "Ghosts"),
        ("5", "", ""),
        ("6", "closed", "2020-01-01"),
        ("8", "type", "'=1+1"),
    ]
    reasons = [line["reason"] for line in rejected(summary)]
    assert reasons[0] == "repeated key" and "cannot be split into fields" in reasons[2]
    assert "cases in, 5 rows rejected; see " in str(summary)


def test_a_row_that_the_intake_refuses_is_rejected_alone(tmp_path, run, intake, mapping):
    intake.longest_note = 10
    long = "far too long for it"
    rows = many(900, r450=f"r450,North,Noise,2020-01-01,2020-01-02,{long}")
    summary = run(csv_file(tmp_path, *rows), mapping)
    assert (summary.cases_in, summary.rows_rejected, summary.events_accepted) == (899, 1, 1798)
    assert rejected(summary) == [{"row": "451", "column": "words", "value": long, "reason": "TOO_LONG: not taken"}]
    assert not any(event["case_id"] == "r450" for event in intake.stored.values())
    assert len(intake.stored) == 1798


def test_a_file_that_is_refused_in_every_row_is_told_row_by_row(tmp_path, run, intake, mapping):
    intake.items = set()
    summary = run(csv_file(tmp_path, *many(600)), mapping)
    assert (summary.cases_in, summary.rows_rejected, intake.stored) == (0, 600, {})
    assert {line["column"] for line in rejected(summary)} == {"type"}
    assert sorted(int(line["row"]) for line in rejected(summary)) == list(range(2, 602))
    assert sum(intake.posts) < 600 * 20


def test_an_event_known_with_another_body_rejects_its_row(tmp_path, run, intake, mapping):
    intake.stored["r2:close"] = {"case_id": "r2", "step": "close", "event_id": "r2:close"}
    summary = run(csv_file(tmp_path, *many(3)), mapping)
    assert [(line["row"], line["column"]) for line in rejected(summary)] == [("3", "id")]
    assert summary.cases_in == 2 and "r2:report" not in intake.stored


def test_a_refusal_without_an_index_is_narrowed_down_to_its_row(tmp_path, run, intake, mapping, monkeypatch):
    usual = intake._events

    def without_index(body):
        if b'"r5:report"' in body:
            return 413, {"error": {"code": "TOO_DEEP", "message": "at most 16"}}, {}
        return usual(body)

    monkeypatch.setattr(intake, "_events", without_index)
    summary = run(csv_file(tmp_path, *many(40)), mapping)
    assert [(line["row"], line["reason"]) for line in rejected(summary)] == [("6", "TOO_DEEP: at most 16")]
    assert summary.cases_in == 39 and len(intake.stored) == 78


def test_an_intake_that_is_busy_or_cuts_the_line_is_waited_for_and_nothing_is_lost(tmp_path, run, intake, mapping):
    busy = (503, {"error": {"code": "BUSY", "message": "disk low"}}, {"Retry-After": "7"})
    intake.answers_before = [busy, None, (502, {}, {}), busy]
    summary = run(csv_file(tmp_path, *many(1000)), mapping)
    assert (summary.cases_in, summary.rows_rejected, len(intake.stored)) == (1000, 0, 2000)
    assert len(run.pauses) == 4 and run.pauses.count(7.0) == 2 and all(0 < pause <= 7 for pause in run.pauses)
    assert "nothing is lost, waiting for it" in run.printed.getvalue()


def test_an_intake_that_is_not_there_yet_is_waited_for(tmp_path, mapping):
    with ContractIntake(items=CATALOGUE.items) as later:
        run = Run(tmp_path, later)
        nowhere = replace(run.settings, intake_url="http://127.0.0.1:9")
        starts = []

        def start(seconds):
            starts.append(seconds)
            if len(starts) == 3:
                raise AccessError("waited three times")

        with pytest.raises(AccessError, match="three times"):
            import_file(
                nowhere, csv_file(tmp_path, *many(1)), mapping, KEY, print, nyc.NO_PLACES, CATALOGUE, Console(), start
            )
        assert starts == sorted(starts) and later.stored == {}


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        ((401, {"error": {"code": "UNKNOWN_KEY", "message": "no such key"}}, {}), AccessError, "401, no such key"),
        ((403, {"error": {"code": "SCOPE", "message": "not here"}}, {}), AccessError, "403, not here"),
        ((404, {}, {}), StoreError, "answers 404"),
        ((500, {}, {}), StoreError, "answers 500"),
        ((202, {"receipts": []}, {}), StoreError, "0 receipts"),
        ((202, {}, {}), StoreError, "cannot be read"),
    ],
)
def test_an_answer_that_waiting_cannot_mend_ends_the_import(run, mapping, answer, error, words):
    run.intake.answers_before = [answer] * 9
    with pytest.raises(error, match=words):
        run(csv_file(run.folder, *many(2)), mapping)
    assert run.pauses == []


def test_a_place_outside_the_keys_scope_rejects_only_its_row(tmp_path, run, intake, mapping):
    told = {"code": "OUT_OF_SCOPE", "message": "not yours", "field": "place", "value": "c/north", "index": 0}
    intake.answers_before = [(403, {"error": told}, {})]
    summary = run(csv_file(tmp_path, *many(1)), mapping)
    assert [(line["column"], line["reason"]) for line in rejected(summary)] == [("place", "OUT_OF_SCOPE: not yours")]


def test_bodies_keep_to_the_limit_of_the_intake(tmp_path, run, intake, mapping):
    rows = [f"{number},North,Noise,2020-01-01,,{'语' * 900}" for number in range(400)]
    summary = run(csv_file(tmp_path, *rows), mapping)
    assert (summary.cases_in, summary.rows_rejected, set(intake.statuses)) == (400, 0, {202})


def test_a_row_larger_than_any_body_is_rejected_before_it_is_sent(tmp_path, run, mapping):
    row = f"1,North,Noise,2020-01-01,,{'w' * 100_000}"
    wide = replace(mapping, fields={"note": "words", "unit": "words", "actor": "words"})
    summary = run(csv_file(tmp_path, row), wide)
    assert [line["reason"] for line in rejected(summary)] == ["is larger than 256 KiB; shorten its texts"]


def native(case: str, step: str, **more: str) -> str:
    usual = {"event_id": f"{case}-{step}", "case_id": case, "step": step, "occurred_at": "2020-01-01T08:00:00+08:00"}
    return json.dumps({**usual, **({"place": "p"} if step == "report" else {}), **more})


@pytest.mark.parametrize("name", ["events.jsonl", "events.jsonl.gz"])
def test_native_lines_pass_as_they_are_and_faulty_ones_are_rejected_by_number(tmp_path, run, intake, name):
    lines = [
        "\ufeff" + native("a", "report"),
        "{no json",
        native("a", "close", note="完成"),
        "",
        '{"case_id": 1}',
        native("b", "dispose"),
    ]
    content = "\r\n".join(lines).encode() + b'\n{"case_id": "c", "step": "report", "note": "\xff"}\n'
    file = tmp_path / name
    file.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    summary = run(file, None)
    assert (summary.rows_read, summary.cases_in, summary.events_accepted, summary.rows_rejected) == (6, 1, 2, 4)
    assert intake.stored["a-close"]["note"] == "完成"
    told = {line["row"]: line["reason"].partition(":")[0] for line in rejected(summary)}
    assert told == {
        "2": "is not JSON",
        "5": "is no event",
        "6": "UNKNOWN_CASE",
        "7": "is not UTF-8 text; save the file as UTF-8",
    }
    assert summary.rejects_file.name == "events.rejects.csv"


def test_events_of_one_case_arrive_in_the_order_of_the_file(tmp_path, run, intake):
    steps = ["report", "dispatch", "dispose", "close"]
    lines = [native(f"c{case}", step) for step in steps for case in range(2000)]
    file = tmp_path / "events.jsonl"
    file.write_text("\n".join(lines), "utf-8")
    summary = run(file, None)
    assert (summary.events_accepted, summary.rows_rejected, summary.cases_in) == (8000, 0, 2000)
    order = {}
    for event in intake.stored.values():
        order.setdefault(event["case_id"], []).append(event["step"])
    assert all(found == steps for found in order.values())


def test_a_workbook_is_read_like_a_table(tmp_path, run, intake, mapping):
    book = Workbook()
    page = book.active
    page.append(HEADER.split(","))
    page.append([1e16, "North", "Noise", "2020-01-01", "2020-01-02T10:00:00", None])
    page.append([])
    page.append(["2", None, "Noise", "2020-01-01"])
    book.create_sheet("more").append(["x"])
    file = tmp_path / "cases.xlsx"
    book.save(file)
    summary = run(file, mapping)
    assert set(intake.stored) == {"10000000000000000:report", "10000000000000000:close"}
    assert [(line["row"], line["column"]) for line in rejected(summary)] == [("4", "place")]
    with pytest.raises(ImportFileError, match="has no sheet 'other'; name one of: Sheet, more"):
        run(file, replace(mapping, sheet="other"))


def test_a_byte_order_mark_windows_line_ends_and_quoted_line_breaks_are_no_fault(tmp_path, run, intake, mapping):
    file = tmp_path / "cases.csv"
    text = f'{HEADER}\r\n1,North,Noise,2020-01-01,,"two\r\nlines"\r\n2, North ,Noise,2020-01-01,,=cmd()\r\n'
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert run(file, mapping).cases_in == 2
    assert intake.stored["1:report"]["note"] == "two\r\nlines"
    assert (intake.stored["2:report"]["note"], intake.stored["2:report"]["place"]) == ("=cmd()", "c/north")


def test_another_encoding_is_read_when_the_mapping_names_it(tmp_path, run, intake, mapping):
    file = tmp_path / "cases.csv"
    file.write_bytes(f"{HEADER}\n1,观澜街道,Noise,2020-01-01,,占道\n".encode("gb18030"))
    with pytest.raises(ImportFileError, match=r"is not utf-8 text .* such as gb18030"):
        run(file, mapping)
    assert run(file, replace(mapping, encoding="gb18030")).cases_in == 1
    assert intake.stored["1:report"]["place"] == "c/观澜街道"


def truncated(content: bytes) -> bytes:
    return gzip.compress(content)[:-12]


GOOD_LINES = "\n".join([HEADER, *many(2000)]).encode()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv.gz", gzip.compress(b"", mtime=0), "is empty"),
        ("a.csv", HEADER.encode(), "has no rows"),
        ("a.csv", "id,place\n1,2".encode("utf-16"), "UTF-16"),
        ("a.csv", GOOD_LINES + b'\n9,"North,Noise,2020-01-01,,\n', "is never closed"),
        ("a.csv", GOOD_LINES + b"\n9,\xff,Noise,2020-01-01,,\n", "is not utf-8 text"),
        ("a.csv.gz", truncated(GOOD_LINES), "cut short"),
        ("a.csv.gz", b"not packed at all", "damaged"),
        ("a.xlsx", b"not a workbook", "damaged"),
        ("a.pdf", b"%PDF", "no known kind"),
        ("a.jsonl", b"{}", "needs no mapping"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_sends_nothing(run, mapping, name, content, words):
    file = run.folder / name
    file.write_bytes(content)
    with pytest.raises(ImportFileError, match=words):
        run(file, mapping)
    assert (run.intake.posts, run.units, list(run.folder.glob("*.rejects.csv"))) == ([], [], [])


def test_a_native_file_that_is_cut_short_sends_nothing(tmp_path, run, intake):
    file = tmp_path / "events.jsonl.gz"
    file.write_bytes(truncated("\n".join(native(str(case), "report") for case in range(3000)).encode()))
    with pytest.raises(ImportFileError, match="cut short"):
        run(file, None)
    assert intake.posts == []


def test_a_missing_column_is_told_before_anything_is_sent(tmp_path, run, intake, mapping):
    file = csv_file(tmp_path, "1,North", header="id,place")
    with pytest.raises(RegisterError, match=r"column 'type' is missing from the file; .* columns found: id, place"):
        run(file, mapping)
    assert (intake.posts, run.units) == ([], [])


def test_files_that_are_missing_or_lack_a_mapping_are_named(tmp_path, run, mapping):
    with pytest.raises(ImportFileError, match=r"gone\.csv: cannot be opened"):
        run(tmp_path / "gone.csv", mapping)
    with pytest.raises(ImportFileError, match="give --mapping"):
        run(csv_file(tmp_path), None)


def test_rejects_go_to_the_fallback_folder_when_the_inputs_own_cannot_be_written(tmp_path):
    with RejectsFile(tmp_path / "no such folder" / "cases.csv.gz", tmp_path / "home" / "imports") as rejects:
        rejects.write(Reject(2, "name", "@sum", "-reason"))
    assert rejects.path == tmp_path / "home" / "imports" / "cases.rejects.csv"
    assert rejects.path.read_text("utf-8-sig").splitlines() == ["row,column,value,reason", "2,name,'@sum,'-reason"]


def test_a_bar_is_drawn_on_a_terminal_and_plain_lines_elsewhere(monkeypatch):
    seconds = iter(range(0, 1000, 6))
    monkeypatch.setattr("pipelines.importer.progress.monotonic", lambda: float(next(seconds)))
    plain, drawn = io.StringIO(), io.StringIO()
    for console in (Console(file=plain, width=120), Console(file=drawn, width=120, force_terminal=True)):
        with Gauge(console, "sending", 4000) as gauge:
            for done in range(1, 2001):
                gauge.advance(done)
    assert plain.getvalue().splitlines()[0] == "sending: 25%, 1,000 rows, 167 rows/s, 18 s left"
    assert "2,000 rows" in drawn.getvalue() and "50%" in drawn.getvalue()


def test_the_real_file_becomes_a_parcel_for_each_case():
    source = source_of(nyc.FILE, nyc.mapping(), nyc.NO_PLACES, nyc.catalogue(), nyc.ZONE)
    parcels = rejects = events = 0
    with opened(nyc.FILE) as raw:
        for outcome in source.parcels(raw):
            is_parcel = isinstance(outcome, Parcel)
            parcels, rejects = parcels + is_parcel, rejects + (not is_parcel)
            events += len(outcome.events) if is_parcel else 0
    assert (parcels, rejects, events) == (233_238, 93, 464_471)
