"""Open cases + now -> what the ladder of supervision sends: pure."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from pipelines.domain.access import SYSTEM
from pipelines.domain.case import Case
from pipelines.domain.event import CaseEvent
from pipelines.domain.ladder import Rung, next_rung


def supervisions(cases: Iterable[Case], now: datetime) -> list[CaseEvent]:
    """One event per case that has come to a rung by now; its id makes a repetition a duplicate."""
    due = ((case, next_rung(case)) for case in cases)
    return [_event(case, *found) for case, found in due if found is not None and found[0] <= now]


def _event(case: Case, at: datetime, rung: Rung) -> CaseEvent:
    digest = hashlib.blake2b(case.case_id.encode(), digest_size=12).hexdigest()
    event_id = f"{rung.name}:{int(at.timestamp() * 1_000_000)}:{digest}"
    return CaseEvent(SYSTEM, event_id, case.case_id, rung.step, at, rung=rung.name, reply_by=at + rung.reply_within)
