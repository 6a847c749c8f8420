"""The counts of records against those recounted from the records themselves; safe while the worker works."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from db.engine import Database, one_state
from db.org_store import OrgStore
from db.record_reader import RecordReader
from db.record_writer import RecordWriter
from pipelines.domain.record_counts import tally
from pipelines.domain.standing import LocalDay
from pipelines.streams.file_records import spread

Cell = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class RecordDifference:
    """A count that is not what the records say: by place number, day as ordinal, number of the count."""

    place: int
    day: int
    number: int
    held: int
    true: int


def record_differences(database: Database, is_mending: bool, local_day: LocalDay) -> list[RecordDifference]:
    """Every difference, found in one state; mended by adding what is missing, whatever the worker adds meanwhile."""
    reader, tree = RecordReader(database.derived), OrgStore(database.log).tree()
    true = Counter[Cell]()
    with one_state(database.derived):
        held = reader.all_counts()
        for _, sheet in groupby(reader.by_sheet(), key=lambda one: one[0]):
            spread(true, tally([record for _, record in sheet], tree, local_day), tree, 1)
    found = [
        RecordDifference(*cell, held.get(cell, 0), true[cell])
        for cell in sorted(held.keys() | true.keys())
        if held.get(cell, 0) != true[cell]
    ]
    if found and is_mending:
        RecordWriter(database.derived).add([(one.place, one.day, one.number, one.true - one.held) for one in found])
    return found
