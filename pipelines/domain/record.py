"""A record: one row of a register that happens in time, without a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from pipelines.domain.event import CaseEvent


class RecordType(StrEnum):
    """What happened."""

    PATROL = "patrol"
    VISIT = "visit"
    ROSTER = "roster"
    INSPECTION = "inspection"
    DUTY = "duty"
    ADMISSION = "admission"
    ALARM = "alarm"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Record:
    """One record as the log holds it; `path` runs from the root to the place, times are UTC."""

    source: str
    event_id: str
    type: RecordType
    occurred_at: datetime
    path: tuple[str, ...]
    values: Mapping[str, Any]
    actor: str | None = None
    is_day_precise: bool = False
    simulated: bool = False


Entry = CaseEvent | Record
"""What the log holds."""


def in_order(record: Record) -> tuple[datetime, str, str]:
    """The order in which records count, whenever they arrive."""
    return record.occurred_at, record.source, record.event_id


_SUBJECTS: Mapping[RecordType, str] = {
    RecordType.INSPECTION: "rental",
    RecordType.DUTY: "duty",
    RecordType.ADMISSION: "duty",
    RecordType.ALARM: "alarm_id",
}


def sheet_of(record: Record, shard: str, day: int) -> str:
    """The sheet a record is filed under: records of one sheet are counted together, those of two never meet."""
    if record.type in _SUBJECTS:
        return f"{record.type}|{record.values[_SUBJECTS[record.type]]}"
    if record.type is RecordType.ROSTER:
        return f"{record.type}|{shard}|{record.values['worker']}|{day}"
    subject = record.values["fact"] if record.type is RecordType.FACT else day
    return f"{record.type}|{record.path[-1]}|{subject}"
