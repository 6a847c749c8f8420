"""Files of alarm rules: the shipped one, and every fault named of those that make no sense."""

import csv
from pathlib import Path

import pytest

from pipelines.domain.alarm_rule import Condition
from pipelines.domain.org import OrgTree
from pipelines.domain.unit import Hierarchy, OrgLevel, OrgUnit
from pipelines.registers.alarms import alarms_sheet
from pipelines.registers.sheet import Fault, FaultyFileError
from pipelines.sample import sample_alarms

UNITS = [OrgUnit(1, "D1", OrgLevel.DISTRICT, "区"), OrgUnit(2, "B1", OrgLevel.GRID, "片", kind=Hierarchy.BLOCK)]
SHEET = alarms_sheet(OrgTree(UNITS, []))
HEAD = [column.name for column in SHEET.columns]
RATE = {
    "name": "r1", "severity": "warning", "condition": "rate", "of": "patrol_coverage", "level": "subdistrict",
    "span": "yesterday", "direction": "below", "raise_at": "0.8", "clear_at": "0.9", "minutes": "10", "least": "30",
}  # fmt: skip
ONE = {"name": "v1", "severity": "warning", "condition": "vacancy", "direction": "above", "raise_at": "1"}
ONE |= {"clear_at": "0"}


def written(path: Path, *rows: dict[str, str]) -> Path:
    with (path / "alarms.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEAD)
        writer.writeheader()
        writer.writerows(rows)
    return path / "alarms.csv"


def faults(file: Path) -> list[Fault]:
    with pytest.raises(FaultyFileError, match="nothing loaded") as caught:
        SHEET.load(file)
    return list(caught.value.faults)


def test_the_shipped_file_watches_by_every_condition_but_changes() -> None:
    rules = sample_alarms()
    assert {rule.condition for rule in rules} == set(Condition) - {Condition.CHANGE}
    (slow,) = [rule for rule in rules if rule.name == "slow_community"]
    assert (slow.of, slow.raise_at, slow.clear_at, slow.least, slow.level) == (
        "on_time_rate", 0.9, 0.93, 30, OrgLevel.COMMUNITY,
    )  # fmt: skip
    assert (slow.is_low, slow.place, slow.lasting.total_seconds()) == (True, None, 600)


@pytest.mark.parametrize(
    ("base", "changed", "column", "remedy"),
    [
        (RATE, {"of": "shine_rate"}, "of", "use one of closure_rate, "),
        (RATE, {"of": ""}, "of", "is no rate of the catalogue"),
        (RATE, {"level": "", "place": ""}, "level", "name one of province, "),
        (RATE, {"level": "street"}, "level", "use one of province, "),
        (RATE, {"place": "D9"}, "place", "such as D1"),
        (RATE, {"place": "B1"}, "place", "is not in the register of base places"),
        (RATE, {"span": "week"}, "span", "use one of today, "),
        (RATE, {"direction": "above"}, "clear_at", "is not below 0.8"),
        (RATE, {"clear_at": "0.8"}, "clear_at", "is not above 0.8"),
        (RATE, {"clear_at": "90"}, "clear_at", "write 90 % as 0.9"),
        (RATE, {"raise_at": "80%"}, "raise_at", "is not a number"),
        (RATE, {"minutes": "-1"}, "minutes", "from 0 to 10080"),
        (RATE, {"least": "0"}, "least", "from 1 to 1000000"),
        (RATE, {"name": "slow street"}, "name", "letters, digits and _"),
        (RATE, {"name": "x" * 31}, "name", "up to 30"),
        (RATE, {"severity": "grave"}, "severity", "use one of critical, warning"),
        (RATE, {"condition": "rates"}, "condition", "use one of rate, "),
        (RATE, {"condition": "change", "span": ""}, "span", "compare whole days: yesterday, "),
        (RATE, {"condition": "change", "of": "duty_load"}, "of", "is no rate that is compared"),
        (RATE, {"condition": "trend", "of": "reported", "span": ""}, "direction", "can only be above for trend"),
        (RATE, {"condition": "trend"}, "of", "is no flow count"),
        (ONE, {"level": "grid"}, "level", "finds its places itself"),
        (ONE, {"of": "A"}, "of", "says nothing of vacancy"),
        (ONE, {"span": "yesterday"}, "span", "says nothing of vacancy"),
        (ONE, {"least": "5"}, "least", "says nothing of vacancy"),
        (ONE, {"raise_at": "5"}, "raise_at", "raise at 1, clear at 0"),
        (ONE, {"direction": "below"}, "direction", "can only be above"),
        (ONE, {"condition": "overdue", "of": "E"}, "of", "use one of A, B, C, D"),
    ],
)
def test_a_rule_that_makes_no_sense_is_named_with_the_way_out(
    tmp_path: Path, base: dict[str, str], changed: dict[str, str], column: str, remedy: str
) -> None:
    (fault,) = faults(written(tmp_path, base | {"name": "good"}, base | changed))
    assert (fault.row, fault.column, fault.value) == (3, column, (base | changed).get(column, ""))
    assert remedy in fault.remedy


def test_several_faults_are_told_at_once(tmp_path: Path) -> None:
    found = faults(written(tmp_path, RATE | {"least": "x", "minutes": "x"}, ONE | {"level": "grid"}, RATE | {"of": ""}))
    assert [(fault.row, fault.column) for fault in found] == [(2, "minutes"), (2, "least"), (3, "level"), (4, "of")]


def test_two_rules_of_one_name_and_a_file_without_any_are_refused(tmp_path: Path) -> None:
    (fault,) = faults(written(tmp_path, RATE, ONE | {"name": "r1"}))
    assert (fault.row, fault.column, fault.value) == (3, "name", "r1")
    (fault,) = faults(written(tmp_path))
    assert "needs one at least" in fault.remedy
