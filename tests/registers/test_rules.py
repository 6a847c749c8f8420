"""Deadlines and special days: files with every fault named, books that follow one another."""

import csv
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from db.engine import open_database
from db.rule_store import RuleStore
from db.sample import SEED
from pipelines.domain.calendar import Counting, Limit, SpecialDay
from pipelines.domain.rules import DeadlineRule, Rules
from pipelines.domain.step import CaseStage
from pipelines.domain.workflow import WORKFLOWS
from pipelines.registers.calendar import calendar_sheet
from pipelines.registers.catalogue import read_catalogue
from pipelines.registers.deadlines import deadlines_sheet
from pipelines.registers.hours import hours_sheet
from pipelines.registers.sheet import FaultyFileError, Sheet
from pipelines.sample import load_sample_rules

ZONE = ZoneInfo("Asia/Shanghai")
ITEMS = read_catalogue(SEED / "catalogue.csv")
DEADLINES = deadlines_sheet(ITEMS, WORKFLOWS)
HEAD = ["item", "condition", "stage", "amount", "counting"]


@pytest.fixture
def log(database_url: str) -> Engine:
    return open_database(database_url).log


@pytest.fixture
def store(log: Engine) -> RuleStore:
    return RuleStore(log, ZONE)


def written(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def faults(sheet: Sheet, file: Path) -> list[tuple[int, str, str]]:
    with pytest.raises(FaultyFileError) as caught:
        sheet.load(file)
    return [(fault.row, fault.column, fault.value) for fault in caught.value.faults]


def rule(item: str, days: int, condition: str | None = None) -> DeadlineRule:
    return DeadlineRule(item, Limit(days, Counting.WORKING_DAYS), condition)


def test_the_sample_has_519_conditions_over_all_items() -> None:
    rules = DEADLINES.load(SEED / "deadlines.csv")
    whole = [one for one in rules if one.stage is None]
    assert (len(whole), {one.item for one in whole}) == (519, set(ITEMS.items))
    assert {one.item for one in whole if one.condition is None} == set(ITEMS.items)
    assert {one.limit.counting for one in whole} == set(Counting)
    dispatch = DeadlineRule("E01", Limit(0.5, Counting.CONTINUOUS_HOURS), None, CaseStage.DISPATCHED)
    assert dispatch in rules


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["X99", "", "", "1", "working_days"], "item"),
        (["E01", "", "", "0", "working_days"], "amount"),
        (["E01", "", "", "1.5", "working_days"], "amount"),
        (["E01", "", "", "nan", "working_hours"], "amount"),
        (["E01", "", "", "two", "working_hours"], "amount"),
        (["E01", "", "", "1001", "working_hours"], "amount"),
        (["E01", "", "", "1", "days"], "counting"),
        (["E01", "", "soon", "1", "working_days"], "stage"),
        (["E01", "", "confirmed", "1", "working_days"], "stage"),
        (["E01", "", "reported", "1", "working_days"], "stage"),
    ],
)
def test_a_rule_with_a_fault_is_named(tmp_path: Path, row: list[str], column: str) -> None:
    good = ["E02", "", "", "0.5", "continuous_hours"]
    expected = [(3, column, row[HEAD.index(column)])]
    assert faults(DEADLINES, written(tmp_path / "rules.csv", [HEAD, good, row])) == expected


def test_two_rules_for_the_same_are_refused(tmp_path: Path) -> None:
    rows = [["E01", "", stage, "1", "working_days"] for stage in ("", "dispatched", "")]
    assert faults(DEADLINES, written(tmp_path / "rules.csv", [HEAD, *rows])) == [(4, "item", "E01  ")]


def test_special_days_with_faults_are_named(tmp_path: Path) -> None:
    rows = [["day", "kind"], ["2026-10-01", "off"], ["1 Oct", "off"], ["2026-10-02", "closed"]]
    assert faults(calendar_sheet(), written(tmp_path / "a.csv", rows)) == [(3, "day", "1 Oct"), (4, "kind", "closed")]
    rows = [["day", "kind"], ["2026-10-01", "off"], ["2026-10-01", "worked"]]
    assert faults(calendar_sheet(), written(tmp_path / "b.csv", rows)) == [(3, "day", "2026-10-01")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["9", "12:00"]], (2, "opens", "9")),
        ([["09:00", "noon"]], (2, "closes", "noon")),
        ([["12:00", "09:00"]], (2, "closes", "09:00")),
        ([["14:00", "18:00"], ["09:00", "12:00"]], (3, "opens", "09:00")),
        ([["09:00", "12:00"], ["12:00", "18:00"]], (3, "opens", "12:00")),
        ([], (2, "opens", "")),
    ],
)
def test_hours_that_make_no_day_are_named(
    tmp_path: Path, rows: list[list[str]], expected: tuple[int, str, str]
) -> None:
    assert faults(hours_sheet(), written(tmp_path / "hours.csv", [["opens", "closes"], *rows])) == [expected]


def test_hours_of_a_deployment_replace_those_it_had(store: RuleStore, tmp_path: Path) -> None:
    store.put_deadlines([rule("E01", 3)])
    file = written(tmp_path / "hours.csv", [["opens", "closes"], ["09:00", "12:00"], ["13:00", "18:00"]])
    store.put_windows(hours_sheet().load(file))
    books = store.rules().books
    assert books[2].calendar.windows == ((time(9), time(12)), (time(13), time(18)))
    assert (books[2].rules, books[1].calendar.windows[0][0]) == (books[1].rules, time(8, 30))


def test_the_sample_knows_holidays_and_days_worked_instead(store: RuleStore) -> None:
    load_sample_rules(store)
    load_sample_rules(store)
    rules = store.rules()
    assert rules.newest == 2
    calendar = rules.books[2].calendar
    known = {date(2026, 2, 17): False, date(2026, 10, 10): True, date(2026, 10, 7): False, date(2026, 10, 8): True}
    assert {day: calendar.is_working_day(day) for day in known} == known
    assert len({day.year for day in calendar.days_worked}) >= 8


def test_a_load_writes_the_next_book_and_leaves_the_earlier_as_it_was(store: RuleStore, log: Engine) -> None:
    assert store.rules() == Rules()
    store.put_deadlines([rule("E01", 3), rule("E01", 1, "grave"), rule("E02", 5)])
    store.put_deadlines([rule("E01", 2)])
    store.put_days([SpecialDay(date(2026, 10, 1), False), SpecialDay(date(2026, 10, 10), True)])
    store.put_days([SpecialDay(date(2026, 10, 1), True)])
    books = store.rules().books
    assert books[1].rules == (rule("E01", 3), rule("E01", 1, "grave"), rule("E02", 5))
    assert books[2].rules == books[4].rules == (rule("E02", 5), rule("E01", 2))
    assert (books[3].calendar.days_off, books[4].calendar.days_off) == ({date(2026, 10, 1)}, set())
    assert books[4].calendar.days_worked == {date(2026, 10, 1), date(2026, 10, 10)}
    assert list(RuleStore(log, ZONE).rules().books) == [1, 2, 3, 4]
