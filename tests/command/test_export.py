"""`threecenter export`: a file that is there whole, or not at all with one line that says why."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.processes import answer_of, environment, free_ports


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    made = environment(tmp_path_factory.mktemp("home"), *free_ports(2)) | {"COLUMNS": "300"}
    answer_of(["db", "create"], made)
    return made


def failure(command: list[str], own: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "threecenter", "export", *command], env=own, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stdout
    assert done.stderr.startswith("threecenter: ")
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr


def test_a_workbook_and_a_csv_file_are_written(own: dict[str, str], tmp_path: Path):
    book, text = tmp_path / "一月.xlsx", tmp_path / "january.csv"
    said = answer_of(["export", "440309", "2026-01", "--to", str(book), "--center", "grid", "--class", "C"], own)
    assert said.startswith(f"{book}: 龙华区 440309 · 2026-01 (2026-01-01 – 2026-01-31); 数据截至 ")
    assert "筛选：网格管理中心、C类" in said and said.endswith("0 of 0 cases")
    assert "全部指标" in load_workbook(book).sheetnames
    answer_of(["export", "440309", "2026-01", "--to", str(text), "--item", "E01", "--language", "en"], own)
    lines = list(csv.reader(text.read_text(encoding="utf-8-sig").splitlines()))
    assert lines[0] == ["# Longhua District 440309 · 2026-01 (2026-01-01 – 2026-01-31)"]
    assert "Filters: Smell of gas (E01)" in lines[1][0]
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([book.name, text.name])


def test_a_file_is_replaced_only_when_told(own: dict[str, str], tmp_path: Path):
    file = tmp_path / "kept.csv"
    file.write_text("precious", encoding="utf-8")
    command = ["440309", "2026", "--to", str(file)]
    assert f"{file}: exists already; give another name, or --replace" in failure(command, own)
    assert file.read_text(encoding="utf-8") == "precious"
    failure(["nowhere", "2026", "--to", str(file), "--replace"], own)
    assert file.read_text(encoding="utf-8") == "precious"
    answer_of(["export", *command, "--replace"], own)
    assert "龙华区" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["nowhere", "2026", "--to", "x.csv"], "place nowhere: not in the register; see `threecenter places list`"),
        (["440309", "someday", "--to", "x.csv"], "period 'someday': not understood; use today"),
        (["440309", "2026", "--to", "x.pdf"], "x.pdf: ends in none of our formats; end it in .xlsx or .csv"),
        (["440309", "2026", "--to", "x"], "x: ends in none of our formats"),
        (
            ["440309", "2026", "--to", "no/x.csv"],
            "no/x.csv: cannot be written (No such file or directory); give a file",
        ),
        (["440309", "2026", "--to", "README.md/x.csv"], "cannot be written (Not a directory)"),
        (["440309", "2026", "--to", "/proc/x.xlsx"], "/proc/x.xlsx: cannot be written"),
        (["440309", "2026", "--to", "x.csv", "--center", "moon"], "center 'moon': unknown; use one of governance"),
        (["440309", "2026", "--to", "x.csv", "--class", "E"], "class 'E': unknown; use one of A"),
    ],
)
def test_what_cannot_be_written_is_one_line_that_names_the_way_out(own: dict[str, str], command: list[str], said: str):
    assert said in failure(command, own)
    assert not list(Path.cwd().glob("x.*"))


def test_a_full_disk_leaves_nothing_behind(own: dict[str, str], tmp_path: Path):
    for name in ("x.xlsx", "x.csv"):
        (tmp_path / f"{name}.part").symlink_to("/dev/full")
        assert f"{name}: cannot be written (No space left on device)" in failure(
            ["440309", "2026", "--to", str(tmp_path / name)], own
        )
    assert not list(tmp_path.iterdir())
