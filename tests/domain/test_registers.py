"""What registers say on a day: duties cut and admitted, inspections met and missed, facts replaced by newer ones."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random, randrange

from pipelines.domain.context import ContextFact, ResidentGroup, newest
from pipelines.domain.duty import Admission, DutyEntry, DutyKind, duty_list, reductions
from pipelines.domain.housing import Obligation, Rental, RentalGrade, RentalType, obligations
from pipelines.domain.org import OrgTree
from pipelines.domain.record import Record, RecordType
from pipelines.domain.register_counts import due, registers, stock
from pipelines.domain.unit import OrgLevel, OrgLink, OrgUnit

TREE = OrgTree([OrgUnit(1, "D", OrgLevel.DISTRICT, "区"), OrgUnit(2, "G", OrgLevel.GRID, "格")], [OrgLink("G", "D")])
BEGIN, TODAY = date(2026, 1, 1), date(2026, 11, 21)
AT = datetime(2026, 11, 20, 4, tzinfo=UTC)
HOME = Rental("h1", "G", RentalType.SHARED, RentalGrade.B, 30, date(2026, 3, 10), BEGIN)


def day_of(instant: datetime) -> date:
    return instant.date()


def record(n: int, type_: RecordType, at: datetime = AT, **values: object) -> Record:
    return Record("k", f"r{n}", type_, at, ("D", "G"), values)


def admission(n: int, action: str) -> Record:
    told = {"duty": "new", "action": action, "kind": "duty", "name": "走访", "items": 2, "reason": None}
    return record(n, RecordType.ADMISSION, AT + timedelta(minutes=n), **told)


def test_an_entry_is_admitted_step_by_step_and_counts_when_approved() -> None:
    steps = [admission(n, action) for n, action in enumerate(("propose", "review", "approve"))]
    for n, status in ((1, Admission.PROPOSED), (2, Admission.REVIEWED), (3, Admission.APPROVED)):
        found = duty_list([], reversed(steps[:n]), day_of)
        assert [one.admission for one in found] == [status]
        assert [one.items for one in reductions(found, TODAY)] == [2 if status is Admission.APPROVED else 0]
    assert duty_list([], [admission(1, "approve")], day_of) == []
    assert duty_list([], [steps[0], admission(5, "approve")], day_of)[0].admission is Admission.PROPOSED


def test_a_cut_takes_an_entry_off_from_its_day_on() -> None:
    entry = DutyEntry("d1", "G", DutyKind.DUTY, "登记", BEGIN, 5)
    cut = [record(1, RecordType.DUTY, duty="d1", cut="精简")]
    found = duty_list([entry], cut, day_of)
    before, after = (reductions(found, day)[0] for day in (date(2026, 11, 19), TODAY))
    assert (before.items, after.items, after.cuts) == (5, 0, {"精简": 5})
    assert duty_list([entry], [record(1, RecordType.DUTY, duty="other", cut=None)], day_of) == [entry]


def test_an_inspection_meets_the_one_due_next() -> None:
    seen = [date(2026, 3, 9), date(2026, 4, 20)]
    assert list(obligations(HOME, seen)) == [
        Obligation(date(2026, 3, 10), date(2026, 3, 9)),
        Obligation(date(2026, 4, 8), date(2026, 4, 20)),
        Obligation(date(2026, 5, 20)),
    ]
    assert list(obligations(HOME, [])) == [Obligation(date(2026, 3, 10))]


def test_nobody_changes_the_registers_of_another_place() -> None:
    entry = DutyEntry("d1", "D", DutyKind.DUTY, "登记", BEGIN, 5)
    assert duty_list([entry], [record(1, RecordType.DUTY, duty="d1", cut=None)], day_of) == [entry]
    elsewhere = replace(HOME, place="D")
    of = registers([], [], [elsewhere], inspected(date(2026, 3, 9), grade="C"), day_of)
    assert of.homes[0].obligations == (Obligation(date(2026, 3, 10)),)
    assert of.homes[0].grades == ()


def inspected(*days: date, grade: str | None = None) -> list[Record]:
    return [
        record(
            n, RecordType.INSPECTION, datetime(one.year, one.month, one.day, 4, tzinfo=UTC), rental="h1", grade=grade
        )
        for n, one in enumerate(days)
    ]


def test_inspections_fall_due_are_met_and_missed() -> None:
    seed = randrange(10**6)
    print(f"seed {seed}")
    records = inspected(date(2026, 3, 9), date(2026, 4, 20), grade="C")
    Random(seed).shuffle(records)
    of = registers([], [], [HOME], records, day_of)
    spring = due(of, TREE, date(2026, 3, 1), date(2026, 5, 31), TODAY, TODAY)["D"]
    assert spring == {"inspections_falling_due": 3, "inspections_on_time": 1}
    assert due(of, TREE, date(2026, 3, 1), date(2026, 5, 31), date(2026, 3, 15), TODAY)["D"] == {
        "inspections_falling_due": 1,
        "inspections_on_time": 1,
    }
    for day, is_due, is_overdue in ((date(2026, 4, 8), 1, 0), (date(2026, 4, 9), 1, 1), (date(2026, 4, 20), 0, 0)):
        found = stock(of, TREE, day, day)["G"]
        assert (found["inspections_due"], found["inspections_overdue"]) == (is_due, is_overdue)
    assert stock(of, TREE, date(2026, 3, 1), TODAY)["D"]["rentals_shared_b"] == 1
    assert stock(of, TREE, TODAY, TODAY)["D"]["rentals_shared_c"] == 1


def test_a_newer_row_of_a_home_leaves_the_months_before_as_they_were() -> None:
    first = registers([], [], [HOME], inspected(date(2026, 3, 9)), day_of)
    june = replace(HOME, grade=RentalGrade.C, every_days=90, first_due=date(2026, 6, 20), valid_from=date(2026, 6, 1))
    both = registers([], [], [june, HOME], inspected(date(2026, 3, 9), date(2026, 6, 10)), day_of)
    for day in (date(2026, 3, 31), date(2026, 5, 31)):
        assert stock(both, TREE, day, day) == stock(first, TREE, day, day)
    spring = date(2026, 3, 1), date(2026, 5, 31), date(2026, 5, 31)
    assert due(both, TREE, *spring, TODAY) == due(first, TREE, *spring, TODAY)
    found = stock(both, TREE, TODAY, TODAY)["D"]
    assert (found["rentals"], found["rentals_shared_b"], found["rentals_shared_c"]) == (1, 0, 1)
    assert [one.due for one in both.homes[1].obligations] == [date(2026, 6, 20), date(2026, 9, 8)]


GROUP = ResidentGroup("g1", "D", "舞蹈队", "王伟", date(2026, 1, 5), date(2026, 2, 1), date(2027, 2, 1))


def test_a_renewed_group_leaves_the_months_before_as_they_were() -> None:
    filed = replace(GROUP, approved_on=None, renewal_due=None)
    renewed = replace(GROUP, place="G", leader="李娜", approved_on=date(2027, 3, 1), renewal_due=date(2028, 3, 1))
    ended = replace(renewed, ended_on=date(2027, 6, 1))
    of = registers([], [], [], [], day_of, groups=[ended, GROUP, renewed, filed])
    expected = [(1, 5, "D", "filed"), (2, 1, "D", "approved"), (14, 1, "D", "renewal_due"), (15, 1, "G", "approved")]
    for month, dom, place, status in expected:
        day = date(2026 + (month - 1) // 12, (month - 1) % 12 + 1, dom)
        found = {name: n for name, n in stock(of, TREE, day, day)[place].items() if name.startswith("groups")}
        assert found == {"groups": 1, f"groups_{status}": 1}, day
    for day in (date(2026, 1, 4), date(2027, 6, 1)):
        assert "groups" not in stock(of, TREE, day, day)["D"]


def test_the_newest_fact_stands_whether_filed_or_sent() -> None:
    filed = ContextFact("organisations", "G", "社会组织", 526.0, BEGIN, "年报")
    told = {"fact": "organisations", "value": 747.0, "base": 526.0, "document": None}
    found = newest([filed], [record(1, RecordType.FACT, **told)], day_of, TODAY)
    assert [(one.name, one.value, one.document) for one in found] == [("社会组织", 747.0, "k")]
    assert round(found[0].change or 0, 2) == 0.42
    assert newest([filed], [record(1, RecordType.FACT, **told)], day_of, date(2026, 6, 1)) == [filed]
