"""A case as it stood at an instant of the past: the fold of what had occurred by then."""

from collections.abc import Sequence
from datetime import datetime

from pipelines.domain.case import CaseFile
from pipelines.domain.deadline import turns_until
from pipelines.domain.event import CaseEvent
from pipelines.domain.fold import counting, fold
from pipelines.domain.rules import Rules


def file_then(events: Sequence[CaseEvent], shard: str, until: datetime, rules: Rules) -> CaseFile | None:
    """The file of a case by an instant, whatever has come in since; None while nothing had occurred."""
    known = tuple(event for event in counting(events) if event.occurred_at <= until)
    if not known:
        return None
    movements = fold(known, rules)
    movements += turns_until(movements[-1].after, until)
    return CaseFile(movements[-1].after, known, shard, len(movements))
