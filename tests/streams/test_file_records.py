"""What records add to the counts: the same in whatever order and parts they come."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

from pipelines.domain.org import OrgTree
from pipelines.domain.record import Record, RecordType, sheet_of
from pipelines.domain.record_counts import RECORD_FLOWS
from pipelines.domain.unit import OrgLevel, OrgLink, OrgUnit
from pipelines.streams.file_records import increments

UNITS = (("d", OrgLevel.DISTRICT), ("c", OrgLevel.COMMUNITY), ("g1", OrgLevel.GRID), ("g2", OrgLevel.GRID))
TREE = OrgTree(
    [OrgUnit(number, code, level, code) for number, (code, level) in enumerate(UNITS, start=1)],
    [OrgLink("c", "d"), OrgLink("g1", "c"), OrgLink("g2", "c")],
)
DAY = datetime(2026, 11, 21, 4, tzinfo=UTC)
ORDINAL = DAY.toordinal()


def day_of(instant: datetime):
    return instant.date()


def record(n: int, type_: RecordType, place: str, at: datetime = DAY, **values: object) -> Record:
    return Record("k", f"r{n}", type_, at, TREE.path(place, at.date()), values)


def filed(batches: list[list[Record]]) -> dict[tuple[str, int, str], int]:
    """Counts by place, day and name after some batches, each of which sees the sheets of those before it."""
    sheets: dict[str, list[Record]] = {}
    counts = Counter[tuple[str, int, str]]()
    codes = {unit.id: unit.code for unit in TREE.units.values()}
    for batch in batches:
        new = [(sheet_of(one, "s", day_of(one.occurred_at).toordinal()), one) for one in batch]
        for place, day, number, n in increments(new, sheets, TREE, day_of):
            counts[codes[place], day, RECORD_FLOWS[number]] += n
        for sheet, one in new:
            sheets.setdefault(sheet, []).append(one)
    return {key: n for key, n in counts.items() if n}


def test_a_grid_patrolled_twice_is_one_grid_day_and_two_patrols() -> None:
    rounds = [record(n, RecordType.PATROL, "g1") for n in (1, 2)] + [record(3, RecordType.PATROL, "c")]
    found = filed([rounds[:1], rounds[1:]])
    assert {key[2]: n for key, n in found.items() if key[0] == "d"} == {"patrols": 3, "grid_days_patrolled": 1}
    assert found["g1", ORDINAL, "patrols"] == 2
    assert ("g2", ORDINAL, "patrols") not in found


def test_a_worker_counts_once_a_day_where_the_last_row_says() -> None:
    def row(n: int, place: str, hour: int, **more: object) -> Record:
        at = DAY.replace(hour=hour)
        return record(n, RecordType.ROSTER, place, at, **{"worker": "w", "category": "retired", "status": "on"} | more)

    moved = filed([[row(2, "g2", 9)], [row(1, "g1", 8)]])
    assert moved == {(place, ORDINAL, "on_duty_retired"): 1 for place in ("g2", "c", "d")}
    assert filed([[row(1, "g1", 8)], [row(2, "g1", 9, status="off")]]) == {}


def test_visits_and_inspections_add_up_along_the_path() -> None:
    found = filed(
        [
            [
                record(1, RecordType.VISIT, "g1", households=3),
                record(2, RecordType.VISIT, "g2", households=4),
                record(3, RecordType.INSPECTION, "g2", rental="h1", result="passed"),
                record(5, RecordType.INSPECTION, "g2", rental="h1", result="failed"),
                record(4, RecordType.FACT, "d", fact="f", value=1.0),
            ]
        ]
    )
    inspections = {"inspections_done": 2, "inspections_failed": 1}
    assert {key[2]: n for key, n in found.items() if key[0] == "d"} == {"households_visited": 7} | inspections
    assert found["g2", ORDINAL, "households_visited"] == 4


def test_no_order_of_arrival_changes_a_count() -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    made = []
    for n in range(200):
        at = DAY + timedelta(hours=chance.randrange(72))
        place, type_ = chance.choice(["c", "g1", "g2"]), chance.choice(["patrol", "visit", "roster", "inspection"])
        values = {
            "patrol": {},
            "visit": {"households": chance.randrange(1, 5)},
            "roster": {
                "worker": chance.choice("uvw"),
                "category": chance.choice(["retired", "temporary"]),
                "status": chance.choice(["on", "on", "off"]),
            },
            "inspection": {"rental": chance.choice("xyz")},
        }[type_]
        made.append(record(n, RecordType(type_), place, at, **values))
    whole = filed([made])
    chance.shuffle(made)
    cuts = sorted(chance.sample(range(200), 10))
    parts = [made[a:b] for a, b in zip([0, *cuts], [*cuts, 200], strict=True)]
    assert filed(parts) == whole
    assert {name for _, _, name in whole} >= {"patrols", "grid_days_patrolled", "inspections_done"}
