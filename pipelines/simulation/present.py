"""The present: every second, what has happened since the last one."""

from collections.abc import Callable
from datetime import datetime, timedelta

from pipelines.simulation.agenda import Agenda
from pipelines.simulation.poster import Poster, StoppedError, Wait
from pipelines.simulation.progress import Journal
from pipelines.simulation.rounds import Rounds
from pipelines.simulation.wire import batches, record_batches

TICK_SECONDS = 1.0
LONGEST_SLICE = timedelta(days=1)


def post_present(
    agenda: Agenda,
    poster: Poster,
    journal: Journal,
    *,
    clock: Callable[[], datetime],
    wait: Wait,
    rounds: Rounds | None = None,
) -> None:
    """Send what happens when its time has come, until told to stop; after a pause it catches up a day at a time."""
    while True:
        now, live_at = clock(), journal.progress.live_at
        until = min(now, live_at + LONGEST_SLICE)
        while agenda.open_day(until):
            if wait(0):
                raise StoppedError
        events = agenda.take(until)
        records = rounds.between(live_at, until) if rounds else []
        for batch in (*batches(events, agenda.zone), *record_batches(records, agenda.zone)):
            poster.post(batch)
        journal.live_done(until, is_worth_writing=bool(events or records))
        if until == now and wait(TICK_SECONDS):
            raise StoppedError
