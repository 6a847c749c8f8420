"""The stores that questions are answered from."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from db.case_asides import CaseAsides
from db.case_counts import CaseCounts
from db.case_list import CaseList
from db.case_reader import CaseReader
from db.event_log import EventLog
from db.history_store import HistoryStore
from db.kpi_store import LiveCounts
from db.lapse_store import LapseStore
from db.record_figures import RecordFigures


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
