"""The catalogue: the list of 124 hazards, one owner each, and versions by day."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dashboard.app import create_app
from db.engine import open_database
from db.org_store import OrgStore
from db.sample import SEED
from pipelines.domain.catalogue import Item, catalogue_of
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.load import weights_on
from pipelines.intake import sources
from pipelines.registers.catalogue import catalogue_sheet, read_catalogue
from pipelines.registers.sheet import FaultyFileError
from tests.system import ALL_VIEWER, System, hours

REPORTED = datetime(2026, 7, 1, 1, tzinfo=UTC)
PLACE = "140303007001001"


@pytest.fixture
def intake(deployment: System, monkeypatch: pytest.MonkeyPatch) -> System:
    """A deployment whose intake looks at the registers with every request."""
    monkeypatch.setattr(sources, "REGISTERS_AGE_SECONDS", -1.0)
    return deployment


def seed_rows() -> list[list[str]]:
    with (SEED / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def written(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def faults(file: Path) -> list[tuple[int, str, str]]:
    with pytest.raises(FaultyFileError) as caught:
        catalogue_sheet().load(file)
    return [(fault.row, fault.column, fault.value) for fault in caught.value.faults]


def manhole(class_: CaseClass, first: date | None, workflow: str = "six_step") -> Item:
    return Item("E08", "井盖", "Manhole", Center.GRID, class_, workflow, valid_from=first)


def test_the_sample_holds_the_whole_list_and_everyday_items_of_every_workflow() -> None:
    items = read_catalogue(SEED / "catalogue.csv").items.values()
    assert sum(item.is_hazard for item in items) == 124
    everyday = [item for item in items if not item.is_hazard]
    assert {item.workflow for item in everyday} == {"six_step", "appeal", "city_management", "short"}
    assert len({item.name for item in items}) == len({item.name_en for item in items}) == len(items)


@pytest.mark.parametrize("change", ["one less", "one more"])
def test_a_list_that_is_not_whole_is_refused(tmp_path: Path, change: str) -> None:
    head, *rows = seed_rows()
    first = next(row for row in rows if row[head.index("hazard")] == "ABCD")
    changed = [row for row in rows if row is not first] if change == "one less" else [*rows, ["X1", *first[1:]]]
    assert faults(written(tmp_path / "items.csv", [head, *changed])) == [(1, "hazard", "ABCD")]


def test_a_file_that_is_not_the_list_has_as_many_hazards_as_one_likes(tmp_path: Path) -> None:
    head, *rows = seed_rows()
    at = head.index("hazard")
    few = [[*row[:at], "yes", *row[at + 1 :]] for row in rows[:7]]
    assert all(item.is_hazard for item in catalogue_sheet().load(written(tmp_path / "items.csv", [head, *few])))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("owner_level", ""),
        ("owner_level", "grid,community"),
        ("owner_level", "village"),
        ("workflow", "seven_step"),
        ("weight", "0"),
        ("weight", "1.5"),
        ("hazard", "maybe"),
        ("class", "E"),
        ("class", "none"),
        ("code", ""),
    ],
)
def test_a_fault_is_named_with_its_row_column_and_value(tmp_path: Path, column: str, value: str) -> None:
    head, *rows = seed_rows()
    rows[4][head.index(column)] = value
    assert faults(written(tmp_path / "items.csv", [head, *rows])) == [(6, column, value)]


HEAD = "code,name,center,class,weight,valid_from"


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (["a,甲,grid,A,7,", "b,乙,grid,A,7,", "c,丙,grid,B,,"], []),
        (["a,甲,grid,A,7,", "b,乙,grid,A,8,"], [(3, "weight", "8")]),
        (["a,甲,grid,C,6,"], [(2, "weight", "6")]),
        (["a,甲,grid,C,,"], [(2, "weight", "2")]),
        (["a,甲,grid,C,5,"], []),
        (["k,旧,grid,C,6,2026-07-01", "a,甲,grid,C,6,2026-07-01"], []),
        (["k,旧,grid,C,6,2026-07-01", "a,甲,grid,C,5,2026-06-01"], [(3, "weight", "5")]),
    ],
)
def test_the_items_of_a_class_weigh_the_same_on_every_day(
    tmp_path: Path, rows: list[str], found: list[tuple[int, str, str]]
) -> None:
    kept = Item("k", "旧", "Old", Center.GRID, CaseClass.C, weight=5)
    sample = Item("s", "示例", "Sample", Center.GRID, CaseClass.A, weight=4, is_sample=True)
    file = tmp_path / "items.csv"
    file.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    load = catalogue_sheet(kept=catalogue_of([kept, sample])).load
    if not found:
        assert len(load(file)) == len(rows)
        return
    with pytest.raises(FaultyFileError, match="a class has one weight") as caught:
        load(file)
    assert sorted((fault.row, fault.column, fault.value) for fault in caught.value.faults) == found


def test_a_class_weighs_what_its_own_items_say_and_else_what_the_sample_says() -> None:
    def item(code: str, class_: CaseClass, weight: int, first: date | None = None, is_sample: bool = False) -> Item:
        return Item(code, code, code, Center.GRID, class_, weight=weight, valid_from=first, is_sample=is_sample)

    july = date(2026, 7, 1)
    known = catalogue_of(
        [
            item("s", CaseClass.A, 9, is_sample=True),
            item("t", CaseClass.B, 6, is_sample=True),
            item("a", CaseClass.A, 5),
            item("a", CaseClass.A, 8, july),
        ]
    )
    before, after = weights_on(known, date(2026, 6, 30)), weights_on(known, july)
    assert [before[class_] for class_ in CaseClass] == [5, 6, 2, 1, 1]
    assert [after[class_] for class_ in CaseClass] == [8, 6, 2, 1, 1]


def test_the_catalogue_that_comes_with_the_product_says_that_it_is_a_sample(deployment: System) -> None:
    for name in ("catalogue.csv", "catalogue_nyc.csv"):
        assert all(item.is_sample for item in read_catalogue(SEED / name).items.values())
    store = OrgStore(deployment.database.log)
    store.put_items([Item("own", "自有", "Own", Center.GRID, CaseClass.D)])
    with TestClient(create_app(deployment.settings)) as client:
        told = client.get(
            "/api/v1/items", headers={"Authorization": f"Bearer {deployment.key('r', may='read')}"}
        ).json()
    assert told["sample"]
    assert [item["code"] for item in told["items"] if not item["sample"]] == ["own"]


def test_the_version_of_a_day_is_the_newest_that_has_begun() -> None:
    first, second = manhole(CaseClass.D, None), manhole(CaseClass.C, date(2026, 3, 1))
    third = manhole(CaseClass.B, date(2026, 7, 1))
    own = catalogue_of([third, first, second])
    assert own.items["E08"] is third
    days = {date(1999, 1, 1): first, date(2026, 2, 28): first, date(2026, 3, 1): second, date(2026, 7, 1): third}
    assert {day: own.on("E08", day) for day in days} == days
    assert own.on("X2", date(2026, 1, 1)) is None
    assert catalogue_of([second]).on("E08", date(2026, 2, 28)) is None


def test_items_come_back_from_the_store_as_they_were_put(database_url: str) -> None:
    store = OrgStore(open_database(database_url).log)
    seed, known = read_catalogue(SEED / "catalogue.csv").items, store.catalogue()
    assert {code: known.items[code] for code in seed} == seed
    newer = manhole(CaseClass.A, date(2026, 7, 1))
    for _ in range(2):
        store.put_items([newer])
    assert store.catalogue().on("E08", date(2026, 6, 30)) == seed["E08"]
    assert store.catalogue().on("E08", date(2026, 7, 1)) == newer


def test_a_report_takes_the_version_of_its_day_and_a_new_one_changes_no_past_case(intake: System) -> None:
    key, earlier = intake.key(), REPORTED.replace(month=6, day=30, hour=3)
    intake.send([intake.event("before", "report", REPORTED, place=PLACE, item="E08")], key)
    OrgStore(intake.database.log).put_items([manhole(CaseClass.A, REPORTED.date(), "short")])
    late = intake.event("late", "report", earlier, place=PLACE, item="E08")
    intake.send([late, intake.event("after", "report", REPORTED, place=PLACE, item="E08")], key)
    events = [row.entry() for row in intake.log().read_between(0, 10)]
    assert {event.case_id: (event.class_, event.workflow) for event in events} == {
        "before": ("B", "six_step"),
        "late": ("B", "six_step"),
        "after": ("A", "short"),
    }


def test_a_case_is_a_hazard_as_long_as_its_item_is_one(intake: System) -> None:
    key = intake.key()
    hazards = {}
    for n, items in enumerate((["E08"], ["G06"], ["E08", "G06"], ["G06", "E08"], [None, "E08"])):
        named = [{"item": item} if item else {} for item in items]
        steps = zip(("report", "classify"), named, strict=False)
        told = [intake.event(f"h{n}", step, REPORTED + hours(at), **more) for at, (step, more) in enumerate(steps)]
        intake.send([event | {"place": PLACE} for event in told], key)
        hazards[f"h{n}"] = items[-1] == "E08"
    intake.work(REPORTED)
    found = {case_id: intake.queries.cases.case(ALL_VIEWER, case_id).file.case.is_hazard for case_id in hazards}
    assert found == hazards


def test_an_item_is_refused_before_its_first_version(intake: System) -> None:
    item = Item("X1", "新", "New", Center.GRID, CaseClass.A, valid_from=REPORTED.date())
    OrgStore(intake.database.log).put_items([item])
    early = intake.event("c", "report", REPORTED.replace(day=1, month=6), place=PLACE, item="X1")
    answer = intake.post(early, intake.key())
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "item")
    assert "2026-06-01" in answer.json()["error"]["message"]
