"""The stores that questions are answered from, and what one reading of them gives."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime

from db.case_asides import CaseAsides
from db.case_counts import CaseCounts
from db.case_list import CaseList
from db.case_reader import CaseReader
from db.event_log import EventLog
from db.history_store import HistoryStore
from db.kpi_store import LiveCounts
from db.lapse_store import LapseStore
from db.record_figures import RecordFigures
from pipelines.domain.kpi import Counts

Cells = Mapping[int, Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class ReadStores:
    """What answers are read from; what is read from SQL within `one_state()` is of one watermark."""

    log: EventLog
    history: HistoryStore
    kpi: LiveCounts
    counts: CaseCounts
    lists: CaseList
    files: CaseReader
    lapses: LapseStore
    asides: CaseAsides
    records: RecordFigures
    one_state: Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Reading:
    """Counts by place (pair -> count number -> n), with what they are worth; those of records stand beside."""

    cells: Mapping[str, Cells]
    watermark: Mapping[str, int]
    as_of: datetime
    simulated: frozenset[str]
    records: Mapping[str, Counts] = field(default_factory=dict)


def simulated(marks: Mapping[str, tuple[int, bool]]) -> frozenset[str]:
    """The shards that have simulated data in them, of the marks of all."""
    return frozenset(shard for shard, (_, is_simulated) in marks.items() if is_simulated)
