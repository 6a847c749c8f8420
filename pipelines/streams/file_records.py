"""Records of a batch and the sheets they belong to -> what they add to the counts: pure."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from pipelines.domain.alarm import Alarm, alarm_of
from pipelines.domain.org import OrgTree
from pipelines.domain.record import Record, RecordType
from pipelines.domain.record_counts import Tally, tally
from pipelines.domain.standing import LocalDay

Increment = tuple[int, int, int, int]


def increments(
    new: Sequence[tuple[str, Record]], old: Mapping[str, Sequence[Record]], tree: OrgTree, local_day: LocalDay
) -> list[Increment]:
    """Sorted (place id, day, number, n) of new (sheet, record) beside the old records of the same sheets."""
    fresh = defaultdict[str, list[Record]](list)
    for sheet, record in new:
        fresh[sheet].append(record)
    sums = Counter[tuple[int, int, int]]()
    for sheet, records in fresh.items():
        before = old.get(sheet, ())
        spread(sums, tally([*before, *records], tree, local_day), tree, 1)
        spread(sums, tally(before, tree, local_day), tree, -1)
    return sorted((*key, n) for key, n in sums.items() if n)


def alarms_of(new: Sequence[tuple[str, Record]], old: Mapping[str, Sequence[Record]]) -> list[Alarm]:
    """The alarms that new (sheet, record) tell of, as they stand with the old records of the same sheets."""
    fresh = defaultdict[str, list[Record]](list)
    for sheet, record in new:
        if record.type is RecordType.ALARM:
            fresh[sheet].append(record)
    alarms = (alarm_of([*old.get(sheet, ()), *records]) for sheet, records in fresh.items())
    return [alarm for alarm in alarms if alarm is not None]


def spread(sums: Counter[tuple[int, int, int]], found: Tally, tree: OrgTree, sign: int) -> None:
    """Add counts, or take them away, for every place on their paths: (place id, day, number) -> n."""
    for (path, day, number), n in found.items():
        for code in path:
            sums[tree.unit(code).id, day, number] += sign * n
