"""Events that others replace: whether one may take the place of another."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from db.codec import decode_event, is_record
from db.log_tables import event_log
from pipelines.domain.event import CaseEvent
from pipelines.domain.step import Step

Key = tuple[str, str]


class Replaced:
    """The events of the log, and of the transaction so far, that events of this transaction supersede."""

    def __init__(self, connection: Connection, events: Iterable[CaseEvent]) -> None:
        self._wanted = {(event.source, event.supersedes) for event in events if event.supersedes}
        self._found: dict[Key, CaseEvent] = {}
        for source, event_id in self._wanted:
            here = (event_log.c.source == source) & (event_log.c.event_id == event_id)
            body = connection.execute(select(event_log.c.body).where(here)).scalar()
            if body is not None and not is_record(body):
                self._found[source, event_id] = decode_event(body)

    def note(self, event: CaseEvent) -> None:
        """Remember an event that goes in before others of the same transaction."""
        if (event.source, event.event_id) in self._wanted:
            self._found[event.source, event.event_id] = event

    def refusal(self, event: CaseEvent) -> str | None:
        """Why the event cannot replace the one it names; None when it can, or names none."""
        if event.supersedes is None:
            return None
        old = self._found.get((event.source, event.supersedes))
        if old is None:
            return "UNKNOWN_EVENT"
        is_report = old.step is Step.REPORT
        is_like = old.case_id == event.case_id and is_report is (event.step is Step.REPORT)
        return None if is_like and (event.path or not old.path) else "CANNOT_REPLACE"
