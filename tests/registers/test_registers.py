"""Each register: a good file loads, and one with a fault of each kind names them all and loads nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pipelines.domain.context import ContextFact, ResidentGroup, SourceSystem
from pipelines.domain.duty import DutyEntry, DutyKind
from pipelines.domain.housing import Rental, RentalGrade, RentalType
from pipelines.domain.org import OrgTree
from pipelines.domain.record_counts import tally
from pipelines.domain.staff import StaffCategory, StaffPost
from pipelines.domain.unit import OrgLevel, OrgLink, OrgUnit
from pipelines.registers.context import facts_sheet, groups_sheet, sources_sheet
from pipelines.registers.duties import duties_sheet
from pipelines.registers.rentals import rentals_sheet
from pipelines.registers.roster import RosterRow, roster_records, roster_sheet
from pipelines.registers.sheet import FaultyFileError, Sheet
from pipelines.registers.staff import staff_sheet
from pipelines.registers.template import write_template

UNITS = [OrgUnit(1, "D", OrgLevel.DISTRICT, "区"), *(OrgUnit(n, f"G{n}", OrgLevel.GRID, "格") for n in (2, 3))]
TREE = OrgTree(UNITS, [OrgLink("G2", "D"), OrgLink("G3", "D")])
NEW_YEAR, MAY = date(2026, 1, 1), date(2026, 5, 1)

STAFF_HEAD = "code,name,category,place,chief,valid_from,valid_to"
GOOD: list[tuple[Sheet[Any], str, list[Any]]] = [
    (
        staff_sheet(TREE),
        f"{STAFF_HEAD}\nW1,王伟,在职专职,G2,是,2026-01-01,2026-05-01\nW2,李娜,temporary,G2,yes,2026-05-01,\n",
        [
            StaffPost("W1", "王伟", StaffCategory.FULL_TIME, "G2", NEW_YEAR, True, MAY),
            StaffPost("W2", "李娜", StaffCategory.TEMPORARY, "G2", MAY, True),
        ],
    ),
    (
        duties_sheet(TREE),
        "code,place,kind,name,items,at_least,valid_from,valid_to,cut\nd1,D,考核评比,评比,68,是,2026-01-01,2026-05-01,\n"
        "d2,D,duty,登记,,,2026-01-01,,\n",
        [
            DutyEntry("d1", "D", DutyKind.ASSESSMENT, "评比", NEW_YEAR, 68, True, True, MAY),
            DutyEntry("d2", "D", DutyKind.DUTY, "登记", NEW_YEAR),
        ],
    ),
    (
        rentals_sheet(TREE),
        "code,place,type,grade,every_days,first_due,valid_from\nh1,G2,合租,B,90,2026-05-01,2026-01-01\n",
        [Rental("h1", "G2", RentalType.SHARED, RentalGrade.B, 90, MAY, NEW_YEAR)],
    ),
    (
        groups_sheet(TREE),
        "code,place,name,leader,filed_on,approved_on\ng1,D,舞蹈队,王伟,2026-01-01,2026-05-01\ng2,D,合唱团,李娜,2026-01-01,\n",
        [
            ResidentGroup("g1", "D", "舞蹈队", "王伟", NEW_YEAR, MAY, date(2027, 5, 1)),
            ResidentGroup("g2", "D", "合唱团", "李娜", NEW_YEAR),
        ],
    ),
    (
        roster_sheet(TREE),
        "worker,category,place,first,last,on\nW1,在职专职,G2,2026-05-01,,\nW2,退休专职,G2,2026-05-01,2026-05-03,否\n",
        [
            RosterRow("W1", StaffCategory.FULL_TIME, "G2", MAY, MAY),
            RosterRow("W2", StaffCategory.RETIRED, "G2", MAY, date(2026, 5, 3), False),
        ],
    ),
    (sources_sheet(), "code,name,expected_minutes\nhotline,热线,60\n", [SourceSystem("hotline", "热线", 60)]),
    (
        facts_sheet(TREE),
        "code,place,name,value,base,day,source\norganisations,D,社会组织,747,526,2026-01-01,年报\n",
        [ContextFact("organisations", "D", "社会组织", 747.0, NEW_YEAR, "年报", 526.0)],
    ),
]
BAD: list[tuple[Sheet[Any], str, list[tuple[int, str, str]]]] = [
    (
        staff_sheet(TREE, [StaffPost("W9", "赵强", StaffCategory.RETIRED, "G3", NEW_YEAR, True)]),
        f"{STAFF_HEAD}\nW1,,friend,G9,maybe,soon,\n",
        [
            (2, "name", ""),
            (2, "category", "friend"),
            (2, "place", "G9"),
            (2, "chief", "maybe"),
            (2, "valid_from", "soon"),
        ],
    ),
    (
        staff_sheet(TREE),
        f"{STAFF_HEAD}\nW1,王伟,retired,D,yes,2026-01-01,\nW2,李娜,retired,G2,no,2026-05-01,2026-05-01\n",
        [(2, "chief", "yes"), (3, "valid_to", "2026-05-01")],
    ),
    (
        duties_sheet(TREE),
        "code,place,kind,name,items,valid_from,valid_to,cut\nd1,D,duty,甲,0,2026-01-01,,\nd2,X,sport,乙,1,2026-01-01,,\n"
        "d3,D,duty,丙,1,2026-05-01,2026-01-01,\nd4,D,duty,丁,1,2026-01-01,,精简\n",
        [(2, "items", "0"), (3, "place", "X"), (3, "kind", "sport"), (4, "valid_to", "2026-01-01"), (5, "cut", "精简")],
    ),
    (
        rentals_sheet(TREE),
        "code,place,type,grade,every_days,first_due,valid_from\nh1,G2,tent,D,0,2026-13-01,2026-01-01\n"
        "h2,G2,整租,A,30,2025-12-31,2026-01-01\n",
        [
            (2, "type", "tent"),
            (2, "grade", "D"),
            (2, "every_days", "0"),
            (2, "first_due", "2026-13-01"),
            (3, "first_due", "2025-12-31"),
        ],
    ),
    (
        groups_sheet(TREE),
        "code,place,name,leader,filed_on,approved_on,renewal_due\ng1,D,舞蹈队,王伟,2026-05-01,2026-01-01,\n"
        "g2,D,合唱团,李娜,2026-01-01,2026-05-01,2026-05-01\ng3,D,棋社,,2026-01-01,,\n",
        [(2, "approved_on", "2026-01-01"), (3, "renewal_due", "2026-05-01"), (4, "leader", "")],
    ),
    (
        roster_sheet(TREE),
        "worker,category,place,first,last\nW1,boss,G2,2026-05-01,\nW2,retired,G2,2026-05-02,2026-05-01\n"
        "W3,retired,G2,2026-05-01,2027-05-02\n",
        [(2, "category", "boss"), (3, "last", "2026-05-01"), (4, "last", "2027-05-02")],
    ),
    (sources_sheet(), "code,name,expected_minutes\nhotline,热线,often\n", [(2, "expected_minutes", "often")]),
    (
        facts_sheet(TREE),
        "code,place,name,value,base,day,source\nf,D,事实,many,nan,2026-01-01,年报\n",
        [(2, "value", "many"), (2, "base", "nan")],
    ),
    (sources_sheet(), "code,name,expected_minutes\na,甲,1\na,乙,2\n", [(3, "code", "a")]),
]


def written(folder: Path, text: str) -> Path:
    file = folder / "rows.csv"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(("sheet", "text", "rows"), GOOD, ids=[sheet.name for sheet, _, _ in GOOD])
def test_a_good_file_loads(tmp_path: Path, sheet: Sheet[Any], text: str, rows: list[Any]) -> None:
    assert sheet.load(written(tmp_path, text)) == rows


@pytest.mark.parametrize(("sheet", "text", "faults"), BAD)
def test_every_fault_of_a_file_is_named(
    tmp_path: Path, sheet: Sheet[Any], text: str, faults: list[tuple[int, str, str]]
) -> None:
    with pytest.raises(FaultyFileError) as caught:
        sheet.load(written(tmp_path, text))
    assert [(fault.row, fault.column, fault.value) for fault in caught.value.faults] == faults
    assert all(fault.remedy for fault in caught.value.faults)


@pytest.mark.parametrize("sheet", [sheet for sheet, _, _ in GOOD], ids=lambda sheet: sheet.name)
def test_a_template_is_an_empty_file_that_loads(tmp_path: Path, sheet: Sheet[Any]) -> None:
    write_template(sheet.columns, tmp_path / "empty.csv")
    assert sheet.load(tmp_path / "empty.csv") == []


def chief(code: str, begin: date, end: date | None = None, grid: str = "G2") -> StaffPost:
    return StaffPost(code, code, StaffCategory.RETIRED, grid, begin, True, end)


def chiefs(*posts: StaffPost) -> str:
    rows = (f"{one.code},{one.name},retired,{one.place},yes,{one.valid_from},{one.valid_to or ''}" for one in posts)
    return "\n".join([STAFF_HEAD, *rows])


CLASHES: list[tuple[list[StaffPost], list[StaffPost], list[int]]] = [
    ([], [chief("W1", NEW_YEAR), chief("W2", MAY)], [3]),
    ([], [chief("W2", MAY), chief("W1", NEW_YEAR)], [2]),
    ([], [chief("W1", NEW_YEAR), chief("W2", NEW_YEAR, MAY), chief("W3", MAY)], [3, 4]),
    ([], [chief("W1", NEW_YEAR, MAY), chief("W2", MAY)], []),
    ([], [chief("W1", NEW_YEAR), chief("W1", NEW_YEAR, grid="G3")], []),
    ([chief("W9", NEW_YEAR)], [chief("W1", MAY)], [2]),
    ([chief("W9", MAY)], [chief("W1", NEW_YEAR)], [2]),
    ([chief("W9", NEW_YEAR)], [chief("W9", NEW_YEAR, MAY), chief("W1", MAY)], []),
]


@pytest.mark.parametrize(("kept", "posts", "rows"), CLASHES)
def test_a_grid_has_one_chief_a_day(
    tmp_path: Path, kept: list[StaffPost], posts: list[StaffPost], rows: list[int]
) -> None:
    file, load = written(tmp_path, chiefs(*posts)), staff_sheet(TREE, kept).load
    if not rows:
        assert load(file) == posts
        return
    with pytest.raises(FaultyFileError, match="a grid has one chief a day") as caught:
        load(file)
    assert sorted((fault.row, fault.column) for fault in caught.value.faults) == [(row, "chief") for row in rows]


def test_the_day_itself_counts_instead_of_the_plan_and_a_later_plan_instead_of_an_earlier() -> None:
    def day_of(instant: datetime) -> date:
        return instant.astimezone(zone).date()

    zone, first, later = ZoneInfo("Asia/Shanghai"), datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 4, 2, tzinfo=UTC)
    rows = [RosterRow("W1", StaffCategory.RETIRED, place, MAY, MAY) for place in ("G2", "G3")]
    plans = [next(roster_records([row], TREE, zone, at)) for row, at in zip(rows, (first, later), strict=True)]
    came = replace(plans[0], event_id="0", occurred_at=datetime(2026, 4, 30, 23, tzinfo=UTC), path=("D", "G2"))
    for records, place in ((plans, "G3"), ([came, *plans], "G2")):
        ((path, day, _),) = tally(records, TREE, day_of)
        assert (path[-1], day) == (place, MAY.toordinal())
