"""Since when what has not lasted long enough for an alarm has been waiting: kept, so that a restart forgets nothing."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, insert, select

from db.codec import to_instant, to_millis
from db.derived_tables import alarm_wait
from db.engine import reading, writing

LONGEST_PAUSE = timedelta(minutes=10)
"""Nobody knows what was between two looks that lie further apart: the wait begins anew."""


class AlarmWaits:
    """Read and replaced at each look of the watch."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(self, now: datetime) -> dict[tuple[str, str], datetime]:
        """By rule and subject since when it has been waiting, as far as somebody has looked not long ago."""
        is_fresh = alarm_wait.c.seen_at >= to_millis(now - LONGEST_PAUSE)
        with reading(self._engine) as connection:
            rows = connection.execute(select(alarm_wait).where(is_fresh))
            return {(row.rule, row.subject): to_instant(row.since) for row in rows}

    def write(self, waiting: Iterable[tuple[tuple[str, str], datetime]], now: datetime) -> None:
        """What is waiting now, and nothing else."""
        rows = [
            {"rule": rule, "subject": subject, "since": to_millis(since), "seen_at": to_millis(now)}
            for (rule, subject), since in waiting
        ]
        with writing(self._engine) as connection:
            connection.execute(delete(alarm_wait))
            if rows:
                connection.execute(insert(alarm_wait), rows)
